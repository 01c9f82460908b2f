"""Tests of convert.issue."""
