"""Tests of convert.learning."""
