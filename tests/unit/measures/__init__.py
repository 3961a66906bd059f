"""Tests of etl.measures."""
