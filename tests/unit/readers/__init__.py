"""Tests of convert.readers."""
