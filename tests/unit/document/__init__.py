"""Tests of convert.document."""
