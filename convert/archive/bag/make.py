"""Making a bag: all of it beside its place, then under its name at once."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from convert import __version__
from convert.archive.bag.contents import Planned, contents
from convert.archive.bag.issue_files import SOURCE, BagFile, IssueFiles
from convert.archive.bag.mets import mets
from convert.archive.bag.names import encoded
from convert.archive.bag.premis import premis
from convert.errors import BadSetting
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.write import open_output_folder
from convert.system.xml import MOST
from convert.tei.header import metadata, reviewer, software
from convert.tei.issue import issue_of
from convert.tei.read import read_archive
from convert.tei.restore import source_bytes

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
CHUNK = 1 << 20
LONGEST_NAME = 200
"""Bytes of a source's name."""


@dataclass(frozen=True, slots=True)
class BagSummary:
    """What a bag holds."""

    issues: int
    files: int
    size: int
    """Bytes of the payload."""


@dataclass(slots=True)
class _BagWriter:
    """A bag in the making."""

    root: Path
    made: datetime | None
    stored: dict[str, BagFile] = field(default_factory=dict)
    """By path within the bag."""

    def put(self, path: str, data: BinaryIO) -> BagFile:
        """Store a file and make its digests, piece by piece.

        Raises:
            BadSetting: another file has that name already.

        """
        if path in self.stored:
            raise BadSetting(
                f"two files would be {printable_path(path)}", location="the bag", hint="rename one of them"
            )
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        hashes = [hashlib.new(name, usedforsecurity=False) for name in ALGORITHMS]
        size = 0
        with target.open("xb") as file:
            while piece := data.read(CHUNK):
                size += len(piece)
                file.write(piece)
                for one in hashes:
                    one.update(piece)
            file.flush()
            os.fsync(file.fileno())
        found = BagFile(path, size, *(one.hexdigest() for one in hashes))
        self.stored[path] = found
        return found

    def copy(self, path: str, source: Path) -> BagFile:
        """Store a copy of a file."""
        with open(os.open(source, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:  # noqa: PTH123 - of a handle
            return self.put(path, file)


def write_bag(folder: Path, target: Path, made: datetime | None, run: str) -> BagSummary:
    """Put all of a folder into a bag, with the source of each issue restored from its XML.

    The same folder makes the same bag, byte for byte; `made` is the only time in it.

    Raises:
        BadSetting: nothing to put in, a link, names that exclude each other, a target that is there.
        UnreadableSource, InvalidArchive: an .xml file that is no archival XML, or is not whole.
        UnwritableOutput: the bag cannot be written; nothing is left behind.

    """
    planned = contents(folder)
    _check_target(folder, target)
    with open_output_folder(target, run) as beside:
        making = _BagWriter(beside, made)
        for issue in planned.issues:
            _put_issue(making, issue)
        for path, file in planned.others:
            making.copy(f"data/{path}", file)
        return _put_tags(making, len(planned.issues))


def _check_target(folder: Path, target: Path) -> None:
    """Refuse to replace anything, and to put a bag into what it is made of."""
    place = printable_path(target)
    if os.path.lexists(target):
        raise BadSetting("is there already", location=place, hint="give another with -o, or remove it first")
    if folder.resolve() in target.resolve().parents:
        raise BadSetting("lies in the folder that goes into it", location=place, hint="give another with -o")


def _put_issue(making: _BagWriter, planned: Planned) -> None:
    """Store the files of an issue, its source among them, and what METS and PREMIS say of them."""
    place = printable_path(planned.archive)
    data = load(planned.archive, MOST)
    root = read_archive(data, place)
    source = source_bytes(root, place)
    meta = metadata(root)
    folder = f"data/{planned.stem}/"

    def inside(stored: BagFile) -> BagFile:
        return replace(stored, path=stored.path.removeprefix(folder))

    name = source_name(meta.name, planned.name)
    files = IssueFiles(
        planned.name,
        meta,
        software(root),
        reviewer(root),
        issue_of(root, place),
        inside(making.put(f"{folder}{SOURCE}{name}", BytesIO(source))),
        inside(making.put(folder + planned.archive.name, BytesIO(data))),
        tuple(inside(making.copy(folder + path.name, path)) for path in planned.copies),
    )
    done = making.put(f"{folder}{planned.name}.premis.xml", BytesIO(premis(files, making.made)))
    making.put(f"{folder}{planned.name}.mets.xml", BytesIO(mets(files, inside(done), making.made)))


def source_name(name: str, stem: str) -> str:
    """Return the name of a restored source: that of the file it came from, if it can be one here."""
    usable = name.isprintable() and "/" not in name and name not in {"", ".", ".."}
    return name if usable and len(name.encode("utf-8", "replace")) <= LONGEST_NAME else f"{stem[:60]}.txt"


def _put_tags(making: _BagWriter, issues: int) -> BagSummary:
    """Store what makes a folder a bag: declaration, information, manifests."""
    payload = dict(making.stored)
    size = sum(stored.size for stored in payload.values())
    making.put("bagit.txt", BytesIO(DECLARATION))
    lines = [f"Bag-Software-Agent: backfile {__version__}"]
    if making.made:
        lines.append(f"Bagging-Date: {making.made.astimezone(UTC):%Y-%m-%d}")
    lines.append("External-Description: newspaper issues: source, archival XML, reading copies")
    lines.append(f"Issue-Count: {issues}")
    lines.append(f"Payload-Oxum: {size}.{len(payload)}")
    making.put("bag-info.txt", BytesIO("".join(f"{line}\n" for line in lines).encode()))
    for algorithm in ALGORITHMS:
        making.put(f"manifest-{algorithm}.txt", BytesIO(_manifest(payload, algorithm)))
    tags = {path: stored for path, stored in making.stored.items() if path not in payload}
    for algorithm in ALGORITHMS:
        making.put(f"tagmanifest-{algorithm}.txt", BytesIO(_manifest(tags, algorithm)))
    return BagSummary(issues, len(payload), size)


def _manifest(files: dict[str, BagFile], algorithm: str) -> bytes:
    """Write a manifest, sorted by path."""
    lines = (f"{getattr(files[path], algorithm)}  {encoded(path)}\n" for path in sorted(files))
    return "".join(lines).encode()
