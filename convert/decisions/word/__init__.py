"""The way back from a word processor: what an editor did to a document, as decisions."""

from __future__ import annotations

from convert.decisions.word.verdicts import Returned, returned

__all__ = ["Returned", "returned"]
