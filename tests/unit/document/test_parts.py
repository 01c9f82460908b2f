"""Articles in parts: linked by a change, shown as one, kept apart in the file, decided on by a reviewer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from convert import conversion
from convert.archive.diff import compare
from convert.decisions.decision import Decision, Decisions, Verdict, words_at
from convert.decisions.review import review
from convert.document.actions import Label, Place, Refer, Rule
from convert.document.changes import Kind, Referred
from convert.document.engine import rewrite
from convert.document.integrity import restore
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.errors import BadSetting, InvariantError
from convert.passes.jump_warnings import jump_warnings
from convert.readers.text import read_text
from convert.tei.document import read_document
from convert.tei.verify import schemas, verify
from convert.tei.views import as_text, block_texts
from convert.text.source import decode
from tests.support.build import archived
from tests.support.specimen import third_specimen

JUMPS = Rule("jumps", Kind.LAYOUT)
TEXT = "一\n\n甲。\n\n二\n\n乙。\n\n\f三\n\n丙。\n\n\f四\n\n丁。\n"
ISSUE = """全市防汛工作动员会召开

会议强调，要压紧压实防汛责任，各镇街要连夜组织人员对辖区内的水库

（下转第二版）

渡口候船室今起修缮

候船室始建于三十年前，屋顶已多处漏雨，市交通局决定从今天起分三期修缮。

（下转第七版）
\f老城书店重新开张

书店三十年来一直在码头旁边，如今搬到了新街，老顾客们一早就排起了长队。

（上接第一版）

防汛工作动员会

堤防逐一巡查，发现险情立即处置，并安排专人值守。

会议还通报了上月各镇街防汛物资的储备情况。
"""


def divided() -> Document:
    """Return a document of four divisions on three pages, of a headline and a text each."""
    made = read_text(decode(TEXT.encode(), "utf-8"), Metadata())
    heads = range(0, 8, 2)
    labels = [Label(n, Role.HEADLINE) for n in heads]
    opens = [Place(n, n - 1, opens=Opening.ARTICLE) for n in heads]
    return rewrite(made, Rule("roles", Kind.LAYOUT), [*labels, *opens])


def linked(document: Document, *pairs: tuple[int, int]) -> Document:
    """Let some divisions continue others, by the numbers of their first blocks."""
    blocks = document.blocks
    return rewrite(document, JUMPS, [Refer(later, blocks[first].id) for later, first in pairs])


def words(document: Document) -> list[str]:
    """Return what each article says."""
    return ["".join(block.reading for block in article.readable) for article in document.articles]


@pytest.mark.parametrize(
    ("pairs", "articles"),
    [
        ([], ["一甲。", "二乙。", "三丙。", "四丁。"]),
        ([(4, 0)], ["一甲。丙。", "二乙。", "四丁。"]),
        ([(4, 0), (6, 4)], ["一甲。丙。丁。", "二乙。"]),
        ([(6, 0), (4, 0)], ["一甲。丙。丁。", "二乙。"]),
        ([(0, 6)], ["二乙。", "三丙。", "四丁。甲。"]),
        ([(0, 4), (4, 0)], ["二乙。", "三丙。甲。", "四丁。"]),
    ],
    ids=["none", "one", "a chain", "two of one", "an earlier page", "a ring"],
)
def test_an_article_has_the_blocks_of_all_its_parts(
    pairs: list[tuple[int, int]], articles: list[str]
) -> None:
    """A later part stands behind the one it continues, without the head that is carried over."""
    document = linked(divided(), *pairs)
    assert words(document) == articles
    assert restore(document) == document.source.data
    assert words(read_document(archived(document).encode())) == articles


def test_a_part_that_continues_nothing_known_is_refused() -> None:
    """And a block that was known once and is joined to another since stands alone."""
    document = divided()
    with pytest.raises(InvariantError, match="no block has the id"):
        rewrite(document, JUMPS, [Refer(4, "b.00000000")])
    gone = [replace(b, continues="b.00000000") if n == 4 else b for n, b in enumerate(document.blocks)]
    assert words(replace(document, blocks=tuple(gone))) == words(document)


def test_the_file_keeps_the_parts_where_they_are_and_the_views_make_them_whole() -> None:
    """The archival XML has what was linked, and gives it back."""
    document = third_specimen()
    data = archived(document).encode()
    assert verify(data, schemas()).faults == ()
    again = read_document(data)
    assert [(b.continues, b.refers) for b in again.blocks] == [
        (b.continues, b.refers) for b in document.blocks
    ]
    root = etree.fromstring(data)
    assert as_text(block_texts(root)) == document.text == again.text
    assert [(p.change.action, p.block, p.other) for p in again.proposals] == [
        (p.change.action, p.block, p.other) for p in document.proposals
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ((b' prev="#a.4e7c26da"', b""), "next leads to no part that leads back"),
        ((b' next="#a.29579156"', b""), "prev leads to no part that goes on"),
        (
            (b'<ref target="#a.29579156"', b'<ref target="#z.c5b70d12"'),
            "target leads to no part of an article",
        ),
    ],
)
def test_pointers_between_parts_are_proven(wrong: tuple[bytes, bytes], message: str) -> None:
    """Each leads to a division, and back."""
    data = archived(third_specimen()).encode()
    assert wrong[0] in data
    faults = verify(data.replace(*wrong), schemas()).faults
    assert any(message in fault.message for fault in faults)


def test_diff_tells_of_parts_that_are_linked_otherwise() -> None:
    """It is a difference of structure."""
    old, new = divided(), linked(divided(), (4, 0))
    differences = compare(archived(old).encode(), archived(new).encode())
    assert [d.message for d in differences if "continues" in d.message] == [
        "continues nothing → continues “一”: “三”"
    ]


def repaired(decisions: Decisions = Decisions()) -> Document:  # noqa: B008 - it is frozen
    """Repair the issue, as decisions want."""
    return review(
        conversion.read(ISSUE.encode(), Metadata(language="zh-Hans"), encoding="utf-8"), decisions
    ).document


def link_of(document: Document) -> Referred:
    """Return the change that linked two parts."""
    (change,) = [c for b in document.blocks for c in b.changes if isinstance(c, Referred)]
    return change


def test_a_reviewer_can_reject_a_jump_and_lead_it_elsewhere() -> None:
    """What was rejected is on record; the head is a headline again; a replacement is the id of a block."""
    done = repaired()
    first = done.articles[0]
    assert [b.reading[-8:] for b in first.readable] == [
        "防汛工作动员会召开"[-8:],
        "，并安排专人值守。"[-8:],
        "防汛物资的储备情况。"[-8:],
    ]
    change = link_of(done)
    at = next(b.segments[0].at for b in done.blocks if b.continues)
    other = next(b.id for b in done.blocks if b.reading.startswith("渡口"))
    key = next(
        key
        for key in review(
            conversion.read(ISSUE.encode(), Metadata(language="zh-Hans"), encoding="utf-8"), Decisions()
        ).requests
        if key.action == "ref"
    )
    assert (key.at, key.after, key.rule) == (at, change.after, "jumps")
    here = words_at(done.source.text, at)
    rejected = repaired(Decisions((Decision(key, Verdict.REJECT, here),), "何小满"))
    assert [article.headline for article in rejected.articles][-1] == "防汛工作动员会"
    assert [(p.change.by, p.change.cert) for p in rejected.proposals if p.change.action == "ref"] == [
        ("何小满", 0.0)
    ]
    moved = repaired(Decisions((Decision(key, Verdict.REPLACE, here, other),), "何小满"))
    assert link_of(moved).after == other
    with pytest.raises(BadSetting, match="no block has the id"):
        repaired(Decisions((Decision(key, Verdict.REPLACE, here, "b.00000000"),), "何小满"))


def test_a_jump_line_to_a_page_that_is_not_there_is_a_warning() -> None:
    """With its place; a single sheet has no other pages, and nothing is said of it."""
    assert list(jump_warnings(repaired())) == ["11:1: “（下转第七版）”: the issue has no page 7, or has two"]
    alone = conversion.read(ISSUE.partition("\f")[0].encode(), Metadata(language="zh-Hans"), encoding="utf-8")
    assert list(jump_warnings(conversion.repair(alone))) == []
