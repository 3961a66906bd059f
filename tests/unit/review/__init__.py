"""Tests of etl/review."""
