"""Repair the damaged text of newspapers and write it as documents."""

__version__ = "0.1.0"
"""The same as in pyproject.toml; it goes into the archival XML."""
