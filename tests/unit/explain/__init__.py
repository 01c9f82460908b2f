"""Tests of convert.explain."""
