"""What became of one source: for people as a line, for machines as JSON, for the shell as a status."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Document, Metadata
from convert.errors import NO_ROOM, ConvertError, ExitCode, UnwritableOutput
from convert.system.entry_points import plugin_at
from convert.text.printable import printable_line

NAMED_ONLY = (".docx", ".pdf")
"""Endings of sources that are read from a folder of others only if they are named: they may be copies."""
_PLACE = re.compile("[0-9]+:[0-9]+: ")
"""Line and column, with which some warnings begin."""
_PLACE_IN_FILE = re.compile("[^:]+:[0-9]+:[0-9]+: ")
"""The same, with the file of an issue of several."""


class Output(NamedTuple):
    """A file that was written."""

    path: str
    """As messages show it; - is standard output."""
    size: int = 0
    """In bytes."""
    mtime: int = 0
    """Its time of change, in nanoseconds; 0 where it is no file."""
    sha256: str = ""


class PictureCount(NamedTuple):
    """The pictures in reading copies."""

    number: int = 0
    """With images of whole pages."""
    size: int = 0
    """In bytes, in each copy."""

    @property
    def in_words(self) -> str:
        """Say how many there are, and how large: 12 pictures of 3.4 MB, 1 picture of 80 kB."""
        size = (
            f"{self.size / 1_000_000:.1f} MB" if self.size >= 1_000_000 else f"{self.size // 1000 + 1:,} kB"
        )
        return f"{_count(self.number, 'picture')} of {size}"


NO_PICTURES = PictureCount()


class RuleCount(NamedTuple):
    """How often a rule acted and how often it only proposed."""

    version: int
    done: int
    proposed: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a source could not be converted, in the parts of its one line."""

    kind: str
    """The error's class: UnreadableSource, BadSetting, ..., or internal."""
    message: str
    location: str
    hint: str
    exit_code: ExitCode
    trace: str = ""
    """The traceback of an internal error, for -v."""

    def __str__(self) -> str:
        """Return the line as the terminal shows it."""
        return str(ConvertError(self.message, location=self.location, hint=self.hint))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One source, its outputs, what the rules did, what the user should know.

    Plain values: it travels from a worker to its parent, and into the ledger of a batch.
    """

    location: str
    """The source as the user named it."""
    outputs: Mapping[str, Output] = field(default_factory=dict)
    """By format."""
    metadata: Metadata = field(default_factory=Metadata)
    digest: str = ""
    """SHA-256 of the source."""
    encoding: str = ""
    rules: Mapping[str, RuleCount] = field(default_factory=dict)
    damage: Damage = NOT_ESTIMATED
    """How damaged the source was, as the rules took it."""
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What follows from a reviewer's decisions."""
    failure: Failure | None = None
    pictures: PictureCount = NO_PICTURES

    @property
    def changes(self) -> int:
        """How often the rules acted."""
        return sum(count.done for count in self.rules.values())

    @property
    def proposals(self) -> int:
        """How often they only proposed."""
        return sum(count.proposed for count in self.rules.values())


def succeeded(
    location: str,
    outputs: Mapping[str, Output],
    document: Document,
    warnings: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Outcome:
    """Describe a source that was converted; `warnings` are all that are to be told."""
    source = document.source
    return Outcome(
        location,
        outputs,
        document.meta,
        source.digest,
        source.encoding,
        {name: RuleCount(t.version, t.done, t.proposed) for name, t in document.rules.items()},
        document.damage,
        tuple(warnings),
        tuple(notes),
    )


def failed(location: str, name: str, error: ConvertError) -> Outcome:
    """Describe a source that was not; what readers know by its name is said by its location."""
    place = error.location
    if not place or place == name or place.startswith(f"{name}:"):
        place = location + place[len(name) :]
    kind = type(error).__name__
    hint = error.hint or ("please report it" if error.exit_code is ExitCode.INTERNAL else "")
    return Outcome(location, failure=Failure(kind, error.message, place, hint, error.exit_code))


def internal_failure(error: Exception, location: str = "") -> Failure:
    """Describe an error that nobody foresaw: a full disk, or a fault of ours or a plugin's, with its line."""
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return Failure(
            UnwritableOutput.__name__,
            f"cannot be written: {error.strerror}",
            str(error.filename or location),
            "free some disk space, also for temporary files (TMPDIR), and run again",
            ExitCode.BAD_OUTPUT,
            trace,
        )
    culprit = plugin_at(error)
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "convert" in Path(f.filename).parts]
    line = culprit.line if culprit else f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    last = f" ({line})" if line else ""
    first_line = str(error).partition("\n")[0][:200]
    detail = f": {first_line}" if first_line else ""
    if culprit:
        return Failure(
            "internal",
            f"internal error of {culprit.distribution}: {type(error).__name__}{detail}{last}",
            location,
            f"report it to those who maintain {culprit.distribution}; -v shows the traceback",
            ExitCode.INTERNAL,
            trace,
        )
    return Failure(
        "internal",
        f"internal error: {type(error).__name__}{detail}{last}",
        location,
        "please report it; -v shows the traceback",
        ExitCode.INTERNAL,
        trace,
    )


def as_json(outcome: Outcome, source: str = "") -> str:
    """Return an outcome as one line of JSON; the keys are a contract, see docs/cli.md.

    `source` is the exact path, where messages show it otherwise.
    """
    meta = outcome.metadata
    failure = outcome.failure
    return json.dumps(
        {
            "source": source or outcome.location,
            "ok": failure is None,
            "outputs": {form: output.path for form, output in outcome.outputs.items()},
            "sha256": outcome.digest,
            "encoding": outcome.encoding,
            "title": meta.title,
            "date": meta.date,
            "number": meta.number,
            "language": meta.language,
            "page": meta.page,
            "rules": {
                name: {"done": count.done, "proposed": count.proposed}
                for name, count in outcome.rules.items()
            },
            "damage": None if outcome.damage == NOT_ESTIMATED else asdict(outcome.damage),
            "changes": outcome.changes,
            "proposals": outcome.proposals,
            "pictures": outcome.pictures._asdict(),
            "warnings": list(outcome.warnings),
            "notes": list(outcome.notes),
            "error": None
            if failure is None
            else {
                "kind": failure.kind,
                "what": failure.message,
                "where": failure.location,
                "advice": failure.hint,
                "exit_code": int(failure.exit_code),
            },
        },
        ensure_ascii=False,
    )


class Remark(NamedTuple):
    """Something that the user should know of a source that was converted."""

    label: str
    """warning, or what it is otherwise."""
    text: str
    starts_with_place: bool = False
    """Whether the text begins with line and column."""

    def line(self, location: str) -> str:
        """Return it with the location of the source in front, unless it begins with that of a file."""
        if _PLACE_IN_FILE.match(self.text):
            return self.text
        return f"{location}:{self.text}" if self.starts_with_place else f"{location}: {self.text}"


def remarks(outcome: Outcome) -> tuple[Remark, ...]:
    """Return what the user should know: warnings, and what follows from a reviewer's decisions."""
    return (
        *(Remark("warning", text, bool(_PLACE.match(text))) for text in outcome.warnings),
        *(Remark("follows from a decision", text, starts_with_place=True) for text in outcome.notes),
    )


def exit_code(outcomes: Sequence[Outcome], *, strict: bool = False) -> ExitCode:
    """Return the command's exit status: a single source's own, else whether all went well.

    With `strict` a warning counts as a failure of several.
    """
    failures = [o.failure for o in outcomes if o.failure]
    if failures:
        return failures[0].exit_code if len(outcomes) == 1 else ExitCode.SOME_FAILED
    if strict and any(o.warnings for o in outcomes):
        return ExitCode.SOME_FAILED
    return ExitCode.OK


def in_words(outcome: Outcome, *, verbose: bool = False) -> str:
    """Return what was made of a source, in one line; with `verbose`, what is known of it as well."""
    first = next(output.path for output in outcome.outputs.values())
    endings = "".join(f" .{form}" for form in islice(outcome.outputs, 1, None))
    pictures = f", {outcome.pictures.in_words}" if outcome.pictures.number else ""
    line = printable_line(f"{first}{endings} ({_count(outcome.changes, 'change')}{pictures})")
    if not verbose:
        return line
    meta = outcome.metadata
    issue = (meta.title, meta.date, meta.number and f"no. {meta.number}", meta.page and f"page {meta.page}")
    about = ", ".join(filter(None, (outcome.location, outcome.encoding, meta.language, *issue)))
    acted = ", ".join(f"{name} {count.done:,}" for name, count in outcome.rules.items() if count.done)
    waiting = f"; {_count(outcome.proposals, 'proposal')} not acted on" if outcome.proposals else ""
    return f"{line}\n  {printable_line(about)}\n  {acted or 'nothing to repair'}{waiting}"


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return the last line of a run over several sources: 14 converted, 1 failed."""
    bad = sum(1 for o in outcomes if o.failure)
    warned = sum(1 for o in outcomes if o.warnings)
    parts = [f"{len(outcomes) - bad:,} converted"]
    if bad:
        parts.append(f"{bad:,} failed")
    if warned:
        parts.append(f"{warned:,} with warnings")
    return ", ".join(parts)


def passed_over_in_words(passed_over: Mapping[str, int]) -> str:
    """Say which files of the folders were no sources: 2 files skipped: .pdf 1, .xml 1."""
    if not passed_over:
        return ""
    kinds = ", ".join(f"{suffix or 'without suffix'} {count:,}" for suffix, count in passed_over.items())
    text = f"{_count(sum(passed_over.values()), 'file')} skipped: {kinds}"
    readable = ", ".join(suffix for suffix in passed_over if suffix in NAMED_ONLY)
    if not readable:
        return text
    hint = f"to read {readable} too, name these files"
    return f"{text}; {hint}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
