"""Tests of etl/landing."""
