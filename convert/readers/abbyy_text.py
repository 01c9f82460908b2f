"""Lines of FineReader's XML: characters with boxes, or runs of letters that are set alike.

    <formatting lang="X">VEVEY </formatting><formatting>(Suisse)</formatting>  ->  "VEVEY (Suisse)"
    <charParams wordStart="1">渡</charParams><charParams> </charParams>        ->  "渡", and a space

What FineReader also thought of, in `wordRecVariants` and `charRecVariants`, is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import NOWHERE, Box, LineBox
from convert.readers.stream import ReadWord
from convert.readers.values import LARGEST, confidence, is_close, number, one_line

BEST = 100
"""Of `charConfidence`."""
TRUE = frozenset({"1", "true"})


class Names(NamedTuple):
    """Names of elements, with the namespace of the file."""

    page: str
    block: str
    text: str
    row: str
    cell: str
    par: str
    line: str
    formatting: str
    character: str
    separator: str


class _Run(NamedTuple):
    """Letters that are set alike."""

    words: Sequence[ReadWord]
    starts: Sequence[bool]
    """Whether the file says of each that a word begins with it."""
    ends_in_space: bool
    element: Element


def names_of(root: Element) -> Names:
    """Return the names in the namespace of a file, whichever it is."""
    space = str(root.tag).rpartition("}")[0]
    space = f"{space}}}" if space else ""
    local = ("page", "block", "text", "row", "cell", "par", "line", "formatting", "charParams", "separator")
    return Names(*[space + name for name in local])


def is_true(text: str | None) -> bool:
    """Whether an attribute says yes."""
    return text is not None and text.lower() in TRUE


def edges(element: Element) -> Box:
    """Return the box that the attributes l, t, r and b say; NOWHERE where they cannot be."""
    get = element.get
    try:
        box = Box(int(get("l", "")), int(get("t", "")), int(get("r", "")), int(get("b", "")))
    except ValueError:
        return NOWHERE
    return box if max(map(abs, box)) <= LARGEST else NOWHERE


def read_line(line: Element, ref: str, names: Names, rotation: int = 0) -> tuple[LineBox, Sequence[ReadWord]]:
    """Read a line, character by character where the file has them so, else run by run."""
    box = edges(line)
    runs: list[_Run] = []
    space = True
    for place, child in enumerate(line):
        if child.tag == names.formatting:
            runs.append(_run(child, f"{ref}/{place}", names, box, space=space))
            space = runs[-1].ends_in_space
    words = [word for run in runs for word in run.words]
    if not any(not word.close for word in words[1:]):
        words = _parted_at_starts(words, [start for run in runs for start in run.starts])
    main = max(runs, key=lambda run: sum(len(word.text) for word in run.words), default=None)
    said = line if main is None else main.element
    size = number(said.get("fs"))
    bold, italic = is_true(said.get("bold")), is_true(said.get("italic"))
    return LineBox(0, 0, box, size if size > 0 else None, bold, italic, rotation, ref), words


def _run(element: Element, ref: str, names: Names, line: Box, *, space: bool) -> _Run:
    """Read a run; `space`: whether one stands before it."""
    words: list[ReadWord] = []
    starts: list[bool] = []
    has_characters = False
    for place, child in enumerate(element):
        if child.tag != names.character:
            continue
        has_characters = True
        text = _character(child)
        if not text:
            space = True
            continue
        conf = confidence(child.get("charConfidence"), BEST)
        words.append(ReadWord(text, edges(child), conf, f"{ref}/{place}", not space))
        starts.append(is_true(child.get("wordStart")))
        space = False
    if has_characters:
        return _Run(words, starts, space, element)
    raw = element.text or ""
    text = one_line(raw.strip(" \t\r\n"))
    if not text:
        return _Run((), (), space or bool(raw), element)
    close = not space and not raw[:1].isspace()
    return _Run((ReadWord(text, line, None, ref, close),), (False,), raw[-1:].isspace(), element)


def _character(element: Element) -> str:
    """Return what stands in a `charParams`, beside what else it might be; empty: a space."""
    text = element.text
    if text is None or not text.strip():
        text = "".join([child.tail or "" for child in element])
    return text.strip()


def _parted_at_starts(words: list[ReadWord], starts: Sequence[bool]) -> list[ReadWord]:
    """Part the words of a line without a space where the file says that one begins, if its script has any."""
    parted = words[:1]
    for (before, word), start in zip(pairwise(words), starts[1:], strict=True):
        close = not start or is_close(before.text, word.text)
        parted.append(word._replace(close=close))
    return parted
