"""What rules were called before, and are still called in files that were written then."""

from __future__ import annotations

from types import MappingProxyType

FORMER_NAMES = MappingProxyType(
    {
        "compose": "nfc",
        "unify": "unify-variants",
        "unseen": "invisible-characters",
        "stitch": "reading-order",
        "look-alikes": "confusables",
        "strays": "stray-traditional",
        "wide-marks": "fullwidth-punctuation",
    }
)
"""Former name to present name, until version 0.1.0. Decisions files, archival XML and documents under review
hold the former ones, and are read as if they held the present ones; so does the command line."""


def present_name(rule: str) -> str:
    """Return what a rule is called now: wide-marks -> fullwidth-punctuation; any other name as it is."""
    return FORMER_NAMES.get(rule, rule)
