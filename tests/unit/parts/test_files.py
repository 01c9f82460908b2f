"""What becomes of the files of an issue: one document, and no file that vanishes in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.conversion import Delivery, read, repair, run
from convert.document.integrity import check, restore_parts
from convert.document.model import Metadata
from convert.errors import UnreadableSource
from convert.outcome import remarks
from convert.readers.issue import ReadPart, combine
from convert.system.find import SourceFile
from convert.system.issue_source import SourceIssue, SourcePart, part_names
from convert.tei.document import read_document
from convert.tei.read import parse_archive
from convert.tei.restore import file_names, restored_parts
from convert.tei.write import write_tei
from convert.text.source import Source, combined_digest
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.pdf.options import archived
from tests.support.issue_files import FIRST, NAME, SECOND, SETTINGS, read_issue_files, reviewed, write_issue

PIECES = (
    "",
    "\n\n",
    " \t",
    "工程三年内完成，这是本市第一个",
    "大型水利工程。他说,桥一一很好。",
    "\n\n新桥通车\n\n今天,市民走上了\n",
    "新桥。\r\n\r\n第二段,一一也好\r\n",
    "甲\f乙",
    "——",
    "一",
)
"""Texts that are cut where files end, with and without line ends there."""
BINARY = b"\x00\x01\x02\x89PNG" * 100


def test_the_text_of_a_file_begins_where_the_one_before_ends(tmp_path: Path) -> None:
    """Offsets run through, whether or not a line end stands at the seam; each file has its own encoding."""
    document = read_issue_files(write_issue(tmp_path, {"1": FIRST.encode(), "2": SECOND.encode("gb18030")}))
    assert document.source.text == FIRST + SECOND
    assert [(page.label, page.at, page.part) for page in document.pages] == [
        ("1", 0, 0),
        ("2", len(FIRST), 1),
    ]
    assert document.source.encoding == "utf-8, gb18030"
    assert [part.name for part in document.source.parts] == [f"{NAME}_第0{n}版.txt" for n in (1, 2)]
    assert document.meta.name == NAME
    assert (document.meta.title, document.meta.date, document.meta.number) == (
        "云津日报",
        "2026-03-05",
        "4821",
    )


def test_a_block_reaches_over_no_seam(tmp_path: Path) -> None:
    """A file without a line end at its end, and one that begins with blank lines."""
    document = read_issue_files(write_issue(tmp_path, {"1": "甲".encode(), "2": "\n\n乙\n".encode()}))
    assert [block.source for block in document.blocks] == ["甲", "\n\n乙\n"]
    check(document)


def test_equal_blocks_of_two_files_have_ids_of_their_own(tmp_path: Path) -> None:
    """A running head stands on every page."""
    document = read_issue_files(write_issue(tmp_path, {n: "云津日报\n\n同样\n".encode() for n in "123"}))
    ids = [block.id for block in document.blocks]
    assert len(set(ids)) == 6
    assert ids[2] == f"{ids[0]}.2"


def test_every_file_comes_back_after_the_repair(tmp_path: Path) -> None:
    """A paragraph that is joined over the seam, and edited there, still gives each file its own bytes."""
    files = {
        "1": FIRST.encode(),
        "2": SECOND.encode("gb18030"),
        "3": "\ufeff第三版，好,的。\r\n".encode("utf-16"),
    }
    document = reviewed(write_issue(tmp_path, files)).document
    assert any("第一个大型水利工程" in block.reading for block in document.blocks)
    assert restore_parts(document) == tuple(files.values())


def test_a_place_is_file_line_and_column(tmp_path: Path) -> None:
    """Both in a document and in a warning, which has the path as the user knows it."""
    issue = write_issue(tmp_path, {"1": FIRST.encode(), "2": "乙\n\n好\u202e的\n".encode()})
    source = read_issue_files(issue).source
    assert source.location(source.text.index("好")) == f"{NAME}_第02版.txt:3:1"
    outcome = run(issue, SETTINGS, lambda _source, _document: Delivery({}))
    (remark,) = remarks(outcome)
    assert remark.line(outcome.location).startswith(f"{tmp_path}/{NAME}_第02版.txt:3:2: 1 bidi control")


def test_a_file_that_cannot_be_read_costs_its_page(tmp_path: Path) -> None:
    """It is warned of, and the page keeps its number; the others are as they would be without it."""
    issue = write_issue(tmp_path, {"1": FIRST.encode(), "2": BINARY, "3": None, "4": SECOND.encode()})
    document = read_issue_files(issue)
    assert document.source.text == FIRST + SECOND
    assert [page.label for page in document.pages] == ["1", "2", "3", "4"]
    assert [bool(part.fault) for part in document.source.parts] == [False, True, True, False]
    assert [part.size for part in document.source.parts][1:3] == [len(BINARY), 0]
    second, third = document.meta.warnings
    assert second.startswith(f"page 2 has no text: {NAME}_第02版.txt: not text")
    assert third.startswith(f"page 3 has no text: {NAME}_第03版.txt: no such file")


def test_a_page_of_white_space_keeps_it(tmp_path: Path) -> None:
    """An empty page is warned of like one that cannot be read; yet its bytes come back."""
    files = {"1": b"\n", "2": "甲\n".encode(), "3": b"", "4": b" \n\n", "5": "乙\n".encode()}
    document = read_issue_files(write_issue(tmp_path, files))
    check(document)
    assert restore_parts(document) == tuple(files.values())
    assert len(document.meta.warnings) == 3


def test_strict_makes_an_issue_fail_that_lacks_a_page(tmp_path: Path) -> None:
    """The error is that of the file."""
    issue = write_issue(tmp_path, {"1": FIRST.encode(), "2": BINARY})
    with pytest.raises(UnreadableSource, match="not text in any known encoding") as raised:
        read_issue_files(issue, replace(SETTINGS, strict=True))
    assert raised.value.location == str(tmp_path / f"{NAME}_第02版.txt")


def test_an_issue_without_a_page_that_can_be_read_fails(tmp_path: Path) -> None:
    """The error names the issue and the first of its files."""
    with pytest.raises(
        UnreadableSource, match=r"none of its 2 files can be read; first error: .*_第01版\.txt"
    ) as raised:
        read_issue_files(write_issue(tmp_path, {"1": BINARY, "2": None}))
    assert raised.value.location == str(tmp_path / NAME)


def test_files_are_too_large_together(tmp_path: Path) -> None:
    """The limit is that of the issue, and can be raised."""
    issue = write_issue(tmp_path, {"1": FIRST.encode(), "2": SECOND.encode()})
    with pytest.raises(UnreadableSource, match="raise --max-size"):
        read_issue_files(issue, replace(SETTINGS, limit=len(FIRST.encode()) + 1))
    read_issue_files(issue, replace(SETTINGS, limit=len((FIRST + SECOND).encode())))


def test_the_digest_of_an_issue_is_that_of_its_files(tmp_path: Path) -> None:
    """It can be made with sha256sum alone: the digest of the digests, each with a line feed."""
    issue = write_issue(tmp_path, {"1": b"a", "2": b"b"})
    digests = (
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
        "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d",
    )
    assert read_issue_files(issue).source.digest == combined_digest(digests)
    assert combined_digest(digests) == "bf75fafab8e46555836b92f1b04106b795a9ed36bd39b351f103b28819895f33"


def test_form_feeds_count_on_but_for_numbers_that_another_file_has(tmp_path: Path) -> None:
    """Two pages in the first file, and the second file is page 2 by its name."""
    document = read_issue_files(
        write_issue(tmp_path, {"1": "甲\n\f乙\n".encode(), "2": "丙\n\f丁\n".encode()})
    )
    assert [page.label for page in document.pages] == ["1", "", "2", "3"]


def test_files_of_one_name_are_told_apart() -> None:
    """By their folders; or by number where these have one name, too."""
    paths = ("p1/text.txt", "p2/text.txt")
    parts = tuple(SourcePart(SourceFile(Path(path))) for path in paths)
    assert part_names(parts) == paths
    assert part_names((parts[0], parts[0])) == ("1/text.txt", "2/text.txt")
    assert SourceIssue(Path("p"), parts).location == "p"


def test_several_empty_pages_at_the_beginning(tmp_path: Path) -> None:
    """Each keeps its white space, in its order."""
    files = {"1": b"\n", "2": b" \n", "3": "甲\n".encode(), "4": b"\t"}
    document = reviewed(write_issue(tmp_path, files)).document
    assert restore_parts(document) == tuple(files.values())


def test_the_files_travel_inside_the_pdf(tmp_path: Path) -> None:
    """All that could be read, under their own names, beside the archival XML."""
    issue = write_issue(tmp_path, {"1": FIRST.encode(), "2": BINARY, "3": SECOND.encode("gb18030")})
    style, context = load_style("newspaper"), WriteContext()
    attached = archived(reviewed(issue).document, style, context)
    assert [each.name for each in attached] == [
        f"{NAME}.tei.xml",
        f"{NAME}_第01版.txt",
        f"{NAME}_第03版.txt",
    ]
    assert attached[2].data == SECOND.encode("gb18030")


def test_no_name_leads_out_of_a_folder() -> None:
    """Whoever made the archival XML: what a file is called there is only a name."""
    assert file_names(["../../x", "/etc/passwd", "a\\..\\b.txt"]) == ("x", "passwd", "b.txt")
    assert file_names(["p1/text.txt", "p2/Text.txt", ".."]) == ("1_text.txt", "2_Text.txt", "3_page3")


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), st.data())
def test_every_issue_comes_back_file_by_file(texts: list[str], data: st.DataObject) -> None:
    """Whatever stands in its files, at their seams above all, and in whatever encodings they are."""
    encodings = data.draw(st.lists(st.sampled_from(["utf-8", "gb18030", "utf-16"]), min_size=6, max_size=6))
    parts: list[ReadPart] = []
    for number, (text, encoding) in enumerate(zip(texts, encodings, strict=False)):
        name, raw = f"{number}.txt", text.encode(encoding)
        blank = Source(raw, text, "utf-8", name=name) if not text.strip() and encoding == "utf-8" else None
        lost = not text.strip() and blank is None
        page = None if lost or blank else read(raw, Metadata(name=name), encoding=encoding)
        parts.append(ReadPart(page, str(number), name, fault="" if page else "no text", blank=blank))
    if not any(part.document for part in parts):
        return
    document = repair(combine(parts, Metadata(name="x")))
    check(document)
    restored = restore_parts(document)
    archive = write_tei(document, load_style("newspaper"), WriteContext()).data
    assert tuple(part.source.data for part in restored_parts(parse_archive(archive))) == restored
    again = read_document(archive)
    assert restore_parts(again) == restored
    assert again.text == document.text
    for part, raw, text, encoding in zip(parts, restored, texts, encodings, strict=False):
        if part.document or part.blank:
            assert raw == text.encode(encoding)
