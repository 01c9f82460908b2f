"""How a batch stands, from its ledger: in numbers, in words, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from convert.batch.ledger import Issue, Ledger, Run, State, lock_path
from convert.errors import BadSetting
from convert.system.lock import is_locked

RECENT = 200
"""Issues from which the present rate is taken."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a batch stands."""

    counts: Mapping[State, int]
    run: Run | None
    """The last one."""
    at_work: bool
    """Whether a run holds the lock."""
    rate: float
    """Issues per second, of the last ones."""
    seconds: float
    """The median that one issue took."""
    warned: int
    running: tuple[str, ...]
    bad: tuple[Issue, ...]
    """What failed, and what is in quarantine."""

    @property
    def total(self) -> int:
        """All issues that were ever found."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """What is still to be done."""
        return self.counts[State.WAITING] + self.counts[State.RUNNING]

    @property
    def ending(self) -> str:
        """How the last run ended, in a word."""
        if self.run is None:
            return "none"
        return "at work" if self.at_work else self.run.ending or "killed"


def standing(ledger: Ledger, out: Path) -> Standing:
    """Read how a batch stands."""
    runs = ledger.runs()
    base = ledger.base
    recent = base.execute(
        "SELECT began, ended FROM issue WHERE state = 'done' AND run = ? ORDER BY ended DESC LIMIT ?",
        (runs[-1].id if runs else 0, RECENT),
    ).fetchall()
    span = max((e for _, e in recent), default=0) - min((b for b, _ in recent), default=0)
    bad = tuple(ledger.issues("WHERE state IN ('failed', 'quarantined')"))
    return Standing(
        ledger.counts(),
        runs[-1] if runs else None,
        is_locked(lock_path(out)),
        len(recent) / span if span > 0 else 0.0,
        median(e - b for b, e in recent) if recent else 0.0,
        base.execute("SELECT count(*) FROM issue WHERE warnings != '[]'").fetchone()[0],
        tuple(n for (n,) in base.execute("SELECT name FROM issue WHERE state = 'running' ORDER BY began")),
        bad,
    )


def as_mapping(now: Standing) -> dict[str, object]:
    """Return it as plain values; the keys are a contract, see docs/batch.md."""
    run = now.run
    return {
        "issues": now.total,
        **{state.value: count for state, count in now.counts.items()},
        "warned": now.warned,
        "rate": round(now.rate, 3),
        "seconds": round(now.seconds, 3),
        "current": list(now.running),
        "run": run
        and {
            "id": run.id,
            "state": now.ending,
            "began": run.began,
            "ended": run.ended,
            "host": run.host,
            "pid": run.pid,
            "software": run.software,
            "found": run.found,
            "unchanged": run.unchanged,
        },
        "errors": [
            {"issue": i.name, "state": i.state.value, "kind": i.kind, "what": i.what, "advice": i.advice}
            for i in now.bad
        ],
    }


def find_issue(ledger: Ledger, asked: str) -> Issue:
    """Return the issue that a name means: its whole name, else one that has it in its path.

    Raises:
        BadSetting: none, or several.

    """
    rows = list(ledger.issues())
    exact = [row for row in rows if row.name == asked]
    found = exact or [row for row in rows if asked in row.name]
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadSetting(f"no issue {asked!r} in the ledger", hint="`backfile status` names some")
    some = ", ".join(row.name for row in found[:4])
    raise BadSetting(f"{asked!r} may be any of {len(found):,} issues: {some}", hint="give the whole name")
