"""A reviewed DOCX from the disk to decisions: which source it is of, and what was decided before."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from convert import __version__
from convert.decisions.agreement import newest
from convert.decisions.decision import Decisions, Verdict
from convert.decisions.review import Repair, Reviewed, review
from convert.decisions.reviewer_changes import is_taken_back, renumber
from convert.decisions.word import infer_decisions
from convert.decisions.word.tokens import CannotTell
from convert.document.model import Document
from convert.errors import BadSetting
from convert.passes.registry import repair
from convert.readers.docx import OURS, properties
from convert.readers.word import Package, opened
from convert.system.find import SourceFile
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.xml import MOST

NAME, SOFTWARE, CHANGES = "source-name", "software", "changes"
"""Properties that our documents have."""


class EditedDocx(NamedTuple):
    """A DOCX that an editor had in hand, as it lies on the disk."""

    path: str
    package: Package


def open_docx(path: str) -> EditedDocx:
    """Open a DOCX.

    Raises:
        UnreadableSource: no DOCX that can be read.

    """
    found = SourceFile(Path(path))
    return EditedDocx(path, opened(load(found, MOST, BytesIO()), found.location))


def find_source(edited: EditedDocx) -> str:
    """Find the source that a DOCX was made of: by its name, beside the DOCX or here.

    Raises:
        BadSetting: it was not written here, or its source is in neither place.

    """
    said, where = properties(edited.package), printable_path(edited.path)
    name = Path(said.get(NAME, "")).name
    if OURS not in said or not name:
        raise BadSetting(
            "no document that backfile wrote of a file", location=where, hint="name the source, too"
        )
    for place in (Path(edited.path).parent / name, Path(name)):
        if place.is_file():
            return str(place)
    raise BadSetting(
        f"its source {printable_path(name)} is neither beside it nor here",
        location=where,
        hint="name the source, too",
    )


def add_docx_decisions(
    edited: EditedDocx,
    document: Document,
    reviewed: Reviewed,
    tell: Callable[[str], None],
    repair: Repair = repair,
) -> Reviewed:
    """Add an editor's decisions to those that held when the DOCX was written, and say how many there are.

    `document` is the source as it was read, `reviewed` what came of it with the decisions made before.

    Raises:
        BadSetting: it was made of another source, or too much of it was altered to tell what was meant.

    """
    package, where = edited.package, printable_path(edited.path)
    said = properties(package)
    if said.get(OURS) != document.source.digest:
        raise BadSetting(
            "made of another source, or of another state of it", location=where, hint="name its own source"
        )
    if said.get(SOFTWARE) != f"backfile {__version__}":
        tell(f"warning: {where}: written by another version; what its rules did may look like the editor's")
    try:
        found = infer_decisions(reviewed.document, reviewed.requests, package, review=bool(said.get(CHANGES)))
    except CannotTell as error:
        raise BadSetting(
            f"{error.args[0]}: what was meant cannot be told",
            location=where,
            hint="use the document as a source: backfile convert",
        ) from error
    for note in found.notes:
        tell(f"warning: {note}")
    counts = dict.fromkeys(Verdict, 0)
    for decision in found.decisions:
        counts[decision.verdict] += 1
    tell(f"{where}: {counts[Verdict.ACCEPT]:,} accepted, {counts[Verdict.REJECT]:,} rejected")
    before = reviewed.decisions
    wanted = renumber(d for d in newest(before.entries, found.decisions) if not is_taken_back(d))
    decisions = Decisions(wanted, _editor(package) or before.reviewer, before.name or where)
    return review(document, decisions, repair)


def _editor(package: Package) -> str:
    """Return who saved the document last; nobody where we did."""
    part = package.parts.get("core-properties")
    found = part.find("{*}lastModifiedBy") if part is not None else None
    return "" if found is None else (found.text or "").strip()
