"""Tests of convert.review."""
