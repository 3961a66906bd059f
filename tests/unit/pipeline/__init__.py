"""Tests of etl/pipeline."""
