"""Headings, and the gaps at which articles open."""
