"""The example of docs/plugins.md, installed by pip and used through the command line."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.batches import run_command, served, surroundings
from tests.support.paths import ROOT, SAMPLES

EXAMPLE = ROOT / "tests/example_plugin"
TSV = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
4\t1\t1\t1\t1\t0\t10\t10\t80\t20\t-1\t
5\t1\t1\t1\t1\t1\t10\t10\t80\t20\t96\t云津入夏
5\t1\t1\t2\t1\t1\t10\t40\t300\t20\t96\t昨日云津气温升至35°C,市民到江边
5\t1\t1\t2\t2\t1\t10\t70\t300\t20\t96\t纳凉,热天还要持续三天。
"""
READING = "昨日云津气温升至35℃，市民到江边纳凉，热天还要持续三天。"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Install the example, and nothing else, into a folder of its own; nothing is fetched."""
    folder = tmp_path_factory.mktemp("example")
    source = shutil.copytree(EXAMPLE, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-build-isolation"]
    target = folder / "installed"
    done = subprocess.run(
        [*pip, "--target", str(target), str(source)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with served(environment_with(target)):
        yield target


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Make a folder with a page in a table."""
    (tmp_path / "page.tsv").write_text(TSV, "utf-8")
    return tmp_path


def environment_with(installed: Path | None) -> dict[str, str]:
    """Return an environment in which Python finds the example, if there is one."""
    return {k: v for k, v in surroundings(installed).items() if k != "SOURCE_DATE_EPOCH"}


def backfile(place: Path, installed: Path | None, *arguments: str) -> str:
    """Run the command in a folder, with the example or without; it must succeed."""
    with contextlib.chdir(place):
        done = run_command(arguments, environment_with(installed))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_formats_and_rules_are_listed_with_what_brings_them(installed: Path, place: Path) -> None:
    """For people and for programs."""
    assert "*.tsv; backfile-example 1.0" in backfile(place, installed, "formats")
    listed = backfile(place, installed, "formats", "--json").splitlines()
    origins = {(entry["use"], entry["name"]): entry["origin"] for entry in map(json.loads, listed)}
    assert origins["read", "tsv"] == origins["write", "md"] == "backfile-example 1.0"
    assert origins["read", "text"] == origins["write", "pdf"] == "built in"
    rules = [json.loads(line) for line in backfile(place, installed, "rules", "--json").splitlines()]
    names = [rule["name"] for rule in rules]
    assert names.index("celsius") == names.index("fullwidth-punctuation") + 1
    assert rules[names.index("celsius")] == {
        "name": "celsius",
        "kind": "regularization",
        "threshold": 0.9,
        "version": 1,
        "origin": "backfile-example 1.0",
        "summary": "Write degrees as one character: 25°C -> 25℃.",
    }


@pytest.mark.parametrize(
    ("name", "options"),
    [
        pytest.param("page.tsv", [], id="by its bytes"),
        pytest.param("page.txt", [], id="by its bytes, though it is called text"),
        pytest.param("cut.tsv", [], id="by its name"),
        pytest.param("cut.html", ["--from", "tsv"], id="as the user says"),
        pytest.param(".", [], id="in a folder"),
        pytest.param(".", ["--from", "tsv"], id="in a folder, as the user says"),
    ],
)
def test_the_reader_is_reached(name: str, options: list[str], installed: Path, place: Path) -> None:
    """From the command line, in each way there is."""
    if name.startswith("cut"):
        (place / name).write_text(TSV.replace("level\t", ""), "utf-8")
    elif name != ".":
        (place / name).write_text(TSV, "utf-8")
    backfile(place, installed, "convert", name, *options, "-f", "md", "-o", "out")
    stem = "page" if name == "." else Path(name).stem
    assert (place / f"out/{stem}.md").read_text("utf-8") == f"# 云津入夏\n\n{READING}\n"


def test_without_the_plugin_all_is_as_before(place: Path) -> None:
    """A folder gives text files only."""
    (place / "page.txt").write_text("云津入夏\n", "utf-8")
    backfile(place, None, "convert", ".", "-f", "xml", "-o", "out")
    assert [path.name for path in (place / "out").glob("[!.]*")] == ["page.xml"]


def test_the_rule_acts_and_is_recorded(installed: Path, place: Path) -> None:
    """With its name in `explain`, with its distribution in the XML, which is valid and whole."""
    shown = [
        json.loads(line) for line in backfile(place, installed, "explain", "page.tsv", "--json").splitlines()
    ]
    assert [(e["before"], e["after"]) for e in shown if e["rule"] == "celsius"] == [("°C", "℃")]
    backfile(place, installed, "convert", "page.tsv", "-f", "xml", "-o", "out")
    text = (place / "out/page.xml").read_text("utf-8")
    assert '<name type="distribution">backfile-example 1.0</name>' in text
    assert '<orig>°C</orig><reg ana="#rule.celsius"' in text
    assert "whole; text of " in backfile(place, None, "verify", "out/page.xml")


def test_its_file_is_kept_and_read_again(installed: Path, place: Path) -> None:
    """By the reader of its name, where that is installed; else it can be given back all the same."""
    backfile(place, installed, "convert", "page.tsv", "-f", "xml", "-o", "out")
    again = backfile(place, installed, "verify", "--strict", "out/page.xml")
    assert "; 1 of 1 kept files read again" in again
    assert "; no source file was read again" in backfile(place, None, "verify", "out/page.xml")
    assert backfile(place, None, "restore", "out/page.xml", "-o", "-") == TSV
    (place / "out/page.sources.zip").unlink()
    assert backfile(place, None, "restore", "out/page.xml", "-o", "-").startswith("云津入夏\n\n昨日")


def test_a_decision_on_it_is_obeyed(installed: Path, place: Path) -> None:
    """As on any rule."""
    backfile(place, installed, "decisions", "page.tsv", "--rule", "celsius", "--write")
    file = place / "page.decisions.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace('decide = ""\nrule', 'decide = "reject"\nrule'), "utf-8")
    backfile(place, installed, "convert", "page.tsv", "-f", "md", "-o", "out")
    assert "35°C，" in (place / "out/page.md").read_text("utf-8")


def test_a_rule_with_nothing_to_do_alters_no_byte(installed: Path, place: Path) -> None:
    """No golden file changes for it."""
    for folder, plugins in (("with", installed), ("without", None)):
        backfile(place, plugins, "convert", str(SAMPLES / "overlap.txt"), "-o", folder)
    names = [path.name for path in (place / "with").glob("[!.]*")]
    assert len(names) == len(("docx", "pdf", "epub", "xml"))
    for name in names:
        assert (place / "with" / name).read_bytes() == (place / "without" / name).read_bytes(), name


def test_a_batch_uses_all_three_and_knows_their_version(installed: Path, place: Path) -> None:
    """Without the plugin the issue is another one; with it the second run has nothing to do."""
    (place / "in").mkdir()
    (place / "page.tsv").rename(place / "in/page.tsv")
    run = ("batch", "in", "out", "-f", "md", "-j", "1")
    backfile(place, installed, *run)
    assert READING in (place / "out/page.md").read_text("utf-8")
    assert "page" not in backfile(place, installed, *run, "--dry-run")
    information = installed / "backfile_example-1.0.dist-info"
    newer = place / "newer/backfile_example-1.1.dist-info"
    shutil.copytree(information, newer)
    metadata = (newer / "METADATA").read_text("utf-8")
    (newer / "METADATA").write_text(metadata.replace("Version: 1.0", "Version: 1.1"), "utf-8")
    shutil.copy(installed / "backfile_example.py", place / "newer")
    assert "changed: rules, software" in backfile(place, place / "newer", *run, "--dry-run")


@pytest.mark.parametrize("name", ["page.tsv", "page.xml"])
def test_collections_and_decisions_read_it(name: str, installed: Path, place: Path) -> None:
    """Even if its name is that of an archival XML."""
    (place / name).write_text(TSV, "utf-8")
    backfile(place, installed, "collect", name, "-o", "book.epub", "--title", "云津日报")
    assert (place / "book.epub").stat().st_size
    assert 'rule = "celsius"' in backfile(place, installed, "decisions", name)


PAGE = (ROOT / "docs/plugins.md").read_text("utf-8")


@pytest.mark.parametrize(
    "block", re.findall(r"^```(?:python|toml)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
)
def test_the_page_shows_the_example(block: str) -> None:
    """Each piece of code on it stands in the example, letter for letter."""
    files = [(EXAMPLE / name).read_text("utf-8") for name in ("pyproject.toml", "backfile_example.py")]
    assert any(block in text for text in files)
