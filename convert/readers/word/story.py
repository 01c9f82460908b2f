"""The text of a Word document as paragraphs, in its order: tables, text boxes and notes too.

Tracked changes count as accepted: what was inserted is text, what was deleted is none (ECMA-376, part 1,
section 17.13.5). Those of some authors can be kept apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from convert.readers.word.marks import TrackState
from convert.readers.word.package import Package
from convert.readers.word.tables import WordCell, cells_of_paragraphs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DELETED = frozenset({W + "del", W + "moveFrom"})
INSERTED = frozenset({W + "ins", W + "moveTo"})
NOT_TEXT = frozenset({W + "instrText", W + "delInstrText", W + "rPr", W + "pPr"})
TEXT = frozenset({W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
MARKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same drawing once more, for older programs."""
NOTES = (("footnotes", W + "footnote"), ("endnotes", W + "endnote"))

IsKept = Callable[[str], bool]
"""Whether the marks of an author are to be kept apart."""


def nobody(_author: str) -> bool:
    """Keep no author's marks: all changes are accepted."""
    return False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its text, and how it is styled."""

    text: str
    styles: tuple[str, ...] = ()
    """Names of its style and of those that it is based on, in small letters."""
    front: bool = False
    """Whether it stands before the first break between sections, where there is one."""
    place: WordCell | None = None
    """Where it stands in a table, if it does."""


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
        names[key] = _value(style.find(W + "name")).lower()
        based[key] = _value(style.find(W + "basedOn"))
    chains: dict[str, tuple[str, ...]] = {}
    for key in names:
        chain: list[str] = []
        here = key
        while here in names and names[here] not in chain and len(chain) < 16:
            chain.append(names[here])
            here = based[here]
        chains[key] = tuple(chain)
    return chains


def elements(root: Element) -> Iterator[tuple[Element, bool]]:
    """Yield the paragraphs of a part, and of each whether it stands before the first break of sections."""
    found = [p for p in root.iter(W + "p") if not any(above.tag == FALLBACK for above in p.iterancestors())]
    breaks = [n for n, p in enumerate(found) if p.find(f"{W}pPr/{W}sectPr") is not None]
    first = breaks[0] if breaks else -1
    for number, paragraph in enumerate(found):
        yield paragraph, number <= first


def style_of(paragraph: Element) -> str:
    """Return the id of a paragraph's style."""
    return _value(paragraph.find(f"{W}pPr/{W}pStyle"))


def end_of(paragraph: Element, is_kept: IsKept = nobody) -> TrackState | None:
    """Return what is tracked of a paragraph's end; None: it is gone, the next one goes on with the text."""
    for fate in (TrackState.DELETED, TrackState.INSERTED):
        mark = paragraph.find(f"{W}pPr/{W}rPr/{W}{fate}")
        if mark is not None:
            if is_kept(mark.get(W + "author", "")):
                return fate
            if fate is TrackState.DELETED:
                return None
    return TrackState.KEPT


def shows_something(paragraph: Element) -> bool:
    """Whether a paragraph is there for what is no text: a picture, or the end of a section."""
    return paragraph.find(f".//{W}drawing") is not None or paragraph.find(f"{W}pPr/{W}sectPr") is not None


def texts(
    element: Element, is_kept: IsKept = nobody, fate: TrackState = TrackState.KEPT
) -> Iterator[tuple[str, TrackState]]:
    """Yield the text of a paragraph with what is tracked of it, text boxes in it left out."""
    for child in element:
        tag = child.tag
        if tag in DELETED or tag in INSERTED:
            kept = is_kept(child.get(W + "author", ""))
            if kept:
                yield from texts(
                    child, is_kept, TrackState.DELETED if tag in DELETED else TrackState.INSERTED
                )
            elif tag in INSERTED:
                yield from texts(child, is_kept, fate)
        elif tag in TEXT or (tag == W + "delText" and fate is TrackState.DELETED):
            yield child.text or "", fate
        elif tag in MARKS:
            yield MARKS[tag], fate
        elif tag == W + "sym":
            yield _symbol(child), fate
        elif tag not in NOT_TEXT and tag not in {W + "p", W + "delText", FALLBACK}:
            yield from texts(child, is_kept, fate)


def _symbol(element: Element) -> str:
    """Return the character of a symbol's font that a `w:sym` names: F06F, of the private use area."""
    code = element.get(W + "char", "")
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE else "\ufffd"


def _paragraphs(root: Element, names: Mapping[str, tuple[str, ...]]) -> Iterator[Paragraph]:
    """Yield the paragraphs; one whose end was deleted goes on in the next."""
    waiting = ""
    places = cells_of_paragraphs(root)
    for paragraph, front in elements(root):
        waiting += "".join([text for text, _ in texts(paragraph)])
        if end_of(paragraph) is not None:
            yield Paragraph(waiting, names.get(style_of(paragraph), ()), front, places.get(paragraph))
            waiting = ""
    if waiting:
        yield Paragraph(waiting)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(W + "val", "")
