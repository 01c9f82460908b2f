"""What an editor does to a DOCX in a word processor, done without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from convert.document.model import Document
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import ReviewDocxWriter, write_docx
from convert.writers.docx.ooxml import w

NAME = "word/document.xml"
Element: TypeAlias = Any
"""Of lxml, whose stubs do not know that what was found has a parent."""
Edit = Callable[[Element], None]


def written(made: Document, *, tracked: bool = True) -> bytes:
    """Write a document for an editor."""
    write = ReviewDocxWriter() if tracked else write_docx
    return write(made, load_style("newspaper"), WriteContext(datetime(2026, 1, 2, tzinfo=UTC))).data


def edited(data: bytes, *edits: Edit, more: dict[str, bytes] | None = None) -> bytes:
    """Do what an editor does to the body."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == NAME:
                root = etree.fromstring(part)
                for edit in edits:
                    edit(root)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return made.getvalue()


def settle(kept: str, gone: str, wanted: Callable[[Element], bool] = lambda _: True) -> Edit:
    """Return what settles the marks that are wanted, as a word processor does: accept or reject."""

    def do(root: Element) -> None:
        body = root[0]
        for mark in [m for m in body.iter(w(gone)) if wanted(m) and m.getparent().tag != w("rPr")]:
            mark.getparent().remove(mark)
        for mark in [m for m in body.iter(w(kept)) if wanted(m) and m.getparent().tag != w("rPr")]:
            _unwrap(mark)
        for paragraph in list(body.iter(w("p"))):
            for kind, ends in ((kept, True), (gone, False)):
                mark = paragraph.find(f"{w('pPr')}/{w('rPr')}/{w(kind)}")
                if mark is not None and wanted(mark):
                    mark.getparent().remove(mark)
                    if not ends:
                        merge(paragraph)

    return do


def _unwrap(mark: Element) -> None:
    parent = mark.getparent()
    at = parent.index(mark)
    for child in list(mark):
        for text in child.iter(w("delText")):
            text.tag = w("t")
        parent.insert(at, child)
        at += 1
    parent.remove(mark)


def merge(paragraph: Element) -> None:
    """Join a paragraph with the next one, whose properties hold."""
    following = paragraph.getnext()
    if following is None or following.tag != w("p"):
        return
    for child in reversed([c for c in paragraph if c.tag != w("pPr")]):
        following.insert(1, child)
    paragraph.getparent().remove(paragraph)


ACCEPT, REJECT = settle("ins", "del"), settle("del", "ins")


def by(*rules: str) -> Callable[[Element], bool]:
    """Want the marks of some rules."""
    return lambda mark: mark.get(w("author")) in rules


def swap(old: str, new: str) -> Edit:
    """Return what writes over words where they stand last: the title page may have them, too."""

    def do(root: Element) -> None:
        for text in reversed(list(root[0].iter(w("t")))):
            if old in (text.text or ""):
                text.text = (text.text or "").replace(old, new, 1)
                return
        raise AssertionError(f"{old} is not there")

    return do


COMMENTS15 = "http://schemas.microsoft.com/office/word/2012/wordml"
RELATION = (
    '<Relationship Id="rX" Target="commentsExtended.xml" '
    'Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended"/></Relationships>'
)


def resolve(data: bytes, answer: str = "", *, only: int | None = None) -> bytes:
    """Resolve comments as Word does, all or one: ids of paragraphs, a part of its own; perhaps an answer."""
    made = BytesIO()
    word14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        notes = etree.fromstring(old.read("word/comments.xml"))
        extended = etree.Element(f"{{{COMMENTS15}}}commentsEx", nsmap={"w15": COMMENTS15})
        for number, note in enumerate(list(notes)):
            name = f"{number + 1:08X}"
            done = "1" if only in {None, number} else "0"
            list(note.iter(w("p")))[-1].set(f"{{{word14}}}paraId", name)
            etree.SubElement(
                extended,
                f"{{{COMMENTS15}}}commentEx",
                {f"{{{COMMENTS15}}}paraId": name, f"{{{COMMENTS15}}}done": done},
            )
            if answer:
                reply = etree.SubElement(
                    notes, w("comment"), {w("id"): f"{900 + number}", w("author"): "何小满"}
                )
                paragraph = etree.SubElement(reply, w("p"), {f"{{{word14}}}paraId": f"{number + 4097:08X}"})
                etree.SubElement(etree.SubElement(paragraph, w("r")), w("t")).text = answer
                told = {
                    f"{{{COMMENTS15}}}paraId": f"{number + 4097:08X}",
                    f"{{{COMMENTS15}}}paraIdParent": name,
                }
                etree.SubElement(extended, f"{{{COMMENTS15}}}commentEx", told)
        for name in old.namelist():
            part = old.read(name)
            if name == "word/comments.xml":
                part = etree.tostring(notes, xml_declaration=True, encoding="UTF-8")
            if name == "word/_rels/document.xml.rels":
                part = part.replace(b"</Relationships>", RELATION.encode())
            new.writestr(name, part)
        new.writestr(
            "word/commentsExtended.xml", etree.tostring(extended, xml_declaration=True, encoding="UTF-8")
        )
    return made.getvalue()
