"""The package of a Word document (ECMA-376, part 2): checked before anything of it is read.

Nothing is fetched and nothing is run. What would bring in text or code from elsewhere is refused by name: a
macro, a template, a picture or a part of the document behind a link. A hyperlink is text, and stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from posixpath import dirname, join, normpath
from types import MappingProxyType
from zipfile import ZipFile

from lxml.etree import _Element as Element

from convert.errors import UnreadableSource
from convert.system.xml import parse
from convert.system.zip_faults import DAMAGED

MOST, MOST_IN_ALL, MOST_PARTS = 64_000_000, 128_000_000, 10_000
"""Bytes of one part and of all that are read, and parts."""
MOST_PARAGRAPHS = 50_000
"""Of a document: a newspaper's issue of 100 pages has some 5,000."""
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HARMLESS = frozenset({"hyperlink"})
"""Links to the outside that are text and nothing else."""
WANTED = (
    *("styles", "comments", "commentsExtended", "footnotes", "endnotes"),
    *("custom-properties", "core-properties"),
)
"""Parts that are read beside the document, by the kind of relation."""
AGAIN = "open it in a word processor and save it again as .docx"


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word document that hold text, and what says how to read them."""

    document: Element
    parts: Mapping[str, Element] = field(default_factory=lambda: MappingProxyType({}))
    """By kind, those of WANTED that are there."""


def opened(data: bytes, where: str) -> Package:
    """Open a Word document.

    Raises:
        UnreadableSource: encrypted, truncated, larger unpacked than MOST_IN_ALL, with macros or links
            to files outside, or without a document.

    """
    try:
        with ZipFile(BytesIO(data)) as file:
            return _Reading(file, where).package()
    except DAMAGED as error:
        raise UnreadableSource("a damaged or truncated Word document", location=where, hint=AGAIN) from error


class _Reading:
    """Reads parts of one file, and counts what they take."""

    def __init__(self, file: ZipFile, where: str) -> None:
        """Look at the list of parts alone."""
        self._file, self._where, self._left = file, where, MOST_IN_ALL
        entries = file.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableSource("an encrypted file", location=where, hint="save it without a password")
        if len(entries) > MOST_PARTS:
            raise UnreadableSource(f"a package of {len(entries):,} parts", location=where, hint=AGAIN)
        if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
            raise self._refused("has macros", "save it as .docx, which has none")

    def package(self) -> Package:
        """Read what holds text."""
        outer = self._linked("")
        main = next(iter(outer.get("officeDocument", ())), "")
        types = {e.get("PartName", "").lstrip("/"): e.get("ContentType", "") for e in self._part(TYPES)}
        if not main or types.get(main) != MAIN:
            raise self._refused("is not a Word document", "give a .docx document with text")
        linked = {**outer, **self._linked(main)}
        parts = {kind: self._part(linked[kind][0]) for kind in WANTED if kind in linked}
        document = self._part(main)
        paragraphs = document.iter("{*}p")
        if next(islice(paragraphs, MOST_PARAGRAPHS, None), None) is not None:
            raise self._refused(f"has more than {MOST_PARAGRAPHS:,} paragraphs", "split it")
        return Package(document, MappingProxyType(parts))

    def _linked(self, part: str) -> Mapping[str, list[str]]:
        """Return the parts that one is related to, by kind; refuse what is not in the package."""
        name = join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels")
        found: dict[str, list[str]] = {}
        if name not in self._file.NameToInfo:
            return found
        for relation in self._part(name):
            kind = relation.get("Type", "").rpartition("/")[2]
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                if kind not in HARMLESS:
                    raise self._refused(
                        f"links to an external file ({kind}: {target[:80]!r})", "remove the link"
                    )
                continue
            if kind == "aFChunk":
                raise self._refused("contains another document", AGAIN)
            inside = normpath(join("/", dirname(part), target)).lstrip("/")
            found.setdefault(kind, []).append(inside)
        return found

    def _part(self, name: str) -> Element:
        """Parse one part; its size is what comes out, whatever the list says."""
        limit = min(MOST, self._left)
        with self._file.open(name) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise self._refused(f"unpacks to more than {limit:,} bytes", "split it")
        self._left -= len(data)
        return parse(data, f"{self._where}!{name}", most=MOST)

    def _refused(self, what: str, hint: str) -> UnreadableSource:
        return UnreadableSource(f"the document {what}", location=self._where, hint=hint)
