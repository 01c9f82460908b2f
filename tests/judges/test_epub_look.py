"""How an EPUB looks: style sheet, vertical lines, cover, fonts of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageFont

from convert.document.model import Metadata
from convert.document.roles import Role
from convert.errors import StyleError
from convert.typeset.fonts import packaged_path
from convert.typeset.styles import EpubStyle, FontStyle, load_style, parse_style
from convert.typeset.writer import WriteContext
from convert.writers.epub import write_epub
from convert.writers.epub.cascade import in_order, parsed, specificity
from convert.writers.epub.cover import wrapped
from convert.writers.epub.css import css, families, shade
from tests.support.read_epub import ISSUE, MADE, STYLE, blocks_of, found, members, tree, written
from tests.support.shown import shown


@pytest.mark.parametrize(
    ("given_color", "shown_as"),
    [
        pytest.param("#000000", "", id="black is the page's own colour"),
        pytest.param("#444444", "opacity: 0.733", id="grey thins it"),
        pytest.param("#eeeeee", "opacity: 0.6", id="not too faint"),
        pytest.param("#7a1f1f", "color: #cf4444", id="a dark hue is lightened"),
        pytest.param("#ffff00", "color: #797900", id="a light hue is darkened"),
        pytest.param("red; } * { display: none", "", id="no colour at all"),
    ],
)
def test_colours_read_well_on_any_page(given_color: str, shown_as: str) -> None:
    """A reading system may set the page white, sepia or black."""
    assert shade(given_color) == shown_as


def test_font_names_cannot_leave_their_quotes() -> None:
    """Generic families are keywords; anything else is a quoted string."""
    fonts = FontStyle(css=("Songti SC", 'Kai" ; } * { x', "\\\n\udc80", "serif"))
    assert families(fonts) == r'"Songti SC", "Kai\22  \3b  \7d  \2a  \7b  x", "\5c \a \dc80 ", serif'
    assert families(FontStyle(css=())) == "serif"


def test_a_style_sheet_does_not_depend_on_the_book_before_it() -> None:
    """An indent of -0.0 equals one of 0.0, and a process keeps one sheet for both: each is written as 0."""
    sheets = [
        css(replace(STYLE, roles={**STYLE.roles, Role.BODY: replace(STYLE.of(Role.BODY), indent=indent)}))
        for indent in (-0.0, 0.0, -0.0001)
    ]
    assert all(b"-0em" not in sheet for sheet in sheets)
    assert len(set(sheets)) == 1


def rule_of(selector: str, sheet: str) -> str:
    """Return the only rule of a selector."""
    [rule] = [line for line in sheet.splitlines() if line.startswith(f"{selector} {{")]
    return rule


def test_exceptions_stand_behind_what_they_except() -> None:
    """Each selector once, with its last values; none behind one that weighs more."""
    rules = parsed(
        "body { margin: 0; color: red } .kicker + .headline { margin: 0; } nav h2, p { margin: 1em; }"
    )
    late = parsed(".headline { margin: 2em; } body { margin-top: 1em; margin: 4%; } a { color: blue; }")
    assert [
        f"{rule.selector} {{ {'; '.join(rule.declarations)} }}" for rule in in_order([*rules, *late])
    ] == [
        "body { color: red; margin-top: 1em; margin: 4% }",
        "p { margin: 1em }",
        "a { color: blue }",
        "nav h2 { margin: 1em }",
        ".headline { margin: 2em }",
        ".kicker + .headline { margin: 0 }",
    ]


@pytest.mark.parametrize(
    ("selector", "weight"),
    [
        pytest.param("nav ol ol", (0, 3), id="elements"),
        pytest.param("aside.footnote:first-of-type", (2, 1), id="class and pseudo-class"),
        pytest.param('nav[epub|type~="page-list"]', (1, 1), id="attribute"),
    ],
)
def test_selectors_are_weighed(selector: str, weight: tuple[int, int]) -> None:
    """As Selectors 4, section 17, counts: classes first, then elements."""
    assert specificity(selector) == weight


@pytest.mark.parametrize(
    ("language", "text", "heading"),
    [
        pytest.param("zh-Hans", '"Songti SC"', '"PingFang SC"', id="simplified"),
        pytest.param("zh-Hant-HK", '"Songti TC"', '"PingFang TC"', id="traditional"),
        pytest.param("zh-TW", '"Songti TC"', '"PingFang TC"', id="traditional by its region"),
        pytest.param("ja", '"Hiragino Mincho ProN"', '"Hiragino Sans"', id="Japanese"),
        pytest.param("ko-KR", '"AppleMyungjo"', '"Apple SD Gothic Neo"', id="Korean"),
        pytest.param("en-GB", '"Georgia"', '"Helvetica Neue"', id="English"),
        pytest.param("de", '"Georgia"', '"Helvetica Neue"', id="German"),
        pytest.param("fr", '"Georgia"', '"Helvetica Neue"', id="French"),
        pytest.param("", '"Songti SC"', '"PingFang SC"', id="unknown"),
    ],
)
def test_fonts_are_those_of_the_language(language: str, text: str, heading: str) -> None:
    """The same character has other forms in Taipei, Tokyo and Seoul; Latin text has a Latin face."""
    rules = members(written(replace(ISSUE, meta=Metadata(language=language))))["style.css"].decode()
    assert f"font-family: {text}," in rule_of("body", rules)
    assert f"font-family: {heading}," in rule_of(".headline", rules)


def test_headlines_on_the_cover_are_balanced() -> None:
    """No line of two characters under a full one, and no closing mark at the head of a line."""
    font = ImageFont.truetype(str(packaged_path("NotoSansSC-Regular")), 34)
    assert wrapped("强化党建统领 扎实推动“十五五”时期高质量发展", font, 2) == [
        "强化党建统领 扎实推动",
        "“十五五”时期高质量发展",
    ]
    [first, second] = wrapped("江" * 20 + "，" + "河" * 4, font, 2)
    assert abs(len(first) - len(second)) <= 2
    [first, second] = wrapped("江" * 80, font, 2)
    assert len(second) <= len(first)
    assert second.endswith("江…")


def test_sizes_are_relative_to_the_body() -> None:
    """A reader's own size stays in charge; large print begins larger."""
    own = parse_style({"roles": {"body": {"size": 10}, "headline": {"size": 20, "before": 10}}}, "own.toml")
    rules = css(own).decode()
    assert "; font-size: 1em;" in rule_of("body", rules)
    assert ".headline { font-size: 2em;" in rules
    assert "margin: 0.5em 0 0em" in rules
    assert "; font-size: 1.5em;" in rule_of("body", css(load_style("large-print")).decode())
    assert "pt" not in re.findall(r"[\d.]+([a-z]+)", rules)


def test_links_to_notes_are_as_dark_as_the_text_around_them() -> None:
    """In thinned text the browser's own blue has too little contrast (found by Ace, WCAG 2.1, 1.4.3)."""
    for style in ("newspaper", "large-print", "historical-vertical"):
        rules = css(load_style(style)).decode()
        assert all("color: inherit;" in rule_of(link, rules) for link in (".noteref", "aside a", ".origin a"))


def test_vertical_text_is_a_style() -> None:
    """Lines from top to bottom, pages from right to left, for reading systems old and new."""
    files = members(write_epub(ISSUE, load_style("historical-vertical"), WriteContext(MADE)).data)
    [spine] = found(tree(files["content.opf"]), "opf:spine")
    assert spine.get("page-progression-direction") == "rtl"
    assert files["style.css"].count(b"writing-mode: vertical-rl") == 3
    [mode] = [
        m for m in found(tree(files["content.opf"]), ".//opf:meta") if m.get("name") == "primary-writing-mode"
    ]
    assert mode.get("content") == "vertical-rl"
    assert b"vertical-rl" not in members(written())["style.css"]
    assert (
        found(tree(members(written())["content.opf"]), "opf:spine")[0].get("page-progression-direction")
        is None
    )


def test_cover_is_drawn_from_the_issue() -> None:
    """A picture named as the cover, described in words, seen in nothing but the issue's own words."""
    files = members(written())
    package = tree(files["content.opf"])
    [item] = [i for i in found(package, "opf:manifest/opf:item") if i.get("properties") == "cover-image"]
    with Image.open(BytesIO(files[item.get("href") or ""])) as picture:
        assert (picture.format, picture.size) == ("PNG", (900, 1200))
    [image] = found(tree(files["cover.xhtml"]), ".//h:img")
    assert image.get("alt") == "封面：山城晚报, 2025年12月8日\u3000第321号\u3000第3版"
    other = members(written(shown([(Role.BODY, "文", None)], Metadata(title="山城晨报"))))
    assert other["cover.png"] != files["cover.png"]


@pytest.mark.parametrize("name", ["newspaper", "historical-vertical"])
def test_fonts_are_embedded_when_asked(name: str) -> None:
    """Subsets of the style's two faces: each character that a page shows, few others, marks for columns."""
    plain = load_style(name)
    style = replace(plain, epub=replace(plain.epub, embed_fonts=True))
    data = write_epub(ISSUE, style, WriteContext(MADE)).data
    files = members(data)
    package = tree(files["content.opf"])
    fonts = [i for i in found(package, "opf:manifest/opf:item") if (i.get("media-type") or "") == "font/otf"]
    rules = files["style.css"].decode()
    shown = {char for _, text in blocks_of(data) for char in text if char.isprintable()}
    assert len(fonts) == 2
    for item in fonts:
        file = item.get("href") or ""
        assert f'url("{file}")' in rules
        with TTFont(BytesIO(files[file])) as font:
            held = {chr(code) for code in font.getBestCmap()}
            glyphs = len(font.getGlyphOrder())
            kept = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert shown <= held
        assert glyphs < 400
        assert "vert" in kept
    assert ("true", "ibooks:specified-fonts") in [
        (m.text, m.get("property")) for m in found(package, "opf:metadata/opf:meta")
    ]
    assert data == write_epub(ISSUE, style, WriteContext(MADE)).data
    assert not [name for name in members(written()) if "font" in name]


def test_a_font_that_cannot_be_embedded_is_named(tmp_path: Path) -> None:
    """The style's own file is taken, if it is a font."""
    (tmp_path / "bad.otf").write_bytes(b"OTTO no font")
    fonts = {face: FontStyle(file=str(tmp_path / "bad.otf")) for face in ("text", "heading")}
    style = replace(STYLE, fonts=fonts, epub=EpubStyle(embed_fonts=True))
    with pytest.raises(StyleError, match=r"bad\.otf"):
        write_epub(ISSUE, style, WriteContext(MADE))
