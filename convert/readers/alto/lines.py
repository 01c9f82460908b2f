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

from lxml.etree import _Element as Element

from convert.document.layout import Box, LineBox
from convert.readers.alto.styles import style_of
from convert.readers.alto.words import WIDE, Facts, LineNames, LineStrings, box_of, read_words, strings_of
from convert.readers.gaps import close_up
from convert.readers.stream import ReadLine, ReadWord, TypeStyle

NARROW = 0.25
"""Part of a line's height up to which a gap is none, where the file has no space and has them elsewhere."""
TOUCHING = 0.15
"""The same before a mark, where the file has no spaces at all."""


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


def read_lines(block: Element, ref: str, rotation: int, style: TypeStyle, facts: Facts) -> list[ReadLine]:
    """Return the lines of a block, with those that have no word."""
    name = facts.names.line
    refs = {f"{ref}/{number}": element for number, element in enumerate(block) if element.tag == name}
    strings = [strings_of(element, here, facts.names) for here, element in refs.items()]
    words = read_words(strings, facts)
    is_broken = _has_line_end(strings)
    is_wide = any(WIDE.search("".join(line.texts + [h.word.text for h in line.hyphens])) for line in strings)
    lines = []
    at = 0
    for (here, element), own in zip(refs.items(), strings, strict=True):
        stop = at + len(own.texts)
        line = _line_box(element, here, rotation, _style_of_line(element, own, style, facts))
        shown: Sequence[ReadWord] = _in_line(words[at:stop], own, line.box, spaced=facts.spaced)
        if is_broken:
            shown = _on_one_line(shown)
        if is_wide and not all(map(str.isascii, own.texts)):
            shown = close_up(shown, line.box)
        lines.append(ReadLine(line, shown))
        at = stop
    return _spread(lines) if len(lines) > 1 and lines[0][1] and not any(w for _, w in lines[1:]) else lines


def _in_line(words: list[ReadWord], strings: LineStrings, line: Box, *, spaced: bool) -> list[ReadWord]:
    """Return the words of a line with its hyphens, and say which of them stand close."""
    for place, word in strings.hyphens:
        words.insert(place, word)
    for place in strings.unparted:
        if _is_close(words[place - 1].box, words[place], line.height, spaced=spaced):
            words[place] = words[place]._replace(close=True)
    return words


def _has_line_end(strings: Sequence[LineStrings]) -> bool:
    """Whether there is a line end in a word, "&#10;" in an attribute."""
    texts = [text for line in strings for text in line.texts]
    texts += [hyphen.word.text for line in strings for hyphen in line.hyphens]
    return len(f"{''.join(texts)}.".splitlines()) > 1


def _on_one_line(words: Sequence[ReadWord]) -> Sequence[ReadWord]:
    """Take the line ends out of the words of a line that has any."""
    if len(f"{''.join([word.text for word in words])}.".splitlines()) == 1:
        return words
    return [word._replace(text=" ".join(word.text.split())) for word in words]


def _is_close(before: Box, word: ReadWord, height: float, *, spaced: bool) -> bool:
    """Whether a word that no space parts from the one before it stands close to it."""
    place = word.box
    if not height or before.right <= before.left or place.right <= place.left:
        return False
    gap = abs(place.left - before.right) / height
    return gap <= NARROW if spaced else gap <= TOUCHING and not any(map(str.isalnum, word.text))


def _line_box(element: Element, ref: str, rotation: int, style: TypeStyle) -> LineBox:
    return LineBox(0, 0, box_of(element), style.size, style.bold, style.italic, rotation, ref)


def _style_of_line(element: Element, strings: LineStrings, block: TypeStyle, facts: Facts) -> TypeStyle:
    """Return the style of most characters of a line, among words that name one; else the inherited one."""
    inherited = style_of(element.get("STYLEREFS"), facts.styles, block)
    types = [(each.get("STYLEREFS"), each.get("STYLE")) for each in strings.elements]
    if types == [(None, None)] * len(types):
        return inherited
    lengths: dict[tuple[str | None, str | None], int] = {}
    for each, text in zip(types, strings.texts, strict=True):
        if each[0] or each[1]:
            lengths[each] = lengths.get(each, 0) + len(text)
    if not lengths:
        return inherited
    refs, stated = max(lengths, key=lengths.__getitem__)
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
