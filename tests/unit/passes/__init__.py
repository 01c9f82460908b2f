"""Tests of convert.passes."""
