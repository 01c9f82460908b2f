"""The PDF as a document: pages, contents, outline, structure, metadata, and what it does with bad input."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Literal

import pikepdf
import pypdfium2
import pytest

from convert.document.actions import Action, Edit, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.errors import StyleError
from convert.typeset.fonts import PACKAGED, packaged
from convert.typeset.styles import FontStyle, PageStyle, StyleSheet, load_style
from convert.typeset.writer import Rendered, WriteContext
from convert.writers.pdf import typeset, write_pdf
from convert.writers.pdf.compose import SetParagraph, Typesetter, body
from convert.writers.pdf.hyphens import Hyphenator
from convert.writers.pdf.layout import LINES_TOGETHER, Frame, fill, frame
from convert.writers.pdf.shaping import Shaper, Variants
from convert.writers.pdf.tables import set_table
from tests.support.build import document
from tests.support.paths import ROOT
from tests.support.random_issue import random_issue
from tests.support.read_pdf import elements, page_text, pixels, readable
from tests.support.small_font import small_font

ISSUE = [
    (Role.KICKER, "本报讯"),
    (Role.HEADLINE, "新桥通车"),
    (Role.SUBTITLE, "两岸十分钟可达"),
    (Role.BYLINE, "记者 林知远"),
    (Role.BODY, "今天上午，新桥正式通车。" * 30),
    (Role.SUBHEAD, "怎么走"),
    (Role.BODY, "由北岸匝道上桥，限速六十公里。"),
    (Role.CAPTION, "通车现场。"),
    (Role.CREDIT, "韩叙 摄"),
    (Role.HEADLINE, "简讯"),
    (Role.BRIEF, "● 图书馆延长开放时间。"),
    (Role.BRIEF, "● 口袋公园开工。"),
    (Role.RUNNING_HEAD, "第三版"),
]


def written(
    issue: Document, style: StyleSheet | None = None, context: WriteContext | None = None
) -> Rendered:
    """Write an issue in a style."""
    return write_pdf(issue, style or load_style("newspaper"), context or WriteContext())


def opened(issue: Document, openings: Sequence[tuple[int, Opening]]) -> Document:
    """Open sections, articles or fragments at blocks."""
    actions: list[Action] = [Place(block, block - 1, opens=opening) for block, opening in openings]
    return rewrite(issue, Rule("openings", Kind.LAYOUT), actions)


def test_blocks_become_what_they_are() -> None:
    """Headings by their level, briefs as a list, captions, paragraphs; furniture nowhere."""
    found = readable(written(opened(document(ISSUE), [(0, Opening.ARTICLE)])).data)
    assert [tag for tag, _ in found] == [
        *("P", "H2", "P", "P", "P", "H3", "P", "Caption", "P"),
        *("H2", "LBody", "LBody"),
    ]
    assert "第三版" not in {text for _, text in found}


def test_a_section_holds_its_articles() -> None:
    """Sections are one level above their articles, in the structure and in the outline."""
    blocks = [
        (Role.HEADLINE, "要闻"),
        (Role.HEADLINE, "新桥通车"),
        (Role.BODY, "甲。"),
        (Role.HEADLINE, "体育"),
    ]
    issue = opened(document(blocks), [(0, Opening.SECTION), (1, Opening.ARTICLE), (3, Opening.SECTION)])
    data = written(issue).data
    assert [(tag, text) for tag, text in readable(data) if tag.startswith("H")] == [
        ("H2", "要闻"),
        ("H3", "新桥通车"),
        ("H2", "体育"),
    ]
    outline = [(mark.level, mark.get_title()) for mark in pypdfium2.PdfDocument(data).get_toc()]
    assert outline == [(0, "要闻"), (1, "新桥通车"), (0, "体育")]


def test_no_heading_skips_a_level() -> None:
    """Whatever the order of roles, a heading is at most one level below the one before."""
    for number in range(30):
        levels = [int(tag[1]) for tag, _ in elements(written(random_issue(number)).data) if tag[0] == "H"]
        assert levels[:1] in ([], [1])
        assert all(after <= before + 1 for before, after in pairwise(levels)), number


def test_contents_lead_to_the_pages_they_name() -> None:
    """Each entry's number is the label of the page its link opens."""
    blocks = [(role, text) for n in range(6) for role, text in ((Role.HEADLINE, f"第{n}篇"), ISSUE[4])] * 3
    data = written(document(blocks)).data
    entries = [text for tag, text in elements(data) if tag == "Link"]
    with pikepdf.open(BytesIO(data)) as pdf:
        labels = {page.obj.objgen: page.label for page in pdf.pages}
        found = [
            labels[link.Dest.as_list()[0].objgen]
            for page in pdf.pages
            for link in page.obj.get("/Annots", pikepdf.Array()).as_list()
        ]
    assert len(found) == len(entries) == 18
    assert found == [entry.removeprefix(f"第{n % 6}篇").strip() for n, entry in enumerate(entries)]
    assert found[-1] != "1"


def test_pages_before_the_text_have_roman_numbers() -> None:
    """On pages of their own masthead and contents are i and ii, the text begins with 1; the folio says so."""
    data = written(document(ISSUE), fronted("page")).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert [page.label for page in pdf.pages] == ["i", "ii", "1"]
    texts = page_text(data)
    assert [text.split()[-1] for text in texts[1:]] == ["ii", "1"]


def test_an_issue_of_one_article_has_no_contents() -> None:
    """A list of one entry helps nobody."""
    assert len(page_text(written(document(ISSUE[1:5]), fronted("page")).data)) == 2


def test_a_short_front_stands_above_the_text() -> None:
    """Masthead and contents take no page of their own; contents of one page alone are left out."""
    data = written(document(ISSUE)).data
    assert [tag for tag, _ in elements(data)][:4] == ["Document", "Part", "H1", "P"]
    assert len(page_text(data)) == 1
    data = written(document([*ISSUE[1:5], *ISSUE * 4])).data
    found = [(tag, text) for tag, text in elements(data)]
    assert [tag for tag, _ in found].count("TOCI") == 9
    first, *others = page_text(data)
    assert "目录" in first
    assert "两岸十分钟可达" in first
    assert "目录" not in "".join(others)


def test_a_long_front_has_pages_of_its_own() -> None:
    """Contents that would leave the text half a page stand before it."""
    data = written(document([(Role.HEADLINE, f"第{n}篇") for n in range(90)])).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert [page.label for page in pdf.pages][:3] == ["i", "ii", "iii"]


def test_a_style_may_want_no_front() -> None:
    """The text begins the file, and its first headline is the highest heading."""
    data = written(document(ISSUE), fronted("none")).data
    assert next((tag, text) for tag, text in elements(data) if tag[0] == "H") == ("H1", "新桥通车")
    assert "2025年12月8日" not in page_text(data)[0]


def fronted(front: Literal["page", "compact", "none"]) -> StyleSheet:
    """Return the newspaper style with another front."""
    sheet = load_style("newspaper")
    return replace(sheet, page=replace(sheet.page, front=front))


def test_no_running_head_repeats_the_headline_below_it() -> None:
    """It names the article that goes on from the page before, and none on a page that opens one."""
    long = (Role.BODY, "今天上午，新桥正式通车。" * 300)
    issue = document([(Role.HEADLINE, "新桥通车"), long, (Role.HEADLINE, "简讯"), long])
    for page in page_text(written(issue, fronted("none")).data):
        assert page.count("新桥通车") <= 1, page[:40]
        assert page.count("简讯") <= 1
    head = "两岸十分钟可达市民争相上桥看风景"
    (_, second, *_) = page_text(written(document([(Role.HEADLINE, head), long])).data)
    assert head in second.splitlines()[0]  # whole: half of the line is free


def test_the_title_page_says_what_the_issue_is() -> None:
    """Masthead, date, number and page, as far as known; the file's name is nothing for readers."""
    meta = Metadata(
        title="山城晚报", date="2025-12-08", number="321", language="zh-Hans", page="3", name="page.txt"
    )
    (first, *_) = page_text(written(document(ISSUE, meta), fronted("page")).data)
    assert first.split() == ["山城晚报", "2025年12月8日", "第321号", "第3版"]


def test_a_document_without_a_title_shows_its_first_headline() -> None:
    """The masthead is never empty; above the text it does not say the headline twice."""
    issue = document(ISSUE, Metadata(language="zh-Hans"))
    (first, *_) = page_text(written(issue, fronted("page")).data)
    assert first.split() == ["新桥通车"]
    assert page_text(written(issue).data)[0].count("新桥通车") == 1


def test_metadata_is_in_the_properties_and_in_xmp() -> None:
    """Title, date and language, twice the same; the time is that of the surroundings."""
    made = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
    with pikepdf.open(BytesIO(written(document(ISSUE), context=WriteContext(made)).data)) as pdf:
        assert str(pdf.docinfo.Title) == "山城晚报"
        assert str(pdf.docinfo.CreationDate) == "D:20251208063000+00'00"
        assert str(pdf.Root.Lang) == "zh-Hans"
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == "山城晚报"
            assert meta["xmp:CreateDate"] == "2025-12-08T06:30:00Z"
            assert meta["dc:date"] == ["2025-12-08"]
            assert (meta.pdfa_status, meta["pdfuaid:part"]) == ("2U", "1")
    with pikepdf.open(BytesIO(written(document(ISSUE)).data)) as pdf, pdf.open_metadata() as meta:
        assert "xmp:CreateDate" not in meta
        assert "/CreationDate" not in pdf.docinfo


def test_a_character_that_no_font_has_is_boxed_and_reported() -> None:
    """A rare Han character shows its code point; the warning names it, once."""
    made = written(document([(Role.HEADLINE, "𱍊"), (Role.BODY, "石𱍊生与😀")]))
    assert made.warnings == (
        "pdf: no font has U+1F600, U+3134A, shown as code points; name a fallback font in the style",
    )
    assert "石𱍊生与😀" in page_text(made.data)[0]
    blank = written(document([(Role.HEADLINE, "\u200b"), (Role.BODY, "石\u200b生与\u200b")]))
    assert pixels(made.data, 0) != pixels(blank.data, 0)
    assert blank.warnings == ()


def test_uncovered_neighbours_are_named_as_a_run() -> None:
    """Every uncovered character is in the warning, however many they are, unless they are strewn."""
    rare = "".join(map(chr, range(0x2A700, 0x2A800)))
    (warning,) = written(document([(Role.BODY, f"甲{rare}乙\U00030000")])).warnings
    assert warning.startswith("pdf: no font has U+2A700–U+2A7")
    assert "U+30000, shown as" in warning
    (warning,) = written(document([(Role.BODY, rare[:200:2])])).warnings
    assert " more, shown as" in warning


def test_the_other_packaged_font_stands_in() -> None:
    """What the serif lacks and the sans has is shown by the sans, without a warning."""
    made = written(document([(Role.BODY, "⁇")]))
    assert made.warnings == ()
    fonts = [font for _, font in _fonts(made.data)]
    assert any("Sans" in font for font in fonts)


def _fonts(data: bytes) -> list[tuple[str, str]]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [(name, str(f.BaseFont)) for name, f in pdf.pages[-1].obj.Resources.Font.as_dict().items()]


def test_a_font_of_the_user_goes_first(tmp_path: Path) -> None:
    """A style's own font file is embedded where it has the character, the packaged one elsewhere."""
    own = FontStyle(file=str(small_font(tmp_path / "made.ttf", cff=False)))
    sheet = replace(load_style("newspaper"), fonts=MappingProxyType({"text": own}))
    made = written(document([(Role.BODY, "一A二")]), sheet)
    assert {font.partition("+")[2].removesuffix("-Identity-H") for _, font in _fonts(made.data)} >= {
        "Made-Regular",
        "NotoSerifSC-Regular",
    }
    assert "一A二" in page_text(made.data)[-1]


def test_bold_is_a_font_of_its_own(tmp_path: Path) -> None:
    """Headlines are set in the packaged bold, and what it lacks in the other fonts, with a stroke."""
    small_font(tmp_path / "rare.ttf", cff=False, rare="\U0003134a")
    (tmp_path / "own.toml").write_text(
        '[fonts.text]\nfallback = ["rare.ttf"]\n[roles.headline]\nfont = "heading"\nbold = true\n'
        '[fonts.heading]\npackage = "NotoSansSC-Regular"\n',
        "utf-8",
    )
    issue = document([(Role.HEADLINE, "石𱍊生"), (Role.BODY, "石生")])
    data = written(issue, load_style(str(tmp_path / "own.toml"))).data
    assert any("NotoSansSC-Bold" in font for _, font in _fonts(data))
    with pikepdf.open(BytesIO(data)) as pdf:
        steps = pikepdf.parse_content_stream(pdf.pages[-1])
        strokes = [int(step.operands[0]) for step in steps if str(step.operator) == "Tr"]
    assert strokes[-3:] == [0, 2, 0]
    assert "石𱍊生" in page_text(data)[-1]


def test_a_fallback_font_shows_what_the_others_lack(tmp_path: Path) -> None:
    """A file named as fallback lies beside the style and is asked last, for headings too: no box."""
    small_font(tmp_path / "rare.ttf", cff=False, rare="\U0003134a")
    (tmp_path / "own.toml").write_text('[fonts.text]\nfallback = ["rare.ttf"]\n', "utf-8")
    sheet = load_style(str(tmp_path / "own.toml"))
    made = written(document([(Role.HEADLINE, "𱍊"), (Role.BODY, "石𱍊生一")]), sheet)
    assert made.warnings == ()
    assert "石𱍊生一" in page_text(made.data)[-1]
    assert any("Made-Regular" in font for _, font in _fonts(made.data))


def test_a_missing_font_is_one_clear_error() -> None:
    """The error names the file that the style asks for."""
    sheet = replace(load_style("newspaper"), fonts=MappingProxyType({"text": FontStyle(file="gone.ttf")}))
    with pytest.raises(StyleError, match=r"gone\.ttf"):
        written(document(ISSUE), sheet)


LIMITS = [
    pytest.param(
        "[page]\nwidth = nan", r"page\.width must be 1 to 14400, not nan", id="a width that is none"
    ),
    pytest.param("[page]\nwidth = inf", r"page\.width is too large", id="an endless sheet"),
    pytest.param("[page]\nheight = 1e300", "height is too large", id="a height of a universe"),
    pytest.param("[page]\ncolumns = 1_000_000", "must be 1 to 100", id="a million columns"),
    pytest.param("[page]\ncolumns = 1" + "0" * 400, "columns is too large", id="a number of 401 digits"),
    pytest.param("[page]\ncolumns = 0", "must be 1 to 100", id="no column"),
    pytest.param("[page]\nleft = -2000", "must be 0 to 14400", id="text beside the sheet"),
    pytest.param("[page]\ngap = -500", "must be 0 to 14400", id="columns over each other"),
    pytest.param("[page]\ntop = 500\nbottom = 500", "height of the text", id="margins that meet"),
    pytest.param("[page]\nwidth = 60", "width of a column", id="a sheet as narrow as a stamp"),
    pytest.param("[roles.body]\nsize = nan", r"roles\.body\.size must be 1 to 200", id="a size that is none"),
    pytest.param("[roles.body]\nafter = -1000", r"after must be 0 to 14400", id="lines over each other"),
    pytest.param("[roles.body]\nindent = -20", "indent must be 0 to 20", id="lines that begin off the sheet"),
    pytest.param('[fonts.text]\nfile = "/dev/zero"', "/dev/zero: not a file", id="a font without an end"),
    pytest.param('[fonts.text]\nfile = "."', "not a file", id="a folder for a font"),
    pytest.param('[fonts.text]\nfile = "a\\u0000b"', "not a file", id="a font of an impossible name"),
    pytest.param('[fonts.text]\nfile = "gone.ttf"', "No such file", id="a font that is not there"),
    pytest.param('[fonts.text]\nfallback = ["gone.ttf"]', "No such file", id="a fallback that is not there"),
    pytest.param('[fonts.text]\npackage = "Arial"', "no packaged font named 'Arial'", id="no such package"),
]


@pytest.mark.parametrize(("table", "said"), LIMITS)
def test_an_impossible_style_is_one_clear_error(table: str, said: str, tmp_path: Path) -> None:
    """A page or font that cannot be is named before a page is made."""
    path = tmp_path / "own.toml"
    path.write_text(table + "\n", "utf-8")
    with pytest.raises(StyleError, match=said):
        written(document(ISSUE), load_style(str(path)))


def test_a_style_may_name_body_text_alone(tmp_path: Path) -> None:
    """What it does not name has the type of body text, but only paragraphs have its indent."""
    (tmp_path / "own.toml").write_text("[roles.body]\nsize = 12\nindent = 2\n", "utf-8")
    sheet = load_style(str(tmp_path / "own.toml"))
    found = {role: sheet.of(role).indent for role in (Role.CAPTION, Role.FOLIO, Role.HEADLINE, "masthead")}
    assert found == {Role.CAPTION: 2, Role.FOLIO: 0, Role.HEADLINE: 0, "masthead": 0}
    assert sheet.of(Role.FOLIO).size == 12
    data = written(document(ISSUE), sheet).data
    (title, *_), text = pypdfium2.PdfDocument(data), "山城晚报"
    place = title.get_textpage()
    assert place.get_text_range(0, len(text)) == text
    assert abs(place.get_charbox(0)[0] - sheet.page.left) < 12


def test_a_pipe_is_no_font(tmp_path: Path) -> None:
    """A named pipe would never be read to its end: it is refused unread."""
    os.mkfifo(tmp_path / "font.ttf")
    (tmp_path / "own.toml").write_text('[fonts.text]\nfile = "font.ttf"\n', "utf-8")
    with pytest.raises(StyleError, match="not a file"):
        written(document(ISSUE), load_style(str(tmp_path / "own.toml")))


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([(Role.BODY, "新桥通车。" * 40_000)], id="a paragraph of 600 kB"),
        pytest.param([(Role.HEADLINE, "新桥" * 2500), (Role.BODY, "甲。")], id="a long headline"),
        pytest.param([(Role.HEADLINE, "新桥")] * 200, id="nothing but headlines"),
        pytest.param([(Role.BODY, "x" * 100_000)], id="a word of 100,000 letters"),
        pytest.param([(Role.CAPTION, "\n".join("行" * 300))], id="300 kept line ends"),
        pytest.param([(Role.BODY, "a b\tc   d\t\te")] * 3, id="a table-like line"),
    ],
)
def test_long_and_odd_text_is_all_there(blocks: list[tuple[Role, str]]) -> None:
    """However long or odd a block is, its text is on the pages."""
    issue = document(blocks)
    found = "".join(text for _, text in readable(written(issue).data))
    wanted = "".join(b.reading for a in issue.articles for b in a.readable)
    assert "".join(found.split()) == "".join(wanted.split())


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(PageStyle(width=180, height=150, top=8, bottom=8, left=8, right=8), id="a tiny page"),
        pytest.param(PageStyle(columns=3), id="three columns"),
        pytest.param(PageStyle(width=2000, height=300, columns=6), id="a wide page of six columns"),
    ],
)
def test_any_possible_page_holds_all_text(page: PageStyle) -> None:
    """However small the page, all text is within it."""
    sheet = replace(load_style("newspaper"), page=page)
    title = Metadata(
        title="山城晚报" * 50, date="2025-12-08", number="321", language="zh-Hans", name="issue.txt"
    )
    data = written(document([*ISSUE, (Role.HEADLINE, "标题" * 200)], title), sheet).data
    for each in pypdfium2.PdfDocument(data):
        text = each.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
        assert all(left >= 0 and bottom >= 0 for left, bottom, _, _ in boxes)
        assert all(right <= page.width and top <= page.height for _, _, right, top in boxes)
    assert "".join(text for _, text in readable(data)[-1:]) == "标题" * 200


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


def test_source_text_is_never_markup() -> None:
    """Tags, names of files and operators of PDF are characters like any other."""
    text = '<img src="/etc/hostname"/> <a href="javascript:x">甲</a> ) Tj ET EMC /Span BDC \\ %乙'
    issue = document([(Role.HEADLINE, text), (Role.BODY, text)])
    assert {found for _, found in readable(written(issue).data)} == {text}


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


def test_changes_are_shown_with_what_the_source_has() -> None:
    """Each change has a number in the margin and a note; the text itself stays the reading."""
    issue = document([(Role.HEADLINE, "新桥"), (Role.BODY, "今夭,新桥通车旳大家高兴")])
    edits: list[Action] = [Edit(1, 1, 2, "天"), Edit(1, 7, 8, "了，")]
    issue = rewrite(issue, Rule("look-alikes", Kind.CORRECTION), edits)
    issue = rewrite(issue, Rule("wide-marks", Kind.REGULARIZATION), [Edit(1, 2, 3, "，")])
    made = typeset(issue, load_style("newspaper"), WriteContext(), show_changes=True)
    found = readable(made.data)
    assert [text for _, text in found] == [
        "新桥",
        "今天，新桥通车了，大家高兴",
        "更改处",
        "1　今[天]，新桥通… ← 夭 (look-alikes)",
        "2　…新桥通车[了，]大家高兴 ← 旳 (look-alikes)",
    ]
    assert "1–2" in page_text(made.data)[-1]
    assert {"Note", "Lbl"} <= {tag for tag, _ in elements(made.data)}
    assert len(readable(written(issue).data)) == 2


def test_one_document_leaves_no_trace_in_the_next() -> None:
    """The bytes of an issue are the same before and after another one was written."""
    first, other = document(ISSUE), random_issue(5)
    alone = written(first).data
    written(other)
    assert written(first).data == alone


def test_bytes_are_the_same_anywhere(tmp_path: Path) -> None:
    """Time zone, locale and hash seed leave no trace."""
    program = (
        "import sys; from pathlib import Path; from tests.support.random_issue import random_issue\n"
        "from convert.typeset.styles import load_style; from convert.typeset.writer import WriteContext\n"
        "from convert.writers.pdf import write_pdf\n"
        "for n in range(4):\n"
        "    made = write_pdf(random_issue(n), load_style('newspaper'), WriteContext())\n"
        "    Path(sys.argv[1], f'{n}.pdf').write_bytes(made.data)\n"
    )
    digests = []
    for zone, seed in (("Asia/Shanghai", "0"), ("America/Lima", "4711")):
        folder = tmp_path / seed
        folder.mkdir()
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C.UTF-8"}
        subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, env=env, check=True)
        digests.append([sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())])
    assert digests[0] == digests[1]
    assert len(digests[0]) == 4
