"""How a block's text begins and ends: in mid-sentence or not, as its own words and the measure tell."""

from __future__ import annotations

from convert.analysis.seam import Evidence, Head, seam, tail_of
from convert.language import Language
from convert.language.han import ends_sentence


def looks_cut(text: str) -> bool:
    """Whether a block's end looks cut: no stop, and not short enough for a heading or a signature."""
    return not ends_sentence(text) and (len(text) > 12 or text[-1:] in "，、,") and text[-1:] not in "）)：:"


FRESH = frozenset({"stop", "bridge", "pull", "ending", "seen_2", "seen_3", "seen_4"})
"""What a seam says of its tail, not of its head."""


def head_evidence(head: Head, language: Language, full: Evidence) -> Evidence:
    """Weigh whether a block begins in mid-sentence: from its own words, and where its last line is full.

    A cut block that fills its last line only if its first line has no indent began in mid-paragraph.
    """
    found = seam(tail_of("。", language), head, language)
    own = {f"own_{name}": value for name, value in full.items()}
    return {name: value for name, value in found.items() if name not in FRESH} | own


def head_odds(head: Head, language: Language, full: Evidence | None = None) -> float:
    """Return the log odds that a block begins in mid-sentence."""
    return language.models.odds("head_open", head_evidence(head, language, full or {}))
