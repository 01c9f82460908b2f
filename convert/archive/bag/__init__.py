"""Bags: source, archival XML and reading copies with their digests, as BagIt 1.0 (RFC 8493) has it."""

from __future__ import annotations

from convert.archive.bag.check import archives, is_bag, verify_bag
from convert.archive.bag.failed import FAILED
from convert.archive.bag.make import BagSummary, write_bag
from convert.archive.bag.notes import BagNotes

__all__ = ["FAILED", "BagNotes", "BagSummary", "archives", "is_bag", "verify_bag", "write_bag"]
