"""Whether a bag is what was put into it: every file there, none more, and no byte of them altered.

Stricter than RFC 8493 in two points: a file beside the payload that no tag manifest lists is a
fault, and links are not followed, so that a bag never tells of files outside of it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from convert.archive.bag.names import decoded, hostile
from convert.errors import InvalidArchive
from convert.system.paths import printable_path

ALGORITHMS = ("sha512", "sha256", "sha1", "md5")
"""Digests that are computed; one of the first two must be there."""
MOST_FILES = 200_000
LONGEST_LINE = 8192
"""Bytes: a path of 4,096, each of its characters encoded, and a digest."""
MOST_FAULTS = 20
"""Faults that are told."""
CHUNK = 1 << 20

_DECLARATION = re.compile(rb"BagIt-Version: ([0-9]+\.[0-9]+)\r?\nTag-File-Character-Encoding: UTF-8\r?\n?")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)", re.DOTALL)
_STRICT = re.compile(r"[0-9a-f]+ {1,2}[^ ].*", re.DOTALL)
_OXUM = re.compile(rb"^Payload-Oxum: ([0-9]{1,20})\.([0-9]{1,10})\r?$", re.MULTILINE)
_AGAIN = "fetch it anew from where it is kept"


@dataclass(slots=True)
class _Bag:
    """What a bag holds and what its manifests say."""

    root: Path
    files: dict[str, int] = field(default_factory=dict)
    """Size by path within the bag."""
    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    """By path, by algorithm: what a manifest says."""

    def fault(self, what: str, path: str = "") -> InvalidArchive:
        """Describe a fault."""
        where = printable_path(str(self.root / path) if path else str(self.root))
        return InvalidArchive(what, location=where, hint=_AGAIN)


def verify_bag(folder: Path) -> tuple[InvalidArchive, ...]:
    """Check a bag and return the first of its faults; none: it is whole.

    Nothing is written or fetched, no link is followed, and files are read piece by piece.

    Raises:
        InvalidArchive: no bag, or one with a path that leads out of it, a link, or more than can be checked.

    """
    bag = _Bag(folder)
    return tuple(islice(_faults(bag), MOST_FAULTS))


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag, or what is left of one."""
    marks = ("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "manifest-sha256.txt")
    return folder.is_dir() and any(os.path.lexists(folder / mark) for mark in marks)


def archives(folder: Path) -> list[Path]:
    """Return the archival files of a bag that was found whole: those that a METS file describes."""
    described = sorted(folder.glob("data/**/*.mets.xml"))
    found = (path.with_name(path.name.removesuffix(".mets.xml") + ".xml") for path in described)
    return [path for path in found if path.is_file()]


def _faults(bag: _Bag) -> Iterator[InvalidArchive]:
    """Yield all that is wrong, what is quick to see first."""
    bag.files.update(_walked(bag))
    yield from _declaration(bag)
    manifests = [name for name in sorted(bag.files) if _MANIFEST.fullmatch(name)]
    read: dict[str, set[str]] = {}
    for name in manifests:
        listed, faults = _manifest(bag, name)
        read[name] = listed
        yield from faults
    yield from _complete(bag, read)
    for path in sorted(bag.files):
        expected = bag.digests.get(path, {})
        if expected:
            yield from _altered(bag, path, expected)


def _walked(bag: _Bag) -> Iterator[tuple[str, int]]:
    """Yield every file with its size; refuse what is neither file nor folder."""
    if not bag.root.is_dir():
        raise InvalidArchive(
            "not a folder", location=printable_path(bag.root), hint="give the folder of a bag"
        )
    count = 0
    waiting = [("", bag.root)]
    while waiting:
        prefix, folder = waiting.pop()
        for entry in _scanned(bag, folder):
            path = prefix + entry.name
            count += 1
            if count > MOST_FILES:
                raise bag.fault(f"more than {MOST_FILES:,} files")
            mode = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(mode.st_mode):
                waiting.append((f"{path}/", folder / entry.name))
            elif stat.S_ISREG(mode.st_mode):
                yield path, mode.st_size
            else:
                kind = "a link" if stat.S_ISLNK(mode.st_mode) else "neither file nor folder"
                raise bag.fault(f"{kind}; nothing was read", path)


def _scanned(bag: _Bag, folder: Path) -> list[os.DirEntry[str]]:
    """Return what a folder holds, no more of it than a bag may have."""
    try:
        with os.scandir(folder) as entries:
            return list(islice(entries, MOST_FILES + 1))
    except OSError as error:
        raise bag.fault(f"cannot be opened: {error.strerror}") from error


def _declaration(bag: _Bag) -> Iterator[InvalidArchive]:
    """Check bagit.txt and bag-info.txt."""
    if "bagit.txt" not in bag.files:
        raise InvalidArchive(
            "no bag: it has no bagit.txt", location=printable_path(bag.root), hint="give a bag"
        )
    found = _DECLARATION.fullmatch(_start(bag, "bagit.txt"))
    if found is None:
        yield bag.fault("not the declaration of a bag", "bagit.txt")
    elif found[1] not in {b"1.0", b"0.97"}:
        raise bag.fault(f"BagIt {found[1].decode()[:20]}; this program reads 1.0 and 0.97", "bagit.txt")
    if "fetch.txt" in bag.files:
        yield bag.fault("parts of the bag are elsewhere; nothing is fetched", "fetch.txt")
    oxum = _OXUM.search(_start(bag, "bag-info.txt")) if "bag-info.txt" in bag.files else None
    if oxum:
        sizes = [size for path, size in bag.files.items() if path.startswith("data/")]
        if (int(oxum[1]), int(oxum[2])) != (sum(sizes), len(sizes)):
            what = f"the payload has {sum(sizes):,} bytes in {len(sizes):,} files, and not"
            yield bag.fault(f"{what} {int(oxum[1]):,} in {int(oxum[2]):,}", "bag-info.txt")


def _manifest(bag: _Bag, name: str) -> tuple[set[str], list[InvalidArchive]]:
    """Read a manifest, line by line; return the paths in it and what is wrong with it."""
    faults: list[InvalidArchive] = []
    listed: set[str] = set()
    found = _MANIFEST.fullmatch(name)
    algorithm = found[2] if found else ""
    tag = bool(found and found[1])
    if algorithm not in ALGORITHMS:
        return listed, [bag.fault(f"digests of a kind that is not known, {algorithm[:20]}", name)]
    form: str | None = None
    for number, line in enumerate(_lines(bag, name), 1):
        place = f"{name}:{number}"
        form = form if form is not None else _form(line)
        if tag and _form(line) != form:
            faults.append(bag.fault("not in the form of the first line", place))
            continue
        if len(listed) > MOST_FILES:
            raise bag.fault(f"more than {MOST_FILES:,} lines", name)
        try:
            path, digest = _entry(line, algorithm, strict=tag)
        except ValueError as error:
            faults.append(bag.fault(str(error), place))
            continue
        if why := hostile(path):
            raise bag.fault(f"{why}, {printable_path(path[:80])!r}; nothing was read", place)
        path = _as_stored(bag, path)
        if tag == path.startswith("data/"):
            faults.append(bag.fault(f"{printable_path(path)} does not belong into this manifest", place))
        elif path in listed:
            faults.append(bag.fault(f"{printable_path(path)} is listed twice", place))
        else:
            listed.add(path)
            bag.digests.setdefault(path, {})[algorithm] = digest
    return listed, faults


def _lines(bag: _Bag, name: str) -> Iterator[str]:
    """Yield the lines of a manifest, each no longer than a path can be."""
    with _opened(bag, name) as file:
        while line := file.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise bag.fault(f"a line of more than {LONGEST_LINE:,} bytes", name)
            if not line.endswith(b"\n"):
                raise bag.fault("cut short: its last line has no end", name)
            yield line[:-1].decode("utf-8", "surrogateescape")


def _entry(line: str, algorithm: str, *, strict: bool) -> tuple[str, str]:
    """Read a line of a manifest: a digest, white space, a path.

    No manifest proves a tag manifest, so that there the form is strict: other white space than in the
    other lines, or a capital letter, is an altered byte.
    """
    line = line.removesuffix("\r")
    found = _LINE.fullmatch(line)
    if found is None or (strict and not _STRICT.fullmatch(line)):
        raise ValueError("not a digest and a path")
    if len(found[1]) != 2 * hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise ValueError(f"no digest of {algorithm}")
    return decoded(found[2]), found[1].lower()


def _form(line: str) -> str:
    """Return the white space of a line: between digest and path, and before the line feed."""
    path = line.lstrip("0123456789abcdef")
    return path[: len(path) - len(path.lstrip())] + ("\r" if line.endswith("\r") else "")


def _as_stored(bag: _Bag, path: str) -> str:
    """Return a path as the file system has it: some compose or decompose letters on their own."""
    if path in bag.files or path.isascii():
        return path
    for other in (unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path)):
        if other in bag.files:
            return other
    return path


def _complete(bag: _Bag, read: Mapping[str, set[str]]) -> Iterator[InvalidArchive]:
    """Compare what the manifests list with what is there."""
    payload = {path for path in bag.files if path.startswith("data/")}
    tags = {path for path in bag.files if not path.startswith(("data/", "tagmanifest-"))}
    proving = [name for name in read if name in {"manifest-sha512.txt", "manifest-sha256.txt"}]
    if not proving:
        yield bag.fault("no manifest-sha512.txt and no manifest-sha256.txt")
    told: set[str] = set()
    for name, listed in read.items():
        there = tags if name.startswith("tag") else payload
        wrong = [(path, f"missing, though {name} lists it") for path in listed - bag.files.keys()]
        wrong += [(path, f"not in {name}: it was added") for path in there - listed]
        for path, what in sorted(wrong):
            if path not in told:
                told.add(path)
                yield bag.fault(what, path)
    yield from _tag_manifests(bag, read, tags)


def _tag_manifests(
    bag: _Bag, read: Mapping[str, set[str]], tags: AbstractSet[str]
) -> Iterator[InvalidArchive]:
    """Find what no tag manifest tells of: a lost tag manifest itself, files where there is none."""
    if any(name.startswith("tag") for name in read) or _is_ours(bag):
        for name in read:
            if not name.startswith("tag") and f"tag{name}" not in read:
                yield bag.fault("missing, though there is a manifest of that digest", f"tag{name}")
    else:
        for path in sorted(tags - {"bagit.txt", "bag-info.txt"} - read.keys()):
            yield bag.fault("no manifest lists it: it was added", path)


def _is_ours(bag: _Bag) -> bool:
    """Whether `backfile bag` made it: then it had tag manifests."""
    return "bag-info.txt" in bag.files and b"Bag-Software-Agent: backfile" in _start(bag, "bag-info.txt")


def _altered(bag: _Bag, path: str, expected: Mapping[str, str]) -> Iterator[InvalidArchive]:
    """Compare the digests of a file, which is read once."""
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in expected}
    with _opened(bag, path) as file:
        while piece := file.read(CHUNK):
            for one in hashes.values():
                one.update(piece)
    wrong = [name for name, one in hashes.items() if one.hexdigest() != expected[name]]
    if wrong:
        yield bag.fault(f"altered: it does not have the {wrong[0]} that the manifest names", path)


def _start(bag: _Bag, path: str) -> bytes:
    """Return the beginning of a file."""
    with _opened(bag, path) as file:
        return file.read(CHUNK)


def _opened(bag: _Bag, path: str) -> BinaryIO:
    """Open a file of the bag, and no link that has taken its place since."""
    try:
        handle = os.open(bag.root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise bag.fault(f"cannot be read: {error.strerror}", path) from error
    return os.fdopen(handle, "rb")
