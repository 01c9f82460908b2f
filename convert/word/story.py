"""The text of a Word document as paragraphs, in its order: tables, text boxes and notes too.

Tracked changes count as accepted: what was inserted is text, what was deleted is none (ECMA-376, part 1,
section 17.13.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from convert.word.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = frozenset({W + "del", W + "moveFrom"})
"""What is no longer text once changes are accepted."""
NOT_TEXT = frozenset({W + "instrText", W + "delText", W + "delInstrText", W + "rPr", W + "pPr"})
MARKS = {
    W + "tab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same drawing once more, for older programs."""
NOTES = (("footnotes", W + "footnote"), ("endnotes", W + "endnote"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its text, and its style's name in small letters."""

    text: str
    style: str = ""
    front: bool = False
    """Whether it stands in the first of several sections."""


def story(package: Package) -> list[Paragraph]:
    """List the paragraphs of a document, then those of its notes."""
    names = style_names(package)
    body = list(_paragraphs(package.document, names))
    for kind, name in NOTES:
        part = package.parts.get(kind)
        if part is not None:
            for note in part.iter(name):
                if note.get(W + "type") in {None, "normal"}:
                    body += _paragraphs(note, names)
    return body


def style_names(package: Package) -> Mapping[str, tuple[str, ...]]:
    """Return the name of each style, and those of the styles it is based on, by its id."""
    names: dict[str, str] = {}
    based: dict[str, str] = {}
    styles = package.parts.get("styles")
    for style in styles.iter(W + "style") if styles is not None else ():
        key = style.get(W + "styleId", "")
        name, base = style.find(W + "name"), style.find(W + "basedOn")
        names[key] = ("" if name is None else name.get(W + "val", "")).lower()
        based[key] = "" if base is None else base.get(W + "val", "")
    chains: dict[str, tuple[str, ...]] = {}
    for key in names:
        chain: list[str] = []
        here = key
        while here in names and names[here] not in chain and len(chain) < 16:
            chain.append(names[here])
            here = based[here]
        chains[key] = tuple(chain)
    return chains


def _paragraphs(root: Element, names: Mapping[str, tuple[str, ...]]) -> Iterator[Paragraph]:
    """Yield the paragraphs; one whose end was deleted goes on in the next."""
    waiting = ""
    sections = sum(1 for _ in root.iter(W + "sectPr"))
    front = sections > 1
    for paragraph in root.iter(W + "p"):
        if any(above.tag == FALLBACK for above in paragraph.iterancestors()):
            continue
        text = waiting + "".join(_texts(paragraph))
        waiting = ""
        properties = paragraph.find(W + "pPr")
        style = "" if properties is None else _value(properties.find(W + "pStyle"))
        ends = properties is not None and properties.find(W + "sectPr") is not None
        if properties is not None and any(properties.find(f"{W}rPr/{kind}") is not None for kind in GONE):
            waiting = text
        else:
            yield Paragraph(text, _known(names.get(style, ())), front)
        front = front and not ends
    if waiting:
        yield Paragraph(waiting)


def _known(chain: tuple[str, ...]) -> str:
    return "\n".join(chain)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(W + "val", "")


def _texts(element: Element) -> Iterator[str]:
    """Yield the text of a paragraph; a text box inside it is a paragraph of its own."""
    for child in element:
        if child.tag in GONE or child.tag in NOT_TEXT or child.tag == W + "p" or child.tag == FALLBACK:
            continue
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in MARKS:
            yield MARKS[child.tag]
        else:
            yield from _texts(child)
