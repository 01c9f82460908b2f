"""Files are whole or not there, and none takes the place of a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.errors import BadSetting, UnwritableOutput
from convert.system.find import find
from convert.system.write import check_outputs, open_output, open_output_folder, write_files


def test_two_sources_of_one_name_are_refused(folder: Path) -> None:
    """Nothing is written where one output would hide another."""
    (folder / "sub/a.md").write_text("x")
    with pytest.raises(BadSetting, match=r"a.txt and sub/a.md would both be written to a.pdf"):
        check_outputs(find(["a.txt", "sub/a.md"]).files, folder / "out", ["pdf"])


def test_an_output_never_replaces_a_source(folder: Path) -> None:
    """Not even by way of a link to its folder."""
    (folder / "a.xml").write_text("重庆", "utf-8")
    (folder / "here").symlink_to(".")
    with pytest.raises(BadSetting, match=r"the output here/a.xml would replace the source a.xml"):
        check_outputs(find(["a.xml"]).files, Path("here"), ["pdf", "xml"])


@pytest.mark.parametrize("output", ["a.txt", "a.txt/deep/er"])
def test_a_file_in_the_place_of_the_folder_is_found_out_first(folder: Path, output: str) -> None:
    """Before any source is read."""
    with pytest.raises(UnwritableOutput, match=r"a.txt: the output folder is a file"):
        check_outputs(find(["b.txt"]).files, folder / output, ["xml"])


def test_a_set_is_written_whole(tmp_path: Path) -> None:
    """An old file of the same name is replaced; nothing else remains in the folder."""
    out = tmp_path / "new" / "out"
    write_files(out, {"a.xml": b"old"}, "run")
    write_files(out, {"a.xml": b"new", "a.pdf": b"%PDF"}, "run")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"a.xml": b"new", "a.pdf": b"%PDF"}


def test_a_set_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """A folder in the place of one file: the others are not written either."""
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UnwritableOutput, match=r"a.pdf: cannot be written: there is a folder with that name"):
        write_files(tmp_path, {"a.xml": b"new", "a.pdf": b"%PDF"}, "run")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_name_that_is_too_long_leaves_nothing(tmp_path: Path) -> None:
    """The system's limit is 255 bytes; a name just below it is written."""
    write_files(tmp_path, {"报" * 83 + ".xml": b"x"}, "1234-abcdefgh")
    with pytest.raises(UnwritableOutput, match=r"File name too long"):
        write_files(tmp_path, {"a.xml": b"x", "报" * 84 + ".xml": b"x"}, "1234-abcdefgh")
    assert [path.name for path in tmp_path.iterdir()] == ["报" * 83 + ".xml"]


def test_a_link_in_the_place_of_an_output_is_replaced_not_followed(tmp_path: Path) -> None:
    """What the link led to stays as it is."""
    (tmp_path / "other").write_bytes(b"precious")
    (tmp_path / "a.xml").symlink_to("other")
    write_files(tmp_path, {"a.xml": b"new"}, "run")
    assert (tmp_path / "other").read_bytes() == b"precious"
    assert not (tmp_path / "a.xml").is_symlink()


def test_a_file_that_only_looks_like_one_of_ours_stays(tmp_path: Path) -> None:
    """A temporary name beside the output is not written through, and not removed."""
    (tmp_path / "other").write_bytes(b"precious")
    (tmp_path / ".a.xml.run.tmp").symlink_to("other")
    write_files(tmp_path, {"a.xml": b"new"}, "run")
    assert (tmp_path / "other").read_bytes() == b"precious"
    assert (tmp_path / ".a.xml.run.tmp").is_symlink()


def test_a_file_that_has_these_bytes_may_be_left_alone(tmp_path: Path) -> None:
    """Its inode stays; another content replaces it, and so does the same behind a link."""
    write_files(tmp_path, {"a": b"x", "b": b"y"}, "run")
    (tmp_path / "c").symlink_to("a")
    before = {name: (tmp_path / name).lstat().st_ino for name in "abc"}
    states = write_files(tmp_path, {"a": b"x", "b": b"z", "c": b"x"}, "run", keep=True)
    after = {name: (tmp_path / name).lstat().st_ino for name in "abc"}
    assert [name for name in "abc" if before[name] == after[name]] == ["a"]
    assert {name: state.size for name, state in states.items()} == {"a": 1, "b": 1, "c": 1}
    assert not (tmp_path / "c").is_symlink()


def test_a_staging_folder_takes_what_is_unfinished(tmp_path: Path) -> None:
    """What a killed worker left there is written over."""
    staging = tmp_path / "staging"
    staging.mkdir()
    (staging / ".a.run.tmp").write_bytes(b"left by a killed worker")
    write_files(tmp_path / "out", {"a": b"x"}, "run", staging=staging)
    assert (tmp_path / "out" / "a").read_bytes() == b"x"
    assert not list(staging.iterdir())


def fail() -> None:
    """Fail in the midst of writing."""
    raise ValueError("a fault")


def test_a_stream_is_there_when_it_is_finished(tmp_path: Path) -> None:
    """And not before; one that fails leaves what was there."""
    path = tmp_path / "new" / "book.epub"
    with open_output(path, "run") as out:
        out.write(b"old")
        assert [p.name for p in path.parent.iterdir()] == [".backfile"]
    with pytest.raises(ValueError, match="a fault"), open_output(path, "run") as out:  # noqa: PT012 - what is tried
        out.write(b"new")
        fail()
    assert [p.name for p in path.parent.iterdir()] == ["book.epub"]
    assert path.read_bytes() == b"old"


def test_a_stream_that_has_no_place_is_refused(tmp_path: Path) -> None:
    """A file in the place of its folder, or a folder in its own."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "book.epub").mkdir()
    for path in (tmp_path / "file" / "book.epub", tmp_path / "book.epub"):
        with pytest.raises(UnwritableOutput, match="cannot be written"), open_output(path, "run"):
            pytest.fail("it was opened")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book.epub", "file"]


def test_a_folder_is_there_when_it_is_finished(tmp_path: Path) -> None:
    """With all that is in it, or not at all."""
    with open_output_folder(tmp_path / "bag", "run") as folder:
        (folder / "data").mkdir()
        (folder / "data" / "a").write_bytes(b"x")
        assert not (tmp_path / "bag").exists()
    assert (tmp_path / "bag" / "data" / "a").read_bytes() == b"x"
    with (
        pytest.raises(UnwritableOutput, match="Directory not empty"),
        open_output_folder(tmp_path / "bag", "run") as folder,
    ):
        (folder / "b").write_bytes(b"y")
    assert [p.name for p in tmp_path.iterdir()] == ["bag"]
