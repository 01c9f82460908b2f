"""The archival XML of an issue of several files: valid, rebuilt file by file, read again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from convert.conversion.reread import reread
from convert.document.integrity import check
from convert.errors import InvalidArchive
from convert.tei.document import read_document
from convert.tei.read import parse_archive
from convert.tei.restore import restored_parts
from convert.tei.verify import Schemas, schemas, verify
from tests.support.build import needs_shared
from tests.support.issue_files import FIRST, NAME, SECOND, archived, write_issue
from tests.support.paths import SHARED

FILES = {
    "1": FIRST.encode(),
    "2": SECOND.encode("gb18030"),
    "3": b"\x00\x01\x02\x89PNG" * 100,
    "4": b"\n\n",
    "5": b"",
    "6": "\ufeff第六版，好,的新闻。\r\n还有一行。\r\n".encode("utf-16"),
    "7": None,
}


@cache
def ours() -> Schemas:
    """Load our own schemas."""
    return schemas()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make the archival XML of an issue with every kind of file."""
    return archived(write_issue(tmp_path_factory.mktemp("issue"), FILES))


def test_it_is_valid_and_every_file_comes_back(archive: bytes) -> None:
    """By our schemas; those that could not be read are named and have no bytes."""
    proof = verify(archive, ours(), "x.xml")
    assert [str(fault) for fault in proof.faults] == []
    assert proof.files == len(FILES)
    parts = restored_parts(parse_archive(archive))
    assert {part.page: part.source.data for part in parts if not part.is_lost} == {
        page: FILES[page] for page in "12456"
    }
    assert [(part.page, part.size, bool(part.digest)) for part in parts if part.is_lost] == [
        ("3", 700, True),
        ("7", 0, False),
    ]


@needs_shared
def test_it_is_valid_by_tei(archive: bytes) -> None:
    """By the whole of TEI P5."""
    proof = verify(archive, schemas(SHARED / "schemas" / "tei" / "tei_all.rng"), "x.xml")
    assert [str(fault) for fault in proof.faults] == []


def test_pages_that_are_lost_are_gaps(archive: bytes) -> None:
    """Each with its number, in front of the next page, and why."""
    text = archive.decode()
    for page, why in (("3", "not text in any known encoding"), ("7", "no such file")):
        gap = f'<gap unit="page" quantity="1" reason="unreadable"><desc>{why}</desc></gap>'
        place = text.index(gap)
        assert text[:place].rstrip().endswith(f'<pb n="{page}" facs="#page.{page}"/>')
    assert text.index("no such file</desc>") > text.index("第六版")


def test_the_document_is_the_same_again(archive: bytes) -> None:
    """Its pages, files and text, whether as it was written or read anew from its source."""
    document, again = read_document(archive), reread(archive)
    check(document)
    assert document.source == again.source
    assert document.pages == again.pages
    assert document.meta == again.meta
    assert [page.label for page in document.pages] == list(FILES)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("第二版", "第三版", f"rebuilt of {NAME}_第02版.txt do not have the digest", id="a text"),
        pytest.param('n="2" decls="#part.2"', 'n="2"', "a page of no file", id="a page of no file"),
        pytest.param('decls="#part.2"', 'decls="#part.9"', "decls leads to no file", id="an unknown file"),
        pytest.param(
            'n="3" decls="#part.3"', 'n="3" decls="#part.1"', "order of the files", id="out of order"
        ),
        pytest.param('<bibl type="issue">', '<bibl type="file">', "one encoding", id="no issue"),
        pytest.param(' xml:id="part.2"', "", "a file of an issue has no id", id="a file without an id"),
        pytest.param(">utf-16-le<", ">utf-16-be<", "_第06版.txt", id="an encoding"),
        pytest.param(">no such file</note>", ">lost</note>", "digest does not match", id="a reason"),
    ],
)
def test_what_was_altered_is_told(archive: bytes, old: str, new: str, what: str) -> None:
    """A file that differs is named; the others are not."""
    text = archive.decode()
    assert old in text
    told = [str(fault) for fault in verify(text.replace(old, new, 1).encode(), ours(), "x.xml").faults]
    assert any(what in line for line in told), told
    assert not any("_第01版.txt" in line for line in told)


def test_no_file_that_differs_is_restored(archive: bytes) -> None:
    """The first that differs is named."""
    altered = archive.replace("还有一行".encode(), "没有一行".encode())
    with pytest.raises(InvalidArchive, match=r"rebuilt of .*_第06版\.txt do not have the digest"):
        restored_parts(parse_archive(altered))


def test_one_file_has_no_list_of_files(tmp_path: Path) -> None:
    """An issue of one file is told from a file alone: its name is that of the issue."""
    archive = archived(write_issue(tmp_path, {"1": FIRST.encode()}))
    assert verify(archive, ours()).valid
    assert read_document(archive).source.parts[0].name == f"{NAME}_第01版.txt"
