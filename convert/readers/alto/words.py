"""The words of an ALTO block, all at once: numbers and boxes are made column by column, not word by word.

HPOS VPOS WIDTH HEIGHT of all Strings  ->  four lists of numbers  ->  boxes
one of them missing, or no number      ->  the same, String by String
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from math import isfinite
from operator import add
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import NOWHERE, Box, boxes_of
from convert.readers.gaps import FIRST_WIDE
from convert.readers.stream import ReadWord, TypeStyle
from convert.text.pattern import LatePattern

FARTHEST = 1e7
"""A coordinate beyond it is none."""
HYPHENS = frozenset("-\u2010\u2011\u00ad¬⸗")
NOT_CLOSE = False
WIDE = LatePattern(f"[{FIRST_WIDE}-\U0010ffff]")


class LineNames(NamedTuple):
    """Names of the elements of lines, with the namespace of the file."""

    string: str
    space: str
    hyphen: str
    line: str

    @classmethod
    def of(cls, namespace: str) -> LineNames:
        """Return the names in a namespace, which is given in braces, or empty."""
        return cls(*[f"{namespace}{name}" for name in ("String", "SP", "HYP", "TextLine")])


class Facts(NamedTuple):
    """What is known of a whole file before its words are read."""

    names: LineNames
    styles: Mapping[str, TypeStyle]
    spaced: bool
    """Whether it has elements for spaces."""
    by_characters: bool = False
    """Whether words have the confidence of their characters, CC, because their own, WC, says nothing."""
    best: float = 1.0
    """The value of WC that is the best: 1, or 100 in files that give parts in a hundred."""


class Hyphen(NamedTuple):
    """A hyphen that is an element of its own, and how many words and hyphens of its line stand before it."""

    place: int
    word: ReadWord


@dataclass(slots=True)
class LineStrings:
    """The Strings of a line as the file has them."""

    texts: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    unparted: list[int] = field(default_factory=list)
    """Places, counting hyphens, of those that no space parts from what stands before them in the line."""
    hyphens: list[Hyphen] = field(default_factory=list)


def strings_of(line: Element, ref: str, names: LineNames) -> LineStrings:
    """Return what stands in a line; words without a visible character are left out."""
    string, space, hyphen, _ = names
    own = LineStrings()
    texts, refs, elements = own.texts, own.refs, own.elements
    parted = True
    before = ""
    for number, child in enumerate(line):
        tag = child.tag
        if tag == string:
            text = child.get("CONTENT")
            if not text or text.isspace():
                continue
            if not parted:
                own.unparted.append(len(texts) + len(own.hyphens))
            texts.append(text)
            refs.append(f"{ref}/{number}")
            elements.append(child)
            parted = False
            before = text
        elif tag == space:
            parted = True
        elif tag == hyphen:
            text = child.get("CONTENT", "")
            if text.strip() and not (before and _repeats(before.rstrip(), text.strip())):
                word = ReadWord(text, box_of(child), None, f"{ref}/{number}", close=True)
                own.hyphens.append(Hyphen(len(texts) + len(own.hyphens), word))
                before = text
    return own


def _repeats(word: str, hyphen: str) -> bool:
    """Whether a hyphen behind a word is the one that the word ends with."""
    return word.endswith(hyphen) or (word[-1] in HYPHENS and hyphen in HYPHENS)


def read_words(lines: Sequence[LineStrings], facts: Facts) -> list[ReadWord]:
    """Return the words of lines with their boxes and confidences; none of them is said to stand close."""
    elements = [element for line in lines for element in line.elements]
    texts = [text for line in lines for text in line.texts]
    refs = [ref for line in lines for ref in line.refs]
    boxes = _boxes(elements) or map(box_of, elements)
    values = _confidences(elements, facts) or map(_confidence, elements, texts, repeat(facts))
    columns = zip(texts, boxes, values, refs, repeat(NOT_CLOSE))
    return list(map(partial(tuple.__new__, ReadWord), columns))


def _boxes(elements: Iterable[Element]) -> Sequence[Box] | None:
    """Return the boxes of elements; None where one of them has none, or one that is no place on a page."""
    try:
        lefts = [float(each.get("HPOS")) for each in elements]  # type: ignore[arg-type]
        tops = [float(each.get("VPOS")) for each in elements]  # type: ignore[arg-type]
        widths = [float(each.get("WIDTH")) for each in elements]  # type: ignore[arg-type]
        heights = [float(each.get("HEIGHT")) for each in elements]  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    rights, bottoms = list(map(add, lefts, widths)), list(map(add, tops, heights))
    if not (
        lefts
        and isfinite(sum(rights) + sum(bottoms))
        and min(widths) >= 0
        and min(heights) >= 0
        and min(lefts) > -FARTHEST
        and min(tops) > -FARTHEST
        and max(rights) < FARTHEST
        and max(bottoms) < FARTHEST
    ):
        return None
    return boxes_of(lefts, tops, rights, bottoms)


def box_of(element: Element) -> Box:
    """Return the box of an element; NOWHERE if it has none, or one that is no place on a page."""
    get = element.get
    try:
        left, top = float(get("HPOS") or "nan"), float(get("VPOS") or "nan")
        right, bottom = left + float(get("WIDTH") or 0), top + float(get("HEIGHT") or 0)
    except ValueError:
        return NOWHERE
    if left <= right < FARTHEST and top <= bottom < FARTHEST and left > -FARTHEST and top > -FARTHEST:
        return Box(left, top, right, bottom)
    if not (
        abs(left) < FARTHEST and abs(top) < FARTHEST and abs(right) < FARTHEST and abs(bottom) < FARTHEST
    ):
        return NOWHERE  # also where one is no number
    return Box(left, top, max(left, right), max(top, bottom))


def _confidences(elements: Iterable[Element], facts: Facts) -> Sequence[float] | None:
    """Return the confidences that words have of their own; None where one of them has none."""
    if facts.by_characters:
        return None
    try:
        values = [float(each.get("WC")) for each in elements]  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    if not values or min(values) < 0 or not isfinite(sum(values)):
        return None
    return values if facts.best == 1 else [value / facts.best for value in values]


def _confidence(element: Element, text: str, facts: Facts) -> float | None:
    """Return the confidence of a word: its own, else that of its characters; None: the file does not say."""
    own = None if facts.by_characters else _share(element.get("WC"), facts.best)
    return _by_characters(element.get("CC"), text) if own is None else own


def _share(text: str | None, best: float) -> float | None:
    """Return a confidence; None: there is none, or one that is worse than nothing."""
    if not text:
        return None
    try:
        value = float(text) / best
    except ValueError:
        return None
    return value if value >= 0 else None


def _by_characters(digits_text: str | None, word: str) -> float | None:
    """Return the mean of the confidences of a word's characters, a digit each: 0 is the best, 9 the worst.

    Some files have one digit more, that of a hyphen.
    """
    digits = [ord(c) - 48 for c in digits_text if "0" <= c <= "9"][: len(word)] if digits_text else []
    return 1 - sum(digits) / (9 * len(digits)) if digits else None
