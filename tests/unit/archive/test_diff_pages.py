"""Issues compared by their pages: lost, added, of another file; and with the archival files of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.archive.diff import DiffClass, compare
from convert.archive.diff.folders import Comparison, compare_all, pair_files
from convert.conversion import review_source
from convert.system.find import SourceFile
from convert.tei.write import write_tei
from convert.typeset.writer import WriteContext
from tests.support.issue_files import NAME, SETTINGS, STYLE, archived, write_issue

HEAD = "云津日报 2026年3月5日\n\n"
PAGES = {
    "1": f"{HEAD}渡口改造开工\n\n今天上午,渡口改造工程开工,市民们都来看了。\n".encode(),
    "2": f"{HEAD}新桥通车\n\n昨天下午,新桥通车,老人和孩子走上了桥。\n".encode(),
    "3": f"{HEAD}城北图书馆开放\n\n明天有雨,后天转晴,请市民带好雨具。\n".encode(),
}


def issue(folder: Path, pages: dict[str, bytes]) -> bytes:
    """Return the archival XML of an issue of some pages."""
    folder.mkdir(parents=True)
    return archived(write_issue(folder, pages))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make the archival XML of three pages."""
    return issue(tmp_path_factory.mktemp("whole") / "in", PAGES)


def pages_told(old: bytes, new: bytes) -> list[str]:
    """Return what is told of pages."""
    return [d.message for d in compare(old, new) if d.kind is DiffClass.PAGE]


def test_a_lost_page_is_one_difference(whole: bytes, tmp_path: Path) -> None:
    """Nothing on it is told block by block, and the running heads of the others are not taken for its own."""
    without = issue(tmp_path / "in", {page: PAGES[page] for page in "13"})
    assert pages_told(whole, without) == [f"lost: page 2 ({NAME}_第02版.txt)"]
    assert {d.kind for d in compare(whole, without)} <= {DiffClass.PAGE, DiffClass.RULE_VERSION}
    assert pages_told(without, whole) == [f"added: page 2 ({NAME}_第02版.txt)"]
    assert {d.kind for d in compare(without, whole)} <= {DiffClass.PAGE, DiffClass.RULE_VERSION}


def test_a_page_of_another_file_is_told_with_what_changed_on_it(whole: bytes, tmp_path: Path) -> None:
    """The page, and the words."""
    other = issue(tmp_path / "in", {**PAGES, "2": PAGES["2"].replace("老人".encode(), "学生".encode())})
    (page,) = pages_told(whole, other)
    assert page.startswith(f"page 2 ({NAME}_第02版.txt) is of another file: ")
    assert [d.message for d in compare(whole, other) if d.kind is DiffClass.TEXT] == ["body: other words"]


def test_a_page_that_can_no_longer_be_read_is_told(whole: bytes, tmp_path: Path) -> None:
    """It has no text, and what it had is not told block by block."""
    unread = issue(tmp_path / "in", {**PAGES, "2": b"\x00\x01\x02\x89PNG" * 100})
    assert pages_told(whole, unread) == [f"page 2 ({NAME}_第02版.txt): whether it can be read"]


def test_a_file_of_another_name_is_the_same_page(whole: bytes, tmp_path: Path) -> None:
    """By its bytes."""
    folder = tmp_path / "in"
    folder.mkdir()
    source = write_issue(folder, PAGES)
    second = folder / "back.txt"
    source.parts[1].file.path.rename(second)  # type: ignore[union-attr] # it has a path
    parts = (source.parts[0], source.parts[1].__class__(SourceFile(second), "2"), source.parts[2])
    renamed = archived(source.__class__(source.path, parts))
    assert pages_told(whole, renamed) == []
    assert [(d.message, d.new) for d in compare(whole, renamed) if d.kind is DiffClass.METADATA][:1] == [
        ("source file of page 2", "back.txt")
    ]


def pairs(old: Path, new: Path) -> list[Comparison]:
    """Compare two folders."""
    return list(compare_all(pair_files(old, new)))


@pytest.mark.parametrize("layout", ["beside", "in a folder of the issue"])
def test_a_delivery_by_pages_is_held_against_one_by_issues(tmp_path: Path, layout: str) -> None:
    """Old archival files of pages are found by what they hold; no word differs."""
    old, new, texts = tmp_path / "old", tmp_path / "new", tmp_path / "in"
    for folder in (old, new, texts):
        folder.mkdir()
    source = write_issue(texts, PAGES)
    (new / f"{NAME}.xml").write_bytes(archived(source))
    for part in source.parts:
        page = write_tei(review_source(part.file, SETTINGS).document, STYLE, WriteContext()).data
        above = old if layout == "beside" else old / NAME
        above.mkdir(exist_ok=True)
        (above / f"{part.file.stem}.xml").write_bytes(page)
    (comparison,) = pairs(old, new)
    names = ", ".join(f"{NAME}_第0{page}版.xml" for page in "123")
    assert comparison.differences[0].message == f"one issue now, was {names}"
    words = {DiffClass.TEXT, DiffClass.CORRECTION, DiffClass.ORDER, DiffClass.METADATA}
    assert not words & {d.kind for d in comparison.differences}
    (back,) = pairs(new, old)
    assert back.differences[0].message == f"no issue any more, now {names}"

    source.parts[1].file.path.write_bytes(PAGES["2"] + "又及。\n".encode())  # type: ignore[union-attr] # the same
    (new / f"{NAME}.xml").write_bytes(archived(source))
    (changed,) = pairs(old, new)
    kinds = [d.kind for d in changed.differences]
    assert (kinds[0], kinds.count(DiffClass.PAGE)) == (DiffClass.TEXT, 2)


def test_pages_that_belong_to_no_issue_are_only_in_one_folder(tmp_path: Path, whole: bytes) -> None:
    """A file that is no archive, too, which is told."""
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new" / "whole.xml").write_bytes(whole)
    (tmp_path / "old" / "a.xml").write_bytes(b"<TEI/>")
    (tmp_path / "old" / "b.xml").write_bytes(b"")
    told = [(c.name, [d.message for d in c.differences]) for c in pairs(tmp_path / "old", tmp_path / "new")]
    assert told == [
        ("a.xml", ["the issue is only in the old folder"]),
        ("b.xml", ["the issue is only in the old folder"]),
        ("whole.xml", ["the issue is only in the new folder"]),
    ]
