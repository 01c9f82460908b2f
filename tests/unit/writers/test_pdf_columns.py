"""Headings and columns of the PDF: what is parted, what stands together, how the last page ends."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from convert.document.actions import Action, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.typeset.fonts import PACKAGED, packaged
from convert.typeset.styles import StyleSheet, load_style
from convert.writers.pdf.compose import Typesetter, body
from convert.writers.pdf.hyphens import Hyphenator
from convert.writers.pdf.layout import LINES_TOGETHER, Frame, fill, frame
from convert.writers.pdf.set_paragraphs import SetParagraph
from convert.writers.pdf.shaping import Shaper, Variants
from convert.writers.pdf.tables import set_table
from tests.support.build import document


@pytest.mark.parametrize(
    ("headline", "lines"),
    [
        pytest.param("新桥正式通车 两岸十分钟可达市民争相上桥",
                     ["新桥正式通车 ", "两岸十分钟可达市民争相上桥"], id="at its space"),
        pytest.param("两岸十分钟可达市民争相上桥看风景 通车", ["两岸十分钟可达市民", "争相上桥看风景 通车"],
                     id="left alone: three lines would be needed"),
        pytest.param("Old Weir to Be Rebuilt by Autumn", ["Old Weir to Be ", "Rebuilt by Autumn"],
                     id="no word is cut"),
    ],
)  # fmt: skip
def test_headlines_are_parted_by_sense(headline: str, lines: list[str]) -> None:
    """Where print parted it, and never within a word."""
    issue = document([(Role.HEADLINE, headline), (Role.BODY, "甲。")], Metadata(language="en"))
    paragraphs, _ = set_in(issue, load_style("newspaper"))
    assert [line.text for line in paragraphs[0].lines] == lines


def test_a_kicker_stands_close_to_its_headline() -> None:
    """Between the two is no more than the kicker's own space; a headline elsewhere keeps its distance."""
    issue = document([(Role.KICKER, "城事"), (Role.BODY, "新桥"), (Role.BODY, "甲。"), (Role.HEADLINE, "乙")])
    actions: list[Action] = [Place(0, -1, opens=Opening.ARTICLE), Label(1, Role.HEADLINE)]
    issue = rewrite(issue, Rule("kickers", Kind.LAYOUT), actions)
    paragraphs, _ = set_in(issue, load_style("newspaper"))
    assert [p.style.before for p in paragraphs if p.name == Role.HEADLINE] == [0, 14]


def test_headings_of_two_columns_stand_on_one_height() -> None:
    """Whether briefs or text follow: the heading of each column takes the same place."""
    briefs = [(Role.HEADLINE, "简讯"), *[(Role.BRIEF, "● 图书馆延长开放时间。")] * 16]
    issue = document([*briefs, (Role.HEADLINE, "新桥"), (Role.BODY, "今天上午，新桥正式通车。" * 40)])
    paragraphs, area = set_in(issue, load_style("newspaper"))
    (sheet,) = fill(paragraphs, area)
    heads = [piece for piece in sheet.lines if piece.paragraph.name == Role.HEADLINE]
    assert len({piece.left for piece in heads}) == 2
    assert len({round(piece.top, 2) for piece in heads}) == 1


def test_a_last_page_of_a_few_lines_is_saved() -> None:
    """Pages get a line or two more rather than leave three lines to one of their own."""
    pages = []
    for sentences in range(160, 200):
        issue = document([(Role.BODY, "今天上午，新桥正式通车。" * sentences)])
        *whole, last = fill(*set_in(issue, load_style("newspaper")))
        pages.append(len(whole))
        lines = sum(placed.last - placed.first for placed in last.lines)
        assert not whole or lines > 4, sentences
    assert set(pages) == {0, 1}


@pytest.mark.parametrize("style", ["newspaper", "large-print"])
def test_no_heading_ends_a_column_and_no_line_stands_alone(style: str) -> None:
    """What follows a heading is in its column; a paragraph leaves two lines on either side of a break."""
    sheet = load_style(style)
    for number in range(40):
        dice = Random(number)
        roles = [
            role
            for _ in range(25)
            for role in (
                *dice.choices(HELD, k=dice.randrange(4)),
                *dice.choices(TEXT, k=dice.randrange(1, 4)),
            )
        ]
        blocks = [(role, "新桥正式通车，" * dice.randrange(1, 30 if role in TEXT else 4)) for role in roles]
        paragraphs, area = set_in(document(blocks), sheet)
        sheets = fill(paragraphs, area)
        pieces = [piece for sheet in sheets for piece in sheet.lines]
        for piece, after in pairwise(pieces):
            lines = len(piece.paragraph.lines)
            parted = after.at_top and piece.paragraph.style.keep_with_next and piece.last == lines
            assert not parted, (number, piece.paragraph.text)
            if piece.last < lines:
                assert piece.last >= LINES_TOGETHER
                assert lines - piece.last >= LINES_TOGETHER
        assert [(p.first, p.paragraph) for p in pieces if not p.first] == [(0, p) for p in paragraphs]


HELD, TEXT = (Role.HEADLINE, Role.SUBHEAD, Role.LABEL), (Role.BODY, Role.BRIEF)


CHAINS = {"text": (0, 1), "heading": (1, 0), "text-bold": (0, 1), "heading-bold": (1, 0)}


def set_in(issue: Document, sheet: StyleSheet) -> tuple[list[SetParagraph], Frame]:
    """Set the articles of an issue for the columns of a sheet."""
    faces = tuple(packaged(name) for name in PACKAGED)
    variants = tuple(Variants(face.cid_count) for face in faces)
    shaper = Shaper(faces, (set(), set()), variants, Hyphenator(issue.meta.language))
    setter = Typesetter(sheet, shaper, CHAINS)
    area = frame(sheet.page, sheet.of(Role.BODY).size)
    return body(issue, setter, area.width, {}, set_table)[1], area
