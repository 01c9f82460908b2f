"""A reviewed DOCX from the disk to decisions: which source it is of, and what was decided before."""

from __future__ import annotations

import glob
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
from convert.writers.docx.custom import WITHOUT_WIDTHS

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
    file = SourceFile(Path(path))
    return EditedDocx(path, opened(load(file, MOST, BytesIO()), file.location))


def find_source(edited: EditedDocx) -> str:
    """Find the source that a DOCX was made of: by its name, beside the DOCX or here.

    Of an issue of several files that is their folder, or a pattern of their names.

    Raises:
        BadSetting: it was not written here, or its source is in neither place.

    """
    declared, location = properties(edited.package), printable_path(edited.path)
    name = Path(declared.get(NAME, "")).name
    if OURS not in declared or not name:
        raise BadSetting(
            "not a document that backfile wrote from a file",
            location=location,
            hint="give the source as well",
        )
    for path in (Path(edited.path).parent / name, Path(name)):
        if path.is_file() or path.is_dir():
            return str(path)
        pages = f"{glob.escape(name)}[!0-9]*.txt"
        if any(path.parent.glob(pages)):
            return str(path.with_name(pages))
    raise BadSetting(
        f"its source {printable_path(name)} is neither beside it nor in the current folder",
        location=location,
        hint="give the source as well",
    )


def add_docx_decisions(
    edited: EditedDocx,
    document: Document,
    reviewed: Reviewed,
    notify: Callable[[str], None],
    repair: Repair = repair,
) -> Reviewed:
    """Add an editor's decisions to those that held when the DOCX was written, and say how many there are.

    `document` is the source as it was read, `reviewed` what came of it with the decisions made before.

    Raises:
        BadSetting: it was made of another source, or too much of it was altered to tell what was meant.

    """
    package, location = edited.package, printable_path(edited.path)
    declared = properties(package)
    if declared.get(OURS) not in (document.source.digest, document.source.text_digest):
        raise BadSetting(
            "made from another source, or from another version of it",
            location=location,
            hint="give the source of this document",
        )
    if declared.get(SOFTWARE) != f"backfile {__version__}":
        notify(f"warning: {location}: written by another version; its changes may look like the editor's")
    try:
        inferred = infer_decisions(
            reviewed.document,
            reviewed.requests,
            package,
            review=bool(declared.get(CHANGES)),
            widths=declared.get(CHANGES) != WITHOUT_WIDTHS,
        )
    except CannotTell as error:
        raise BadSetting(
            f"{error.args[0]}: the edits are ambiguous",
            location=location,
            hint="use the document as a source: backfile convert",
        ) from error
    for note in inferred.notes:
        notify(f"warning: {note}")
    counts = dict.fromkeys(Verdict, 0)
    for decision in inferred.decisions:
        counts[decision.verdict] += 1
    notify(f"{location}: {counts[Verdict.ACCEPT]:,} accepted, {counts[Verdict.REJECT]:,} rejected")
    before = reviewed.decisions
    wanted = renumber(d for d in newest(before.entries, inferred.decisions) if not is_taken_back(d))
    decisions = Decisions(wanted, _editor(package) or before.reviewer, before.name or location)
    return review(document, decisions, repair)


def _editor(package: Package) -> str:
    """Return who saved the document last; nobody where we did."""
    part = package.parts.get("core-properties")
    element = part.find("{*}lastModifiedBy") if part is not None else None
    return "" if element is None else (element.text or "").strip()
