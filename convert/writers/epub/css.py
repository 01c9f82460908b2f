"""The style sheet of an EPUB: relative sizes, good on any page colour, no font embedded unless asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache

from convert.document.roles import FURNITURE, Role
from convert.typeset.styles import EpubStyle, FontStyle, Style, StyleSheet
from convert.writers.epub.cascade import StyleRule, in_order, parsed
from convert.writers.epub.fonts import embedded_fonts

HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
NORMAL_SIZE = 12.0
"""Points that a reading system's normal size stands for; smaller body text is shown at that size."""
MIDDLE_LUMINANCE = 0.179
"""The luminance with 4.58:1 contrast to white and to black alike; 4.5 is asked for (WCAG 2.2, 1.4.3)."""
FAINTEST_OPACITY = 0.6
"""A grey text of this opacity keeps that contrast too."""
LINK_COLOR = "#3355cc"
"""Blue, as links are; brightened like any colour."""
GENERIC_FAMILIES = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui"})
"""Families that CSS knows by keyword (CSS Fonts 4, section 2.1.3): never in quotes."""

NAMESPACE = '@namespace epub "http://www.idpf.org/2007/ops";'
FRAME = """\
html { margin: 0; padding: 0; }
body { margin: 0 4%; padding: 0; widows: 2; orphans: 2; overflow-wrap: break-word; line-break: strict;
  -webkit-hyphens: auto; -epub-hyphens: auto; hyphens: auto; text-autospace: normal; }
h1, h2, p { margin: 0; }
h1, h2, h3, h4, .masthead, .subtitle { text-wrap: balance; }
p.continued { text-indent: 0; }
.kicker + .headline { margin-top: 0; }
.apart { border-top: 1px solid; margin-top: 1em; padding-top: 1em; }
nav ol { list-style-type: none; margin: 0; padding: 0; }
nav ol ol { padding-left: 1.5em; }
nav li { margin: 0.4em 0; }
nav a { color: inherit; text-decoration: none; }
.noteref, aside a, .origin a { color: inherit; }
nav[epub|type~="landmarks"], nav[epub|type~="page-list"] { display: none; }
.cover { text-align: center; }
.cover img { max-width: 100%; max-height: 95vh; }
.noteref { font-size: 0.7em; vertical-align: super; line-height: 1; text-decoration: none; }
.noteref::before { content: "\\2060"; }
.origin { font-size: 0.8em; line-height: 1.5; opacity: 0.75; margin: 0.5em 0; }
.part h2, .part h3, .part h4 { margin: 1.2em 0 0.4em; }
.part th, .part td { padding: 0.2em 0.8em; border: 1px solid; }
.part table { border-collapse: collapse; margin: 1em auto; }
aside.footnote:first-of-type { border-top: 1px solid; margin-top: 1.5em; padding-top: 0.5em; }
ul.lines { list-style-type: none; margin: 0.8em 0; padding: 0; }
.stanza { margin: 0.8em 0; }
ul.contents { list-style-type: none; padding: 0; }
"""
"""What holds in every style.

A note's number is glued to what it is about, by a word joiner. The mark of a printed page has no rule: it is
an empty place in its line.
"""

SHOWN = (
    "masthead",
    "issue-line",
    "note",
    *(role for role in Role if role not in FURNITURE | {Role.TABLE_CELL, Role.TABLE_CAPTION}),
)
"""What a page of the book can hold; tables look as `tables.CSS` says."""

VERTICAL = """\
html { -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl; }
body { margin: 4% 0; -webkit-text-orientation: mixed; text-orientation: mixed; }
.tcy { -epub-text-combine: horizontal; -webkit-text-combine: horizontal; text-combine-upright: all; }
.upright { -epub-text-orientation: upright; -webkit-text-orientation: upright; text-orientation: upright; }
.apart { border-top: 0; margin-top: 0; padding-top: 0; border-right: 1px solid; margin-right: 1em;
  padding-right: 1em; }
.origin { margin: 0 0.5em; }
ul.lines, .stanza { margin: 0 0.8em; }
.part h2, .part h3, .part h4 { margin: 0 1.2em 0 0.4em; }
aside.footnote:first-of-type { border-top: 0; margin-top: 0; padding-top: 0; border-right: 1px solid;
  margin-right: 1.5em; padding-right: 0.5em; }
nav ol ol { padding-left: 0; padding-top: 1.5em; }
nav li { margin: 0 0.4em; }
.cover img { max-width: 95vw; max-height: 100%; }
"""
"""What differs where lines run from top to bottom; the prefixed forms are those of older readers."""


FRAME_RULES = tuple(parsed(FRAME))


def css(style: StyleSheet) -> bytes:
    """Return the CSS of a style, sizes relative to the body text.

    headline 17 pt over body 10.5 pt  ->  .headline { font-size: 1.619em; ... }
    """
    if style.epub.embed_fonts:  # its font files are looked at
        return _css(style)
    return _css_without_fonts(tuple(style.fonts.items()), tuple(style.roles.items()), style.epub)


# The whole process shares style sheets: one is the same in all books of a style.
@lru_cache(maxsize=16)
def _css_without_fonts(
    fonts: tuple[tuple[str, FontStyle], ...], roles: tuple[tuple[str, Style], ...], epub: EpubStyle
) -> bytes:
    return _css(StyleSheet("", fonts=dict(fonts), roles=dict(roles), epub=epub))


def _css(style: StyleSheet) -> bytes:
    body = style.of(Role.BODY)
    base = max(1.0, body.size / NORMAL_SIZE)
    fonts = dict.fromkeys(embedded_fonts(style).values())
    rules = [
        *FRAME_RULES,
        StyleRule("a", (shade(LINK_COLOR),)),
        *(parsed(VERTICAL) if is_vertical(style) else ()),
        StyleRule("body", (f"font-size: {_number(base)}em", f"font-family: {stack(style, body.font)}")),
        StyleRule("nav h2", tuple(_declarations(style.of(Role.HEADLINE), body, style))),
        *(StyleRule(f".{name}", tuple(_declarations(style.of(name), body, style))) for name in SHOWN),
    ]
    lines = [
        NAMESPACE,
        *(f'@font-face {{ font-family: "{font.family}"; src: url("{font.file}"); }}' for font in fonts),
        *(f"{selector} {{ {'; '.join(declarations)}; }}" for selector, declarations in in_order(rules)),
    ]
    return ("\n".join(lines) + "\n").encode()


def is_vertical(style: StyleSheet) -> bool:
    """Whether lines run from top to bottom, and pages from right to left."""
    return style.epub.writing == "vertical-rl"


def stack(style: StyleSheet, face: str) -> str:
    """Return the families of a face; the book's own font, if it has one, goes before the reader's."""
    own = embedded_fonts(style).get(face)
    named = families(style.font(face))
    return f'"{own.family}", {named}' if own else named


def families(font: FontStyle) -> str:
    """Return a font stack; every name is quoted, so that none can end the declaration.

    ("Songti SC", "serif")  ->  "Songti SC", serif
    """
    return ", ".join(name if name in GENERIC_FAMILIES else _quoted(name) for name in font.css) or "serif"


def shade(color: str) -> str:
    """Return the declaration of a colour that reads well on any page, white, sepia or black.

    #444444 -> opacity: 0.733 (a grey is the page's own text colour, thinned)
    #7a1f1f -> color: #cf4444 (the hue, as bright as gives equal contrast with white and black)
    """
    if not HEX_COLOR.fullmatch(color) or color == "#000000":
        return ""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    if saturation < 0.1:
        return f"opacity: {_number(max(1 - lightness, FAINTEST_OPACITY))}"
    low, high = 0.0, 1.0
    for _ in range(10):
        lightness = (low + high) / 2
        if _luminance(hls_to_rgb(hue, lightness, saturation)) < MIDDLE_LUMINANCE:
            low = lightness
        else:
            high = lightness
    parts = hls_to_rgb(hue, lightness, saturation)
    return "color: #" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(parts: tuple[float, float, float]) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, section 6)."""
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _declarations(look: Style, body: Style, style: StyleSheet) -> Iterator[str]:
    """Yield what one role looks like; lengths in its own em."""
    if look.font != body.font:
        yield f"font-family: {stack(style, look.font)}"
    yield f"font-size: {_number(look.size / body.size)}em"
    yield f"line-height: {_number(look.leading)}"
    yield f"font-weight: {'bold' if look.bold else 'normal'}"
    if look.italic:
        yield "font-style: italic"
    yield f"text-align: {look.align}"
    yield f"text-indent: {_number(look.indent)}em"
    before, after = _number(look.before / look.size), _number(look.after / look.size)
    vertical = is_vertical(style)
    yield f"margin: 0 {before}em 0 {after}em" if vertical else f"margin: {before}em 0 {after}em"
    if look.inset:
        yield f"padding-{'top' if vertical else 'left'}: {_number(look.inset)}em"
    if look.keep_with_next:
        yield "page-break-after: avoid"
        yield "break-after: avoid"
    if color := shade(look.color):
        yield color


def _quoted(name: str) -> str:
    r"""Return a CSS string (CSS Syntax 3, section 4.3.5): Say "Kai"  ->  "Say \22 Kai\22 "."""
    return '"' + re.sub(r"[^ \w.-]", lambda match: f"\\{ord(match[0]):x} ", name) + '"'


def _number(value: float) -> str:
    # -0.0 and 0.0 are one key of the cache: both are written as 0.
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")
