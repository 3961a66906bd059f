"""Indicators: measures become numerators, denominators, values, bounds and coverage."""

from etl.indicators.compute import compute

__all__ = ["compute"]
