"""A finished comparison, and what several formatters say of it alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from convert.archive.diff.difference import DiffClass, Difference
from convert.archive.diff.folders import Comparison
from convert.archive.diff.words import DiffRun, compare_words, shorten
from convert.text.printable import printable, show_whitespace

SAME, DIFFERENT, FAILED, INVALID = 0, 1, 2, 3
"""Exit status, as diff(1) has it; the last is for a file that was altered, as in all commands."""

CLIPPED = 120
"""Characters of a text that only one side has which are shown where room is short."""


@dataclass(frozen=True, slots=True)
class DiffReport:
    """What was compared, what differs, and which classes make it fail."""

    old: str
    new: str
    comparisons: tuple[Comparison, ...]
    fails: frozenset[DiffClass]
    timestamp: datetime | None = None
    """When it was compared, for formats that want to know; None: nobody says, and no clock is read."""

    @property
    def differing(self) -> tuple[Comparison, ...]:
        """The pairs that are not the same."""
        return tuple(c for c in self.comparisons if not c.same)

    @property
    def counts(self) -> Mapping[DiffClass, int]:
        """How many differences each class has; none is left out."""
        counts: Counter[DiffClass] = Counter()
        for comparison in self.comparisons:
            for difference in comparison.differences:
                counts[difference.kind] += difference.times
        return {kind: counts[kind] for kind in DiffClass}

    @property
    def exit_status(self) -> int:
        """0: the same but for classes that do not fail, 1: different, 2: something could not be compared.

        3: it could not because a file was altered, or is none of ours.
        """
        if any(c.invalid for c in self.comparisons):
            return INVALID
        if any(c.error for c in self.comparisons):
            return FAILED
        return DIFFERENT if any(self.counts[kind] for kind in self.fails) else SAME

    def summary(self) -> str:
        """Return what differs in one line."""
        number, differing = len(self.comparisons), self.differing
        issues = "1 issue" if number == 1 else f"{number:,} issues"
        if not differing:
            return f"{issues} compared, all the same" if number > 1 else "the same"
        parts = [f"{count:,} {kind}" for kind, count in self.counts.items() if count]
        failed = sum(1 for c in differing if c.error)
        parts += [f"{failed:,} could not be compared"] if failed else []
        subject = "the two differ" if number == 1 else f"{len(differing):,} of {issues} differ"
        return f"{subject}: {', '.join(parts)}"


def describe(difference: Difference) -> str:
    """Return what differs as it may be shown, and how often it does so within the text that is shown."""
    return printable(difference.message) + (f" (×{difference.times:,})" if difference.times > 1 else "")


def locate(comparison: Comparison, difference: Difference) -> str:
    """Return where to look: in the new file, or in the old one for what only that has."""
    old, new = difference.lines
    if new:
        return f"{comparison.new}:{new}"
    return f"{comparison.old}:{old}" if old else comparison.new or comparison.old


def diff_runs(difference: Difference, *, short: bool = True) -> tuple[DiffRun, ...]:
    """Return the texts of a difference in runs that may be shown: nothing in them is invisible."""
    if not (difference.old or difference.new):
        return ()
    runs = compare_words(difference.old, difference.new)
    if short:
        runs = tuple(
            run if run.same else DiffRun(_clipped(run.old), _clipped(run.new)) for run in shorten(runs)
        )
    return tuple(
        DiffRun(printable(run.old), printable(run.new))
        if run.same
        else DiffRun(_edged(run.old), _edged(run.new))
        for run in runs
    )


def bracketed(runs: Sequence[DiffRun]) -> str:
    """Return runs as one text: 矩[一一 → ——]議題."""
    return "".join(run.old if run.same else f"[{run.old} → {run.new}]" for run in runs)


def _edged(text: str) -> str:
    """Show the white space at the edges of a text, where it could be overlooked."""
    core = text.strip()
    before, _, after = text.partition(core) if core else (text, "", "")
    return show_whitespace(before) + printable(core) + show_whitespace(after)


def _clipped(text: str) -> str:
    """Cut a long text that only one side has."""
    left_out = len(text) - CLIPPED
    return f"{text[:CLIPPED]}… ({left_out:,} more)" if left_out > 0 else text
