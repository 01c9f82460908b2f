"""What the title of an hOCR element says: `bbox 31 19 61 31; x_wconf 93`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from convert.document.layout import NOWHERE, Box

Properties = Mapping[str, Sequence[str]]

TOKEN = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(;)|([^\s;"']+|["'])""")
"""A text in quotes, the end of a property, or a word."""
PLAIN = re.compile(r"bbox (\d{1,6}) (\d{1,6}) (\d{1,6}) (\d{1,6}); x_wconf (\d{1,3}(?:\.\d{1,6})?)", re.ASCII)
"""The title of nearly every word."""
FARTHEST = 1e7
"""A coordinate beyond it is none."""


def properties(title: str | None) -> Properties:
    r"""Return the properties of a title, each with its values; of two with one name the first.

    >>> properties('image "a;b.png"; bbox 0 0 10 20')
    {'image': ['a;b.png'], 'bbox': ['0', '0', '10', '20']}
    """
    kept: dict[str, list[str]] = {}
    values: list[str] = []
    for quoted, end, word in TOKEN.findall(title or ""):
        if end:
            _keep(kept, values)
            values = []
        else:
            values.append(re.sub(r"\\(.)", r"\1", quoted[1:-1]) if quoted else word)
    _keep(kept, values)
    return kept


def _keep(kept: dict[str, list[str]], values: Sequence[str]) -> None:
    if values:
        kept.setdefault(values[0], list(values[1:]))


class WordTitle(NamedTuple):
    """What the title of a word says."""

    box: Box
    confidence: float | None
    size: float | None
    """Of its type, in points."""


def word_title(title: str | None) -> WordTitle:
    """Return what the title of a word says."""
    plain = PLAIN.fullmatch(title or "")
    if plain:
        left, top, right, bottom, confidence = map(float, plain.groups())
        if left <= right and top <= bottom:
            return WordTitle(Box(left, top, right, bottom), min(1.0, confidence / 100), None)
    stated = properties(title)
    return WordTitle(box_of(stated), confidence_of(stated), number(stated, "x_fsize"))


def numbers(values: Sequence[str]) -> list[float]:
    """Return values as numbers; none where one of them is no number of a page."""
    try:
        read = [float(value) for value in values]
    except ValueError:
        return []
    return read if all(abs(number) < FARTHEST for number in read) else []


def number(stated: Properties, name: str) -> float | None:
    """Return the first value of a property as a number; None: there is none."""
    values = numbers(stated.get(name, ())[:1])
    return values[0] if values else None


def box_of(stated: Properties) -> Box:
    """Return the box that a title says; NOWHERE if it says none, or one that is no place on a page."""
    edges = numbers(stated.get("bbox", ())[:4])
    if len(edges) < 4:
        return NOWHERE
    left, top, right, bottom = edges
    return Box(left, top, max(left, right), max(top, bottom))


def confidence_of(stated: Properties) -> float | None:
    """Return the confidence of a word, 0 to 1: its own, else the mean of its characters'."""
    for name in ("x_wconf", "x_conf", "x_confs"):
        values = numbers(stated.get(name, ()))
        if values:
            return min(1.0, max(0.0, sum(values) / len(values) / 100))
    return None


def rotation_of(stated: Properties) -> int:
    """Return by how many degrees a line is turned, clockwise; the file counts the other way."""
    return round(-(number(stated, "textangle") or 0)) % 360
