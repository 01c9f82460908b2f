"""The Word document: every role a named style, every reading in its place."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph
from hypothesis import given
from lxml import etree

from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.errors import StyleError
from convert.text.xml_safe import sanitize
from convert.typeset.styles import PageStyle, load_style, parse_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import write_docx
from convert.writers.docx.ooxml import w
from convert.writers.docx.template import NAMES
from tests.support.build import document
from tests.support.examples import examples
from tests.support.shown import HOSTILE, documents, readings, shown

NEWSPAPER = load_style("newspaper")
LARGE = load_style("large-print")
MADE = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
FRONT = ("Title", "Issue Line", "TOC Heading", "toc 1", "Section End")
ISSUE = document(
    [
        (Role.KICKER, "新目标"),
        (Role.HEADLINE, "云阳早面\n走得更远"),
        (Role.BYLINE, "记者 王亚同"),
        (Role.SUBHEAD, "深入调研"),
        (Role.BODY, "调研组从一碗面的成本算起，“一笔一笔”核算。"),
        (Role.HEADLINE, "隧道贯通"),
        (Role.CAPTION, "十二月五日，隧道贯通。"),
        (Role.CREDIT, "罗斌 摄"),
        (Role.FOLIO, "3"),
    ]
)


def written(source: Document = ISSUE, style: str = "newspaper") -> bytes:
    """Write a document."""
    return write_docx(source, load_style(style), WriteContext(MADE)).data


def opened(source: Document = ISSUE, style: str = "newspaper") -> WordDocument:
    """Write a document and read it back."""
    return docx.Document(BytesIO(written(source, style)))


def blocks_of(word: WordDocument) -> list[tuple[str, str]]:
    """Return style and text of each paragraph after the title page; empty cells are left out."""
    paragraphs = [Paragraph(p, word.part) for p in word.element.body.iter(w("p"))]
    found = [(p.style.name or "", p.text) for p in paragraphs if p.style is not None]
    return [(style, text) for style, text in found if style not in FRONT and (text or style != "Table Cell")]


def part(data: bytes, name: str) -> etree._Element:
    """Return the tree of one part."""
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name), etree.XMLParser())


def test_every_readable_block_stands_in_its_style() -> None:
    """The paragraphs are the blocks, in order; furniture is left out."""
    assert blocks_of(opened()) == [
        ("Kicker", "新目标"),
        ("Heading 1", "云阳早面\n走得更远"),
        ("Byline", "记者 王亚同"),
        ("Heading 2", "深入调研"),
        ("Body", "调研组从一碗面的成本算起，“一笔一笔”核算。"),
        ("Heading 1", "隧道贯通"),
        ("Caption", "十二月五日，隧道贯通。"),
        ("Credit", "罗斌 摄"),
    ]


def test_spaces_at_the_edge_of_a_run_are_kept() -> None:
    """Word drops them where `xml:space` does not say that they stay."""
    body = part(written(document([(Role.BODY, " 一\n二 三\n四 ")])), "word/document.xml")
    texts = [(e.text, e.get("{http://www.w3.org/XML/1998/namespace}space")) for e in body.iter(w("t"))]
    assert texts[-3:] == [(" 一", "preserve"), ("二 三", None), ("四 ", "preserve")]


def test_title_page_shows_the_issue() -> None:
    """Masthead, date, number, page and the headlines; no name of a file."""
    source = replace(ISSUE, meta=replace(ISSUE.meta, page="3", name="1208.txt"))
    front = [(p.style.name, p.text) for p in opened(source).paragraphs if p.style is not None][:5]
    assert front == [
        ("Title", "山城晚报"),
        ("Issue Line", "2025年12月8日\u3000第321号\u3000第3版"),
        ("TOC Heading", "目录"),
        ("toc 1", "云阳早面 走得更远\t1"),
        ("toc 1", "隧道贯通\t1"),
    ]


def test_contents_point_at_articles() -> None:
    """Each entry's target is a bookmark, and no two bookmarks share a name or a number."""
    body = part(written(), "word/document.xml")
    targets = [e.get(w("anchor")) for e in body.iter(w("hyperlink"))]
    marks = [e.get(w("name")) for e in body.iter(w("bookmarkStart"))]
    numbers = [e.get(w("id")) for e in body.iter(w("bookmarkStart"))]
    assert targets == marks[1:], "the kicker before the first headline opens a text without one"
    assert len(set(marks)) == len(set(numbers)) == 3


@examples(60)
@given(documents)
def test_any_document_is_read_back(source: Document) -> None:
    """Whatever roles, texts and openings: the readings come back in order."""
    texts = [text for _, text in blocks_of(opened(source))]
    assert texts == [sanitize(text) for text in readings(source)]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("role", [Role.HEADLINE, Role.BODY])
def test_hostile_text_is_text(role: Role, text: str) -> None:
    """Control characters, escapes and markup stay letters in a valid file."""
    source = shown([(role, f"甲{text}乙", Opening.ARTICLE)])
    assert blocks_of(opened(source)) == [
        (NAMES[role].name.replace("heading", "Heading"), sanitize(f"甲{text}乙"))
    ]


def test_hostile_metadata_is_text() -> None:
    """A title of 10,000 characters, and tags in every field of the issue."""
    bad = "".join(HOSTILE)
    meta = Metadata(title="长<b>" * 2500, date=bad, number=bad, language='zh"><x', page=bad, name=bad)
    word = opened(shown([(Role.HEADLINE, "头" * 10_000, Opening.ARTICLE)], meta))
    assert word.paragraphs[0].text == "长<b>" * 2500
    assert len(word.core_properties.title) == 255
    assert word.core_properties.language == "und"


def test_long_text_is_cut_into_text_nodes() -> None:
    """A line of millions of characters can be read by a parser that limits text nodes to 10 MB."""
    text = "长行 " * 1_000_000
    assert blocks_of(opened(shown([(Role.BODY, text, None)]))) == [("Body", text)]


def test_fonts_are_set_apart_and_no_theme_overrides_them() -> None:
    """Latin and East Asian fonts stand in every style; Word prefers a theme's font, so there is none."""
    styles = part(written(), "word/styles.xml")
    fonts = list(styles.iter(w("rFonts")))
    assert len(fonts) > len(NAMES)
    assert not [key for font in fonts for key in font.attrib if "Theme" in str(key)]
    [headline] = [s for s in styles.iter(w("style")) if s.get(w("styleId")) == "Heading1"]
    [font] = headline.iter(w("rFonts"))
    assert (font.get(w("eastAsia")), font.get(w("ascii")), font.get(w("hAnsi"))) == (
        "SimHei",
        "Arial",
        "Arial",
    )


def test_headings_are_in_the_navigation_pane() -> None:
    """Headline, subhead and a third level have outline levels, and stay with what follows."""
    word = opened()
    for level in (1, 2, 3):
        style = word.styles[f"Heading {level}"]
        assert style.builtin
        outline = style.element.find(f".//{w('outlineLvl')}")
        assert outline is not None
        assert outline.get(w("val")) == str(level - 1)
        assert style.element.find(f".//{w('keepNext')}") is not None


def test_body_is_indented_by_characters() -> None:
    """Two characters, whatever size an editor gives the style; widows are held."""
    styles = opened().styles
    indent = styles["Body"].element.find(f".//{w('ind')}")
    assert indent is not None
    assert (indent.get(w("firstLineChars")), indent.get(w("firstLine"))) == ("200", "420")
    assert styles["Normal"].element.find(f".//{w('widowControl')}") is not None


@pytest.mark.parametrize(
    ("tag", "east_asian", "western"),
    [
        pytest.param("zh-Hans", "zh-CN", "en-US", id="simplified"),
        pytest.param("zh-Hant", "zh-TW", "en-US", id="traditional"),
        pytest.param("zh-Hant-HK", "zh-HK", "en-US", id="Hong Kong"),
        pytest.param("ja", "ja-JP", "en-US", id="Japanese"),
        pytest.param("en-GB", "zh-CN", "en-GB", id="British"),
        pytest.param("en", "zh-CN", "en-US", id="English"),
        pytest.param("", "zh-CN", "en-US", id="unknown"),
    ],
)
def test_language_is_what_word_calls_it(tag: str, east_asian: str, western: str) -> None:
    """Spelling, fonts and line breaking follow the document's language."""
    source = replace(ISSUE, meta=replace(ISSUE.meta, language=tag))
    [language] = part(written(source), "word/styles.xml").iter(w("lang"))
    assert (language.get(w("eastAsia")), language.get(w("val"))) == (east_asian, western)


@pytest.mark.parametrize(
    ("tag", "text", "heading"),
    [
        pytest.param("zh-Hans", "SimSun", "SimHei", id="simplified"),
        pytest.param("zh-TW", "PMingLiU", "Microsoft JhengHei", id="traditional"),
        pytest.param("ja", "MS Mincho", "Yu Gothic", id="Japanese"),
        pytest.param("ko", "Batang", "Malgun Gothic", id="Korean"),
        pytest.param("en", "SimSun", "SimHei", id="English, for a Chinese name in it"),
    ],
)
def test_east_asian_fonts_are_those_of_the_language(tag: str, text: str, heading: str) -> None:
    """The same character has other forms in Taipei, Tokyo and Seoul."""
    styles = opened(replace(ISSUE, meta=replace(ISSUE.meta, language=tag))).styles
    fonts = [
        styles[name].element.find(f".//{w('rFonts')}").get(w("eastAsia")) for name in ("Body", "Heading 1")
    ]
    assert fonts == [text, heading]


def test_fonts_of_an_unknown_language_are_an_error() -> None:
    """A typing error would go unseen otherwise."""
    table = {"fonts": {"text": {"language": {"zh-Hnat": {"east_asian": "PMingLiU"}}}}}
    with pytest.raises(StyleError, match=r"unknown key fonts\.text\.language\.zh-Hnat"):
        parse_style(table, "own.toml")


def test_page_and_columns_come_from_the_style() -> None:
    """The text has the style's columns; the title page has one, and no running head."""
    for style, columns in ((NEWSPAPER, "2"), (LARGE, "1")):
        word = opened(style=style.name)
        front, text, *_ = word.sections
        for section in (front, text):
            assert section.page_width is not None
            assert section.left_margin is not None
            assert round(section.page_width.pt) == round(style.page.width)
            assert round(section.left_margin.pt) == round(style.page.left)
        assert [c.get(w("num")) for c in word.element.body.iter(w("cols"))] == ["1", columns, "2"][
            : 1 + int(columns)
        ]
        assert text.header.paragraphs[0].text == "山城晚报\u30002025年12月8日\u3000第321号"
        assert front.header.is_linked_to_previous
        assert "PAGE" in [e.text for e in text.footer.part.element.iter(w("instrText"))]


def test_a_style_of_the_users_own_is_followed() -> None:
    """Sizes, colours, weights and alignment; a colour that is none is left out."""
    style = parse_style(
        {
            "page": {"width": 400, "height": 600},
            "roles": {
                "body": {"size": 12.25, "italic": True, "align": "right", "color": "#abcdef"},
                "brief": {"color": "reddish"},
            },
        },
        "own.toml",
    )
    word = docx.Document(BytesIO(write_docx(ISSUE, style, WriteContext()).data))
    body = word.styles["Body"].element
    found = {tag: e.get(w("val")) for tag in ("sz", "color", "jc") for e in body.iter(w(tag))}
    assert found == {"sz": "24", "color": "ABCDEF", "jc": "right"}
    assert body.find(f".//{w('i')}") is not None
    assert word.styles["Brief"].element.find(f".//{w('color')}") is None


def test_properties_tell_title_time_and_language() -> None:
    """The core properties come from the document and its surroundings; no clock; the paper is the author."""
    core = opened().core_properties
    assert (core.title, core.language, core.author) == ("山城晚报", "zh-Hans", "山城晚报")
    assert core.created == core.modified == MADE
    assert core.identifier.startswith("urn:uuid:")
    undated = docx.Document(BytesIO(write_docx(ISSUE, load_style("newspaper"), WriteContext()).data))
    assert undated.core_properties.created is undated.core_properties.modified is None


def test_same_document_same_bytes() -> None:
    """Order of writing and what was written before do not show."""
    first = written()
    written(style="large-print")
    written(shown([]))
    assert written() == first


def test_an_empty_reading_is_still_a_document() -> None:
    """Where nothing is to be read there is a title page and nothing else."""
    word = opened(shown([(Role.FOLIO, "3", None), (Role.BODY, " \n", None)]))
    assert blocks_of(word) == []
    assert word.paragraphs[0].text == "山城晚报"


def test_fragments_are_parted_by_a_rule() -> None:
    """A text that no headline opens, and that no article is known for, does not run into the one before."""
    word = opened(
        shown(
            [
                (Role.HEADLINE, "隧道贯通", Opening.ARTICLE),
                (Role.BODY, "全线第二长。", None),
                (Role.BODY, "生建设、人口发展", Opening.UNPLACED),
            ]
        )
    )
    ruled = [p.text for p in word.paragraphs if p._p.find(f".//{w('pBdr')}") is not None]  # noqa: SLF001 - no public way to a paragraph's element
    assert ruled == ["生建设、人口发展"]


def test_libreoffice_shows_the_text_in_its_order(tmp_path: Path) -> None:
    """It opens without repair, and its PDF has every paragraph, one behind the other; in two styles."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice")
    texts = [*(f"第{n}段今年以来渡口的候船室修好了，大家都说好。" * 9 for n in range(40)), "完"]
    made = document([(Role.HEADLINE, "渡口改造完工"), *((Role.BODY, text) for text in texts)])
    styles = [load_style(name) for name in ("newspaper", "large-print")]
    files = [tmp_path / f"{style.name}.docx" for style in styles]
    for style, file in zip(styles, files, strict=True):
        file.write_bytes(write_docx(made, style, WriteContext()).data)
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", tmp_path, *files], check=True, capture_output=True, timeout=180)
    for style, file in zip(styles, files, strict=True):
        shown = "".join(pdf_text(file.with_suffix(".pdf"), style.page).split())
        at = 0
        for text in texts:
            for sentence in text.split("。"):
                found = shown.find(sentence, at)
                assert found >= 0, (style.name, sentence)
                at = found + len(sentence)


def pdf_text(path: Path, margins: PageStyle) -> str:
    """Return the text of a PDF between the page's margins: no header, no page number."""
    low, left, right = margins.bottom - 1, margins.left - 4, margins.width - margins.right + 4
    high = margins.height - margins.top + 1
    with pypdfium2.PdfDocument(path) as pdf:
        return "".join([page.get_textpage().get_text_bounded(left, low, right, high) for page in pdf])
