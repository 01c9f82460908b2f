"""A line diff of archival XML is a paragraph diff: random edits of a source, and what they do to the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from convert.conversion import read, repair
from convert.document.actions import Action, Edit, Join, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata, Tally
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.text.source import decode, encode
from tests.support.build import archived
from tests.support.paths import ROOT
from tests.support.programmes import PIECES

ROLES = Rule("roles", Kind.LAYOUT)
WORDS = Rule("words", Kind.CORRECTION)
STITCH = Rule("stitch", Kind.LAYOUT)
RULES = MappingProxyType({rule.name: Tally(1, rule.kind) for rule in (ROLES, WORDS, STITCH)})
OPENING = MappingProxyType({"文": Opening.ARTICLE, "版": Opening.SECTION, "残": Opening.UNPLACED})
BODY = list(Role).index(Role.BODY)
COUNTED = re.compile(r"\s*<(?:idno|note) type=.sha256.|\s*<extent|\s*<category |\s*<desc type=.damage.")
"""Lines of the header that may differ: digests, size, counts, the estimate of damage."""


class Paragraph(NamedTuple):
    """A paragraph of a source; what rules do to it depends on nothing else."""

    number: int
    """No two have the same: of texts that are alike, ids have a count."""
    role: int
    opens: str
    text: str

    @property
    def source(self) -> str:
        """What stands in the file, line ends and all."""
        return f"{self.opens}{chr(0x4E00 + self.role)}{self.number}，{self.text}\n\n"


texts = st.lists(st.sampled_from([p for p in PIECES if p != "\f"] + ["\n\n续"]), max_size=9).map("".join)
paragraphs = st.builds(
    Paragraph,
    st.integers(0, 10**6),
    st.integers(0, len(Role) - 1),
    st.sampled_from(["", "", "", *OPENING]),
    texts,
)
issues = st.lists(paragraphs, min_size=1, max_size=8, unique_by=lambda p: p.number)


def document(issue: Sequence[Paragraph]) -> Document:
    """Read the source, and let rules act that look at one block at a time."""
    source = decode(encode("".join(p.source for p in issue), "utf-8"), "utf-8")
    made = replace(read_text(source, Metadata(title="晚报")), rules=RULES)
    made = rewrite(made, ROLES, list(labels(made)))
    made = rewrite(made, WORDS, list(edits(made)))
    # what begins with 续 goes on with the block before it
    joins = [Join(n - 1, n) for n, b in enumerate(made.blocks) if n and b.source.startswith("续")]
    return rewrite(made, STITCH, joins)


def labels(made: Document) -> Iterator[Action]:
    """Give each block that begins a paragraph its role and what it opens."""
    for number, block in enumerate(made.blocks):
        found = re.match(r"([文版残]?)([\u4e00-\u4e20])\d+，", block.source)
        if found:
            yield Label(number, list(Role)[ord(found[2]) - 0x4E00])
        if found and found[1]:
            yield Place(number, number - 1, opens=OPENING[found[1]])


def edits(made: Document) -> Iterator[Action]:
    """Change some blocks at random, the same ones in the same way each time."""
    for number, block in enumerate(made.blocks):
        dice = Random(block.source.strip().encode("utf-8", "surrogatepass"))
        if block.reading and dice.random() < 0.7:
            at = dice.randrange(len(block.reading))
            yield Edit(number, at, at + 1, dice.choice(["", "乙", " "]), dice.choice([0.2, 0.97]))


def sections(file: str) -> list[list[str]]:
    """Part a file into header, source order, reading order, joins in doubt and other proposals."""
    file = file.removesuffix("</TEI>\n")
    return [p.splitlines() for p in re.split(r"(?=  <facsimile>|  <text |  <standOff>)", file)]


def ids(file: str) -> set[str]:
    """Return the ids made of texts: of zones, blocks, fragments, divisions."""
    return set(re.findall(r'xml:id="([abzf]\.(?!start)[^"]+)"', file))


def named(line: str) -> set[str]:
    """Return the ids of texts that a line gives and, where it is a proposal, points to."""
    return set(re.findall(r'(?:xml:id="|#)([abzf]\.[^"\s]+)', line))


def only(gone: Sequence[Paragraph], come: Sequence[Paragraph], before: str, after: str) -> None:
    """See that two files differ in the lines of some paragraphs, and in the header's counts and digests."""
    old_parts, new_parts = sections(before), sections(after)
    assert len(old_parts[0]) == len(new_parts[0])
    assert all(COUNTED.match(old) for old, new in zip(old_parts[0], new_parts[0], strict=True) if old != new)
    theirs, ours = (ids(archived(document(p))) if p else set() for p in (gone, come))
    # beside the text, the first proposal and the last one bring lines around them
    beside = [
        [[line for part in parts[3:] for line in part if named(line)]] for parts in (old_parts, new_parts)
    ]
    for old, new in zip([*old_parts[1:3], *beside[0]], [*new_parts[1:3], *beside[1]], strict=True):
        left, stayed = ([x for x in old if not named(x) & theirs], [x for x in new if not named(x) & ours])
        assert left == stayed


def files(*issues: Sequence[Paragraph]) -> list[str]:
    """Archive issues in which no two texts are alike."""
    made = [archived(document(issue)) for issue in issues]
    assume(not any(re.search(r'"[bzf]\.\w{8}\.\d', file) for file in made))
    return made


@given(issues, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 10**6), texts), min_size=1, max_size=4))
def test_a_changed_paragraph_is_a_difference_of_its_lines(
    issue: list[Paragraph], changes: list[tuple[int, int, str]]
) -> None:
    """Random words in any paragraph, one change after the other: its zones and blocks, counts and digests."""
    for at, number, text in changes:
        old = issue[at % len(issue)]
        new = old._replace(number=number, text=text)
        assume(len(document([old]).blocks) == len(document([new]).blocks))
        other = [new if p is old else p for p in issue]
        only([old], [new], *files(issue, other))
        issue = other


@given(issues, paragraphs, st.integers(0, 7))
def test_a_new_paragraph_changes_no_other_id(issue: list[Paragraph], new: Paragraph, at: int) -> None:
    """Whatever it is and wherever it stands, and taken away again it leaves nothing."""
    at %= len(issue) + 1
    before, after = files(issue, [*issue[:at], new, *issue[at:]])
    alone = ids(archived(document([new])))
    assert ids(before) == ids(after) - alone


@given(issues, paragraphs, st.integers(0, 7))
def test_a_paragraph_behind_another_is_a_difference_of_its_lines(
    issue: list[Paragraph], new: Paragraph, at: int
) -> None:
    """Where no heading and no byline has to be marked up otherwise because of it."""
    at %= len(issue)
    issue[at] = issue[at]._replace(role=BODY)
    new = new._replace(role=BODY, opens="")
    only([], [new], *files(issue, [*issue[: at + 1], new, *issue[at + 1 :]]))


def test_a_word_moves_no_certainty_of_the_layout() -> None:
    """What rules of layout weigh against the whole issue differs a little with every word of it."""
    made = read_text(decode("头版\n\n甲\n".encode(), "utf-8"), Metadata(title="晚报"))
    one, other = (archived(rewrite(made, ROLES, [Label(0, Role.HEADLINE, c)])) for c in (0.9312, 0.9987))
    assert one == other
    assert ' cert="0.9">' in one


def test_a_word_in_a_real_page_is_a_difference_of_its_paragraph() -> None:
    """With all our rules at work: one zone, one block, and the header's counts and digests."""
    page = (ROOT / "samples/clean.txt").read_text("utf-8").split("\n\n")
    meta = Metadata(title="云津日报", language="zh-Hans")
    before = archived(repair(read("\n\n".join(page).encode(), meta))).splitlines()
    for at in [n for n, paragraph in enumerate(page) if len(paragraph) > 60]:
        words = f"{page[at][:9]}春风又绿江南岸{page[at][9:]}"
        after = archived(repair(read("\n\n".join([*page[:at], words, *page[at + 1 :]]).encode(), meta)))
        new = set(after.splitlines()) - set(before)
        assert len({line.split()[0] for line in new if named(line)}) == 2
        assert sum(not COUNTED.match(line) for line in new) == 2
