"""Tests of convert.batch."""
