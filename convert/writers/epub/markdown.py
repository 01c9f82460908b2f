"""A librarian's own words in Markdown (CommonMark 0.31) as XHTML elements; HTML in it stays plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

from convert.text.xml_safe import sanitize
from convert.writers.epub.namespaces import XHTML

LINK = re.compile(
    r"(?:https?://[\w.-]+(?::[0-9]+)?(?:[/?#][\w./?#&=%~!$'()*+,;:@-]*)?|mailto:[\w.+%-]+@[\w.-]+)", re.ASCII
)
"""What a link may lead to: a book has no files that its readers could name."""
CLASSES: Mapping[str, str] = MappingProxyType({"p": "body"})
DEEPEST_HEADING = 6
"""The headings of HTML end here."""


def parser() -> MarkdownIt:
    """Return a parser: raw HTML off, tables on."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def add(parent: etree._Element, text: str) -> None:
    """Add a text's parts to an element that has a first heading; theirs go below it.

    # 前言 -> <h2>前言</h2>; [more](https://example.org) -> a link; [x](javascript:0) and <b> -> plain text
    """
    _Tree(parent).walk(parser().parse(sanitize(text)))


class _Tree:
    """The element that is open, and the level of the last heading."""

    def __init__(self, parent: etree._Element) -> None:
        self.open = [parent]
        self.level = 1

    def walk(self, tokens: Iterable[Token]) -> None:
        """Add what the parser found."""
        special: dict[str, Callable[[Token], object]] = {
            "inline": lambda token: self.walk(token.children or ()),
            "text": lambda token: self.write(token.content),
            "softbreak": lambda _token: self.write("\n"),
            "hardbreak": lambda _token: self.void("br"),
            "hr": lambda _token: self.void("hr"),
            "image": lambda token: self.write(token.content),
            "code_inline": self.code,
            "code_block": self.code,
            "fence": self.code,
        }
        for token in tokens:
            if token.hidden:  # the paragraphs of a tight list
                continue
            if token.type in special:
                special[token.type](token)
            elif token.nesting > 0:
                self.begin(token)
            elif token.nesting < 0:
                self.open.pop()

    def begin(self, token: Token) -> None:
        """Open an element; no heading goes deeper than one below that before it."""
        tag = token.tag
        if token.type == "heading_open":
            self.level = min(int(tag[1]) + 1, self.level + 1, DEEPEST_HEADING)
            tag = f"h{self.level}"
        href = str(token.attrs.get("href", ""))
        if tag == "a" and not LINK.fullmatch(href):
            tag = "span"
        element = etree.SubElement(self.open[-1], f"{{{XHTML}}}{tag}")
        if tag == "a":
            element.set("href", href)
        if tag == "ol" and "start" in token.attrs:
            element.set("start", str(token.attrs["start"]))
        if tag in CLASSES:
            element.set("class", CLASSES[tag])
        self.open.append(element)

    def code(self, token: Token) -> None:
        """Add text that keeps its form."""
        outer = self.open[-1] if token.type == "code_inline" else self.void("pre")
        etree.SubElement(outer, f"{{{XHTML}}}code").text = token.content

    def void(self, tag: str) -> etree._Element:
        """Add an element that stays empty, or is filled elsewhere."""
        return etree.SubElement(self.open[-1], f"{{{XHTML}}}{tag}")

    def write(self, text: str) -> None:
        """Add text behind what the open element has; between Han characters a line end is nothing."""
        element = self.open[-1]
        before = (element[-1].tail if len(element) else element.text) or ""
        if text == "\n":
            text = "" if before and before[-1] >= "\u2e80" else " "
        if len(element):
            element[-1].tail = before + text
        else:
            element.text = before + text
