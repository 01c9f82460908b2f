"""The workflow of docs/ci.md, step by step: what it compares, and that an unreadable source is survived."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.support.batches import run as run_backfile
from tests.support.workflows import Ran, run_steps, workflow_in

COMPARE = "convert again and compare"
SARIF = "github/codeql-action/upload-sarif@v3"
PAGE = "山城晚报\n\n市委六届八次全会强调,要强化党建统领。\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository with two sources and their archival XML."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    for name in ("one", "two"):
        (tmp_path / "sources" / f"{name}.txt").write_text(PAGE, "utf-8")
    assert run_backfile("convert", "--quiet", "-f", "xml", "-o", "archive", "sources").returncode == 0
    return tmp_path


def run_job(repository: Path) -> Ran:
    """Run the job as GitHub would."""
    (repository / "temp").mkdir()
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(repository / "temp"),
        "GITHUB_STEP_SUMMARY": str(repository / "summary.md"),
    }
    steps = workflow_in("docs/ci.md", "archive")["jobs"]["archive"]["steps"]
    return run_steps(steps, repository, environment)


def test_unchanged_sources_pass(repository: Path) -> None:
    """The job succeeds, and its report says that nothing differs."""
    job = run_job(repository)
    assert (job.failed, SARIF in job.ran) == ((), True), job.output
    assert json.loads((repository / "diff.sarif").read_text("utf-8"))["runs"][0]["results"] == []


def test_an_unreadable_source_fails_after_all_is_compared(repository: Path) -> None:
    """The other issues are compared, both are told of, and the SARIF file is uploaded."""
    (repository / "sources" / "one.txt").write_bytes(PICTURE)
    (repository / "sources" / "two.txt").write_text(PAGE.replace("强调", "指出"), "utf-8")
    job = run_job(repository)
    assert (job.failed, SARIF in job.ran) == ((COMPARE,), True), job.output
    assert "not every source could be converted (exit status 1)" in job.output
    results = json.loads((repository / "diff.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert {"text"} <= {result["ruleId"] for result in results}
    summary = (repository / "summary.md").read_text("utf-8")
    assert "one" in summary
    assert "two" in summary


def test_an_altered_archive_is_not_compared(repository: Path) -> None:
    """There is no SARIF file, and the upload does not fail for want of it."""
    altered = repository / "archive" / "one.xml"
    altered.write_text(altered.read_text("utf-8").replace("强调", "指出"), "utf-8")
    job = run_job(repository)
    assert (job.failed, SARIF in job.ran) == (("verify every file",), False), job.output
