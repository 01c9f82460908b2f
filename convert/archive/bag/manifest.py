"""A manifest of a bag that comes from elsewhere: digests by path, and what is wrong with the file itself."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from convert.archive.bag.paths import decode_path, reason_to_refuse
from convert.archive.bag.tree import MAX_FILES, BagTree
from convert.errors import InvalidArchive
from convert.system.paths import printable_path

ALGORITHMS = ("sha512", "sha256", "sha1", "md5")
"""Digests that are computed; one of the first two must be there."""
LONGEST_LINE = 8192
"""Bytes: a path of 4,096, each of its characters encoded, and a digest."""

_NAME = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)", re.DOTALL)
_STRICT = re.compile(r"[0-9a-f]+ {1,2}[^ ].*", re.DOTALL)


@dataclass(slots=True)
class Manifest:
    """What a manifest says."""

    name: str
    algorithm: str
    is_tag: bool
    """Whether it lists the files beside the payload."""
    digests: dict[str, str] = field(default_factory=dict)
    """By path within the bag."""
    faults: list[InvalidArchive] = field(default_factory=list)


def is_manifest(path: str) -> bool:
    """Return whether a file of a bag is a manifest by its name."""
    return _NAME.fullmatch(path) is not None


def read_manifest(tree: BagTree, name: str) -> Manifest:
    """Read a manifest, line by line.

    Raises:
        InvalidArchive: a path that leads out of the bag, or more than can be checked.

    """
    match = _NAME.fullmatch(name)
    manifest = Manifest(name, match[2] if match else "", is_tag=bool(match and match[1]))
    if manifest.algorithm not in ALGORITHMS:
        message = f"digests of an unknown kind, {manifest.algorithm[:20]}"
        manifest.faults.append(tree.fault(message, name))
        return manifest
    form: str | None = None
    for number, line in enumerate(_lines(tree, name), 1):
        location = f"{name}:{number}"
        form = form if form is not None else _form(line)
        if len(manifest.digests) > MAX_FILES:
            raise tree.fault(f"more than {MAX_FILES:,} lines", name)
        if manifest.is_tag and _form(line) != form:
            manifest.faults.append(tree.fault("not in the same form as the first line", location))
            continue
        try:
            path, digest = _entry(line, manifest.algorithm, strict=manifest.is_tag)
        except ValueError as error:
            manifest.faults.append(tree.fault(str(error), location))
            continue
        _enter(tree, manifest, path, digest, location)
    return manifest


def _enter(tree: BagTree, manifest: Manifest, path: str, digest: str, location: str) -> None:
    """Take a line into the manifest, unless it does not belong there."""
    if reason := reason_to_refuse(path):
        raise tree.fault(f"{reason}, {printable_path(path[:80])!r}; nothing was read", location)
    path = _as_stored(tree, path)
    if manifest.is_tag == path.startswith("data/"):
        message = f"{printable_path(path)} does not belong in this manifest"
        manifest.faults.append(tree.fault(message, location))
    elif path in manifest.digests:
        manifest.faults.append(tree.fault(f"{printable_path(path)} is listed twice", location))
    else:
        manifest.digests[path] = digest


def _lines(tree: BagTree, name: str) -> Iterator[str]:
    """Yield the lines of a manifest, each no longer than a path can be."""
    with tree.open(name) as file:
        while line := file.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise tree.fault(f"a line of more than {LONGEST_LINE:,} bytes", name)
            if not line.endswith(b"\n"):
                raise tree.fault("cut short: its last line has no line end", name)
            yield line[:-1].decode("utf-8", "surrogateescape")


def _entry(line: str, algorithm: str, *, strict: bool) -> tuple[str, str]:
    """Read a line of a manifest, a digest, white space and a path; return path and digest.

    No manifest proves a tag manifest, so that there the form is strict: other white space than in the
    other lines, or a capital letter, is an altered byte.
    """
    line = line.removesuffix("\r")
    match = _LINE.fullmatch(line)
    if match is None or (strict and not _STRICT.fullmatch(line)):
        raise ValueError("not a digest and a path")
    if len(match[1]) != 2 * hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise ValueError(f"no digest of {algorithm}")
    return decode_path(match[2]), match[1].lower()


def _form(line: str) -> str:
    """Return the white space of a line: between digest and path, and before the line feed."""
    path = line.lstrip("0123456789abcdef")
    return path[: len(path) - len(path.lstrip())] + ("\r" if line.endswith("\r") else "")


def _as_stored(tree: BagTree, path: str) -> str:
    """Return a path as the file system has it: some compose or decompose letters on their own."""
    if path in tree.sizes or path.isascii():
        return path
    for other in (unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path)):
        if other in tree.sizes:
            return other
    return path
