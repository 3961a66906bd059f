"""Tests of etl.verdicts."""
