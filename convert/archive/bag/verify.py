"""Prove the bag that this file lies in, with Python 3.9 or later alone: python3 -I -S verify.py [BAG].

1. Every file has the digests that the manifests name; none is missing, none was added (RFC 8493).
2. From each archival XML (TEI) the texts of the source are rebuilt; they have the digests that its header
   names, and the files of the source are in the bag.
3. DOCX and EPUB have all paragraphs of the XML's reading in its order, and so has the TEI attached to a PDF.

Nothing is written, fetched or run; no link is followed. What is wrong is printed, a line a fault.
Exit status: 0 all is proved, 1 there are faults, 2 this is no bag, or none that can be checked.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import sys
import zipfile
import zlib
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

MAX_FILES, MAX_MEMBERS, MAX_SPACES = 200_000, 10_000, 100
MAX_SIZE, CHUNK = 512 << 20, 1 << 20  # bytes of a file that is looked into, and of all that it unpacks to
MANIFESTS = {f"{t}manifest-{kind}.txt": (kind, bool(t)) for kind in ("sha256", "sha512") for t in ("", "tag")}
BLOCKS = frozenset("head byline dateline p ab fw l item cell".split())
SOURCE_ONLY = frozenset("sic orig surplus".split())
SIDES = SOURCE_ONLY | frozenset("corr reg supplied".split())
WHITE = {
    "sp": " ", "tab": "\t", "lf": "\n", "cr": "\r", "crlf": "\r\n", "vt": "\v", "ff": "\f", "fs": "\x1c",
    "gs": "\x1d", "rs": "\x1e", "nel": "\x85", "ls": "\u2028", "ps": "\u2029", "nbsp": "\u00a0",
    "idsp": "\u3000", "shy": "\u00ad",
}  # fmt: skip
# The space in front of a milestone that reads as white space is part of it; two profiles have none.
SPACE = re.compile(rb' (?=<lb (?![^<>]*break="no")|<space (?![^<>]*(dim=|y="0"))[^<>]*(rend|quantity)=)')
FORMER_PROFILE = re.compile(rb'<schemaRef url="urn:backfile:archive:[12]"')
ESCAPE = 0xDC00  # and more by its value: a byte that is no character in the encoding of its text
STATEFUL = re.compile(r"utf.?7|hz|iso.?2022|idna|punycode|unicode.?escape|undefined|mbcs|oem", re.IGNORECASE)
# What hostile files raise; deep nesting is a RuntimeError.
UNREADABLE = (ValueError, LookupError, ArithmeticError, RuntimeError, zlib.error, zipfile.BadZipFile)
APART = frozenset("p h1 h2 h3 h4 h5 h6 li td th div figcaption caption br cr tab dt dd section".split())
"""Elements of DOCX and EPUB that part two paragraphs, or two lines of one."""


class BagFault(ValueError):
    """What is wrong, in words."""


class Piece(NamedTuple):
    """A stretch of a block: its zone, its text as the source has it, and as it reads."""

    zone: str
    source: str
    reading: str


class Copy(NamedTuple):
    """The paragraphs of a reading copy; one under review shows what was moved where it stood."""

    texts: list[str]
    in_order: bool = True


def check(root: Path) -> Iterator[str]:
    """Yield what is wrong with a bag; raise BagFault where it is none, or cannot be checked."""
    sizes = dict(tree(root))
    named = {manifest: listed(root, manifest) for manifest in MANIFESTS}
    digests: dict[str, str] = {}
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(sizes):
        folders[path.rpartition("/")[0]].append(path)
        digest = digest_of(Path(root, path))
        digests[path] = digest["sha256"]
        if path.startswith("tagmanifest-"):
            yield from () if path in MANIFESTS else (f"{path}: not a manifest of this bag",)
            continue
        for manifest, (kind, is_tag) in MANIFESTS.items():
            if is_tag != path.startswith("data/") and named[manifest].pop(path, "") != digest[kind]:
                yield f"{path}: altered or added: it has not the digest that {manifest} names"
    for manifest, left in named.items():
        yield from (f"{path}: missing, though {manifest} lists it" for path in left)
    for folder, paths in folders.items():
        stem = f"{folder}/{folder.rpartition('/')[2]}"
        if f"{stem}.premis.xml" in paths:
            kept = {digests[path] for path in folders.get(f"{folder}/source", ())}
            yield from issue(root, stem, {path: sizes[path] for path in paths}, kept)


def digest_of(path: Path) -> dict[str, str]:
    """Return the digests of a file, which is read piece by piece."""
    hashes = {kind: hashlib.new(kind) for kind in ("sha256", "sha512")}
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(CHUNK), b""):
            for one in hashes.values():
                one.update(piece)
    return {kind: one.hexdigest() for kind, one in hashes.items()}


def tree(root: Path) -> Iterator[tuple[str, int]]:
    """Yield each file of the bag with its size; a link is none."""
    paths = (Path(folder, name) for folder, folders, files in os.walk(root) for name in folders + files)
    for number, path in enumerate(paths):
        status = path.lstat()
        if number > MAX_FILES or not (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)):
            raise BagFault(f"{path}: a link or device, or more than {MAX_FILES} files")
        if stat.S_ISREG(status.st_mode):
            yield path.relative_to(root).as_posix(), status.st_size


def listed(root: Path, manifest: str) -> dict[str, str]:
    """Return the digests that a manifest names, by path; its form is that of `backfile bag`, to the byte."""
    digests: dict[str, str] = {}
    size = hashlib.new(MANIFESTS[manifest][0]).digest_size
    form = re.compile(rb"([0-9a-f]{%d})  ([^\r\n]+)\n" % (2 * size))
    with Path(root, manifest).open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(CHUNK), b""), 1):
            match = form.fullmatch(line)
            path = match[2].decode("utf-8", "surrogateescape") if match else ""
            path = path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
            if match is None or path in digests or number > MAX_FILES:
                raise BagFault(f"{manifest}:{number}: not a digest and a path, or not the first of that path")
            if path.startswith(("/", "\\", "~")) or {"", ".", ".."} & set(path.split("/")):
                raise BagFault(f"{manifest}:{number}: a path that leads out of the bag")
            digests[path] = match[1].decode()
    return digests


def issue(root: Path, stem: str, sizes: dict[str, int], kept: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with an issue: its archival XML, the files of its source, its reading copies."""
    at = f"{stem}.xml"
    try:
        tei = parse(Path(root, at).read_bytes() if sizes[at] <= MAX_SIZE else b"")
        yield from (f"{at}: {fault}" for fault in sources(tei, kept))
        reading = paragraphs(tei)
        for at in (path for path in sizes if path.startswith(f"{stem}.")):
            reader = READERS.get(at.rpartition(".")[2].lower())
            copy = reader(Path(root, at).read_bytes()) if reader and sizes[at] <= MAX_SIZE else None
            if copy and (text := first_missing(reading, copy)):
                yield f"{at}: lacks, or has elsewhere, a paragraph of the reading: {text[:40]!r}"
    except UNREADABLE as error:
        yield f"{at}: cannot be read: {error}"


def parse(data: bytes) -> ET.Element:
    """Return the root of an XML file: no entities, no document type but a bare one."""
    local = lru_cache(1000)(lambda name: name.rpartition("}")[2])

    def start(tag: str, attributes: dict[str, str]) -> None:
        builder.start(local(tag), {local(key): value for key, value in attributes.items()})

    def doctype(_name: str, system: str | None, public: str | None, subset: int) -> None:
        if system or public or subset:
            raise BagFault("a document type, which is not taken")

    if b'<schemaRef url="urn:backfile:archive:' in data and not FORMER_PROFILE.search(data):
        data = SPACE.sub(b"", data)
    builder, parser = ET.TreeBuilder(), expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: builder.end(local(tag))
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = builder.data, doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the parameter has no name in all versions
    except expat.ExpatError as error:
        raise BagFault(f"not XML: {error}") from error
    return builder.close()


def sources(tei: ET.Element, kept: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the files of the source; `kept` are the digests of those in the bag."""
    texts: defaultdict[str, str] = defaultdict(str)
    for block in tei.iterfind("text/body//*"):
        for piece in pieces(block, block.get("facs", "")[1:]) if block.tag in BLOCKS else ():
            texts[piece.zone] += piece.source
    files = tei.findall(".//sourceDesc/bibl[@type='file']")
    for file in files:
        part = f"#{file.get('id')}"
        pages = [s for s in tei.iterfind("facsimile/surface") if len(files) == 1 or s.get("decls") == part]
        zones = (z for page in pages for z in page if z.tag == "zone" and not z.get("type"))
        text = "".join([texts.pop(zone.get("id", ""), "") for zone in zones])
        yield from (f"{file.findtext('title')}: {fault}" for fault in source(file, text, kept))
    if any(texts.values()):
        yield "source text that is of no page"
    whole = tei.findtext(".//sourceDesc/bibl[@type='issue']/idno[@type='sha256']")
    of_all = "".join(file.findtext("idno[@type='sha256']", "") + "\n" for file in files)
    if whole is not None and hashlib.sha256(of_all.encode()).hexdigest() != whole:
        yield "the digest of the issue does not match its files"


def source(file: ET.Element, text: str, kept: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with a file of the source, of which the XML gives this text."""
    digest, text_digest = (file.findtext(f"idno[@type='{kind}']", "") for kind in ("sha256", "text-sha256"))
    if encoding := file.findtext("note[@type='encoding']", ""):
        data = bytes.fromhex(file.findtext("note[@type='bom']", "")) + encoded(text, encoding)
        if hashlib.sha256(data).hexdigest() != (text_digest or digest):
            yield "the text rebuilt from the XML has not the digest that its header names"
        elif digest not in kept and not (text_digest and (text_digest in kept or not text)):
            yield "the file is not in source/"
    elif text:
        yield "it could not be read, and has a text"


def encoded(text: str, encoding: str) -> bytes:
    """Return a text's bytes; characters from U+DC00 to U+DCFF are single bytes."""
    if STATEFUL.search(encoding) or len(encoding) > len("no codec has a longer name"):
        raise BagFault(f"no source is read in {encoding[:40]!r}")
    parts = enumerate(re.split("([\udc00-\udcff]+)", text))
    return b"".join([bytes(ord(c) - ESCAPE for c in p) if n % 2 else p.encode(encoding) for n, p in parts])


def pieces(element: ET.Element, zone: str) -> Iterator[Piece]:
    """Yield the text of a block, piece by piece."""
    yield plain(zone, element.text)
    for child in element:
        name = child.tag
        if name in {"lb", "space", "g"}:
            yield Piece(zone, *milestone(child, name))
        elif name == "pc":
            yield Piece(zone, child.get("orig", ""), child.text or "")
        elif name == "choice" or child.tag in SIDES:
            sides = [each for each in child if each.tag in SIDES] if name == "choice" else [child]
            inner = [(each.tag in SOURCE_ONLY, list(pieces(each, zone))) for each in sides]
            old = "".join(piece.source for is_old, side in inner if is_old for piece in side)
            new = "".join(piece.reading for is_old, side in inner if not is_old for piece in side)
            yield Piece(zone, old, new)
        else:
            zone = child.get("facs", zone and f"#{zone}")[1:] if name == "seg" else zone
            for piece in pieces(child, zone):
                zone = piece.zone
                yield piece
        yield plain(zone, child.tail)


def plain(zone: str, text: str | None) -> Piece:
    """Return text as it stands, without line ends of the XML file and the blanks around them."""
    text = re.sub(r"[ \t]*\n[ \t\n]*", "", text) if text and "\n" in text else text or ""
    return Piece(zone, text, text)


def milestone(element: ET.Element, name: str) -> tuple[str, str]:
    """Return the characters of the source that an empty element names, and what is read for them."""
    quantity, names = element.get("quantity"), element.get("rend", "").split()
    if name == "g":
        names = [element.get("n", "")]
        if element.get("type") == "byte":
            return (chr(ESCAPE + int(names[0], 16)),) * 2
    elif name == "space" and not names:
        names = ["lf", "lf"] if element.get("dim") else ["sp"]
        quantity = quantity or "0"
    text = "".join(WHITE.get(n) or (chr(int(f"0x{n[2:]}", 0)) if n[:2] == "U+" else n[:1]) for n in names)
    if name == "lb":
        return text, {"no": "", "yes": " "}.get(element.get("break", ""), text)
    if name == "space" and (quantity is not None or element.get("dim") == "vertical"):
        return text, "" if element.get("dim") == "vertical" else " " * min(int(quantity or 0), MAX_SPACES)
    return text, text


def paragraphs(tei: ET.Element) -> list[str]:
    """Return the paragraphs of the reading, articles whole, advertisements last, no furniture."""
    body = sorted(tei.iterfind("text/body/*"), key=lambda top: top.get("type") == "advertisement")
    known = {top.get("id"): top for top in body if top.get("id")}
    before = {top: known.get(top.get("prev", "")[1:]) for top in body}
    later: defaultdict[ET.Element | None, list[ET.Element]] = defaultdict(list)
    for top in body:
        later[before[top]].append(top)
    done: set[ET.Element] = set()
    texts: list[str] = []
    for first in (*later[None], *body):
        waiting = [first]
        while waiting:
            top = waiting.pop()
            if top not in done:
                done.add(top)
                texts += shown(top, carried=top is not first)
                waiting += reversed(later.get(top, []))
    return [text for text in map(bare, texts) if text]


def shown(division: ET.Element, *, carried: bool) -> Iterator[str]:
    """Yield the paragraphs of a division; a headline that stands again over its later part is none."""
    for block in division.iter():
        if block.tag in BLOCKS and block.tag != "fw":
            carried = carried and block.tag == "head" and block.get("type") in {"kicker", "main", "sub"}
            if not carried:
                yield "".join(piece.reading for piece in pieces(block, ""))


def bare(text: str) -> str:
    """Return a text without white space and what cannot be seen."""
    text = "".join(text.split()).replace("\ufffd", "")
    return text if text.isprintable() else "".join(filter(str.isprintable, text))


def first_missing(reading: Sequence[str], copy: Copy) -> str:
    """Return the first paragraph that a copy, which may have more, has not behind the one before; else ''."""
    texts, at = copy.texts, 0
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        places[text[0]].append(number)
    for text in reading:
        among = places[text[0]]
        for number in range(bisect_left(among, at), len(among)):
            stop, left = among[number], text
            while stop < len(texts) and left and left.startswith(texts[stop]):
                left = left[len(texts[stop]) :]
                stop += 1
            if not left:
                at = stop if copy.in_order else 0
                break
        else:
            return text
    return ""


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip that have text, by name, no more of them than is sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if m.filename.endswith(("ml", ".opf"))]
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_SIZE:
            raise BagFault("more files, or larger ones, than are looked into")
        return {member.filename: archive.read(member) for member in members}


def lines(element: ET.Element, texts: list[str], skipped: Collection[str], only: str = "") -> list[str]:
    """Collect the texts of an element and of those within, parted where a paragraph or a line ends."""
    name, is_note = element.tag, "noteref" in element.get("type", "")
    texts += (apart := [""] * (name in APART))
    if name not in skipped and not is_note:
        texts[-1] += (element.text or "") if only in {"", name} else ""
        for child in element:
            lines(child, texts, skipped, only)
            texts[-1] += (child.tail or "") if not only else ""
    texts += apart
    return texts


def docx(data: bytes) -> Copy:
    """Return the paragraphs of a Word document as they read with all changes accepted."""
    document = unpacked(data)["word/document.xml"]
    texts = lines(parse(document), [""], ("moveFrom", "del", "pPr", "rPr"), "t")
    return Copy(list(filter(None, map(bare, texts))), not re.search(b"<w:(ins|del|moveFrom) ", document))


def epub(data: bytes) -> Copy:
    """Return the paragraphs of an EPUB, in the order of its spine."""
    members = unpacked(data)
    package = parse(members["META-INF/container.xml"]).find(".//rootfile")
    path = package.get("full-path", "") if package is not None else ""
    opf = parse(members[path])
    hrefs = {item.get("id"): unquote(item.get("href", "")) for item in opf.findall("manifest/item")}
    texts = [""]
    for item in opf.findall("spine/itemref"):
        lines(parse(members[path[: path.rfind("/") + 1] + hrefs[item.get("idref")]]), texts, ("head",))
    return Copy([text for text in map(bare, texts) if text])


def pdf(data: bytes) -> Copy | None:
    """Return the paragraphs of the archival XML attached to a PDF; None: there is none attached."""
    for match in re.finditer(rb"stream\r?\n", data):
        start, packed = match.end(), zlib.decompressobj()
        try:
            is_xml = b"<?xml".startswith(zlib.decompressobj().decompress(data[start : start + 1024], 5))
            text = packed.decompress(data[start : start + CHUNK], CHUNK) if is_xml else b""
        except zlib.error:
            continue
        if text.startswith(b"<?xml") and b'url="urn:backfile:archive:' in text:
            rest = packed.unconsumed_tail + data[start + CHUNK :]
            return Copy(paragraphs(parse(text + packed.decompress(rest, MAX_SIZE))))
    return None


READERS = {"docx": docx, "epub": epub, "pdf": pdf}


def main(arguments: Sequence[str]) -> int:
    """Check the bag that a path names, else the one that this file lies in."""
    count = 0
    try:
        for fault in check(Path(arguments[0]) if arguments else Path(__file__).parent):
            count += 1
            sys.stdout.write(f"{ascii(fault)[1:-1]}\n")
    except (BagFault, OSError) as error:
        sys.stdout.write(f"cannot be checked: {ascii(str(error))[1:-1]}\n")
        return 2
    sys.stdout.write(f"{count} faults\n" if count else "whole\n")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
