"""A zip of source files from outside: looked at with distrust, and read no further than it is asked for."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from convert.errors import InvalidArchive
from convert.system.paths import folded_path, printable_path
from convert.system.zip_faults import DAMAGED

Fetch = Callable[[str, int, str], bytes | None]
"""Takes a name, a size and a digest; returns a file of that name and hardly larger, or of that digest.

None: there is no such file.
"""
MOST_ENTRIES = 10_000
"""Files of a zip; an issue of 100 pages has some hundred."""

_END = struct.Struct("<4s4H2LH")
"""The last record of a zip without a comment (APPNOTE 6.3, section 4.3.16)."""
_END_MARK, _LOCATOR_MARK = b"PK\x05\x06", b"PK\x06\x07"
_LOCATOR = 20
"""Bytes of what leads to the last record of a zip of more than 4 GB."""
_MOST_DIRECTORY = MOST_ENTRIES * 400
"""Bytes of its list of entries: Python reads it as a whole, however long it is."""
ANOTHER = "give the zip that was written with the archival XML, or a folder of the files, with --sources"


def open_zip(data: bytes, location: str) -> Fetch:
    """Open a zip of source files; nothing is unpacked before a file is asked for, and no more than that.

    Raises:
        InvalidArchive: no zip, a damaged one, or one that no run of ours has written: encrypted, with more
            files than an issue has, two of one name, or one that leads into a folder.

    """
    if not _has_plain_end(data):
        raise InvalidArchive("not a zip of source files, or truncated", location=location, hint=ANOTHER)
    try:
        file = ZipFile(BytesIO(data))
    except DAMAGED as error:
        raise InvalidArchive("a damaged zip", location=location, hint=ANOTHER) from error
    if fault := _entries_fault(file):
        raise InvalidArchive(f"a zip {fault}", location=location, hint=ANOTHER)

    def fetch(name: str, size: int, _digest: str) -> bytes | None:
        if name not in file.NameToInfo:
            return None
        try:
            with file.open(name) as stream:
                return stream.read(size + 1)
        except DAMAGED as error:
            raise InvalidArchive(f"{name} is damaged", location=location, hint=ANOTHER) from error

    return fetch


def _has_plain_end(data: bytes) -> bool:
    """Whether bytes end as a zip of ours does, with a list of entries that may be read."""
    if len(data) < _END.size:
        return False
    mark, *_, directory, _, comment = _END.unpack(data[-_END.size :])
    locator = data[-_END.size - _LOCATOR : -_END.size]
    plain = mark == _END_MARK and not comment and not locator.startswith(_LOCATOR_MARK)
    return plain and directory <= _MOST_DIRECTORY


def _entries_fault(file: ZipFile) -> str:
    """Return what is wrong with the list of a zip's entries; empty: nothing."""
    entries = file.infolist()
    if len(entries) > MOST_ENTRIES:
        return f"of {len(entries):,} files"
    if any(entry.flag_bits & 1 for entry in entries):
        return "that is encrypted"
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        return "with an unknown compression method"
    names = [entry.filename for entry in entries]
    if len({folded_path(name) for name in names}) < len(names):
        return "with two files of one name"
    odd = next((name for name in names if "/" in name or "\\" in name or name in {"", ".", ".."}), "")
    return f"with a path, {printable_path(odd[:80])!r}, instead of a name" if odd else ""
