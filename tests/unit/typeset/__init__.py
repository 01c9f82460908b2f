"""Tests of convert.typeset."""
