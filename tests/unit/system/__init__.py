"""Tests of convert.system."""
