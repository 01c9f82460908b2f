"""Tests of convert.tei."""
