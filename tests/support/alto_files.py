"""Small ALTO files of our own, a page of which is a list of blocks."""

from __future__ import annotations

from convert.document.layout import Layout
from convert.document.model import Document, Metadata
from convert.readers.alto import read_alto

SIZE = 'HPOS="{}" VPOS="{}" WIDTH="{}" HEIGHT="{}"'


def word(text: str, at: str = "", more: str = "") -> str:
    """Return a String; `at` is "left top width height"."""
    place = SIZE.format(*at.split()) if at else ""
    return f'<String CONTENT="{text}" {place} {more}/>'


def line(*inside: str, at: str = "", more: str = "") -> str:
    """Return a TextLine."""
    place = SIZE.format(*at.split()) if at else ""
    return f"<TextLine {place} {more}>{''.join(inside)}</TextLine>"


def block(*lines: str, at: str = "", more: str = "") -> str:
    """Return a TextBlock."""
    place = SIZE.format(*at.split()) if at else ""
    return f"<TextBlock {place} {more}>{''.join(lines)}</TextBlock>"


def text_block(*texts: str, more: str = "") -> str:
    """Return a TextBlock with a line for each text."""
    lines = [line(*["<SP/>".join(word(part) for part in text.split())]) for text in texts]
    return block(*lines, more=more)


def alto(*blocks: str, page: str = 'WIDTH="100" HEIGHT="200"', before: str = "", namespace: str = "") -> str:
    """Return a file of one page, all blocks in its print space; `before` stands in front of the layout."""
    declared = f' xmlns="{namespace}"' if namespace else ""
    space = f"<PrintSpace>{''.join(blocks)}</PrintSpace>"
    return f"<alto{declared}>{before}<Layout><Page {page}>{space}</Page></Layout></alto>"


def read(file: str | bytes) -> Document:
    """Read a file of ALTO."""
    data = file if isinstance(file, bytes) else file.encode()
    return read_alto(data, Metadata(name="page.xml"))


def layout_of(file: str | bytes) -> Layout:
    """Read a file of ALTO, and return its layout."""
    layout = read(file).layout
    assert layout is not None
    return layout
