"""From the archival XML back to the bytes of the source, with nothing but the file itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.errors import BadSetting, InvalidArchive, suggest
from convert.tei.content import BlockTexts, ZoneText
from convert.tei.header import DeclaredSource, declared_sources
from convert.tei.names import BLOCKS, XML_ID, tag, text_zones
from convert.tei.read import altered, body, parse_archive
from convert.text.encoding import resolve_encoding
from convert.text.source import Original, Source, combined_digest, encode

LONGEST_ENCODING = 40
"""Characters of a codec's name."""
SHOWN = 6
"""Names of files that a message lists."""
LONGEST_NAME = 80
"""Characters of a file's name that a message shows."""


class RestoredPart(NamedTuple):
    """A source file, made again from the archival XML."""

    source: Source
    """Without bytes where the file could not be read."""
    id: str = ""
    """Its xml:id in the header; empty: it is the only one."""
    page: str = ""
    """The printed number of its first page."""
    digest: str = ""
    """SHA-256 of the file; empty: it could not be had."""
    size: int = 0
    fault: str = ""
    """Why it has no text."""

    @property
    def is_lost(self) -> bool:
        """Whether its bytes are not in the file."""
        return not self.source.encoding


def restore_xml(data: bytes, name: str = "") -> bytes:
    """Return the bytes of the source that an archival XML was made from; several files one after the other.

    Raises:
        UnreadableSource: not XML that we take at all.
        InvalidArchive: not an archival XML of ours, or the bytes do not have the digest it names.

    """
    return source_bytes(parse_archive(data, name), name)


def source_bytes(root: Element, name: str = "") -> bytes:
    """Return the bytes of the source, made from the parsed file; several files one after the other.

    Raises:
        InvalidArchive: as `restored_parts`.

    """
    return b"".join([part.source.data for part in restored_parts(root, name)])


def restored_parts(
    root: Element, name: str = "", texts: Mapping[str, str] | None = None
) -> tuple[RestoredPart, ...]:
    """Return the source files, made from the parsed file, in the order of their pages.

    `texts` are those of `zone_sources`, where they are at hand.

    Raises:
        InvalidArchive: the file has no text of ours, or the bytes do not have the digests it names.

    """
    parts = tuple(try_restore(root, name, texts))
    for part in parts:
        if isinstance(part, InvalidArchive):
            raise part
    return tuple(part for part in parts if isinstance(part, RestoredPart))


def one_part(root: Element, part: str, name: str = "") -> RestoredPart:
    """Return the source file of that name; whether the others are whole is not asked.

    Raises:
        BadSetting: there is none of that name, or several.
        InvalidArchive: as `restored_parts`, of this file.

    """
    declared = declared_sources(root, name)
    numbers = [number for number, file in enumerate(declared) if file.name == part]
    if len(numbers) != 1:
        names = [file.name for file in declared]
        hint = suggest(part, names, f"choose from: {', '.join(names[:SHOWN])}{' …' if names[SHOWN:] else ''}")
        many = f"{len(numbers)} files" if numbers else "no file"
        raise BadSetting(
            f"{many} named {part[:LONGEST_NAME]!r} in the issue", location=name or "-", hint=hint
        )
    (restored,) = islice(try_restore(root, name), numbers[0], numbers[0] + 1)
    if isinstance(restored, InvalidArchive):
        raise restored
    return restored


def file_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return under which names the files of an issue are written: one each, that leads into no other folder.

    p1/text.txt, p2/text.txt -> 1_text.txt, 2_text.txt
    """
    names = [name.replace("\\", "/").rpartition("/")[2] for name in names]
    names = [f"page{n}" if name in ("", ".", "..") else name for n, name in enumerate(names, 1)]
    if len({name.casefold() for name in names}) == len(names):
        return tuple(names)
    return tuple(f"{number}_{name}" for number, name in enumerate(names, 1))


def digest_of(parts: Sequence[RestoredPart]) -> str:
    """Return the digest of the source: of its file, or of the digests of several; empty: there is none."""
    if not parts or not parts[0].id:
        return parts[0].digest if parts else ""
    return combined_digest(part.digest for part in parts)


def try_restore(
    root: Element, name: str = "", texts: Mapping[str, str] | None = None
) -> Iterator[RestoredPart | InvalidArchive]:
    """Yield each source file, or in its place why it cannot be made from the parsed file.

    Raises:
        InvalidArchive: the file has no text of ours, or its pages are of no files that it names.

    """
    declared = declared_sources(root, name)
    pages = _pages_of(declared, root, name)
    if texts is None:
        texts = zone_sources(root, name)
    for file, surfaces in zip(declared, pages, strict=True):
        zones = [zone for surface in surfaces for zone in text_zones(surface)]
        text = "".join([texts[zone.get(XML_ID, "")] for zone in zones])
        page = next((surface.get("n", "") for surface in surfaces), "")
        try:
            source = _encoded(text, file, name)
        except InvalidArchive as error:
            yield error
            continue
        yield RestoredPart(source, file.id, page, file.sha256, file.size, file.fault)


def _pages_of(declared: Sequence[DeclaredSource], root: Element, name: str) -> list[list[Element]]:
    """Return the surfaces of each file's pages.

    Raises:
        InvalidArchive: a page is of no file, or not in the order of the files.

    """
    surfaces = list(root.iterfind(f"{tag('facsimile')}/{tag('surface')}"))
    if not declared[0].id:
        return [surfaces]
    numbers = {f"#{file.id}": number for number, file in enumerate(declared)}
    pages: list[list[Element]] = [[] for _ in declared]
    last = 0
    for surface in surfaces:
        number = numbers.get(surface.get("decls", ""), -1)
        if number < last:
            raise altered("a page of no file, or not in the order of the files", name, surface)
        pages[number].append(surface)
        last = number
    return pages


def _encoded(text: str, file: DeclaredSource, name: str) -> Source:
    """Return a source file from its text.

    Raises:
        InvalidArchive: the bytes do not have the digest that the header names.

    """
    where = f" of {file.name[:LONGEST_NAME]}" if file.id else ""
    if not file.encoding:
        if text:
            raise altered(f"a file that could not be read has a text: {file.name[:LONGEST_NAME]}", name)
        return Source(b"", "", "", name=file.name)
    if not _is_encoding_of_sources(file.encoding):
        raise altered(f"no source is read in {file.encoding[:40]!r}", name)
    try:
        data = encode(text, file.encoding, file.bom)
    except (LookupError, ValueError) as error:  # UnicodeError is a ValueError
        raise altered(f"the text{where} cannot be written in {file.encoding[:40]!r}", name) from error
    if sha256(data).hexdigest() != (file.text_sha256 or file.sha256):
        rebuilt = f"the {len(data):,} bytes rebuilt{where}"
        raise altered(f"{rebuilt} do not have the digest that the header names", name)
    original = Original(file.sha256, file.size, file.reader) if file.reader else None
    return Source(data, text, file.encoding, file.bom, file.name, original=original)


def _is_encoding_of_sources(encoding: str) -> bool:
    """Whether a source may have this encoding: Python has others, some of which take quadratic time."""
    try:
        return len(encoding) <= LONGEST_ENCODING and resolve_encoding(encoding) == encoding
    except BadSetting:
        return False


def source_text(root: Element, name: str = "") -> str:
    """Return the source text: the source of every zone, in the order of the facsimile.

    Raises:
        InvalidArchive: as `zone_sources`.

    """
    return "".join(zone_sources(root, name).values())


def zone_sources(root: Element, name: str = "", read: BlockTexts | None = None) -> dict[str, str]:
    """Return the source text of every zone by its id, in the order of the facsimile.

    `read` keeps what was collected, for who reads the blocks again.

    Raises:
        InvalidArchive: a zone without text, a text whose zone is missing or taken twice.

    """
    texts: dict[str, str] = {}
    for zone, text in _zone_texts(root, name, read or BlockTexts(name)):
        if zone in texts:
            raise altered(f"zone {zone[:40]!r} is used twice", name)
        texts[zone] = text
    surfaces = root.iterfind(f"{tag('facsimile')}/{tag('surface')}")
    zones = (zone for surface in surfaces for zone in text_zones(surface))
    try:
        ordered = {key: texts.pop(key) for zone in zones for key in [zone.get(XML_ID, "")]}
    except KeyError as error:
        raise altered(f"zone {error.args[0][:40]!r} has no text", name) from error
    if texts:
        raise altered(f"zone {min(texts)[:40]!r} is not in the facsimile", name)
    return ordered


def _zone_texts(root: Element, name: str, read: BlockTexts) -> Iterator[ZoneText]:
    """Yield the source text of each zone, in reading order.

    Raises:
        InvalidArchive: source text before the first zone, or an element that names no character.

    """
    for block in body(root, name).iter(*BLOCKS):
        for piece in read.zone_texts(block):
            if not piece.zone:
                raise altered("source text outside of every zone", name, block, hint="see @facs")
            yield piece
