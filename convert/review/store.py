"""Decisions written at once, each into the decisions file of its issue; none goes over another unseen.

Who decides says what stood there when it was looked at. Where something else stands there now, because of
another tab, another person or an editor, nothing of the step is written, and what stands there is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from convert.decisions.decision import DecisionMark, Manner, is_replacement
from convert.decisions.file import VERSION
from convert.decisions.listing import Table
from convert.decisions.rewrite import entry_key
from convert.decisions.verdicts import UNDECIDED, EntryVerdict, NewVerdict, put_verdicts
from convert.errors import BadSetting, ConvertError, ExitCode
from convert.review.index import IndexedIssue, ReviewIndex
from convert.review.journal import FinishedStep, Journal, PageMark, ReviewStep, VerdictChange, journal_path
from convert.review.verdict_files import VerdictFiles
from convert.system.paths import printable_path
from convert.system.write import write_files

DECIDE = frozenset({"", "accept", "reject", "replace"})


class Wish(NamedTuple):
    """What a person wants of a doubt, and what stood there when he looked."""

    doubt: int
    decide: str
    replacement: str
    seen: EntryVerdict
    time: str = ""
    """When he decided, where that was before; empty: now."""


class Conflict(ConvertError):
    """Something else stands there by now; `states` says what, by the numbers of the doubts."""

    exit_code = ExitCode.BAD_OUTPUT

    def __init__(
        self,
        message: str = "decided otherwise since it was looked at",
        *,
        location: str = "",
        hint: str = "",
        states: Mapping[int, EntryVerdict] = MappingProxyType({}),
    ) -> None:
        """Take what stands there."""
        super().__init__(message, location=location, hint=hint)
        self.states = states


@dataclass(slots=True)
class DecisionStore:
    """The decisions on all issues of a folder, as their files have them."""

    index: ReviewIndex
    out: Path
    run: str
    """A name that no other run has."""
    lock: Callable[[], AbstractContextManager[object]]
    """Keeps others from writing in the meantime."""
    files: VerdictFiles = field(init=False)
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        """Finish what was cut off."""
        self.files = VerdictFiles(self.index)
        self.journal = Journal(journal_path(self.out))
        if self.journal.unfinished():
            with self.lock():  # another process may be about to finish it
                if step := self.journal.unfinished():
                    self._finish(step)

    @property
    def issues(self) -> Mapping[int, IndexedIssue]:
        """The issues by their numbers."""
        return self.files.issues

    def decide(
        self, wishes: Sequence[Wish], reviewer: str, time: str, manner: Manner, *, take_over: bool = False
    ) -> ReviewStep:
        """Write what a person decided, all of it or nothing; what is decided already so is left alone.

        Without `take_over` a decision of another person is not replaced.

        Raises:
            Conflict: something else stands there than was seen, or it is another person's.
            BadSetting: no such doubt, or it cannot be decided so.
            UnwritableOutput: a decisions file cannot be written.

        """
        with self.lock():
            changes: list[VerdictChange] = []
            conflicts: dict[int, EntryVerdict] = {}
            for wish in wishes:
                change = self._change(wish, DecisionMark(reviewer, wish.time or time, manner.value))
                if _differs(change.old, wish.seen) or (
                    not take_over and is_of_another(change.old, change.new, reviewer)
                ):
                    conflicts[wish.doubt] = change.old
                elif change.old[:2] != change.new[:2]:
                    changes.append(change)
            if conflicts:
                raise Conflict(states=conflicts)
            return self._take(changes, reviewer, time)

    def change(self, make: Callable[[], Sequence[VerdictChange]], reviewer: str, time: str) -> ReviewStep:
        """Write a step whose changes are made while nobody else writes.

        Raises:
            UnwritableOutput: a decisions file cannot be written; and what `make` raises.

        """
        with self.lock():
            return self._take(make(), reviewer, time)

    def undo(self, reviewer: str, time: str) -> ReviewStep | None:
        """Take back the last step of a person; None: there is none.

        Raises:
            Conflict: what he decided was altered since.

        """
        with self.lock():
            step = self.journal.last_step(reviewer)
            if step is None:
                return None
            conflicts = {
                doubt: now
                for change in step.changes
                if (now := self._now(change)) != change.new and (doubt := self.number(change)) is not None
            }
            if conflicts:
                raise Conflict(states=conflicts)
            back = [change._replace(old=change.new, new=change.old) for change in step.changes]
            return self._take(back, reviewer, time, undoes=step.number)

    def number(self, change: VerdictChange) -> int | None:
        """Return the number of the doubt that a change is on; None: it is not in the index any more."""
        return self.find(change.target, change.table)

    def find(self, target: bytes, table: Mapping[str, Any]) -> int | None:
        """Return the number of the doubt that an entry is on; None: it is not in the index any more."""
        issue = self.files.issue_number(target)
        return None if issue is None else self.index.find(issue, entry_key(table))

    def mark_page(self, mark: PageMark) -> None:
        """Keep what a person says of a page.

        Raises:
            BadSetting: it was not seen, or by nobody else.

        """
        before = self.page_marks().get((mark.target, mark.page))
        if mark.state == "validated" and (
            before is None or before.state == "" or before.reviewer == mark.reviewer
        ):
            raise BadSetting("a page is validated by a second person, after one has seen it")
        self.journal.add(mark)

    def page_marks(self) -> dict[tuple[bytes, int], PageMark]:
        """Return what was last said of each page."""
        marks = (line for line in self.journal.lines() if isinstance(line, PageMark))
        return {(mark.target, mark.page): mark for mark in marks}

    def _change(self, wish: Wish, mark: DecisionMark) -> VerdictChange:
        entry = self.index.entry(wish.doubt)
        if entry is None or wish.decide not in DECIDE:
            raise BadSetting("there is nothing to decide on", hint="reload the page")
        if wish.decide == "replace" and not is_replacement(entry.table["action"], wish.replacement):
            raise BadSetting(f"{wish.replacement!r} cannot replace what a {entry.table['action']} does")
        replacement = wish.replacement if wish.decide == "replace" else ""
        new = EntryVerdict(wish.decide, replacement, mark) if wish.decide else UNDECIDED
        old = self.files.read(entry.issue).verdicts.get(entry_key(entry.table), UNDECIDED)
        return VerdictChange(self.issues[entry.issue].target, entry.table, entry.comment, old, new)

    def _take(
        self, changes: Iterable[VerdictChange], reviewer: str, time: str, undoes: int = 0
    ) -> ReviewStep:
        """Write a step, into the journal first."""
        steps = self.journal.steps()
        number = steps[-1].number + 1 if steps else 1
        step = ReviewStep(number, reviewer, time, tuple(changes), undoes)
        if step.changes:
            self.journal.add(step)
            self._write(step.changes)
            self.journal.add(FinishedStep(step.number))
        return step

    def _finish(self, step: ReviewStep) -> None:
        """Write what is missing of a step, where nobody has decided otherwise since."""
        self._write([change for change in step.changes if self._now(change) == change.old])
        self.journal.add(FinishedStep(step.number))

    def _now(self, change: VerdictChange) -> EntryVerdict:
        issue = self.files.issue_number(change.target)
        if issue is None:
            return change.new
        return self.files.read(issue).verdicts.get(entry_key(change.table), UNDECIDED)

    def _write(self, changes: Iterable[VerdictChange]) -> None:
        by_file: dict[tuple[int, Path], list[NewVerdict]] = {}
        for change in changes:
            issue = self.files.issue_number(change.target)
            if issue is None:
                continue
            now = self.files.read(issue)
            home = now.homes.get(entry_key(change.table))
            path, table = (home.file.path, home.table) if home else (now.whole.path, change.table)
            verdict = NewVerdict(table, tuple(change.comment), change.new)
            by_file.setdefault((issue, path), []).append(verdict)
        for (issue, path), verdicts in by_file.items():
            row, now = self.issues[issue], self.files.read(issue)
            text = next(file.text for file in (now.whole, *now.parts) if file.path == path)
            top: Table = {"version": VERSION, "source": row.source, "sha256": row.sha256}
            if path.is_symlink():
                raise BadSetting(
                    "a link; backfile does not write through links", location=printable_path(path)
                )
            text = put_verdicts(text, verdicts, top, row.source, path.name)
            write_files(path.parent, {path.name: text.encode()}, self.run)


def _differs(now: EntryVerdict, seen: EntryVerdict) -> bool:
    """Whether something else stands there than was seen: another verdict, or one of another person."""
    return now[:2] != seen[:2] or now.mark.reviewer != seen.mark.reviewer


def is_of_another(old: EntryVerdict, new: EntryVerdict, reviewer: str) -> bool:
    """Whether a decision would be replaced that is another person's."""
    owner = old.mark.reviewer
    return bool(old.decide and owner and owner != reviewer and old[:2] != new[:2])
