"""Tests of convert.decisions."""
