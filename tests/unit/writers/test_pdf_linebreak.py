"""Line breaking by CLREQ's rules, one table after the other; widths are in 1/1000 of the size."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.typeset import fonts
from convert.typeset.fonts import GlyphForm, packaged
from convert.writers.pdf.hyphens import Hyphenator
from convert.writers.pdf.line_units import LineUnit
from convert.writers.pdf.linebreak import FilledLine, LineMeasure, break_lines
from convert.writers.pdf.shaping import KnownUnits, Shaper, Variants
from convert.writers.pdf.unit_kinds import UnitKind


@cache
def shaper(language: str = "zh-Hans") -> Shaper:
    """Shape text with the packaged serif."""
    faces = tuple(packaged(name) for name in fonts.PACKAGED)
    variants = tuple(Variants(face.cid_count) for face in faces)
    return Shaper(faces, (set(), set()), variants, Hyphenator(language))


@pytest.fixture(scope="module", autouse=True)
def _fonts_are_read() -> None:
    """Read the fonts and their outlines once: no random example has to pay for it within its deadline."""
    shaper()


def units(text: str, measure: int = 10_000, language: str = "zh-Hans") -> list[LineUnit]:
    """Cut a text into units."""
    return shaper(language).units(text, (0, 1), measure)


def broken(
    text: str, measure: int, language: str = "zh-Hans", **more: bool | int
) -> tuple[str, list[FilledLine]]:
    """Break a text; show the lines with | between them."""
    found = units(text, measure, language)
    lines = list(break_lines(found, LineMeasure(measure, **more)))  # type: ignore[arg-type]  # its own fields
    return "|".join("".join(u.text for u in found[line.first : line.last]) for line in lines), lines


@pytest.mark.parametrize(
    ("text", "measure", "lines"),
    [
        pytest.param("一二三四五六", 3000, "一二三|四五六", id="left alone: squares fill the line"),
        pytest.param("一二三，四五六", 3000, "一二|三，四|五六", id="a comma never begins a line"),
        pytest.param("一二三。四五六", 3500, "一二三。|四五六", id="a stop keeps its ink at the line end"),
        pytest.param("一二（三四五", 3000, "一二|（三四|五", id="a bracket never ends a line"),
        pytest.param("一二“三四五", 3000, "一二|“三四|五", id="nor does a quotation mark"),
        pytest.param("一二《三》四", 4000, "一二|《三》四", id="a title is not parted from its marks"),
        pytest.param("一二三”。四五", 4000, "一二三”。|四五", id="two marks share a blank at the line end"),
        pytest.param("甲·乙丙丁", 1500, "甲·|乙|丙|丁", id="a middle dot never begins a line"),
        pytest.param("一二——三四", 3000, "一二|——三|四", id="a dash is never parted"),
        pytest.param("一二三……四", 4000, "一二三|……四", id="nor is an ellipsis"),
        pytest.param("一二1949三四", 3000, "一二|1949|三四", id="a number is never parted"),
        pytest.param("一二三％四", 3000, "一二|三％四", id="a percent sign stays with its number"),
        pytest.param("一二￥三四", 3000, "一二|￥三四", id="a currency sign stays with its number"),
        pytest.param("一二々三", 2000, "一|二々|三", id="an iteration mark never begins a line"),
        pytest.param("一二～三四", 2000, "一|二～|三四", id="a connecting mark never begins a line"),
        pytest.param("GDP增长5.2%左右", 3000, "GDP|增长|5.2%|左右", id="marks stay with their number"),
        pytest.param("甲 乙 丙", 2000, "甲 |乙 |丙", id="a space never begins a line"),
        pytest.param("，，，，，，", 2000, "，，，|，，，", id="nothing but forbidden marks: cut anyway"),
        pytest.param("一\n二三", 9000, "一\n|二三", id="a kept line end"),
        pytest.param("", 3000, "", id="nothing"),
    ],
)
def test_lines_end_where_they_may(text: str, measure: int, lines: str) -> None:
    """Characters forbidden at line start and line end: CLREQ 3.1.3, GB/T 15834-2011, 5.1."""
    assert broken(text, measure, justify=False)[0] == lines


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        pytest.param("新年", [0], id="left alone: two Han"),
        pytest.param("新，年", [0, 0], id="left alone: one mark among Han"),
        pytest.param("了。”", [0, -500], id="a stop and a closing mark"),
        pytest.param("》、《", [-500, -500], id="a closing mark, a stop and an opening mark"),
        pytest.param("：“‘", [-500, -500], id="a stop and two opening marks"),
        pytest.param("》（", [-500], id="a closing and an opening mark"),
        pytest.param("年1949年", [250, 250], id="a number among Han"),
        pytest.param("用AI写", [250, 250], id="Latin among Han"),
        pytest.param("增长5%的", [0, 250, 250], id="a percentage among Han"),
        pytest.param("年 AI 年", [0, 0, 0, 0], id="left alone: spaces that the text has"),
        pytest.param("“AI”字", [0, 0, 0], id="left alone: Latin in full-width marks"),
    ],
)
def test_what_stands_between_two(text: str, gaps: list[int]) -> None:
    """Adjacent marks share a blank half (CLREQ 3.1.6.1); Han and Latin stand a quarter apart (3.2.2)."""
    assert list(broken(text, 20_000, justify=False)[1][0].gaps) == gaps


def test_a_bracket_at_the_line_start_hangs_out_its_blank() -> None:
    """The left half of an opening mark that begins a line is dropped (CLREQ 3.1.6.2)."""
    text, lines = broken("一二三“四五”六七", 3000, justify=False)
    assert text == "一二三|“四五”|六七"
    assert [line.shift for line in lines] == [0, 500, 0]


def test_a_first_line_is_shorter_by_the_indent() -> None:
    """Two squares stay blank before a paragraph (CLREQ 2.3.4)."""
    assert broken("一二三四五六七", 4000, indent=2000)[0] == "一二|三四五六|七"


def test_a_full_line_reaches_the_measure() -> None:
    """What a pushed-out word leaves is spread over the line; the last line stays as it is."""
    _, lines = broken("一二三四五1949年发行一二三四", 6000)
    assert [line.width for line in lines[:-1]] == [6000] * (len(lines) - 1)
    assert lines[-1].width < 6000
    assert sum(lines[0].gaps) == 1000


@pytest.mark.parametrize(
    ("measure", "gaps"),
    [
        pytest.param(5300, (0, 44, 0, 0, 0), id="behind the space alone"),
        pytest.param(5999, (49, 549, 49, 48, 48), id="half a square there, the rest between Han"),
    ],
)
def test_stretch_goes_behind_spaces_first(measure: int, gaps: tuple[int, ...]) -> None:
    """Words move apart before letters do (CLREQ 3.1.6.4); the space itself is 256 wide."""
    _, lines = broken("甲 乙丙丁戊己", measure)
    assert (lines[0].gaps, lines[0].width) == (gaps, measure)


def test_marks_are_squeezed_to_keep_a_stop_on_its_line() -> None:
    """Where more than a square would be pushed out, the blanks of marks give way."""
    text, lines = broken("一，二，三，1234567。八", 9700)
    assert text == "一，二，三，1234567。|八"
    assert sum(lines[0].gaps) == 9700 + 500 - _natural("一，二，三，1234567。")


def _natural(text: str) -> int:
    return sum(unit.width for unit in units(text))


def test_a_stop_may_hang_where_the_style_asks() -> None:
    """A hanging stop stands outside the measure (CLREQ 3.1.3.3)."""
    assert broken("一二三。四五六", 3000, hang=True, justify=False)[0] == "一二三。|四五六"
    assert broken("一二三！四五六", 3000, hang=True, justify=False)[0] == "一二|三！四|五六"


def test_a_latin_paragraph_is_cut_at_syllables() -> None:
    """A long word is cut by TeX's patterns, and the hyphen is no part of the text."""
    text, lines = broken("The administration of newspapers", 9_000, "en", hyphen=300)
    assert text == "The administra|tion of newspa|pers"
    assert [line.hyphen for line in lines] == [True, True, False]


def test_a_character_that_a_full_document_cannot_show_is_shown_in_the_next() -> None:
    """A document has room for so many characters of no font; others do not depend on it."""
    faces, hyphenator = shaper().faces, Hyphenator("zh-Hans")
    known: KnownUnits = {}
    first, second = (
        Shaper(faces, (set(), set()), tuple(Variants(f.cid_count) for f in faces), hyphenator, known=known)
        for _ in range(2)
    )
    strange = "".join(map(chr, range(0xF0000, 0xF0000 + 36_000)))
    full = first.units(f"{strange}\U00100500", (0, 1), 10_000)
    assert full[-1].runs[0].cids == "0000"
    assert second.units("\U00100500", (0, 1), 10_000)[0].runs[0].cids != "0000"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("一" * 12 + "二三", "一" * 12 + "|二三", id="left alone: two characters"),
        pytest.param("一" * 12 + "二", "一" * 11 + "|一二", id="one character"),
        pytest.param("一" * 12 + "二。", "一" * 11 + "|一二。", id="one character and a stop"),
        pytest.param("一" * 24 + "二。", "一" * 12 + "|" + "一" * 11 + "|一二。", id="in a third line"),
        pytest.param("一" * 11 + "，二", "一" * 11 + "，|二", id="left alone: a mark would begin the line"),
        pytest.param("一" * 10 + "“二三", "一" * 10 + "“二|三", id="left alone: a mark would end the line"),
    ],
)
def test_no_character_is_a_line_of_its_own(text: str, lines: str) -> None:
    """The last line of a paragraph has two characters: 单字不成行."""
    assert broken(text, 12_000)[0] == lines


def test_a_latin_paragraph_stretches_its_spaces_alone() -> None:
    """Letters keep their distance; a line of one word stays short."""
    found = units("one two three four five six seven", 7000, "en")
    for line in list(break_lines(found, LineMeasure(7000)))[:-1]:
        for n, gap in enumerate(line.gaps):
            assert gap == 0 or found[line.first + n].kind is UnitKind.SPACE


def test_a_cut_word_keeps_its_quotation_mark_narrow() -> None:
    """A syllable of a Latin word is Latin, whatever mark it begins with."""
    shown = units("“newspapers", 9000, "en")
    assert [(unit.text, unit.kind) for unit in shown[:2]] == [
        ("“news", UnitKind.SYLLABLE),
        ("pa", UnitKind.SYLLABLE),
    ]
    news, mark = (
        units("news", 9000, "en")[0],
        shaper("en").faces[0].width(shaper("en").faces[0].cid("“", GlyphForm.NARROW)),
    )
    assert shown[0].width == news.width + mark
    assert mark < 500


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("don’t", [UnitKind.WORD], id="an apostrophe is part of its word"),
        pytest.param("他说‘don’t’吧", "HHOWCH", id="and is told from a quotation mark"),
        pytest.param("甲——乙", "HDH", id="a pair of dashes is one unit"),
        pytest.param("甲—乙", "HTH", id="a single one connects"),
        pytest.param("一等奖·乙", "HHHMH", id="a dot in the middle"),
        pytest.param(
            "“quoted” text", [UnitKind.WORD, UnitKind.SPACE, UnitKind.WORD], id="Latin quotation marks"
        ),
    ],
)
def test_units(text: str, kinds: list[UnitKind] | str) -> None:
    """Which characters are one unit, and of what kind."""
    letters = {
        "H": UnitKind.HAN,
        "O": UnitKind.OPEN,
        "C": UnitKind.CLOSE,
        "W": UnitKind.WORD,
        "D": UnitKind.DASH,
    }
    letters |= {"T": UnitKind.TIED, "M": UnitKind.MIDDLE}
    wanted = [letters[letter] for letter in kinds] if isinstance(kinds, str) else kinds
    assert [unit.kind for unit in units(text)] == wanted


def test_a_heading_keeps_its_words_whole() -> None:
    """With a lexicon, Chinese words are units."""
    cut = {"控制性工程": ["控制性", "工程"]}
    found = shaper().units("控制性工程", (0, 1), 9000, lambda text: cut[text])
    assert [unit.text for unit in found] == ["控制性", "工程"]
    assert [unit.width for unit in found] == [3000, 2000]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("用“板凳会”办", ["用", "“", "板凳会", "”", "办"], id="a name that no lexicon has"),
        pytest.param("《老街》", ["《", "老街", "》"], id="a title"),
        pytest.param("“一二三四五六七”", list("“一二三四五六七”"), id="left alone: a whole sentence"),
        pytest.param("，板凳会。", list("，板凳会。"), id="left alone: between stops"),
        pytest.param("板凳会”", list("板凳会”"), id="left alone: an end without a beginning"),
    ],
)
def test_a_heading_keeps_names_in_marks_whole(text: str, parts: list[str]) -> None:
    """With a lexicon that knows no word, a few Han within marks are one unit all the same."""
    found = shaper().units(text, (0, 1), 9000, list)
    assert [unit.text for unit in found] == parts


ANY = st.text(st.sampled_from("一二，。“”（）《》——…·12ab -\n\t 々￥％A字\u200b𠀀"), max_size=60)


@given(ANY, st.integers(4, 12), st.integers(0, 3), st.booleans(), st.booleans())
def test_no_character_is_lost(text: str, ems: int, indent: int, justify: bool, hang: bool) -> None:  # noqa: FBT001 - hypothesis
    """Whatever the text, the lines together are the text, and none is empty."""
    measure = ems * 1000
    found = units(text, measure)
    lines = list(break_lines(found, LineMeasure(measure, indent * 1000, justify, hang, 300)))
    assert "".join(unit.text for line in lines for unit in found[line.first : line.last]) == text
    assert all(line.first < line.last for line in lines)


@given(ANY, st.integers(4, 12))
def test_no_line_is_too_long(text: str, ems: int) -> None:
    """A line is wider than the measure only where a mark may not begin the next and none can give way."""
    measure = ems * 1000
    found = units(text, measure)
    for line in break_lines(found, LineMeasure(measure)):
        assert line.width <= measure
        shown = found[line.first : line.last]
        drawn = sum(u.width for u in shown) + sum(line.gaps) - line.shift
        while shown and shown[-1].kind in {UnitKind.SPACE, UnitKind.BREAK}:
            drawn -= shown[-1].width + (line.gaps[len(shown) - 2] if len(shown) > 1 else 0)
            shown = shown[:-1]
        slack = 500 if shown and shown[-1].kind is UnitKind.CLOSE else 0
        assert drawn <= measure + slack or len(shown) == 1


def test_a_paragraph_of_fifty_thousand_characters_is_broken_in_one_go() -> None:
    """Text without a place to break, and text of nothing but marks, are broken like any other."""
    for text in ("a" * 50_000, "，" * 50_000, "一" * 50_000, " " * 50_000, "a-" * 25_000, "“" * 50_000):
        found = units(text, 20_000)
        lines = list(break_lines(found, LineMeasure(20_000)))
        assert sum(line.last - line.first for line in lines) == len(found)


ENGLISH = (
    "The borough engineer, Miss Clara Whitlock, laid out two schemes. The first, a plain stone wall, would "
    "cost four thousand pounds and could be finished before the harvest. The second, with a fish pass and a "
    "foot-bridge, would cost nearly twice as much but would serve the well-known path to St. Aldhelm's, "
    "closed since the flood. After two hours the council chose the second, on the understanding that the "
    "county would bear a third of the cost."
)


def test_word_spaces_of_a_narrow_column_are_even() -> None:
    """No river runs through a Latin paragraph of 22 squares: its lines are chosen together."""
    text, lines = broken(ENGLISH, 22_000, "en", hyphen=347)
    assert text.replace("|", "") == ENGLISH
    found = units(ENGLISH, 22_000, "en")
    spaces = [
        found[line.first + n].width + gap
        for line in lines[:-1]
        for n, gap in enumerate(line.gaps)
        if found[line.first + n].kind is UnitKind.SPACE and line.first + n + 1 < line.last - 1
    ]
    assert max(spaces) < 600
    assert sorted(spaces)[len(spaces) // 2] < 400
    assert min(spaces) > 180


@given(st.text("ab ,.-\n", max_size=120))
def test_latin_lines_lose_nothing(text: str) -> None:
    """Whatever the text, its lines are all of it, and none of several units is wider than the measure."""
    shown, lines = broken(text, 4000, "en", hyphen=347)
    assert shown.replace("|", "") == text
    found = units(text, 4000, "en")
    for line in lines:
        visible = [unit for unit in found[line.first : line.last] if unit.kind is not UnitKind.SPACE]
        assert line.width <= 4000 or len(visible) == 1


def test_a_kept_line_end_of_a_latin_text_ends_a_line() -> None:
    """Also the first of all, and several in a row."""
    assert broken("\nto be\n\nor not", 9000, "en", hyphen=347)[0] == "\n|to be\n|\n|or not"
