"""Tests of etl/definitions."""
