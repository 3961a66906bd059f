"""Tests of etl/release."""
