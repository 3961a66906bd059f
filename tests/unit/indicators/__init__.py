"""Tests of etl.indicators."""
