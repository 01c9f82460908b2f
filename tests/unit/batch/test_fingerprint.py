"""The fingerprint of an issue's work: what shapes an output counts, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from convert.batch.fingerprint import PACKAGE, fingerprint, issue_parts, ruleset, run_parts, shaping_files
from convert.conversion import Settings
from convert.document.model import Metadata
from convert.issue.house import Packs
from convert.passes.registry import PASSES
from convert.typeset.styles import load_style
from convert.writers.pdf.options import ConfiguredPdfWriter

SHAPING = ("document/engine.py", "readers/text.py", "writers/pdf/page.py", "language/data/zh")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Make a small package."""
    for name in (
        "document/engine.py",
        "readers/text.py",
        "writers/pdf/page.py",
        "language/data/zh",
        "cli/why.py",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("old")
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["document/engine.py", "readers/text.py", "writers/pdf/page.py", "language/data/zh", "new/rule.py"],
)
def test_code_and_data_that_shape_an_output_count(package: Path, name: str) -> None:
    """Whether it is altered, or new; a package that nobody thought of counts too."""
    before = ruleset(PASSES, package)
    file = package / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("new")
    assert ruleset(PASSES, package) != before


@pytest.mark.parametrize("name", ["cli/why.py", "batch/pool.py", "document/__pycache__/engine.pyc"])
def test_other_code_does_not_count(package: Path, name: str) -> None:
    """How a run is told alters no file."""
    before = ruleset(PASSES, package)
    file = package / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("new")
    assert ruleset(PASSES, package) == before


def test_our_own_code_is_looked_at() -> None:
    """The engine, readers, passes, writers and their data are among the files."""
    names = {file.relative_to(PACKAGE).as_posix() for file in shaping_files(PACKAGE)}
    wanted = (
        *("document/engine.py", "document/segments.py", "readers/text.py", "passes/dashes.py"),
        *("tei/write/body.py", "writers/pdf/page.py", "writers/epub/pages.py", "language/data/zh.ngrams"),
        *("decisions/gate.py", "issue/metadata.py", "typeset/styles.py", "conversion/loading.py"),
    )
    assert set(wanted) <= names
    assert not [name for name in names if name.startswith(("batch/", "cli/"))]


def test_settings_count() -> None:
    """Each that alters a file; the order of formats does not."""
    settings = Settings(("xml", "pdf"), load_style("newspaper"), {})
    parts = run_parts(settings)
    assert run_parts(replace(settings, formats=("pdf", "xml"))) == parts
    for other in (
        replace(settings, formats=("xml",)),
        replace(settings, encoding="big5"),
        replace(settings, timestamp=datetime(2026, 1, 1, tzinfo=UTC)),
        replace(settings, writer_overrides={"pdf": ConfiguredPdfWriter(show_changes=True)}),
        replace(settings, style=load_style("large-print")),
        replace(settings, passes=PASSES[1:]),
    ):
        assert run_parts(other) != parts


def test_what_is_known_of_an_issue_counts() -> None:
    """Source, metadata, decisions and each pack for itself; not where a pack lies."""
    keys = {
        fingerprint(issue_parts({}, *what))
        for what in (
            ("", Metadata(), b"", Packs()),
            ("", Metadata(house="elsewhere.toml", knowledge="elsewhere.pack"), b"", Packs()),
            ("x", Metadata(), b"", Packs()),
            ("", Metadata(title="x"), b"", Packs()),
            ("", Metadata(), b"x", Packs()),
            ("", Metadata(), b"", Packs(b"x")),
            ("", Metadata(), b"", Packs(b"", b"x")),
        )
    }
    assert len(keys) == 6
