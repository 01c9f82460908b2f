"""Repair the damaged text of newspapers and write it as documents."""
