"""Tests of convert.writers."""
