"""Tests of convert.collection."""
