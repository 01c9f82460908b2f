"""Tests of convert.catalogue."""
