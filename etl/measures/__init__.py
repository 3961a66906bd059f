"""Measures: records become additive counts per month × dimension. The only numbers anything later is computed from."""

from etl.measures.aggregates import read_aggregates
from etl.measures.clocks import open_seconds
from etl.measures.named import name_records
from etl.measures.roll_up import MEASURE_COLUMNS, roll_up
from etl.measures.table import Delivered, MeasureTable, fill_unit_dimensions

__all__ = [
    "MEASURE_COLUMNS",
    "Delivered",
    "MeasureTable",
    "fill_unit_dimensions",
    "name_records",
    "open_seconds",
    "read_aggregates",
    "roll_up",
]
