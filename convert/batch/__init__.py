"""Batch: a tree of issues converted unattended, by supervised processes, on record in a ledger."""
