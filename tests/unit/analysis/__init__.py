"""Tests of convert.analysis."""
