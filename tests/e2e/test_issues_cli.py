"""Issues of several files on the command line: what belongs together, what is written, what is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from convert import cli
from convert.tei.header import declared_sources, metadata
from convert.tei.read import parse_archive

TEXT = "今天上午,云津市民走上了新桥。\n\n渡口的老人说,这是他见过的第三座桥。\n"


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """Make a folder with pages of two issues, one of them short of a page, and a letter."""
    folder = tmp_path / "2026"
    folder.mkdir()
    for name in ("05_第01版", "05_第02版", "06_p1", "06_p3"):
        (folder / f"云津日报_2026-03-{name}.txt").write_text(TEXT, "utf-8")
    (folder / "letter.txt").write_text(TEXT, "utf-8")
    return folder


def test_a_dry_run_shows_a_tree(year: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Issues, their pages, and what does not fit; nothing is written."""
    assert cli.run(["convert", str(year), "--dry-run", "-o", str(year.parent / "out")]) == 1
    told = capfd.readouterr()
    assert (
        told.out.splitlines()
        == [
            "云津日报_2026-03-05  2 pages",
            "    1  云津日报_2026-03-05_第01版.txt",
            "    2  云津日报_2026-03-05_第02版.txt",
            "云津日报_2026-03-06  2 pages",
            "    1  云津日报_2026-03-06_p1.txt",
            "    3  云津日报_2026-03-06_p3.txt",
            "  ! page 2 is missing",
            "letter.txt",
        ]
        or told.out.splitlines()[0] == "letter.txt"
    )
    assert told.err == "3 issues of 5 files; 1 problem\n"
    assert not (year.parent / "out").exists()


def test_a_dry_run_for_programs(year: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A line of JSON for each issue, of `convert` and of `batch`; an odd folder has one, too."""
    assert cli.run(["convert", str(year), "--dry-run", "--json"]) == 1
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    by_name = {Path(line["issue"]).name: line for line in lines}
    assert by_name["云津日报_2026-03-06"] == {
        "issue": str(year / "云津日报_2026-03-06"),
        "pages": [
            {"page": page, "file": str(year / f"云津日报_2026-03-06_p{page}.txt")} for page in ("1", "3")
        ],
        "problems": [{"kind": "missing", "what": "page 2 is missing"}],
        "error": "",
    }
    (year / "issue.toml").write_text('date = "2026-03-05"\npages = ["letter.txt"]\n', "utf-8")
    assert cli.run(["batch", str(year), str(year.parent / "out"), "--dry-run", "--json"]) == 1
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {line["target"]: line["why"] for line in lines} == dict.fromkeys(
        ("2026-03-05", "云津日报_2026-03-05", "云津日报_2026-03-06"), "new"
    )
    assert cli.run(["batch", str(year), str(year.parent / "out"), "--json"]) == 2


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("name", ["letter", "云津日报_2026-03-05", "云津日报_2026-03-06"]),
        (
            "page",
            [
                "letter",
                *(f"云津日报_2026-03-{page}" for page in ("05_第01版", "05_第02版", "06_p1", "06_p3")),
            ],
        ),
    ],
)
def test_an_issue_is_one_file_of_each_format(year: Path, by: str, names: list[str]) -> None:
    """Named as its pages are, without the page."""
    out = year.parent / "out"
    assert cli.run(["convert", str(year), "-o", str(out), "-f", "xml", "--by", by, "-q"]) == 0
    assert sorted(path.stem for path in out.glob("*.xml")) == sorted(names)
    if by == "name":
        root = parse_archive((out / "云津日报_2026-03-05.xml").read_bytes())
        assert [file.name for file in declared_sources(root)] == [
            f"云津日报_2026-03-05_第0{page}版.txt" for page in (1, 2)
        ]
        known = metadata(root)
        assert (known.title, known.date, known.page) == ("云津日报", "2026-03-05", "")


def test_pages_of_two_dates_in_one_folder_are_refused(year: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """By folder nobody can say which issue it is; the reason is told, and what to do."""
    assert cli.run(["convert", str(year), "-o", str(year.parent / "out"), "--by", "folder", "-f", "xml"]) == 2
    told = capfd.readouterr().err
    assert "a folder with pages of two dates: 2026-03-05 (2 files), 2026-03-06 (2 files)" in told
    assert "--by name" in told


def test_what_does_not_fit_is_warned_of(year: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each in its issue; with --strict the exit status is 1."""
    arguments = ["convert", str(year), "-o", str(year.parent / "out"), "-f", "xml"]
    assert cli.run(arguments) == 0
    assert f"warning: {year}/云津日报_2026-03-06: page 2 is missing" in capfd.readouterr().err
    assert cli.run([*arguments, "--strict"]) == 1


def test_a_page_list_that_contradicts_is_obeyed_and_told(
    year: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The date of issue.toml is taken, and the names' is told."""
    names = ", ".join(f'"云津日报_2026-03-{name}.txt"' for name in ("05_第02版", "05_第01版"))
    (year / "issue.toml").write_text(f"date = 2026-03-07\npages = [{names}]\n", "utf-8")
    assert cli.run(["convert", str(year), "-o", str(year.parent / "out"), "-f", "xml"]) == 0
    told = capfd.readouterr().err
    assert "issue.toml says 2026-03-07, and the names of 2 files say 2026-03-05" in told
    assert "issue.toml has page 1 after page 2" in told
    assert (
        "issue.toml does not list letter.txt, 云津日报_2026-03-06_p1.txt, 云津日报_2026-03-06_p3.txt" in told
    )
    root = parse_archive((year.parent / "out" / "2026-03-07.xml").read_bytes())
    assert metadata(root).date == "2026-03-07"


def test_an_issue_is_explained_and_decided_on_as_a_whole(
    year: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By a pattern, or by the folder that holds its pages."""
    pattern = str(year / "云津日报_2026-03-05_*.txt")
    assert cli.run(["explain", pattern]) == 0
    told = capfd.readouterr().out
    assert "云津日报_2026-03-05_第01版.txt:1:5" in told
    assert "云津日报_2026-03-05_第02版.txt:1:5" in told
    assert cli.run(["decisions", pattern, "-w"]) == 0
    assert (year / "云津日报_2026-03-05.decisions.toml").exists()
    assert cli.run(["explain", str(year)]) == 2
    assert "3 issues" in capfd.readouterr().err


def test_a_reviewed_docx_finds_the_pages_that_it_was_made_of(
    year: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By the name of the issue, beside the DOCX."""
    pattern = str(year / "云津日报_2026-03-05_*.txt")
    assert cli.run(["convert", pattern, "-o", str(year), "-f", "docx", "--review", "-q"]) == 0
    edited = str(year / "云津日报_2026-03-05.docx")
    assert cli.run(["decisions", "--from-docx", edited, "-o", str(year / "d.toml")]) == 0
    assert "0 accepted, 0 rejected" in capfd.readouterr().err
    assert 'source = "云津日报_2026-03-05"' in (year / "d.toml").read_text("utf-8")
