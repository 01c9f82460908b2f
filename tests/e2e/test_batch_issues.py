"""A batch of issues of several pages: one row, one set of files, one folder of a bag for each."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from convert import cli
from convert.batch.ledger import ledger_path, open_ledger
from convert.tei.verify import schemas, verify

LINES = "今天上午,云津市民走上了第{}座新桥。\n\n渡口的老人说,这是他见过的第{}座桥。\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Make two issues of two pages, and a letter, in a folder of a year."""
    folder = tmp_path / "in" / "2026"
    folder.mkdir(parents=True)
    for day in ("05", "06"):
        for page in (1, 2):
            name = f"云津日报_2026-03-{day}_第{page:02}版.txt"
            (folder / name).write_text(LINES.format(page, day), "utf-8")
    (folder / "letter.txt").write_text("见字如面。\n", "utf-8")
    return tmp_path / "in"


def batch(archive: Path, *more: str) -> int:
    """Convert an archive into the folder beside it."""
    return cli.run(["batch", str(archive), str(archive.parent / "out"), "-f", "xml", "-j", "1", *more])


def ledger(archive: Path) -> dict[str, tuple[str, list[str]]]:
    """Return the state and the pages of each issue in the ledger."""
    with open_ledger(archive.parent / "out") as base:
        return {
            issue.name.rpartition("/")[2]: (issue.state.value, [page.label for page in issue.pages])
            for issue in base.issues()
        }


def files(archive: Path) -> list[str]:
    """Return the names of the files in the output folder."""
    return sorted(
        path.name for path in (archive.parent / "out").rglob("*.xml") if ".backfile" not in path.parts
    )


def test_pages_become_issues_and_stay_so(archive: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A ledger of pages is taken over; a page that changes, comes or goes makes its issue stale."""
    out = archive.parent / "out"
    assert batch(archive, "--by", "page") == 0
    assert len(ledger(archive)) == 5
    with sqlite3.connect(ledger_path(out)) as base:  # as it was before issues had pages
        base.executescript(
            "DROP TABLE problem; ALTER TABLE issue DROP COLUMN pages; ALTER TABLE issue DROP COLUMN made;"
            "PRAGMA user_version = 4;"
        )
    base.close()
    options = json.loads(_last_options(out))
    assert options.pop("by") == "page"

    assert batch(archive, "--dry-run") == 0
    dry = capfd.readouterr()
    assert (
        "2026/云津日报_2026-03-05 -> 2026/云津日报_2026-03-05 (new)\n    1  云津日报_2026-03-05_第01版.txt"
        in dry.out
    )
    assert "4 issues of before are in others now" in dry.err
    assert "3 issues of 5 files" in dry.err

    assert batch(archive) == 0
    told = capfd.readouterr().err
    assert "warning: 4 issues of before are in others now, as --dry-run shows; see --by" in told
    assert "stale: 2026/云津日报_2026-03-05_第01版.xml: its pages are grouped differently now" in told
    assert "2 converted, 1 unchanged" in told
    assert ledger(archive) == {
        "云津日报_2026-03-05": ("done", ["1", "2"]),
        "云津日报_2026-03-06": ("done", ["1", "2"]),
        "letter.txt": ("done", []),
    }
    assert verify((out / "2026" / "云津日报_2026-03-05.xml").read_bytes(), schemas(None)).faults == ()

    second = archive / "2026" / "云津日报_2026-03-05_第02版.txt"
    second.write_text("今天天晴。\n", "utf-8")
    (archive / "2026" / "云津日报_2026-03-06_第03版.txt").write_text("明天有雨。\n", "utf-8")
    assert cli.run(["why", str(out), "03-05", "--page", "2"]) == 0
    assert "now       changed since it was converted" in capfd.readouterr().out
    assert batch(archive, "--dry-run") == 0
    dry = capfd.readouterr()
    assert "云津日报_2026-03-05 (changed: page 2)" in dry.out
    assert "云津日报_2026-03-06 (changed: a new page 3)" in dry.out
    assert batch(archive, "--prune") == 0
    assert "2 converted, 1 unchanged" in capfd.readouterr().err
    assert files(archive) == ["letter.xml", "云津日报_2026-03-05.xml", "云津日报_2026-03-06.xml"]

    for page in (1, 3):
        (archive / "2026" / f"云津日报_2026-03-06_第{page:02}版.txt").unlink()
    second.unlink()
    (archive / "2026" / "云津日报_2026-03-05_第01版.txt").unlink()
    assert batch(archive, "--prune") == 0
    told = capfd.readouterr().err
    assert "orphaned: 2026/云津日报_2026-03-05: its source is gone" in told
    assert files(archive) == ["letter.xml", "云津日报_2026-03-06_第02版.xml"]
    assert list(ledger(archive)) == ["letter.txt", "云津日报_2026-03-06_第02版.txt"]


def test_what_does_not_fit_together_is_told_after_the_run(
    archive: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By `status`, `why` and `report`; until the folder is mended, or gone."""
    out = str(archive.parent / "out")
    for name in ("page_1.txt", "page_2.txt"):
        (archive / "2026" / name).write_text("今天天晴。\n", "utf-8")
    (archive / "2026" / "云津日报_2026-03-05_第02版.txt").rename(
        archive / "2026" / "云津日报_2026-03-05_第03版.txt"
    )
    assert batch(archive) == 0
    told = capfd.readouterr().err.splitlines()
    assert told[-1].endswith(
        ", 1 with warnings, 1 problem in folders (--by folder makes the files of a folder one issue)"
    )
    assert any(line.startswith("warning: ") and line.endswith("--by folder makes them one") for line in told)
    undated = f"{archive / '2026'}: 2 files look like pages, but nothing says of which issue"
    assert cli.run(["status", out]) == 0
    shown = "".join(capfd.readouterr().out.split())
    assert "".join(f"problem: {undated}".split()) in shown
    assert "page2ismissing" in shown
    assert cli.run(["status", out, "--json"]) == 0
    (problem,) = json.loads(capfd.readouterr().out)["problems"]
    assert (problem["folder"], problem["kind"]) == (str(archive / "2026"), "undated")
    assert cli.run(["why", out, "page_1"]) == 0
    assert "folder    2 files look like pages" in capfd.readouterr().out
    assert cli.run(["why", out, "03-05"]) == 0
    assert "warning   page 2 is missing" in capfd.readouterr().out
    assert cli.run(["report", out]) == 0
    assert "2 files look like pages" in capfd.readouterr().out

    assert batch(archive, "-q") == 0
    assert capfd.readouterr().err == ""
    (archive / "2026" / "page_2.txt").unlink()
    assert batch(archive, "-q") == 0
    capfd.readouterr()
    assert cli.run(["status", out, "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["problems"] == []


def test_an_issue_that_fails_keeps_what_does_not_fit_in_it(
    archive: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """That a page is missing may be why."""
    (archive / "2026" / "云津日报_2026-03-05_第02版.txt").rename(
        archive / "2026" / "云津日报_2026-03-05_第03版.txt"
    )
    (archive / "2026" / "云津日报_2026-03-05_第01版.txt").write_bytes(b"\x00\x01\x02\x89PNG" * 9)
    assert batch(archive, "-q", "--strict") == 1
    assert cli.run(["why", str(archive.parent / "out"), "03-05"]) == 1
    assert "warning   page 2 is missing" in capfd.readouterr().out


def _last_options(out: Path) -> str:
    with sqlite3.connect(ledger_path(out)) as base:
        (text,) = base.execute("SELECT options FROM run ORDER BY id DESC LIMIT 1").fetchone()
    base.close()
    return str(text)
