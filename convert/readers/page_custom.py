"""What Transkribus and NewsEye write into the attribute `custom` of a PAGE file.

custom="readingOrder {index:3;} structure {id:a7; type:article;}"  ->  place 3, of the article a7
"""

from __future__ import annotations

import re
from typing import NamedTuple

ARTICLE = "article"
_INDEX = re.compile(r"readingOrder\s*\{\s*index\s*:\s*([0-9]{1,9})\s*;?\s*\}")
_STRUCTURE = re.compile(r"structure\s*\{([^{}]{0,500})\}")
_VALUE = re.compile(r"([a-zA-Z]{1,20})\s*:\s*([^;{}]{1,200})")


class Custom(NamedTuple):
    """What such an attribute says."""

    place: int | None = None
    """In the order of reading, among its neighbours."""
    kind: str = ""
    """A type: heading, caption, page-number and the like."""
    article: str = ""
    """The id of the article to which it belongs."""
    advertisement: str = ""
    """What it belongs to, where that is an advertisement."""


NOTHING = Custom()


def custom_of(text: str) -> Custom:
    """Return what a `custom` attribute says.

    >>> custom_of("readingOrder {index:3;} structure {id:a7; type:article;}")
    Custom(place=3, kind='', article='a7', advertisement='')
    """
    if not text:
        return NOTHING
    place, kind, article = None, "", ""
    if index := _INDEX.search(text):
        place = int(index[1])
    if "structure" in text:
        for inside in _STRUCTURE.findall(text):
            values = {key: value.strip() for key, value in _VALUE.findall(inside)}
            if values.get("type") == ARTICLE:
                article = values.get("id", "")
            else:
                kind = values.get("type", "")
    return Custom(place, kind, article)
