"""How an EPUB looks: style sheet, vertical lines, cover, fonts of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from convert.document.model import Metadata
from convert.document.roles import Role
from convert.errors import StyleError
from convert.typeset.styles import EpubStyle, FontStyle, load_style, parse_style
from convert.typeset.writer import WriteContext
from convert.writers.epub import write_epub
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


def test_sizes_are_relative_to_the_body() -> None:
    """A reader's own size stays in charge; large print begins larger."""
    own = parse_style({"roles": {"body": {"size": 10}, "headline": {"size": 20, "before": 10}}}, "own.toml")
    rules = css(own).decode()
    assert "body { font-size: 1em;" in rules
    assert ".headline { font-size: 2em;" in rules
    assert "margin: 0.5em 0 0em" in rules
    assert "body { font-size: 1.5em;" in css(load_style("large-print")).decode()
    assert "pt" not in re.findall(r"[\d.]+([a-z]+)", rules)


def test_links_to_notes_are_as_dark_as_the_text_around_them() -> None:
    """In thinned text the browser's own blue has too little contrast (found by Ace, WCAG 2.1, 1.4.3)."""
    for style in ("newspaper", "large-print", "historical-vertical"):
        inherits = re.search(r"([^}]*)\{ color: inherit; \}", css(load_style(style)).decode())
        assert inherits
        assert [name.strip() for name in inherits[1].split(",")] == [".noteref", "aside a", ".origin a"]


def test_vertical_text_is_a_style() -> None:
    """Lines from top to bottom, pages from right to left, for reading systems old and new."""
    files = members(write_epub(ISSUE, load_style("historical-vertical"), WriteContext(MADE)).data)
    [spine] = found(tree(files["content.opf"]), "opf:spine")
    assert spine.get("page-progression-direction") == "rtl"
    assert files["style.css"].count(b"writing-mode: vertical-rl") == 3
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
