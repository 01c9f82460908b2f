"""Comparing folders of archival files: which belong together, what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.archive.diff import DiffClass, compare
from convert.archive.diff.folders import FEW_PAIRS, FilePair, compare_all, compare_pair, pair_files
from convert.conversion import read
from convert.document.actions import Join
from convert.document.model import Metadata
from convert.errors import UnreadableSource
from tests.support.build import archived
from tests.support.compared import done, issue
from tests.support.word_files import word_file
from tests.support.zips import rewritten

TEXT, CORRECTION, STRUCTURE = DiffClass.TEXT, DiffClass.CORRECTION, DiffClass.STRUCTURE


def folder(place: Path, name: str, files: dict[str, str]) -> Path:
    """Make a folder of files."""
    for path, text in files.items():
        (place / name / path).parent.mkdir(parents=True, exist_ok=True)
        (place / name / path).write_text(text, "utf-8")
    return place / name


def test_folders_are_compared_file_by_file(tmp_path: Path) -> None:
    """Files of one name belong together, in subfolders too; what is no .xml or hidden is left out."""
    text = archived(issue())
    both = {"1951/a.xml": text, "b.xml": "no XML, but the same", ".c.xml": "x", "d.txt": "x"}
    old = folder(tmp_path, "old", {**both, "gone.xml": text})
    new = folder(tmp_path, "new", {**both, "come.xml": text, ".c.xml": "y"})
    compared = {
        c.name: [(d.kind, d.message) for d in c.differences] for c in map(compare_pair, pair_files(old, new))
    }
    assert compared == {
        "1951/a.xml": [],
        "b.xml": [],
        "come.xml": [(TEXT, "the issue is only in the new folder")],
        "gone.xml": [(TEXT, "the issue is only in the old folder")],
    }


def test_a_file_is_held_against_its_namesake_in_a_folder(tmp_path: Path) -> None:
    """As diff(1) does."""
    old = folder(tmp_path, "old", {"a.xml": archived(issue())})
    new = folder(tmp_path, "new", {"a.xml": archived(done(Join(2, 3)))})
    for pair in (*pair_files(old / "a.xml", new), *pair_files(old, new / "a.xml")):
        assert [d.kind for d in compare_pair(pair).differences] == [STRUCTURE]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("<TEI", "not well-formed XML", id="cut short"),
        pytest.param("<a/>", "not a TEI file", id="not ours"),
        pytest.param('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTD", id="an entity"),
        pytest.param("<a>" * 1_000_000, "", id="a million nested elements"),
    ],
)
def test_what_cannot_be_read_is_trouble_of_that_file_alone(text: str, said: str, tmp_path: Path) -> None:
    """The others are compared."""
    good = archived(issue())
    old = folder(tmp_path, "old", {"a.xml": good, "b.xml": text})
    new = folder(tmp_path, "new", {"a.xml": good, "b.xml": good})
    first, second = map(compare_pair, pair_files(old, new))
    assert first.same
    assert said in second.error
    assert second.error.startswith(str(old / "b.xml"))


def test_a_link_to_nowhere_is_trouble(tmp_path: Path) -> None:
    """It has a name, so the other side's file is not alone."""
    (tmp_path / "a.xml").symlink_to(tmp_path / "nowhere")
    assert (
        "a broken link to "
        in compare_pair(FilePair("a.xml", (tmp_path / "a.xml",), (tmp_path / "a.xml",))).error
    )


def test_a_folder_without_files_is_an_error(tmp_path: Path) -> None:
    """A job that compares nothing must not succeed."""
    with pytest.raises(UnreadableSource, match=r"no \.xml file"):
        pair_files(tmp_path, tmp_path)
    with pytest.raises(UnreadableSource, match="no such file"):
        pair_files(tmp_path / "a", tmp_path)


def test_many_files_are_shared_out_and_come_back_in_order(tmp_path: Path) -> None:
    """Several processes find what one finds."""
    text, other = archived(issue()), archived(done(Join(2, 3)))
    names = [f"{n:03}.xml" for n in range(FEW_PAIRS + 6)]
    old = folder(tmp_path, "old", dict.fromkeys(names, text))
    new = folder(tmp_path, "new", {name: other if n % 9 == 0 else text for n, name in enumerate(names)})
    found = pair_files(old, new)
    assert list(compare_all(found, 2)) == list(map(compare_pair, found))


def test_another_file_with_the_same_text_is_said_to_be_one() -> None:
    """Somebody saved the document again: the text is the same, and the file has another digest."""

    def page(*paragraphs: str, again: bool = False) -> bytes:
        data = word_file(*paragraphs)
        if again:
            data = rewritten(data, lambda text: text.replace("</cp:", "<!-- saved again --></cp:"))
        return archived(read(data, Metadata(name="p.docx"))).encode()

    first, again = (page("渡口改造完工", "修好了。", again=again) for again in (False, True))
    (told,) = compare(first, again)
    assert told.kind is DiffClass.GEOMETRY
    assert told.message.startswith("the source is another file with the same text: ")
    words = compare(first, page("渡口改造完工", "又坏了。"))
    assert {each.kind for each in words} == {DiffClass.TEXT}
