"""The lines of an ALTO block, and the words in them, as the file has them.

String "inter-", HYP "-"             ->  "inter-"       the hyphen once; without its own the HYP is it
String "288.—", String "Dinstag"     ->  "288.—Dinstag" where the file has spaces elsewhere, and no gap here
all Strings in a block's first line  ->  each in the line in whose box it stands
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import NOWHERE, Box, LineBox
from convert.readers.alto.styles import style_of
from convert.readers.gaps import close_up
from convert.readers.stream import ReadLine, ReadWord, TypeStyle

FARTHEST = 1e7
"""A coordinate beyond it is none."""
HYPHENS = frozenset("-\u2010\u2011\u00ad¬⸗")
NARROW = 0.25
"""Part of a line's height up to which a gap is none, where the file has no space and has them elsewhere."""
TOUCHING = 0.15
"""The same before a mark, where the file has no spaces at all."""


class WordType(NamedTuple):
    """What a word says of its type: references, and words of its own."""

    refs: str | None
    style: str | None
    length: int
    """Its characters."""


class LineNames(NamedTuple):
    """LineNames of elements, with the namespace of the file."""

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


def read_facts(root: Element, namespace: str, styles: Mapping[str, TypeStyle]) -> Facts:
    """Begin with what holds of most files, but for whether it has spaces."""
    names = LineNames.of(namespace)
    return Facts(names, styles, spaced=next(root.iter(names.space), None) is not None)


def mend_facts(facts: Facts, confidences: AbstractSet[float | None], root: Element) -> Facts:
    """Return how a file must be read whose words have these confidences, when read by `facts`.

    Where all words have the same one, those of their characters tell more; some files count to 100.
    """
    values = [value for value in confidences if value is not None]
    if values and max(values) > 1:
        return facts._replace(best=100.0)
    if len(confidences) < 2 and any(element.get("CC") for element in root.iter(facts.names.string)):
        return facts._replace(by_characters=True)
    return facts


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


def read_lines(block: Element, ref: str, rotation: int, style: TypeStyle, facts: Facts) -> list[ReadLine]:
    """Return the lines of a block, with those that have no word."""
    lines = [
        _read_line(element, f"{ref}/{number}", rotation, style, facts)
        for number, element in enumerate(block)
        if element.tag == facts.names.line
    ]
    return _spread(lines) if len(lines) > 1 and lines[0][1] and not any(w for _, w in lines[1:]) else lines


def _read_line(element: Element, ref: str, rotation: int, style: TypeStyle, facts: Facts) -> ReadLine:
    names, _, spaced, by_characters, best = facts
    string, space, hyphen, _ = names
    box = box_of(element)
    words: list[ReadWord] = []
    types: list[WordType] = []
    parted, wide = True, False
    for number, child in enumerate(element):
        tag = child.tag
        if tag == string:
            get = child.get
            text = get("CONTENT")
            if not text or text.isspace():
                continue
            place = box_of(child)
            confidence = None if by_characters else _share(get("WC"), best)
            if confidence is None:
                confidence = _by_characters(get("CC"), text)
            close = not parted and _is_close(words, place, text, box.height, spaced=spaced)
            words.append(ReadWord(text, place, confidence, f"{ref}/{number}", close))
            parted = False
            refs, own = get("STYLEREFS"), get("STYLE")
            if refs or own:
                types.append(WordType(refs, own, len(text)))
            wide = wide or not text.isascii()
        elif tag == space:
            parted = True
        elif tag == hyphen:
            text = child.get("CONTENT", "")
            if text.strip() and not (words and _repeats(words[-1].text.rstrip(), text.strip())):
                words.append(ReadWord(text, box_of(child), None, f"{ref}/{number}", close=True))
    if len(f"{''.join([word.text for word in words])}.".splitlines()) > 1:  # "&#10;" in an attribute
        words = [word._replace(text=" ".join(word.text.split())) for word in words]
    own_style = _style_of_line(types, style_of(element.get("STYLEREFS"), facts.styles, style), facts)
    line = LineBox(0, 0, box, own_style.size, own_style.bold, own_style.italic, rotation, ref)
    return ReadLine(line, close_up(words, box) if wide else words)


def _share(text: str | None, best: float) -> float | None:
    """Return a confidence; None: there is none, or one that is worse than nothing."""
    if not text:
        return None
    try:
        value = float(text) / best
    except ValueError:
        return None
    return value if value >= 0 else None


def _repeats(word: str, hyphen: str) -> bool:
    """Whether a hyphen behind a word is the one that the word ends with."""
    return word.endswith(hyphen) or (word[-1] in HYPHENS and hyphen in HYPHENS)


def _is_close(words: Sequence[ReadWord], place: Box, text: str, height: float, *, spaced: bool) -> bool:
    """Whether a word that no space parts from the one before it stands close to it."""
    before = words[-1].box if words else NOWHERE
    if not height or before.right <= before.left or place.right <= place.left:
        return False
    gap = abs(place.left - before.right) / height
    return gap <= NARROW if spaced else gap <= TOUCHING and not any(map(str.isalnum, text))


def _by_characters(digits_text: str | None, word: str) -> float | None:
    """Return the mean of the confidences of a word's characters, a digit each: 0 is the best, 9 the worst.

    Some files have one digit more, that of a hyphen.
    """
    digits = [ord(c) - 48 for c in digits_text if "0" <= c <= "9"][: len(word)] if digits_text else []
    return 1 - sum(digits) / (9 * len(digits)) if digits else None


def _style_of_line(types: Sequence[WordType], inherited: TypeStyle, facts: Facts) -> TypeStyle:
    """Return the style of most characters of a line, among words that name one."""
    if not types:
        return inherited
    lengths: dict[WordType, int] = {}
    for each in types:
        name = each._replace(length=0)
        lengths[name] = lengths.get(name, 0) + each.length
    refs, stated, _ = max(lengths, key=lengths.__getitem__)
    style = style_of(refs, facts.styles, inherited)
    words = stated.lower().split() if stated else ()
    return TypeStyle(style.size, style.bold or "bold" in words, style.italic or "italics" in words)


def _spread(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Give the words of a block, all of which stand in its first line, to the lines in which they stand.

    Only where they run from right to left again, as the words of several lines do.
    """
    words = lines[0].words
    turns = {number for number, (a, b) in enumerate(pairwise(words), 1) if _turns_back(a.box, b.box)}
    if not turns:
        return list(lines)
    filled: list[list[ReadWord]] = [[] for _ in lines]
    boxes = [line.box for line, _ in lines]
    placed = all(box.bottom > box.top for box in boxes)
    heights = sorted((_middle(box), number) for number, box in enumerate(boxes))
    number = 0
    for at, word in enumerate(words):
        if placed and word.box.bottom > word.box.top:
            number = _nearest(heights, _middle(word.box))
        elif not placed and at in turns:
            number = min(number + 1, len(lines) - 1)
        filled[number].append(word)
    return [ReadLine(line, close_up(own, line.box)) for (line, _), own in zip(lines, filled, strict=True)]


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _nearest(heights: Sequence[tuple[float, int]], height: float) -> int:
    """Return the number of the line whose middle is the nearest; heights are sorted."""
    at = bisect_left(heights, (height, 0))
    return min(heights[max(0, at - 1) : at + 1], key=lambda line: abs(line[0] - height))[1]


def _turns_back(before: Box, behind: Box) -> bool:
    return behind.left < before.left and behind.right > behind.left and behind.bottom > before.bottom
