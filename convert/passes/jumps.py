"""Jumps: the parts of an article that stand on several pages, as its jump lines say, become one article.

page 1: "…向沿江各镇派出" （下转第四版）   page 4: （上接第一版） 防汛动员 "工作组二十四个，…"
    ->  one article, its cut paragraph whole; the jump lines lead to its parts; both stay where they are
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from convert.analysis.context import PageContext
from convert.analysis.latin.cut_words import judge_cut
from convert.analysis.latin.words import WordEvidence
from convert.analysis.lines.glue import glue_between
from convert.document.actions import Action, Edit, Join, Label, Place, Refer
from convert.document.roles import ALL_HEADINGS, ASIDE, Opening, Role
from convert.text.late import LateModule

if TYPE_CHECKING:
    from convert.analysis.jumps import jumps as analysis
    from convert.analysis.jumps import parts as page_parts
    from convert.analysis.jumps.jumps import Jump
    from convert.analysis.jumps.parts import Parts
else:
    analysis = LateModule("convert.analysis.jumps.jumps")
    page_parts = LateModule("convert.analysis.jumps.parts")

SURE = 0.8
"""From here on parts are linked."""
BEGINS = 0.9
"""How certain it is that what stands behind a jump line belongs to nothing above it."""


def jumps(page: PageContext) -> Iterator[Action]:
    """Propose which part of an article continues which."""
    if not page.starts or not any(block.role is Role.JUMP for block in page.blocks):
        return
    parts = page_parts.Parts(page)
    linked = analysis.Jumps(parts).linked()
    sure = {jump.start.text: jump for jump in linked if jump.cert >= SURE}
    alone = {start.text for start in parts.starts.values() if start.lines and not start.heads}
    for jump in linked:
        first = _first_block(jump, sure, parts)
        yield from _link(jump, first, parts)
        if jump.cert >= SURE:
            alone |= {parts.behind(line) for line in jump.end.lines} | ({first} if first else set())
    opened = {_opener(jump, parts) for jump in sure.values()}
    for number in sorted(alone - sure.keys() - opened - {-1}):
        yield from _open(number, parts)


def _open(number: int, parts: Parts) -> Iterator[Action]:
    """Propose that something begins at a block that belongs to nothing above it."""
    role = parts.role(number)
    if parts.page.blocks[number].opens is not None or role is Role.JUMP or not parts.text(number):
        return
    kind = Opening.ARTICLE if role in ALL_HEADINGS else Opening.UNPLACED
    yield Place(number, number - 1, BEGINS, kind)
    if role is Role.SUBHEAD:
        yield Label(number, Role.HEADLINE, BEGINS)


def _first_block(jump: Jump, sure: Mapping[int, Jump], parts: Parts) -> int:
    """Return the first block of the part that goes on: of one that begins elsewhere, what is left there."""
    number = jump.end.opener
    passed: set[int] = set()
    while (before := sure.get(number)) is not None and number not in passed:
        passed.add(number)
        opener = _opener(before, parts)
        if opener >= 0:
            return opener
        number = before.end.opener
    return number


def _link(jump: Jump, first: int, parts: Parts) -> Iterator[Action]:
    """Propose all that goes with a link: where the part begins, its head, its first paragraph."""
    end, start, cert = jump.end, jump.start, jump.cert
    blocks = parts.page.blocks
    opener = _opener(jump, parts)
    if opener >= 0:
        if blocks[opener].opens is None:
            yield Place(opener, opener - 1, cert, Opening.ARTICLE)
        for number in jump.heads:  # the headline carried over is none that heads what follows alone
            role = Role.SUBHEAD if number in jump.subheads else Role.HEADLINE
            if (blocks[number].role is Role.SUBHEAD) is not (role is Role.SUBHEAD):
                yield Label(number, role, cert)
        onward, back = (tuple(line.number for line in lines) for lines in (end.lines, start.lines))
        yield Refer(opener, blocks[first].id, cert, onward, back)
    if jump.is_cut:
        if parts.role(end.text) in ALL_HEADINGS:  # no heading goes on on another page
            yield Label(end.text, Role.BODY, cert)
        yield from _join(jump, parts)


def _opener(jump: Jump, parts: Parts) -> int:
    """Return the block with which the later part opens; -1: nothing is left to open, once it is joined."""
    start, blocks = jump.start, parts.page.blocks
    if jump.heads:
        return jump.heads[0]
    if not jump.is_cut:
        return start.text
    for number in range(start.text + 1, len(blocks)):
        if parts.openers[number] == number or parts.first_page(number) != start.page:
            break
        if blocks[number].reading.strip() and blocks[number].role not in ASIDE:
            return number
    return start.lines[0].number if start.lines else -1


def _join(jump: Jump, parts: Parts) -> Iterator[Action]:
    """Propose to join the paragraph that is cut."""
    first, second, cert = jump.end.text, jump.start.text, jump.cert
    tail, head = parts.text(first), parts.text(second)
    if not parts.page.language.is_chinese:
        junction = judge_cut(tail, head, WordEvidence())
        if junction is not None:
            end = len(parts.page.blocks[first].reading.rstrip())
            if junction.drop:
                yield Edit(first, end - junction.drop, end, "", min(junction.cert, cert))
            yield Join(first, second, junction.glue, min(junction.cert, cert))
        else:
            yield Join(first, second, " ", cert)
        return
    yield Join(first, second, glue_between(tail, head), cert)
