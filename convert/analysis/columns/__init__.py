"""Columns: where lines were cut at white, read across, or put in another order."""
