"""A file that is not as backfile wrote it is never replaced, whatever command would write there."""

from __future__ import annotations

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from convert import api
from convert.cli import run
from convert.errors import ExitCode, UnwritableOutput
from tests.support.batches import command, surroundings
from tests.support.batches import run as run_process
from tests.support.your_files import PAGE, files, stand_beside_page

DELIVERED = {"page.pdf": b"%PDF the scan", "page.xml": b"<alto/>", "page.docx": b"PK as the firm typed it"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a page."""
    return stand_beside_page(tmp_path, monkeypatch)


def deliver(folder: Path, extra: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Put the files of a digitisation firm beside the text."""
    for name, data in DELIVERED.items():
        for stem in ("page", *extra):
            (folder / name.replace("page", stem)).write_bytes(data)
    return files(folder)


def test_what_a_firm_delivers_beside_the_text_stays(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The scan, the ALTO and the DOCX are named at once, and not even the EPUB is written."""
    (folder / "other.txt").write_text(PAGE, "utf-8")
    before = deliver(folder, ("other",))
    assert run(["convert", "page.txt", "other.txt", "-o", "."]) == ExitCode.BAD_OUTPUT
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert all(f"{stem}.{form}" in error for stem in ("page", "other") for form in ("docx", "pdf", "xml"))
    assert "epub" not in error
    assert "--force" in error
    assert files(folder) == before
    assert run(["convert", "page.txt", "other.txt", "-o", ".", "--force"]) == 0
    assert {name for name, data in files(folder).items() if before.get(name) != data} >= set(DELIVERED)


def test_what_an_editor_wrote_survives_the_next_convert(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Our own mark on a file that was edited protects it all the same; what is as we wrote it is replaced."""
    assert run(["convert", "page.txt"]) == 0
    first = files(folder / "output")
    edited = first["page.docx"] + b" and an editor's paragraph"
    (folder / "output" / "page.docx").write_bytes(edited)
    (folder / "page.txt").write_text(PAGE + "\n桥通车了。\n", "utf-8")
    assert run(["convert", "page.txt"]) == ExitCode.BAD_OUTPUT
    error = capfd.readouterr().err
    assert "output/page.docx: would be replaced: edited since it was written; --force" in error
    assert files(folder / "output") == {**first, "page.docx": edited}
    (folder / "output" / "page.docx").unlink()
    assert run(["convert", "page.txt"]) == 0
    second = files(folder / "output")
    assert all(second[name] != first[name] for name in first)


def test_the_same_content_is_no_collision(folder: Path) -> None:
    """Where nothing is on record, the bytes themselves decide."""
    assert run(["convert", "page.txt"]) == 0
    first = files(folder / "output")
    shutil.rmtree(folder / "output" / ".backfile")
    assert run(["convert", "page.txt"]) == 0
    assert run(["convert", "page.txt", "--title", "报"]) == 0
    assert files(folder / "output") != first


def test_standard_input_collides_as_files_do(folder: Path) -> None:
    """It is read once, and nothing is lost of it."""
    (folder / "stdin.xml").write_bytes(b"<mine/>")
    ended = run_process("convert", "-", "-f", "xml", "-o", folder, stdin=PAGE)
    assert (ended.returncode, "stdin.xml" in ended.stderr) == (4, True)
    assert (folder / "stdin.xml").read_bytes() == b"<mine/>"
    assert run(["convert", "page.txt", "-f", "xml", "-o", "out"]) == 0
    (folder / "stdin.xml").unlink()
    assert run_process("convert", "-", "-f", "xml", "-o", folder, stdin=PAGE).returncode == 0
    shutil.rmtree(folder / ".backfile")
    assert run_process("convert", "-", "-f", "xml", "-o", folder, stdin=PAGE).returncode == 0


def test_the_record_can_be_checked_with_sha256sum(folder: Path) -> None:
    """It names each file with its digest and says nothing of time or place."""
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "pa\\ge\n.txt").write_text(PAGE, "utf-8")
        (folder / name / "page.txt").write_text(PAGE, "utf-8")
        assert run(["convert", name, "-o", f"{name}-out"]) == 0
        assert run(["convert", name, "-o", f"{name}-out"]) == 0
    record = folder / "a-out" / ".backfile" / "outputs"
    assert record.read_bytes() == (folder / "b-out" / ".backfile" / "outputs").read_bytes()
    lines = record.read_text("utf-8").splitlines()
    assert len(lines) == 8
    digest = sha256((folder / "a-out" / "page.xml").read_bytes()).hexdigest()
    assert f"{digest}  page.xml" in lines
    digest = sha256((folder / "a-out" / "pa\\ge\n.xml").read_bytes()).hexdigest()
    assert f"\\{digest}  pa\\\\ge\\n.xml" in lines


def test_the_record_does_not_grow_for_ever(folder: Path) -> None:
    """What is gone is off it at the next write; of a file that is written often, so are old digests."""
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(PAGE, "utf-8")
    record = folder / "output" / ".backfile" / "outputs"
    assert run(["convert", "a.txt", "b.txt", "-f", "xml,docx"]) == 0
    (folder / "output" / "a.xml").unlink()
    assert run(["convert", "page.txt", "-f", "xml"]) == 0
    names = [line.partition("  ")[2] for line in record.read_text("utf-8").splitlines()]
    assert names == ["a.docx", "b.docx", "b.xml", "page.xml"]
    for number in range(12):
        assert run(["convert", "page.txt", "-f", "xml", "--title", f"报{number}"]) == 0
    assert record.read_text("utf-8").count("page.xml") <= 9
    assert run(["convert", "page.txt", "a.txt", "b.txt", "-f", "xml,docx", "--title", "报"]) == 0
    assert [path.name for path in record.parent.iterdir()] == ["outputs"]


def test_the_library_protects_as_the_command_does(folder: Path) -> None:
    """An error that names the file, or `force`."""
    (folder / "out").mkdir()
    (folder / "out" / "page.xml").write_bytes(b"<alto/>")
    with pytest.raises(UnwritableOutput, match=r"page\.xml: would be replaced"):
        api.convert_file("page.txt", "out", ["xml"])
    assert (folder / "out" / "page.xml").read_bytes() == b"<alto/>"
    api.convert_file("page.txt", "out", ["xml"], force=True)
    assert b"TEI" in (folder / "out" / "page.xml").read_bytes()


def test_a_book_that_was_edited_stays(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """All books of a series are told before the first is written; one that is ours is made anew."""
    for day in ("01", "02"):
        (folder / f"报_1951-0{day[1]}-01.txt").write_text(PAGE, "utf-8")
    sources = ("报_1951-01-01.txt", "报_1951-02-01.txt")
    collect = ["collect", *sources, "-o", "b.epub", "--by", "month", "--split"]
    (folder / "b-1951-02.epub").write_bytes(b"my own book")
    assert run([*collect, "--title", "书"]) == ExitCode.BAD_OUTPUT
    assert "b-1951-02.epub: would be replaced: not written by backfile" in capfd.readouterr().err
    assert not (folder / "b-1951-01.epub").exists()
    assert run([*collect, "--title", "书", "--force"]) == 0
    assert run([*collect, "--title", "另一本书"]) == 0
    for name in ("b-1951-01.epub", "b-1951-02.epub"):
        (folder / name).write_bytes((folder / name).read_bytes() + b"mine")
    before = files(folder)
    assert run([*collect, "--title", "书"]) == ExitCode.BAD_OUTPUT
    error = capfd.readouterr().err
    assert "2 files would be replaced: edited since it was written: b-1951-01.epub, b-1951-02.epub" in error
    assert files(folder) == before


def test_a_selection_is_written_anew_only_while_nobody_has_edited_it(folder: Path) -> None:
    """And no other file of that name is, such as metadata."""
    (folder / "issue.toml").write_text('title = "报"\n', "utf-8")
    assert run(["collect", "page.txt", "-o", "issue.toml"]) == ExitCode.BAD_OUTPUT
    assert (folder / "issue.toml").read_text("utf-8") == 'title = "报"\n'
    assert run(["collect", "page.txt", "-o", "all.toml"]) == 0
    assert run(["collect", "page.txt", "-o", "all.toml", "--title", "书"]) == 0
    mine = (folder / "all.toml").read_text("utf-8") + "# mine\n"
    (folder / "all.toml").write_text(mine, "utf-8")
    assert run(["collect", "page.txt", "-o", "all.toml"]) == ExitCode.BAD_OUTPUT
    assert (folder / "all.toml").read_text("utf-8") == mine
    assert run(["collect", "page.txt", "-o", "all.toml", "--force"]) == 0
    assert "mine" not in (folder / "all.toml").read_text("utf-8")


@pytest.mark.parametrize(
    "text", ['title = "报"\n', "# only a person's comments\n", "[[part]]\ninclude = []\n", PAGE, "\udcff\n"]
)
def test_decisions_go_into_no_file_of_another_kind(
    folder: Path, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Metadata, a selection, a text, a link to a decisions file."""
    data = text.encode("utf-8", "surrogateescape")
    (folder / "mine.toml").write_bytes(data)
    assert run(["decisions", "page.txt", "-o", "mine.toml"]) == ExitCode.BAD_OUTPUT
    assert "mine.toml: would be replaced: not a decisions file; --force" in capfd.readouterr().err
    assert (folder / "mine.toml").read_bytes() == data
    assert run(["decisions", "page.txt", "-o", "mine.toml", "--force"]) == 0
    assert "[[decision]]" in (folder / "mine.toml").read_text("utf-8")
    (folder / "page.decisions.toml").symlink_to("mine.toml")
    assert run(["decisions", "page.txt", "-w"]) == ExitCode.BAD_OUTPUT
    assert (folder / "page.decisions.toml").is_symlink()


def test_decisions_that_a_person_edited_are_kept(folder: Path) -> None:
    """A decisions file is brought up to date in its place: verdicts and comments stay."""
    assert run(["decisions", "page.txt", "-w"]) == 0
    path = folder / "page.decisions.toml"
    path.write_text(
        "# mine\n" + path.read_text("utf-8").replace('decide = ""', 'decide = "reject"  # why'), "utf-8"
    )
    rejected = path.read_text("utf-8").count('"reject"  # why')
    assert rejected
    assert run(["decisions", "page.txt", "-w"]) == 0
    assert path.read_text("utf-8").startswith("# mine\n")
    assert path.read_text("utf-8").count('"reject"  # why') == rejected


def test_a_restored_source_replaces_no_other_text(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nor a text that was edited since it was restored; the same bytes are no collision."""
    assert run(["convert", "page.txt", "-f", "xml"]) == 0
    assert run(["restore", "output/page.xml", "-o", "page.txt"]) == 0
    (folder / "page.txt").write_text("what somebody typed\n", "utf-8")
    assert run(["restore", "output/page.xml", "-o", "page.txt"]) == ExitCode.BAD_OUTPUT
    assert "page.txt: would be replaced: edited since" in capfd.readouterr().err
    assert (folder / "page.txt").read_text("utf-8") == "what somebody typed\n"
    assert run(["restore", "output/page.xml", "-o", "page.txt", "--force"]) == 0
    assert (folder / "page.txt").read_text("utf-8") == PAGE


def test_a_catalogue_keeps_pages_that_were_edited(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Its mark on them does not count; all are told, nothing is written or removed."""
    assert run(["convert", "page.txt", "-f", "xml", "-o", "out"]) == 0
    catalogue = ["catalogue", "out", "--no-covers"]
    assert run(catalogue) == 0
    assert run(["convert", "page.txt", "-f", "xml", "-o", "out", "--title", "报"]) == 0
    assert run(catalogue) == 0
    place = folder / "out" / "catalogue"
    for name in ("index.html", "catalogue.css"):
        (place / name).write_text((place / name).read_text("utf-8") + "<!-- mine -->", "utf-8")
    assert run(["convert", "page.txt", "-f", "xml", "-o", "out", "--title", "另一份报"]) == 0
    before = files(place)
    assert run(catalogue) == ExitCode.BAD_OUTPUT
    error = capfd.readouterr().err
    assert "2 files would be replaced: edited since it was written: catalogue.css, index.html" in error
    assert files(place) == before
    assert run([*catalogue, "--force"]) == 0
    assert "mine" not in (place / "index.html").read_text("utf-8")
    assert run(catalogue) == 0


def test_a_report_replaces_nothing_but_a_report(folder: Path) -> None:
    """One that is as it was written is replaced."""
    assert run(["batch", "page.txt", "out", "-f", "xml", "-j", "1", "-q"]) == 0
    (folder / "index.html").write_text("my page")
    assert run(["report", "out", "-o", "index.html"]) == ExitCode.BAD_OUTPUT
    assert (folder / "index.html").read_text() == "my page"
    assert run(["report", "out", "-o", "report.html"]) == 0
    assert run(["batch", "page.txt", "out", "-f", "xml", "-j", "1", "-q", "--title", "报"]) == 0
    assert run(["report", "out", "-o", "report.html"]) == 0
    assert run(["report", "out", "-o", "index.html", "--force"]) == 0


@pytest.mark.parametrize("name", [".files", "index.html"])
def test_a_pipe_among_the_pages_of_a_catalogue_is_not_waited_for(folder: Path, name: str) -> None:
    """It is refused."""
    assert run(["convert", "page.txt", "-f", "xml", "-o", "out"]) == 0
    (folder / "out" / "catalogue").mkdir()
    os.mkfifo(folder / "out" / "catalogue" / name)
    ended = subprocess.run(
        command("catalogue", folder / "out", "--no-covers"),
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == ExitCode.BAD_OUTPUT, ended.stderr


def test_a_catalogue_of_a_version_without_digests(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Version 0.1.0 listed names alone: whether a page was edited cannot be told, and the message says so."""
    assert run(["convert", "page.txt", "-f", "xml", "-o", "out"]) == 0
    assert run(["catalogue", "out", "--no-covers"]) == 0
    listed = folder / "out" / "catalogue" / ".files"
    names = [line.rpartition("  ")[2] for line in listed.read_text("utf-8").splitlines()]
    listed.write_text("".join(f"{name}\n" for name in names), "utf-8")
    assert run(["convert", "page.txt", "-f", "xml", "-o", "out", "--title", "另一份报"]) == 0
    assert run(["catalogue", "out", "--no-covers"]) == ExitCode.BAD_OUTPUT
    error = capfd.readouterr().err
    assert "files would be replaced: no record tells whether it was edited: .history" in error
    assert run(["catalogue", "out", "--no-covers", "--force"]) == 0
    assert run(["catalogue", "out", "--no-covers"]) == 0
