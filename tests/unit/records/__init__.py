"""Tests of etl/records."""
