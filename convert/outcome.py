"""What became of one source: for people as a line, for machines as JSON, for the shell as a status."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from convert.document.model import Document, Metadata, Tally
from convert.errors import ConvertError, ExitCode
from convert.text.source import escape_offsets


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
    """One source, its outputs, what the rules did, what the user should know."""

    place: str
    """The source's path as the user gave it."""
    outputs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Path by format."""
    meta: Metadata = field(default_factory=Metadata)
    digest: str = ""
    encoding: str = ""
    rules: Mapping[str, Tally] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What follows from a reviewer's decisions."""
    failure: Failure | None = None

    @property
    def changes(self) -> int:
        """How often the rules acted."""
        return sum(tally.done for tally in self.rules.values())

    @property
    def proposals(self) -> int:
        """How often they only proposed."""
        return sum(tally.proposed for tally in self.rules.values())


def succeeded(
    place: str,
    outputs: Mapping[str, str],
    document: Document,
    warnings: Sequence[str],
    notes: tuple[str, ...] = (),
) -> Outcome:
    """Describe a source that was converted."""
    found = (*unread(document), *warnings)
    source = document.source
    return Outcome(
        place, outputs, document.meta, source.digest, source.encoding, document.rules, found, notes
    )


def failed(place: str, name: str, error: ConvertError) -> Outcome:
    """Describe a source that was not; what the pipeline knows by its name is said by its path."""
    location = error.location
    if not location or location == name or location.startswith(f"{name}:"):
        location = place + location[len(name) :]
    kind = type(error).__name__
    hint = error.hint or ("please report it" if error.exit_code is ExitCode.INTERNAL else "")
    return Outcome(place, failure=Failure(kind, error.message, location, hint, error.exit_code))


def unread(document: Document) -> tuple[str, ...]:
    """Warn of bytes of the source that no character could be made of."""
    source = document.source
    wrong = escape_offsets(source.text)
    if not wrong:
        return ()
    place = source.place(wrong[0]).removeprefix(f"{source.name or '-'}:")
    count = "1 byte is" if len(wrong) == 1 else f"{len(wrong):,} bytes are"
    return (f"{count} not {source.encoding}, first at {place}; kept in the XML, shown as \ufffd elsewhere",)


def as_json(outcome: Outcome) -> str:
    """Return an outcome as one line of JSON; the keys are a contract, see docs/cli.md."""
    meta = outcome.meta
    failure = outcome.failure
    return json.dumps(
        {
            "source": outcome.place,
            "ok": failure is None,
            "outputs": dict(outcome.outputs),
            "sha256": outcome.digest,
            "encoding": outcome.encoding,
            "title": meta.title,
            "date": meta.date,
            "number": meta.number,
            "language": meta.language,
            "page": meta.page,
            "rules": {
                name: {"done": tally.done, "proposed": tally.proposed}
                for name, tally in outcome.rules.items()
            },
            "changes": outcome.changes,
            "proposals": outcome.proposals,
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


def exit_code(outcomes: Sequence[Outcome], *, strict: bool = False) -> ExitCode:
    """Return the command's exit status: a single source's own, else whether all went well."""
    failures = [o.failure for o in outcomes if o.failure]
    if failures:
        return failures[0].exit_code if len(outcomes) == 1 else ExitCode.SOME_FAILED
    if strict and any(o.warnings for o in outcomes):
        return ExitCode.SOME_FAILED
    return ExitCode.OK


def in_words(outcome: Outcome, *, verbose: bool = False) -> str:
    """Return what was made of a source, in one line; with `verbose`, what is known of it as well."""
    first, *rest = outcome.outputs.values()
    endings = "".join(f" .{name.rsplit('.', 1)[-1]}" for name in rest)
    line = f"{first}{endings} ({_count(outcome.changes, 'change')})"
    if not verbose:
        return line
    meta = outcome.meta
    known = (meta.title, meta.date, meta.number and f"no. {meta.number}", meta.page and f"page {meta.page}")
    about = ", ".join(filter(None, (outcome.place, outcome.encoding, meta.language, *known)))
    acted = ", ".join(f"{name} {tally.done:,}" for name, tally in outcome.rules.items() if tally.done)
    waiting = f"; {_count(outcome.proposals, 'proposal')} not acted on" if outcome.proposals else ""
    return f"{line}\n  {about}\n  {acted or 'nothing to repair'}{waiting}"


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


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
