"""Tests of what a page looks like."""
