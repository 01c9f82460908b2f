"""Tests of convert.cli."""
