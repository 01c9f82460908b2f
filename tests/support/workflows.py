"""GitHub's workflows, read and run step by step as its runner runs them."""

from __future__ import annotations

import os
import re
import subprocess
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.support.paths import ROOT

HASH_FILES = re.compile(r"hashFiles\('([^']+)'\) != ''")


@dataclass(frozen=True)
class Ran:
    """What became of a job: the names of the steps that ran, and of those that failed."""

    ran: tuple[str, ...]
    failed: tuple[str, ...]
    output: str


def workflow_in(page: str, name: str) -> dict[Any, Any]:
    """Parse the workflow of this name out of a page of documentation, where it stands indented."""
    blocks = re.findall(
        rf"^    name: {name}\n(?:    .*\n|\n)+", (ROOT / page).read_text("utf-8"), re.MULTILINE
    )
    (block,) = blocks
    parsed: dict[Any, Any] = yaml.safe_load(textwrap.dedent(block))
    return parsed


def run_steps(steps: list[dict[str, Any]], folder: Path, environment: dict[str, str]) -> Ran:
    """Run the steps of a job in a folder; those that use an action are only noted as run."""
    ran: list[str] = []
    failed: list[str] = []
    output = ""
    for step in steps:
        if not _runs(step.get("if", "success()"), folder, failed=bool(failed)):
            continue
        name = step.get("name") or step.get("uses") or step["run"]
        ran.append(name)
        if "run" in step and not step["run"].startswith("pip install"):
            ended = _bash(step["run"], folder, environment)
            output += ended.stdout
            failed += [name] * bool(ended.returncode)
    return Ran(tuple(ran), tuple(failed), output)


def _runs(condition: str, folder: Path, *, failed: bool) -> bool:
    """Decide a condition of the few forms that our workflows use."""
    terms = condition.split(" && ")
    files = [match for term in terms if (match := HASH_FILES.fullmatch(term))]
    assert {*terms} - {match[0] for match in files} <= {"always()", "success()"}, condition
    return ("always()" in terms or not failed) and all((folder / match[1]).is_file() for match in files)


def _bash(script: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script as the runner does where the workflow names no shell: it ends at the first error."""
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
