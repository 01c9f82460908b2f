"""Tests of convert.pictures."""
