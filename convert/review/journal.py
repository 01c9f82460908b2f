"""The journal of a review: OUT/.backfile/review/journal.jsonl, a line for each step that a person took.

A step is written here, and flushed to the disk, before the first decisions file is touched. One that was cut
off in the midst of its files is finished when the journal is opened again. What stands in the decisions
files is what counts: the journal is for undoing steps, for the states of pages and for samples.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from convert.decisions.decision import DecisionMark
from convert.decisions.verdicts import EntryVerdict
from convert.review.index import review_folder
from convert.system.write import flush_folder


class VerdictChange(NamedTuple):
    """A verdict in the place of another."""

    target: bytes
    """Of the issue."""
    table: Mapping[str, Any]
    """The entry."""
    comment: Sequence[str]
    old: EntryVerdict
    new: EntryVerdict


class ReviewStep(NamedTuple):
    """What a person decided at once."""

    number: int
    reviewer: str
    time: str
    changes: tuple[VerdictChange, ...]
    undoes: int = 0
    """The step that it takes back; 0: none."""


class FinishedStep(NamedTuple):
    """The decisions files have all of a step; what they have later is a person's."""

    step: int


class PageMark(NamedTuple):
    """What a person says of a page."""

    target: bytes
    page: int
    state: str
    """seen, validated, or empty: taken back."""
    reviewer: str
    time: str


class SampledEntry(NamedTuple):
    """An entry that was drawn."""

    target: bytes
    """Of its issue."""
    table: Mapping[str, Any]
    done: bool
    """Whether the change was done when it was drawn; decisions alter that."""


class SampleRecord(NamedTuple):
    """A sample that was drawn, by the entries in it."""

    number: int
    reviewer: str
    time: str
    title: str
    """What it was drawn from, in words."""
    population: int
    entries: tuple[SampledEntry, ...]
    issues: tuple[bytes, ...] = ()
    """The targets of those that the population is of; a journal of before has none."""


JournalLine = ReviewStep | FinishedStep | PageMark | SampleRecord


def journal_path(out: Path) -> Path:
    """Return where the journal of a folder is."""
    return review_folder(out) / "journal.jsonl"


@dataclass(slots=True)
class Journal:
    """The journal of a folder; each line is on the disk when `add` returns."""

    path: Path
    _lines: list[JournalLine] = field(default_factory=list)
    _end: int = 0
    """Where the part of the file ends that was read."""

    def add(self, line: JournalLine) -> None:
        """Write a line."""
        text = json.dumps({"type": type(line).__name__, **_plain(line)})
        new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        try:
            size = os.fstat(handle).st_size
            torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"  # a line that was cut off
            rest = memoryview(("\n" * torn + text + "\n").encode())
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        if new:
            flush_folder(self.path.parent)

    def lines(self) -> Sequence[JournalLine]:
        """Return the lines in their order; one that was cut off, or is none of ours, is passed over."""
        try:
            with self.path.open("rb") as file:
                file.seek(self._end)
                text = file.read()
        except FileNotFoundError:
            return ()
        whole = text.rfind(b"\n") + 1
        for raw in text[:whole].split(b"\n"):
            try:
                self._lines.append(_line(json.loads(raw)))
            except (ValueError, KeyError, TypeError):
                continue
        self._end += whole
        return self._lines

    def steps(self) -> list[ReviewStep]:
        """Return the steps in their order."""
        return [line for line in self.lines() if isinstance(line, ReviewStep)]

    def samples(self) -> list[SampleRecord]:
        """Return the samples that were drawn, in their order."""
        return [line for line in self.lines() if isinstance(line, SampleRecord)]

    def unfinished(self) -> ReviewStep | None:
        """Return the last step, if it was cut off before the decisions files had all of it."""
        finished = {line.step for line in self.lines() if isinstance(line, FinishedStep)}
        steps = self.steps()
        return steps[-1] if steps and steps[-1].number not in finished else None

    def last_step(self, reviewer: str) -> ReviewStep | None:
        """Return the last step of a person that was not taken back; None: there is none."""
        steps = self.steps()
        undone = {step.undoes for step in steps}
        own = (s for s in reversed(steps) if s.reviewer == reviewer and not s.undoes)
        return next((step for step in own if step.number not in undone), None)


def _plain(line: JournalLine) -> dict[str, Any]:
    values = line._asdict()
    if isinstance(line, ReviewStep):
        values["changes"] = [
            {**change._asdict(), "target": os.fsdecode(change.target)} for change in line.changes
        ]
    elif isinstance(line, PageMark):
        values["target"] = os.fsdecode(line.target)
    elif isinstance(line, SampleRecord):
        values["entries"] = [[os.fsdecode(e.target), dict(e.table), e.done] for e in line.entries]
        values["issues"] = [os.fsdecode(target) for target in line.issues]
    return values


def _line(values: dict[str, Any]) -> JournalLine:
    name = values.pop("type")
    if name == ReviewStep.__name__:
        values["changes"] = tuple(_change(change) for change in values["changes"])
        return ReviewStep(**values)
    if name == FinishedStep.__name__:
        return FinishedStep(**values)
    if name == PageMark.__name__:
        values["target"] = os.fsencode(values["target"])
        return PageMark(**values)
    if name != SampleRecord.__name__:
        raise ValueError(name)
    entries = values["entries"]
    values["entries"] = tuple(SampledEntry(os.fsencode(t), table, done) for t, table, done in entries)
    values["issues"] = tuple(os.fsencode(target) for target in values.get("issues", ()))
    return SampleRecord(**values)


def _change(values: dict[str, Any]) -> VerdictChange:
    old, new = (
        EntryVerdict(decide, replacement, DecisionMark(*mark))
        for decide, replacement, mark in (values["old"], values["new"])
    )
    return VerdictChange(os.fsencode(values["target"]), values["table"], values["comment"], old, new)
