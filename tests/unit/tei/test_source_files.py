"""The files that texts were read out of: kept in a zip, found again by name and digest; hostile ones."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from convert.conversion import read
from convert.document.model import Metadata
from convert.errors import InvalidArchive
from convert.tei.document import read_document
from convert.tei.read import parse_archive
from convert.tei.restore import restored_parts
from convert.tei.source_files import (
    KeptFile,
    SourceFiles,
    document_files,
    find_source_files,
    kept_files,
    output_stem,
    pack_sources,
    restored_files,
)
from convert.tei.source_zip import open_zip
from tests.support.build import archived
from tests.support.issue_files import issue_specimen
from tests.support.word_files import BROKEN_PAGE, FIRST_PAGE, LIST, SECOND_PAGE, mixed_issue, word_file

FILES = {"list.xml": LIST, "p1.docx": FIRST_PAGE, "p2.docx": SECOND_PAGE}


def kept() -> tuple[KeptFile, ...]:
    """Return what the archival XML of the issue says of its files."""
    return kept_files(parse_archive(archived(mixed_issue()).encode()))


def zipped(files: dict[str, bytes], packing: int = ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """Return a zip that somebody else wrote."""
    packed = BytesIO()
    with ZipFile(packed, "w", packing) as file:
        file.comment = comment
        for name, data in files.items():
            file.writestr(name, data)
    return packed.getvalue()


def test_files_go_into_a_zip_in_the_order_of_the_pages() -> None:
    """Also the one that has no text; a plain text is in the archival XML and stays out."""
    packed = pack_sources(mixed_issue())
    with ZipFile(BytesIO(packed)) as file:
        assert {name: file.read(name) for name in file.namelist()} == FILES
        assert file.namelist() == list(FILES)
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert packed == pack_sources(mixed_issue())


def test_a_file_that_could_not_be_read_is_kept_with_the_others() -> None:
    """Another program may read it; where an issue has plain texts alone, they are as they were."""
    document = mixed_issue(broken=True)
    packed = pack_sources(document)
    with ZipFile(BytesIO(packed)) as file:
        assert {name: file.read(name) for name in file.namelist()} == {**FILES, "p4.docx": BROKEN_PAGE}
    root = parse_archive(archived(document).encode())
    kept = kept_files(root)
    assert [file.name for file in kept] == [*FILES, "p4.docx"]
    restored = {file.name: file.data for file in restored_files(restored_parts(root), kept, opened(packed))}
    assert restored["p4.docx"] == BROKEN_PAGE
    assert restored == {file.name: file.data for file in document_files(document)}
    assert "p4.docx" not in {file.name for file in restored_files(restored_parts(root), kept, None)}
    assert pack_sources(issue_specimen()) == b""
    assert kept_files(parse_archive(archived(issue_specimen()).encode())) == ()


def test_a_plain_text_needs_no_zip() -> None:
    """Its bytes are in the archival XML; of a document read from that alone the files are not at hand."""
    assert pack_sources(read("今日晴。".encode(), Metadata(name="p.txt"))) == b""
    assert pack_sources(read_document(archived(mixed_issue()).encode())) == b""


@pytest.mark.parametrize(
    "name", ["p 1.docx", "a  b\x07.docx", "../../p1.docx", "\u202ep.docx", "p1\udcff.docx", ""]
)
def test_a_file_is_found_by_whatever_it_was_called(name: str, tmp_path: Path) -> None:
    """The name in the zip is the one that the archival XML leads to, and never a path."""
    data = word_file("渡口改造完工", "候船室修好了。")
    document = read(data, Metadata(name=name))
    (tmp_path / "p.sources.zip").write_bytes(pack_sources(document))
    (file,) = files = kept_files(parse_archive(archived(document).encode()))
    sources = find_source_files(tmp_path / "p.xml", files)
    assert sources is not None
    assert sources.load(file) == data
    assert "/" not in file.name


def test_files_are_found_beside_the_archive_or_where_the_user_says(tmp_path: Path) -> None:
    """The zip of its name, a folder of such zips, a folder of the files, that of a bag; else nowhere."""
    archive, away = tmp_path / "in/day.xml", tmp_path / "away"
    (tmp_path / "in").mkdir()
    away.mkdir()
    assert find_source_files(archive, kept()) is None
    (away / "day.sources.zip").write_bytes(pack_sources(mixed_issue()))
    for given in (away, away / "day.sources.zip"):
        assert loaded(archive, given) == FILES
    (tmp_path / "in/source").mkdir()
    for name, data in FILES.items():
        (tmp_path / "in/source" / f"scan-{name}").write_bytes(data)  # known by its digest
    assert find_source_files(archive, kept()) is None
    (tmp_path / "in/day.mets.xml").touch()
    assert loaded(archive) == loaded(archive, tmp_path / "in/source") == FILES
    (away / "day.sources.zip").rename(tmp_path / "in/day.sources.zip")
    assert loaded(archive) == FILES


def loaded(archive: Path, given: Path | None = None) -> dict[str, bytes]:
    """Return all files that are found."""
    sources = find_source_files(archive, kept(), given)
    assert sources is not None
    return {file.name: sources.load(file) for file in kept()}


def test_the_only_file_is_its_own_proof(tmp_path: Path) -> None:
    """A Word document is a zip, too: it is known by its digest."""
    (tmp_path / "p1.docx").write_bytes(FIRST_PAGE)
    document = read(FIRST_PAGE, Metadata(name="p.docx"))
    files = kept_files(parse_archive(archived(document).encode()))
    sources = find_source_files(None, files, tmp_path / "p1.docx")
    assert sources is not None
    assert sources.load(files[0]) == FIRST_PAGE


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({**FILES, "p1.docx": SECOND_PAGE}, "p1.docx does not have the digest"),
        ({**FILES, "p1.docx": b"0" * 50_000_000}, "p1.docx does not have the digest"),
        ({"list.xml": LIST, "p2.docx": SECOND_PAGE}, "p1.docx is missing"),
    ],
)
def test_a_file_that_is_another_one_is_not_taken(files: dict[str, bytes], message: str) -> None:
    """Of one that unpacks to more than the archival XML says no more is read."""
    sources = opened(zipped(files))
    with pytest.raises(InvalidArchive, match=rf"day.sources.zip: {message}.*--sources"):
        sources.load(kept()[1])
    assert sources.load(kept()[2]) == SECOND_PAGE


def test_no_more_is_unpacked_than_a_file_has() -> None:
    """Whatever the entry says of itself, and however much it unpacks to."""
    fetch = open_zip(zipped({"p1.docx": b"0" * 10**8}), "day.sources.zip")
    assert fetch("p1.docx", 1000, "") == b"0" * 1001
    assert fetch("p2.docx", 1000, "") is None


def test_a_size_that_no_file_has_is_not_believed() -> None:
    """Whoever writes the header could ask for all memory."""
    file = kept()[1]
    huge = file._replace(declared=file.declared._replace(size=10**12))
    with pytest.raises(InvalidArchive, match=r"p1.docx would have more than 268,435,456 bytes"):
        opened(zipped(FILES)).load(huge)
    many = [file._replace(declared=file.declared._replace(size=2 * 10**8)) for _ in range(11)]
    with pytest.raises(InvalidArchive, match=r"day.xml: names files of more than 2,000,000,000 bytes"):
        find_source_files(Path("day.xml"), tuple(many))


def opened(data: bytes) -> SourceFiles:
    """Open a zip of an issue's files."""
    return SourceFiles("day.sources.zip", open_zip(data, "day.sources.zip"))


def encrypted(data: bytes) -> bytes:
    """Say of each entry that it is encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01" + data[at + 1 :]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"<list/>" * 10, "not a zip of source files, or truncated"),
    "empty": (lambda: b"", "not a zip of source files, or truncated"),
    "cut": (lambda: zipped(FILES)[:-30], "not a zip of source files, or truncated"),
    "beheaded": (lambda: zipped(FILES)[-22:], "a damaged zip"),
    "comment": (lambda: zipped(FILES, comment=b"x"), "not a zip of source files"),
    "comment that is not there": (lambda: zipped(FILES)[:-2] + b"\x01\x00", "not a zip of source files"),
    "two of a name": (lambda: zipped({"a.xml": b"1", "A.xml": b"2"}), "with two files of one name"),
    "path": (lambda: zipped({"../a.xml": b"1"}), r"with a path, '../a.xml', instead of a name"),
    "encrypted": (lambda: encrypted(zipped(FILES)), "that is encrypted"),
    "packing": (lambda: zipped(FILES, ZIP_BZIP2), "with an unknown compression method"),
    "many": (lambda: zipped({str(n): b"" for n in range(10_001)}, ZIP_STORED), "of 10,001 files"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused(kind: str) -> None:
    """In one line, before anything of it is unpacked."""
    make, message = HOSTILE[kind]
    with pytest.raises(InvalidArchive, match=rf"^day.sources.zip: .*{message}"):
        open_zip(make(), "day.sources.zip")


def test_a_list_of_entries_of_any_length_is_not_read() -> None:
    """Python reads it as a whole: a hundred million bytes of it would take all memory."""
    data = zipped(FILES)
    longer = data[:-10] + (10**8).to_bytes(4, "little") + data[-6:]
    with pytest.raises(InvalidArchive, match="not a zip of source files"):
        open_zip(longer, "day.sources.zip")


def test_an_output_is_parted_into_stem_and_ending() -> None:
    """Stems may have full stops."""
    assert output_stem("1951.03.sources.zip") == ("1951.03", "sources.zip")
    assert output_stem("1951.03.xml") == ("1951.03", "xml")
    assert output_stem(".sources.zip") == (".sources", "zip")
    assert output_stem("page") == ("page", "")
