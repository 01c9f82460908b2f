"""What a forge reads of this project: workflows, forms for issues, how to cite it."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.paths import ROOT
from tests.support.workflows import run_steps

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted(
    path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"
)
TASKS = runpy.run_path(str(ROOT / "scripts" / "task.py"))["TASKS"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def read(path: Path) -> dict[Any, Any]:
    """Parse a file of YAML."""
    parsed: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return parsed


def steps_of(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    """List the steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_no_more_than_it_must(path: Path) -> None:
    """It reads the repository; a job that may do more runs no script. Actions have versions."""
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert True in workflow, "the key `on`, which YAML 1.1 reads as true"
    for job in workflow["jobs"].values():
        if "permissions" in job:
            assert not any("run" in step for step in job["steps"])
    for step in steps_of(workflow):
        assert re.fullmatch(r"[\w./-]+@(v\d+|release/v1)", step.get("uses", "a/b@v1"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_calls_what_is_there(path: Path) -> None:
    """Scripts of the checkout, and tasks of the Makefile."""
    for step in steps_of(read(path)):
        for script in re.findall(r"^(\.\w*/\S+)", step.get("run", ""), re.MULTILINE):
            assert (ROOT / script).is_file()
        for task in re.findall(r"^make (\w+)", step.get("run", ""), re.MULTILINE):
            assert task in TASKS


@pytest.mark.parametrize(("tag", "passes"), [(f"v{PROJECT['version']}", True), ("v99.0", False), ("", False)])
def test_a_release_has_the_version_of_its_tag(tag: str, *, passes: bool) -> None:
    """Any other tag ends before something is built."""
    steps = read(ROOT / ".github" / "workflows" / "release.yml")["jobs"]["build"]["steps"]
    (step,) = [step for step in steps if step.get("name") == "the tag is the version"]
    assert (run_steps([step], ROOT, {"GITHUB_REF_NAME": tag}).failed == ()) is passes


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one_that_github_takes(path: Path) -> None:
    """With a name, a description, and fields that have ids and labels."""
    form = read(path)
    assert {"name", "description", "body"} <= form.keys()
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert {field["type"] for field in fields} <= {"textarea", "input", "dropdown", "checkboxes"}
    assert all(field["attributes"]["label"] for field in fields)
    assert len({field["id"] for field in fields}) == len(fields)


@pytest.mark.parametrize("name", ["wrong_reading", "bug"])
def test_a_report_has_a_small_source_and_its_changes(name: str) -> None:
    """Without them nobody can see what went wrong."""
    fields = {field.get("id"): field for field in read(FORMS[0].with_name(f"{name}.yml"))["body"]}
    assert fields["source"]["validations"]["required"]
    assert "backfile explain --json" in fields["explain"]["attributes"]["label"]


def test_the_citation_is_of_this_version() -> None:
    """And under this licence, with the keys that CFF 1.2 demands."""
    citation = read(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] in PROJECT["license"]
