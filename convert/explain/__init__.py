"""Every change of a document, before and after, for people on a terminal and for machines."""

from __future__ import annotations

from convert.explain.entries import ChangeEntry, entries
from convert.explain.json_lines import as_json, estimate_as_json
from convert.explain.terminal import show

__all__ = ["ChangeEntry", "as_json", "entries", "estimate_as_json", "show"]
