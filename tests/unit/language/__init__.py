"""Tests of convert.language."""
