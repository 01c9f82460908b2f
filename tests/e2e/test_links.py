"""Links: among the sources, in a selection, in the output folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from convert.cli import run
from convert.errors import ExitCode
from tests.support.batches import run as run_process

PAGE = "山城晚报\n\n市委六届八次全会强调,要强化党建统领。\n"
ELSEWHERE = "一个秘密写在别处。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a delivery that holds a page and links to what lies outside of it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text(ELSEWHERE, "utf-8")
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "deep.txt").write_text(ELSEWHERE, "utf-8")
    delivery = tmp_path / "in"
    delivery.mkdir()
    (delivery / "page.txt").write_text(PAGE, "utf-8")
    (delivery / "trap.txt").symlink_to("../secret.txt")
    (delivery / "more").symlink_to("../away")
    return tmp_path


def written(folder: Path) -> str:
    """Return the text of all archival files."""
    return "".join(path.read_text("utf-8") for path in folder.rglob("*.xml"))


@pytest.mark.parametrize("sources", [["in"], ["in/*.txt", "in/m*/*.txt"], ["in/page.txt", "in/trap.txt"]])
def test_links_among_the_sources_are_named_and_not_read(
    folder: Path, sources: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """However they are named; the others are converted."""
    assert run(["convert", *sources, "-f", "xml"]) == ExitCode.SOME_FAILED
    error = capfd.readouterr().err
    assert "in/trap.txt: a link; links are not followed; give --follow-links" in error
    assert ("more" in error) is ("in/trap.txt" not in sources)
    assert "党建" in written(folder / "output")
    assert "秘密" not in written(folder / "output")
    assert run(["convert", *sources, "-f", "xml", "--follow-links"]) == 0
    assert "秘密" in written(folder / "output")


def test_a_batch_names_links(folder: Path) -> None:
    """In a folder and in a manifest; `retry` remembers that they are to be followed."""
    rows = ("page.txt", "trap.txt", "more/deep.txt")
    (folder / "in" / "list.csv").write_text("source\n" + "\n".join(rows) + "\n")
    for source, out in (("in", "out"), ("in/list.csv", "listed")):
        ended = run_process("batch", source, out, "-f", "xml", "-j", 1)
        assert (ended.returncode, "1 converted" in ended.stderr) == (1, True), ended.stderr
        errors = json.loads(run_process("status", out, "--json").stdout)["errors"]
        assert len(errors) == 2
        assert all("link" in error["what"] for error in errors)
        assert "秘密" not in written(folder / out)
        ended = run_process("batch", source, out, "-f", "xml", "-j", 1, "--follow-links")
        assert (ended.returncode, "2 converted" in ended.stderr) == (0, True), ended.stderr


@pytest.mark.parametrize(
    "command", [["explain"], ["decisions"], ["collect", "-o", "b.epub", "--title", "书"]]
)
def test_no_command_reads_a_source_through_a_link(
    command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """It says how it would."""
    assert run([*command, "in/trap.txt"]) == ExitCode.BAD_INPUT
    assert "--follow-links" in capfd.readouterr().err
    assert run([*command, "in/trap.txt", "--follow-links"]) == 0


@pytest.mark.parametrize("text", ["../notes.md", "/{}/notes.md", "linked.md", "sub/../../notes.md"])
@pytest.mark.parametrize("key", ["foreword", "text"])
def test_a_foreword_stays_below_its_selection(
    folder: Path, text: str, key: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A selection from elsewhere does not print a file of yours."""
    (folder / "notes.md").write_text(ELSEWHERE, "utf-8")
    (folder / "s" / "sub").mkdir(parents=True)
    (folder / "s" / "linked.md").symlink_to("../notes.md")
    (folder / "s" / "sub" / "own.md").write_text("前言", "utf-8")
    text = text.format(folder.as_posix().strip("/"))
    include = 'include = [{ issue = "page.txt" }]'
    head, foot = (f'foreword = "{text}"\n', "") if key == "foreword" else ("", f'text = "{text}"\n')
    (folder / "s" / "s.toml").write_text(f"{head}[[part]]\n{foot}{include}\n", "utf-8")
    collect = ["collect", "in/page.txt", "-o", "b.epub", "--title", "书", "--selection", "s/s.toml"]
    assert run(collect) == ExitCode.USAGE
    assert "is outside of the folder" in capfd.readouterr().err
    assert not (folder / "b.epub").exists()
    (folder / "s" / "s.toml").write_text(f'foreword = "sub/own.md"\n[[part]]\n{include}\n', "utf-8")
    assert run(collect) == 0


def test_a_link_under_a_final_name_is_nobodys_to_write(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not even where it leads nowhere; with --force it is replaced, and what it leads to stays."""
    (folder / "output").mkdir()
    (folder / "output" / "page.xml").symlink_to("../secret.txt")
    (folder / "output" / "page.docx").symlink_to("../nowhere")
    assert run(["convert", "in/page.txt", "-f", "xml,docx"]) == ExitCode.BAD_OUTPUT
    assert "2 files would be replaced: a link: page.xml, page.docx" in capfd.readouterr().err
    assert run(["convert", "in/page.txt", "-f", "xml,docx", "--force"]) == 0
    assert (folder / "secret.txt").read_text("utf-8") == ELSEWHERE
    assert not (folder / "nowhere").exists()
    assert not (folder / "output" / "page.xml").is_symlink()


@pytest.mark.parametrize("inside", [True, False])
def test_a_linked_folder_in_the_output_tree_is_not_written_in(folder: Path, *, inside: bool) -> None:
    """Whether it leads out of OUT or to another folder in it."""
    (folder / "tree" / "1951").mkdir(parents=True)
    (folder / "tree" / "1951" / "a.txt").write_text(PAGE, "utf-8")
    target = folder / "out" / "other" if inside else folder / "away"
    target.mkdir(parents=True, exist_ok=True)
    (folder / "out").mkdir(exist_ok=True)
    (folder / "out" / "1951").symlink_to(target)
    before = sorted(target.iterdir())
    ended = run_process("batch", "tree", "out", "-f", "xml", "-j", 1)
    assert ended.returncode == 1
    assert "out/1951" in ended.stderr
    assert sorted(target.iterdir()) == before


@pytest.mark.parametrize(
    "link",
    [
        ".backfile",
        ".backfile/unfinished",
        ".backfile/outputs",
        ".backfile/lock",
        ".backfile/staging",
        ".backfile/ledger.db",
    ],
)
@pytest.mark.parametrize("command", ["convert", "batch"])
def test_the_programs_own_files_are_no_links(folder: Path, link: str, command: str) -> None:
    """Nothing is written to where one leads."""
    (folder / "out" / ".backfile").parent.mkdir()
    if link != ".backfile":
        (folder / "out" / ".backfile").mkdir()
    (folder / "target").mkdir()
    leads_to = (
        folder / "target" if link in {".backfile", ".backfile/unfinished"} else folder / "target" / "file"
    )
    (folder / "out" / link).symlink_to(leads_to)
    where = ["in/page.txt", "out"] if command == "batch" else ["in/page.txt", "-o", "out"]
    ended = run_process(command, *where, "-f", "xml")
    assert ended.returncode == ExitCode.BAD_OUTPUT, ended.stderr
    assert f"out/{link}: a link" in ended.stderr
    assert list((folder / "target").iterdir()) == []
    assert not (folder / "out" / "page.xml").exists()


@pytest.mark.parametrize("name", ["page.toml", "issue.toml", "page.decisions.toml"])
@pytest.mark.parametrize(
    "command",
    [
        ["convert", "in/page.txt", "-f", "xml"],
        ["batch", "in/page.txt", "out", "-f", "xml", "-j", "1"],
        ["explain", "in/page.txt"],
        ["decisions", "in/page.txt"],
        ["collect", "in/page.txt", "-o", "b.epub", "--title", "书"],
    ],
)
def test_nothing_beside_a_source_is_read_through_a_link(
    folder: Path, name: str, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """Metadata and decisions: the issue fails and says so; with --follow-links they are read."""
    decisions = "[[decision]]\n" if "decisions" in name else 'title = "秘密"\n'
    (folder / "secret.toml").write_text("" if "decisions" in name else decisions, "utf-8")
    (folder / "in" / name).symlink_to("../secret.toml")
    assert run(command) in {ExitCode.SOME_FAILED, ExitCode.BAD_INPUT}
    captured = capfd.readouterr()
    assert f"in/{name}: a link; links are not followed" in captured.err.replace(
        "error: " + name, f"in/{name}"
    )
    assert "秘密" not in captured.out + written(folder)
    assert run([*command, "--follow-links"]) == 0


def test_a_link_in_the_place_of_the_ledger_is_named_as_one(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What mends it is to remove it."""
    assert run(["batch", "in/page.txt", "out", "-f", "xml", "-j", "1"]) == 0
    ledger = folder / "out" / ".backfile" / "ledger.db"
    ledger.rename(folder / "moved.db")
    ledger.symlink_to(folder / "moved.db")
    capfd.readouterr()
    for command in (["status", "out"], ["bag", "out"], ["retry", "out"], ["why", "out", "page"]):
        assert run(command) == ExitCode.BAD_INPUT
        assert "the ledger is a link; remove it" in capfd.readouterr().err
    ledger.unlink()
    assert run(["batch", "in/page.txt", "out", "-f", "xml", "-j", "1"]) == 0
