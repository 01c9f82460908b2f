"""The journey of a source: whatever happens to it happens to it alone, and it is what was planned."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from convert.conversion import Delivery, Planned, Settings, load_document, review_source, run
from convert.document.model import Document, Metadata
from convert.errors import UnwritableOutput
from convert.outcome import Output
from convert.system.find import SourceFile
from convert.system.issue_source import IssueSource
from convert.typeset.styles import load_style

TEXT = "老城旧事\n\n一切都好。\n"
SETTINGS = Settings((), load_style("newspaper"), {})
EMPTY = sha256(b"").hexdigest()


@pytest.fixture
def source(tmp_path: Path) -> SourceFile:
    """Make a source."""
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    return SourceFile(tmp_path / "page.txt", label="1951/page.txt")


def deliver(_source: IssueSource, _document: Document) -> Delivery:
    """Take a document nowhere."""
    return Delivery({"none": Output("nowhere")}, ("the writer warns",))


def fail(error: Exception, _source: IssueSource, _document: Document) -> Delivery:
    """Fail to take a document anywhere."""
    raise error


def test_what_became_of_a_source_is_plain_values(source: SourceFile) -> None:
    """Where it went, what is known of it, what the rules did."""
    outcome = run(source, SETTINGS, deliver)
    assert outcome.failure is None
    assert (outcome.location, outcome.warnings) == ("1951/page.txt", ("the writer warns",))
    assert outcome.outputs["none"].path == "nowhere"
    assert (outcome.digest, outcome.encoding) == (sha256(TEXT.encode()).hexdigest(), "utf-8")
    assert outcome.metadata.name == "page.txt"


def test_no_error_leaves_the_journey_but_those_that_end_the_process(source: SourceFile) -> None:
    """An error of ours keeps its kind; any other is internal."""
    errors = (UnwritableOutput("full", location="out"), ValueError("a fault of ours"), MemoryError())
    outcomes = [run(source, SETTINGS, partial(fail, error)) for error in errors]
    assert [o.failure and o.failure.kind for o in outcomes] == ["UnwritableOutput", "internal", "internal"]
    assert [o.failure and o.failure.location for o in outcomes] == ["out", "1951/page.txt", "1951/page.txt"]
    with pytest.raises(MemoryError):
        run(source, SETTINGS, partial(fail, MemoryError()), fatal=(MemoryError,))


def test_a_source_is_what_was_planned(source: SourceFile) -> None:
    """Metadata are those of the plan; a source or decisions that have changed since are refused."""
    digest = sha256(TEXT.encode()).hexdigest()
    planned = Planned(Metadata(title="山城晚报"), digest, EMPTY, EMPTY, EMPTY)
    assert load_document(source, SETTINGS, planned=planned).meta.title == "山城晚报"
    failures = []
    for other in (
        planned._replace(source=EMPTY),
        planned._replace(decisions=digest),
        planned._replace(house=digest),
        planned._replace(knowledge=digest),
    ):
        outcome = run(source, SETTINGS, deliver, partial(review_source, planned=other))
        failures.append(str(outcome.failure))
    assert failures == ["1951/page.txt: changed while it was being read; run again when it is complete"] * 4
    assert run(source, SETTINGS, deliver, partial(review_source, planned=planned)).failure is None


def test_what_a_manifest_says_goes_before_the_file_beside(source: IssueSource, tmp_path: Path) -> None:
    """And the command line before both."""
    (tmp_path / "page.toml").write_text('title = "beside"\nnumber = 1\ndate = "1951"\n', "utf-8")
    listed = SourceFile(source.path, metadata={"title": "manifest", "number": "2"})
    settings = Settings((), SETTINGS.style, {"title": "flag"})
    meta = load_document(listed, settings).meta
    assert (meta.title, meta.number, meta.date) == ("flag", "2", "1951")
