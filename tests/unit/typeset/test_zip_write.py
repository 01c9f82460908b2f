"""Repacked archives depend on their members alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from convert.typeset.zip_write import repack

MADE = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
MEMBERS = {"b.xml": b"<b/>", "mimetype": b"application/epub+zip", "A/c.xml": b"<c/>" * 100}


def archive(names: list[str], stamp: tuple[int, int, int, int, int, int], system: int = 0) -> bytes:
    """Make an archive of MEMBERS as some library would."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name in names:
            info = ZipInfo(name, stamp)
            info.create_system = system
            made.writestr(info, MEMBERS[name])
    return buffer.getvalue()


def test_order_time_and_system_of_the_old_archive_do_not_show() -> None:
    """Two archives of the same members become the same bytes."""
    one = repack(archive(sorted(MEMBERS), (2001, 2, 3, 4, 5, 6)), MADE)
    two = repack(archive(sorted(MEMBERS, reverse=True), (2020, 1, 1, 0, 0, 0), 3), MADE)
    assert one == two


def test_mimetype_is_first_and_stored() -> None:
    """A reading system finds the words application/epub+zip at byte 38."""
    packed = repack(archive(sorted(MEMBERS), (2001, 2, 3, 4, 5, 6)), MADE)
    with ZipFile(BytesIO(packed)) as opened:
        first, *rest = opened.infolist()
    assert packed[30:58] == b"mimetypeapplication/epub+zip"
    assert first.compress_type == ZIP_STORED
    assert [(m.filename, m.compress_type) for m in rest] == [
        ("A/c.xml", ZIP_DEFLATED),
        ("b.xml", ZIP_DEFLATED),
    ]
    assert all(m.create_system == 3 and m.external_attr >> 16 == 0o100644 for m in (first, *rest))


def test_contents_are_kept_or_replaced() -> None:
    """Only the named member changes."""
    packed = repack(archive(sorted(MEMBERS), (2001, 2, 3, 4, 5, 6)), MADE, {"b.xml": b"<new/>"})
    with ZipFile(BytesIO(packed)) as opened:
        assert {n: opened.read(n) for n in opened.namelist()} == {**MEMBERS, "b.xml": b"<new/>"}


@pytest.mark.parametrize(
    ("made", "stamp"),
    [
        pytest.param(MADE, (2025, 12, 8, 6, 30, 0), id="as it is"),
        pytest.param(
            MADE.astimezone(timezone(timedelta(hours=8))), (2025, 12, 8, 6, 30, 0), id="time zone taken off"
        ),
        pytest.param(datetime(1911, 10, 10, tzinfo=UTC), (1980, 1, 1, 0, 0, 0), id="before zip began"),
        pytest.param(datetime(2200, 1, 1, tzinfo=UTC), (2107, 12, 31, 23, 59, 58), id="after zip ends"),
    ],
)
def test_the_time_is_what_a_zip_can_hold(made: datetime, stamp: tuple[int, ...]) -> None:
    """Times are in UTC and within 1980-2107."""
    packed = repack(archive(["b.xml"], (2001, 2, 3, 4, 5, 6)), made)
    with ZipFile(BytesIO(packed)) as opened:
        assert opened.infolist()[0].date_time == stamp
