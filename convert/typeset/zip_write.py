"""A zip archive with nothing left to chance: fixed order, times and attributes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MIMETYPE = "mimetype"
"""Comes first and uncompressed (OCF 3.3, section 4.2.3), so that a file's kind is seen from its start."""

EARLIEST_TIME, LATEST_TIME = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
"""The times a zip's DOS date can hold (APPNOTE 6.3, section 4.4.6)."""

NOTHING: Mapping[str, bytes] = MappingProxyType({})


def repack(archive: bytes, timestamp: datetime | None, replaced: Mapping[str, bytes] = NOTHING) -> bytes:
    """Write an archive's members again so that equal members give equal bytes.

    Members in the order of their names with `mimetype` first, all with the `timestamp` in UTC
    (moved into 1980-2107), made "on Unix" with mode 644. Where `replaced` has a member's name, its
    content stands for the old one.
    """
    packed = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != MIMETYPE, name)):
            new.writestr(member(name, timestamp), replaced[name] if name in replaced else old.read(name))
    return packed.getvalue()


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
