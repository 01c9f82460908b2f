"""Whether a bag is what was put into it: every file there, none more, and no byte of them altered.

Stricter than RFC 8493 in two points: a file beside the payload that no tag manifest lists is a
fault, and links are not followed, so that a bag never tells of files outside of it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from convert.archive.bag.manifest import Manifest, is_manifest, read_manifest
from convert.archive.bag.tree import CHUNK, BagTree, read_tree
from convert.errors import InvalidArchive
from convert.system.paths import printable_path

MAX_FAULTS = 20
"""Faults that are told."""
MARKS = ("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "manifest-sha256.txt")
"""Files that only a bag has."""

_DECLARATION = re.compile(rb"BagIt-Version: ([0-9]+\.[0-9]+)\r?\nTag-File-Character-Encoding: UTF-8\r?\n?")
_OXUM = re.compile(rb"^Payload-Oxum: ([0-9]{1,20})\.([0-9]{1,10})\r?$", re.MULTILINE)


def verify_bag(folder: Path) -> tuple[InvalidArchive, ...]:
    """Check a bag and return the first of its faults; none: it is whole.

    Nothing is written or fetched, no link is followed, and files are read piece by piece.

    Raises:
        InvalidArchive: no bag, or one with a path that leads out of it, a link, or more than can be checked.

    """
    return tuple(islice(_faults(read_tree(folder)), MAX_FAULTS))


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag, or what is left of one."""
    return folder.is_dir() and any(os.path.lexists(folder / mark) for mark in MARKS)


def archives(folder: Path) -> list[Path]:
    """Return the archival files of a bag that is whole: those that a METS file describes."""
    described = ((path, path.parent.name) for path in sorted(folder.glob("data/**/*.mets.xml")))
    # among the sources of an issue may be a METS of that ending, too
    issues = [(path, name) for path, name in described if path.name == f"{name}.mets.xml"]
    paths = (path.with_name(f"{name}.xml") for path, name in issues)
    return [path for path in paths if path.is_file() and path.with_suffix(".premis.xml").is_file()]


def _faults(tree: BagTree) -> Iterator[InvalidArchive]:
    """Yield all that is wrong, what is quick to see first."""
    yield from _declaration(tree)
    manifests = [read_manifest(tree, path) for path in sorted(tree.sizes) if is_manifest(path)]
    for manifest in manifests:
        yield from manifest.faults
    yield from _incomplete(tree, manifests)
    for path in sorted(tree.sizes):
        expected = {m.algorithm: m.digests[path] for m in manifests if path in m.digests}
        if expected:
            yield from _altered(tree, path, expected)


def _declaration(tree: BagTree) -> Iterator[InvalidArchive]:
    """Check bagit.txt and bag-info.txt."""
    if "bagit.txt" not in tree.sizes:
        location = printable_path(tree.root)
        raise InvalidArchive("not a bag: there is no bagit.txt", location=location, hint="give a bag")
    match = _DECLARATION.fullmatch(tree.start_of("bagit.txt"))
    if match is None:
        yield tree.fault("not the declaration of a bag", "bagit.txt")
    elif match[1] not in {b"1.0", b"0.97"}:
        raise tree.fault(f"BagIt {match[1].decode()[:20]}; backfile reads 1.0 and 0.97", "bagit.txt")
    if "fetch.txt" in tree.sizes:
        yield tree.fault("parts of the bag are elsewhere (fetch.txt); backfile fetches nothing", "fetch.txt")
    oxum = _OXUM.search(tree.start_of("bag-info.txt")) if "bag-info.txt" in tree.sizes else None
    if oxum:
        sizes = [size for path, size in tree.sizes.items() if path.startswith("data/")]
        if (int(oxum[1]), int(oxum[2])) != (sum(sizes), len(sizes)):
            message = f"the payload has {sum(sizes):,} bytes in {len(sizes):,} files, and not"
            yield tree.fault(f"{message} {int(oxum[1]):,} in {int(oxum[2]):,}", "bag-info.txt")


def _incomplete(tree: BagTree, manifests: Sequence[Manifest]) -> Iterator[InvalidArchive]:
    """Compare what the manifests list with what is there; a file is told of once."""
    payload = {path for path in tree.sizes if path.startswith("data/")}
    tags = {path for path in tree.sizes if not path.startswith(("data/", "tagmanifest-"))}
    if not {m.name for m in manifests} & {"manifest-sha512.txt", "manifest-sha256.txt"}:
        yield tree.fault("no manifest-sha512.txt and no manifest-sha256.txt")
    named: set[str] = set()
    for manifest in manifests:
        listed = manifest.digests.keys()
        expected = tags if manifest.is_tag else payload
        wrong = [(path, f"missing, though {manifest.name} lists it") for path in listed - tree.sizes.keys()]
        wrong += [(path, f"not in {manifest.name}: it was added") for path in expected - listed]
        for path, message in sorted(wrong):
            if path not in named:
                named.add(path)
                yield tree.fault(message, path)
    yield from _unproved(tree, {m.name for m in manifests}, tags)


def _unproved(tree: BagTree, manifests: set[str], tags: set[str]) -> Iterator[InvalidArchive]:
    """Find what no tag manifest tells of: a lost tag manifest itself, files where there is none."""
    if any(name.startswith("tag") for name in manifests) or _is_ours(tree):
        for name in sorted(manifests):
            if not name.startswith("tag") and f"tag{name}" not in manifests:
                yield tree.fault("missing, although there is a manifest with that digest", f"tag{name}")
    else:
        for path in sorted(tags - {"bagit.txt", "bag-info.txt"} - manifests):
            yield tree.fault("not in any manifest: it was added", path)


def _is_ours(tree: BagTree) -> bool:
    """Whether `backfile bag` made it: then it had tag manifests."""
    info = "bag-info.txt"
    return info in tree.sizes and b"Bag-Software-Agent: backfile" in tree.start_of(info)


def _altered(tree: BagTree, path: str, expected: Mapping[str, str]) -> Iterator[InvalidArchive]:
    """Compare the digests of a file, which is read once."""
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in expected}
    with tree.open(path) as file:
        while piece := file.read(CHUNK):
            for digest in hashes.values():
                digest.update(piece)
    wrong = [name for name, digest in hashes.items() if digest.hexdigest() != expected[name]]
    if wrong:
        yield tree.fault(f"altered: its {wrong[0]} differs from the manifest", path)
