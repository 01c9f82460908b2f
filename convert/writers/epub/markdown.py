"""A foreword in Markdown: headings, paragraphs, lists, quotations and emphasis; all else is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from convert.writers.visible import visible

XHTML = "http://www.w3.org/1999/xhtml"

HEADING = re.compile(r"(#{1,3})\s+(.*?)\s*#*")
ITEM = re.compile(r"\s*(?:[-*+]|[0-9]{1,9}[.)])\s+(.*)")
NUMBERED = re.compile(r"\s*[0-9]")
EMPHASIS = re.compile(r"\*\*(?P<strong>[^*\s][^*]*)\*\*|\*(?P<em>[^*\s][^*]*)\*")
"""CommonMark 0.31, section 6.2, without underscores and without nesting."""


class Part(NamedTuple):
    """A heading, paragraph, list or quotation."""

    element: str
    """h2, h3, h4, p, ul, ol or blockquote."""
    texts: tuple[str, ...]


def parts(text: str) -> Iterator[Part]:
    """Yield the parts of a text.

    # 前言  ->  Part("h2", ("前言",))
    """
    for group in filter(None, re.split(r"\n\s*\n", visible(text).strip("\n"))):
        lines = [line for line in group.split("\n") if line.strip()]
        while lines and (found := HEADING.fullmatch(lines[0].strip())):
            yield Part(f"h{len(found[1]) + 1}", (found[2],))
            lines = lines[1:]
        if not lines:
            continue
        items = [ITEM.fullmatch(line) for line in lines]
        if items[0]:
            yield Part("ol" if NUMBERED.match(lines[0]) else "ul", tuple(_items(lines)))
        elif all(line.startswith(">") for line in lines):
            yield Part("blockquote", (" ".join(line[1:].strip() for line in lines),))
        else:
            yield Part("p", (_joined(lines),))


def add(parent: etree._Element, text: str) -> None:
    """Add a text's parts to an element."""
    for part in parts(text):
        element = etree.SubElement(parent, f"{{{XHTML}}}{part.element}")
        if part.element == "p":
            element.set("class", "body")
        for piece in part.texts:
            inner = {"ul": "li", "ol": "li", "blockquote": "p"}.get(part.element)
            _fill(etree.SubElement(element, f"{{{XHTML}}}{inner}") if inner else element, piece)


def _items(lines: list[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        item = ITEM.fullmatch(line)
        if item or not found:
            found.append(item[1] if item else line.strip())
        else:
            found[-1] = _joined([found[-1], line])
    return found


def _joined(lines: list[str]) -> str:
    """Join the lines of a paragraph; between Han characters a line end is nothing."""
    text = "\n".join(line.strip() for line in lines)
    return re.sub(r"(?<![\u2e80-\uffef])\n|\n(?![\u2e80-\uffef])", " ", text).replace("\n", "")


def _fill(element: etree._Element, text: str) -> None:
    done = 0
    last: etree._Element | None = None
    for found in [*EMPHASIS.finditer(text), None]:
        plain = text[done : found.start() if found else len(text)]
        if last is None:
            element.text = plain
        else:
            last.tail = plain
        if found:
            name = found.lastgroup or "em"
            last = etree.SubElement(element, f"{{{XHTML}}}{name}")
            last.text = found[name]
            done = found.end()
