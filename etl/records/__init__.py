"""Records: the deliveries that count, as typed tables a query can ask."""

from etl.records.calendar import open_calendar
from etl.records.restated import open_restated
from etl.records.tables import RecordFiles, open_tables, unit_months

__all__ = ["RecordFiles", "open_calendar", "open_restated", "open_tables", "unit_months"]
