r"""The cases in tests/cases: what one rule makes of a few blocks, as plain text.

    left alone: a list number at the line end
    .
    一、总则
    .
    一、总则
    .

A case is a title, the blocks before, the blocks after, each closed by a line with a dot alone. The file
is named after the rule, and no other rule runs.

- A blank line parts blocks; a line end inside a block is a line end of its text.
- `[headline]` before a block names its role, `[opens article]` says that an article opens there, and
  `[headline, opens article]` does both. A block without a mark is body text and opens nothing. Blocks
  with nothing left to read are not shown.
- `[new page]` before a block, alone or with its role, puts a form feed before it; a page that begins shows
  nothing of it.
- `[continues 2]` stands before a block with which the article of the second one shown goes on; `[leads to 5]`
  before a jump line to the part that the fifth one opens.
- `[table-cell, cell 2 1]` stands before the first cell of a table's second row; `cell 1 1 2 by 3 head` is a
  head over two rows and three columns.
- `[unit 1.2 article body]` before a block: the archive says that it is the second piece of the first unit, an
  article, and body text; `order` where it says no kind of unit, `anything` where it says no role.
- `[printed 40,20 40,35|176,35]` before a block: where its lines begin on the page, from left and top; a
  character is 10 wide and high. A stroke parts a line at its first space: the second part stands elsewhere.
- `\u{200b}` is the character of that number, for what an editor would hide or drop.
- A title may end in a language: `left alone: a Japanese line [ja]`. Without one it is zh-Hans.
- The first cases of a file are those left alone: nothing is done to them.
- `known failure: what; why` is a case that fails, and a strict one: a lucky success is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from convert.document.actions import Action, Label, Place, Rule
from convert.document.cells import Cell
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.layout import Box, Layout, LineBox, LogicalUnit, Surface, UnitSpan, WordBox, hull
from convert.document.model import Block, Document, Metadata
from convert.document.roles import Opening, Role
from convert.language import language
from convert.passes.registry import PASSES, run
from convert.readers.text import read_text
from convert.text.source import decode, encode
from tests.support.paths import TESTS

CASES = TESTS / "cases"
CASE = re.compile(r"(?P<title>.+)\n\.\n(?P<before>(?s:.*?))\n\.\n(?P<after>(?s:.*?))\n\.\n+")
LANGUAGE = re.compile(r" \[([A-Za-z-]+)\]$")
MARK = re.compile(r"\[([a-z0-9., |-]+)\] ?")
ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
GIVEN = Rule("given", Kind.LAYOUT)
ALONE = "left alone: "
NEW_PAGE = "new page"
KNOWN = "known failure: "

Shown = tuple[str, Role, Opening | None, str]
"""A block as a case shows it: text, role, what opens there, what it continues or leads to, its cell."""
LINKS = ("continues ", "leads to ", "cell ")
UNIT = "unit "
PRINTED = "printed "
EM = 10


class StatedPiece(NamedTuple):
    """What the archive says of a block."""

    unit: int
    piece: int
    block: int
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the rule, the title, the language, the blocks before and after."""

    rule: str
    title: str
    code: str
    before: tuple[Shown, ...]
    pages: frozenset[int]
    """The blocks with which a page begins, but the first."""
    after: tuple[Shown, ...]
    units: tuple[StatedPiece, ...] = ()
    """What the archive says of the blocks before."""
    printed: tuple[tuple[int, str], ...] = ()
    """By the number of a block, where its lines begin."""


def cases_of(rule: str) -> list[Case]:
    """Read the cases of a rule; every character of the file belongs to one."""
    text = (CASES / f"{rule}.txt").read_text("utf-8") + "\n"
    found: list[Case] = []
    at = 0
    while at < len(text.rstrip()):
        case = CASE.match(text, at)
        if case is None:
            raise ValueError(f"{rule}.txt: no case behind {found[-1].title if found else 'the beginning'!r}")
        code = LANGUAGE.search(case["title"])
        found.append(
            Case(
                rule,
                LANGUAGE.sub("", case["title"]),
                code[1] if code else "zh-Hans",
                tuple(_shown(case["before"])),
                frozenset(_pages(case["before"])),
                tuple(_shown(case["after"])),
                tuple(sorted(_pieces(case["before"]))),
                tuple(_printed(case["before"])),
            )
        )
        at = case.end()
    return found


def _shown(text: str) -> Iterator[Shown]:
    for block in text.split("\n\n"):
        mark = MARK.match(block)
        role, opens, link = Role.BODY, None, ""
        for word in _words(mark):
            if word.startswith(LINKS):
                link = word
            elif word.startswith("opens "):
                opens = Opening(word.removeprefix("opens "))
            elif word != NEW_PAGE and not word.startswith((UNIT, PRINTED)):
                role = Role(word)
        bare = block[mark.end() :] if mark else block
        yield ESCAPE.sub(lambda found: chr(int(found[1], 16)), bare), role, opens, link


def _words(mark: re.Match[str] | None) -> list[str]:
    return mark[1].split(", ") if mark else []


def _printed(text: str) -> Iterator[tuple[int, str]]:
    for number, block in enumerate(text.split("\n\n")):
        for word in _words(MARK.match(block)):
            if word.startswith(PRINTED):
                yield number, word.removeprefix(PRINTED)


def _lines(text: str, at: int, places: str) -> Iterator[tuple[LineBox, tuple[WordBox, ...]]]:
    """Yield the lines of a block whose text begins at an offset."""
    for line, place in zip(text.splitlines(keepends=True), places.split(" "), strict=True):
        shown = line.rstrip("\n")
        corners = [tuple(map(int, corner.split(","))) for corner in place.split("|")]
        parts = shown.split(" ", 1) if len(corners) > 1 else [shown]
        words: list[WordBox] = []
        start = at
        for part, (left, top) in zip(parts, corners, strict=True):
            words += [
                WordBox(start + n, start + n + 1, Box(left + EM * n, top, left + EM * (n + 1), top + EM))
                for n in range(len(part))
            ]
            start += len(part) + 1
        box = hull(word.box for word in words)
        assert box is not None
        yield LineBox(at, at + len(shown), box), tuple(words)
        at += len(line)


def _pieces(text: str) -> Iterator[StatedPiece]:
    for number, block in enumerate(text.split("\n\n")):
        mark = MARK.match(block)
        for word in _words(mark):
            if word.startswith(UNIT):
                place, kind, role = word.removeprefix(UNIT).split(" ")
                unit, _, piece = place.partition(".")
                yield StatedPiece(int(unit), int(piece), number, kind, role)


def _layout(case: Case, blocks: tuple[Block, ...]) -> Layout | None:
    """Return what the archive says of the blocks, and where they stand; None where nothing is said."""
    units = []
    for _, group in groupby(case.units, key=lambda piece: piece.unit):
        pieces = list(group)
        spans = []
        for piece in pieces:
            whole = blocks[piece.block].segments
            stop = whole[-1].at + len(whole[-1].source)
            role = None if piece.role == "anything" else Role(piece.role)
            spans.append(UnitSpan(whole[0].at, stop, role))
        opens = None if pieces[0].kind == "order" else Opening(pieces[0].kind)
        units.append(LogicalUnit(opens, tuple(spans)))
    lines = [
        line
        for number, places in case.printed
        for line in _lines(case.before[number][0], blocks[number].segments[0].at, places)
    ]
    if not units and not lines:
        return None
    return Layout(
        surfaces=(Surface(0, 1000, 1000),),
        lines=tuple(line for line, _ in lines),
        words=tuple(word for _, words in lines for word in words),
        units=tuple(units),
    )


def _pages(text: str) -> Iterator[int]:
    for number, block in enumerate(text.split("\n\n")):
        mark = MARK.match(block)
        if mark and NEW_PAGE in mark[1].split(", "):
            yield number


def document_of(case: Case) -> Document:
    """Make the document a case begins with."""
    text = (
        "\n\n".join("\f" * (n in case.pages) + block for n, (block, _, _, _) in enumerate(case.before)) + "\n"
    )
    source = decode(encode(text, "utf-8"), "utf-8")
    made = read_text(source, Metadata(language=case.code))
    assert len(made.blocks) == len(case.before), "a block of the case is blank"
    actions: list[Action] = [Label(n, role) for n, (_, role, _, _) in enumerate(case.before)]
    actions += [Place(n, n - 1, opens=opens) for n, (_, _, opens, _) in enumerate(case.before) if opens]
    given = rewrite(made, GIVEN, actions)
    blocks = tuple(
        replace(block, cell=_cell(link)) for block, (*_, link) in zip(given.blocks, case.before, strict=True)
    )
    return replace(given, blocks=blocks, layout=_layout(case, made.blocks))


def _cell(link: str) -> Cell | None:
    """Return the place that `cell 2 1` or `cell 1 1 2 by 3 head` names."""
    if not link.startswith("cell "):
        return None
    bare, head = link.removeprefix("cell ").removesuffix(" head"), link.endswith(" head")
    row, column, rows, columns = (*map(int, bare.replace(" by ", " ").split(" ")), 1, 1)[:4]
    return Cell(row - 1, column - 1, rows, columns, head)


def done_to(case: Case) -> Document:
    """Run the rule of a case, and nothing else, over its blocks."""
    steps = [step for step in PASSES if step.rule.name == case.rule]
    return run(document_of(case), language(case.code), steps)


def seen(blocks: tuple[Block, ...]) -> tuple[Shown, ...]:
    """Return the blocks as a case shows them."""
    shown = [block for block in blocks if block.reading]
    places = {block.id: number for number, block in enumerate(shown, 1)}
    return tuple((b.reading, b.role, b.opens, _link(b, places)) for b in shown)


def _link(block: Block, places: Mapping[str, int]) -> str:
    """Return what a block continues, where a jump line leads, or where a cell stands, as a case shows it."""
    if block.cell is not None:
        row, column, rows, columns, head = block.cell
        reach = f" {rows} by {columns}" if (rows, columns) != (1, 1) else ""
        return f"cell {row + 1} {column + 1}{reach}{' head' if head else ''}"
    if block.continues:
        return f"continues {places[block.continues]}"
    return f"leads to {places[block.refers]}" if block.refers else ""
