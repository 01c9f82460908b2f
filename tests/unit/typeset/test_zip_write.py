"""Archives depend on their members alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile
from zlib import decompress

import pytest

from convert.typeset.deflate import raw_stream, zlib_stream
from convert.typeset.zip_write import put, zip_of

MADE = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
MEMBERS = {
    "b.xml": b"<b/>",
    "mimetype": b"application/epub+zip",
    "A/c.xml": b"<c/>" * 100,
    "字.xml": b"",
}


def test_the_order_of_files_does_not_show() -> None:
    """The same files become the same bytes."""
    turned = dict(reversed(MEMBERS.items()))
    assert zip_of(MEMBERS, MADE) == zip_of(turned, MADE)


def test_mimetype_is_first_and_stored() -> None:
    """A reading system finds the words application/epub+zip at byte 38."""
    packed = zip_of(MEMBERS, MADE)
    with ZipFile(BytesIO(packed)) as opened:
        first, *rest = opened.infolist()
    assert packed[30:58] == b"mimetypeapplication/epub+zip"
    assert first.compress_type == ZIP_STORED
    assert [(m.filename, m.compress_type) for m in rest] == [
        ("A/c.xml", ZIP_DEFLATED),
        ("b.xml", ZIP_DEFLATED),
        ("字.xml", ZIP_DEFLATED),
    ]
    assert all(m.create_system == 3 and m.external_attr >> 16 == 0o100644 for m in (first, *rest))


def test_contents_are_kept() -> None:
    """Each sum is right, whatever the name and however little there is."""
    with ZipFile(BytesIO(zip_of(MEMBERS, MADE))) as opened:
        assert opened.testzip() is None
        assert {n: opened.read(n) for n in opened.namelist()} == MEMBERS


def test_what_is_packed_already_makes_the_same_archive() -> None:
    """Parts that many documents share are packed once; `mimetype` stays as it is."""
    packed = {data: raw_stream(data) for data in MEMBERS.values()}
    assert zip_of(MEMBERS, MADE, packed) == zip_of(MEMBERS, MADE)
    assert zip_of(MEMBERS, MADE, {b"<b/>": raw_stream(b"<a/>")}) != zip_of(MEMBERS, MADE)


def test_a_zip_has_more_members_than_its_first_version_could_count() -> None:
    """The directory is zipfile's own: it goes on in the records of Zip64."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in range(65_537):
            put(archive, str(number), b"", MADE)
    with ZipFile(packed) as opened:
        assert len(opened.namelist()) == 65_537


def test_bytes_are_those_of_one_library() -> None:
    """What libdeflate makes of this text; another version of it may not come in unseen."""
    text = "".join(chr(0x4E00 + number * number % 997) for number in range(2_000)).encode()
    digest = "9e613fd61609c2eafd8b3adf37c5a7ebd9f1d4f2ea0763ea0a4851cc6c086453"
    assert sha256(zlib_stream(text) + raw_stream(text)).hexdigest() == digest
    assert decompress(zlib_stream(text)) == decompress(raw_stream(text), wbits=-15) == text


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
    packed = zip_of({"b.xml": b"<b/>"}, made)
    with ZipFile(BytesIO(packed)) as opened:
        assert opened.infolist()[0].date_time == stamp
