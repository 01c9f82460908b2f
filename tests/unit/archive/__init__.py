"""Tests of convert.archive."""
