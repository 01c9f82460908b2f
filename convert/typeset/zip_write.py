"""A zip archive with nothing left to chance: fixed order, times and attributes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo
from zlib import crc32

from convert.typeset.deflate import raw_stream

MIMETYPE = "mimetype"
"""Comes first and uncompressed (OCF 3.3, section 4.2.3), so that a file's kind is seen from its start."""

EARLIEST_TIME, LATEST_TIME = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
"""The times a zip's DOS date can hold (APPNOTE 6.3, section 4.4.6)."""


NOT_PACKED: Mapping[bytes, bytes] = MappingProxyType({})


def zip_of(
    files: Mapping[str, bytes], timestamp: datetime | None, packed: Mapping[bytes, bytes] = NOT_PACKED
) -> bytes:
    """Return files as an archive that depends on nothing but them and the time.

    `packed` has what `raw_stream` makes of data that are in many archives.

    Members in the order of their names with `mimetype` first, all with the `timestamp` in UTC
    (moved into 1980-2107), made "on Unix" with mode 644.
    """
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name in sorted(files, key=lambda name: (name != MIMETYPE, name)):
            put(archive, name, files[name], timestamp, packed.get(files[name]))
    return file.getvalue()


def put(
    archive: ZipFile, name: str, data: bytes, timestamp: datetime | None, packed: bytes | None = None
) -> None:
    """Write a member into an archive that is being written.

    zipfile compresses by the system's zlib and takes no data that are compressed already: so header and data
    are written here, and the directory at the end by zipfile.
    """
    info = member(name, timestamp)
    if info.compress_type == ZIP_STORED:
        packed = data
    elif packed is None:
        packed = raw_stream(data)
    info.CRC, info.file_size, info.compress_size = crc32(data), len(data), len(packed)
    info.header_offset = archive.start_dir
    stream = archive.fp
    assert stream is not None  # noqa: S101 - it is open
    stream.write(info.FileHeader())
    stream.write(packed)
    archive.start_dir = stream.tell()
    archive.filelist.append(info)
    archive.NameToInfo[name] = info


def member(name: str, timestamp: datetime | None) -> ZipInfo:
    """Return how a member is entered: made "on Unix" with mode 644, its time in UTC within 1980-2107.

    A member cannot be without a time: 1980-01-01, the first there is, stands for none and for any before it.
    """
    time = timestamp.astimezone(UTC).timetuple()[:6] if timestamp else EARLIEST_TIME
    stamp = min(max(time, EARLIEST_TIME), LATEST_TIME)
    info = ZipInfo(name, stamp)
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    info.compress_type = ZIP_STORED if name == MIMETYPE else ZIP_DEFLATED
    return info
