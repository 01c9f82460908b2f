"""Vertical lines in the PDF: where each character stands, which way up, and what comes out again."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from convert import conversion
from convert.document.roles import Role
from convert.issue.metadata import load_metadata
from convert.text.xml_safe import sanitize
from convert.typeset.fonts import PACKAGED, packaged
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.pdf import write_pdf
from convert.writers.pdf.hyphens import Hyphenator
from convert.writers.pdf.shaping import Shaper, Variants
from convert.writers.pdf.vertical import VerticalShaper, vertical_shaper
from tests.support.build import document
from tests.support.paths import SAMPLES
from tests.support.random_issue import random_issue
from tests.support.read_pdf import readable

STYLE = load_style("historical-vertical")


def bare(text: str) -> str:
    """Take blanks, bidi controls and hyphens away."""
    return re.sub("[\\s\u202a-\u202e\u2060\ufeff\xad\x02-]", "", text)


def shaper() -> VerticalShaper:
    """Return a shaper of the packaged fonts."""
    faces = tuple(packaged(name) for name in PACKAGED)
    variants = tuple(Variants(face.cid_count) for face in faces)
    return vertical_shaper(Shaper(faces, (set(), set()), variants, Hyphenator("zh")))


@pytest.mark.parametrize(
    ("text", "upright"),
    [
        ("年", True),
        ("，", True),
        ("“", True),
        ("——", True),
        ("5", True),
        ("12", True),
        ("A", True),
        ("321", False),
        ("GDP", False),
        ("5.2%", False),
    ],
)
def test_what_stands_upright(text: str, *, upright: bool) -> None:
    """Han, marks, one or two digits and single capitals stand; words and longer numbers lie (CLREQ 3.2.4)."""
    units = shaper().units(f"新{text}年", (0, 1), 20_000)
    assert [unit.text for unit in units] == ["新", text, "年"]
    assert units[1].upright is upright
    if upright:
        assert units[1].width == (2000 if text == "——" else 1000)


def test_marks_have_their_vertical_form() -> None:
    """A mark that such a line turns or moves is another glyph, but the same character for who copies it."""
    vertical = shaper()
    for mark in (*"，。（）《》“”—…", "——"):
        _, unit = vertical.units(f"新{mark}", (0, 1), 20_000)
        cid = int(unit.runs[0].cids, 16)
        face = vertical.faces[unit.runs[0].face]
        assert face.glyph(cid).text == mark
        assert face.glyph(cid).glyph != face.glyph(face.cids[mark]).glyph, mark


def test_lines_run_down_and_the_next_is_on_the_left() -> None:
    """The columns are tiers: the first is above the second, and each begins at the right."""
    issue = document([(Role.HEADLINE, "新桥"), (Role.BODY, "甲" * 30 + "乙" * 60 + "丙" * 2500)])
    (page, *_) = pypdfium2.PdfDocument(write_pdf(issue, STYLE, WriteContext()).data)
    text = page.get_textpage()
    places: dict[str, list[tuple[float, float]]] = {"甲": [], "乙": [], "丙": []}
    for number in range(text.count_chars()):
        character = text.get_text_range(number, 1)
        if character in places:
            left, bottom, right, top = text.get_charbox(number)
            places[character].append(((left + right) / 2, (bottom + top) / 2))
    first, second = places["甲"][:2]
    assert abs(first[0] - second[0]) < 1
    assert 10 < first[1] - second[1] < 11
    assert places["乙"][-1][0] < places["甲"][0][0] - 10
    upper, lower = places["丙"][0], places["丙"][-1]
    assert upper[1] > page.get_height() / 2 > lower[1]
    assert places["丙"][-1][0] < places["甲"][0][0]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt"))[::3], ids=lambda path: path.stem)
def test_samples_come_back(path: Path) -> None:
    """The reading comes back paragraph by paragraph, in reading order."""
    issue = conversion.repair(conversion.read(path.read_bytes(), load_metadata(path, {}, path.name)))
    found = [bare(text) for _, text in readable(write_pdf(issue, STYLE, WriteContext()).data)]
    assert found == [bare(sanitize(b.reading)) for a in issue.articles for b in a.readable]


def test_issues_of_any_structure_come_back() -> None:
    """Whatever the roles and characters, nothing is lost and nothing is added."""
    for number in range(12):
        issue = random_issue(number)
        found = [bare(text) for _, text in readable(write_pdf(issue, STYLE, WriteContext()).data)]
        shown = [bare(sanitize(b.reading)) for a in issue.articles for b in a.readable]
        assert [text for text in found if text] == [text for text in shown if text], number
