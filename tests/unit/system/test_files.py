"""Sources are found and loaded; outputs are whole or not there."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from convert.errors import BadSetting, UnreadableSource, UnwritableOutput
from convert.system.find import SourceFile, find
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.write import check_outputs, write_files

LIMIT = 1000
NO_INPUT = io.BytesIO()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a few sources."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "notes.md", "sub/c.TXT", ".hidden.txt", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("重庆", "utf-8")
    return tmp_path


def places(*arguments: str) -> list[str]:
    """Return where the sources of some arguments lie."""
    return [source.location for source in find(arguments).files]


def test_a_folder_gives_its_texts_sorted(folder: Path) -> None:
    """Subfolders too; hidden files and folders are passed over."""
    assert folder.is_dir()
    assert places(".") == ["a.txt", "b.txt", "sub/c.TXT"]


def test_a_pattern_that_the_shell_left_is_expanded(folder: Path) -> None:
    """A quoted pattern works as an unquoted one would."""
    assert folder.is_dir()
    assert places("?.txt", "**/*.TXT") == ["a.txt", "b.txt", "sub/c.TXT"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(folder: Path) -> None:
    """What exists is never expanded."""
    (folder / "[ab].txt").write_text("x")
    assert places("[ab].txt") == ["[ab].txt"]


def test_each_file_is_taken_once(folder: Path) -> None:
    """However often and in whatever spelling it is named; the order is the arguments'."""
    assert places("b.txt", "./b.txt", str(folder / "b.txt"), ".") == ["b.txt", "a.txt", "sub/c.TXT"]


def test_any_file_may_be_named_whatever_it_ends_in(folder: Path) -> None:
    """Only in folders the ending decides."""
    assert folder.is_dir()
    assert places("notes.md", "-") == ["notes.md", "-"]


def test_what_leads_nowhere_is_kept_as_a_failure(folder: Path) -> None:
    """The other sources can still be converted."""
    (folder / "empty").mkdir()
    sources = find(["empty", "*.xyz", "a.txt"]).files
    assert [str(source.error or "") for source in sources] == [
        "empty: no .txt file in this folder; name the files if they end otherwise",
        "*.xyz: no file matches; check the pattern",
        "",
    ]


def test_links_in_a_folder_are_followed_to_files(folder: Path) -> None:
    """A link is a source under its own name; one that leads nowhere is not passed over in silence."""
    (folder / "link.txt").symlink_to("a.txt")
    (folder / "lost.txt").symlink_to("nowhere")
    assert places(".") == ["a.txt", "b.txt", "link.txt", "lost.txt", "sub/c.TXT"]
    assert load(SourceFile(Path("link.txt")), LIMIT, NO_INPUT) == "重庆".encode()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "missing.txt: no such file; check the path"),
        ("aa.txt", r"aa.txt: no such file; did you mean a.txt\?"),
        ("a.txt/b.txt", "a.txt/b.txt: cannot be read: Not a directory"),
        ("lost.txt", "lost.txt: a link to nowhere, which is not there"),
        ("round.txt", "round.txt: a link to round.txt, which is not there"),
        ("pipe.txt", "pipe.txt: a pipe, not a file; to read a pipe, give -"),
        ("large.txt", "large.txt: too large: 0.0 MB, and the limit is 0.001; raise --max-size"),
        ("sub", "sub: a folder, not a file"),
        ("/dev/null", "/dev/null: a device, not a file"),
    ],
)
def test_what_cannot_be_loaded_says_why(folder: Path, name: str, message: str) -> None:
    """What, where and what to do; a pipe is not waited for."""
    (folder / "lost.txt").symlink_to("nowhere")
    (folder / "round.txt").symlink_to("round.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "large.txt").write_bytes(b"x" * (LIMIT + 1))
    with pytest.raises(UnreadableSource, match=message):
        load(SourceFile(Path(name)), LIMIT, NO_INPUT)


def test_a_large_source_is_refused_by_its_size(tmp_path: Path) -> None:
    """A sparse file of a terabyte is not read."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(UnreadableSource, match=r"too large: 1,000,000.0 MB"):
        load(SourceFile(path), LIMIT, NO_INPUT)


def test_standard_input_is_read_up_to_the_limit() -> None:
    """Of a stream the size is not known before."""
    assert load(SourceFile(None), LIMIT, io.BytesIO(b"x" * LIMIT)) == b"x" * LIMIT
    with pytest.raises(UnreadableSource, match=r"-: too large: more than 0.0 MB"):
        load(SourceFile(None), LIMIT, io.BytesIO(b"x" * (LIMIT + 1)))


def test_two_sources_of_one_name_are_refused(folder: Path) -> None:
    """Nothing is written where one output would hide another."""
    (folder / "sub/a.md").write_text("x")
    with pytest.raises(BadSetting, match=r"a.txt and sub/a.md would both write a.pdf"):
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
    with pytest.raises(UnwritableOutput, match=r"a.txt: in the place of the output folder is a file"):
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
    with pytest.raises(UnwritableOutput, match=r"a.pdf: cannot be written: a folder has that name"):
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


def test_a_file_of_a_run_that_was_killed_is_not_written_through(tmp_path: Path) -> None:
    """A temporary file that is there already belongs to somebody else, or is a trap."""
    (tmp_path / "other").write_bytes(b"precious")
    (tmp_path / ".a.xml.run.tmp").symlink_to("other")
    with pytest.raises(UnwritableOutput):
        write_files(tmp_path, {"a.xml": b"new"}, "run")
    assert (tmp_path / "other").read_bytes() == b"precious"
    assert (tmp_path / ".a.xml.run.tmp").is_symlink()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a\x1b[2J.txt", r"a\x1b[2J.txt"),
        ("a\nb", r"a\nb"),
        ("a\udcff", "a\ufffd"),
        ("甲\u202e乙", r"甲\u202e乙"),
    ],
    ids=["escape sequence", "line end", "byte that is not UTF-8", "bidi override"],
)
def test_a_path_is_shown_without_its_tricks(path: str, text: str) -> None:
    """A file's name cannot write to the terminal."""
    assert printable_path(path) == text
