"""What is stale: outputs that no source stands behind any more, or whose source has failed since."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import NamedTuple

from convert.batch.ledger import Ledger, ledger_path, open_ledger
from convert.batch.outputs import existing_outputs, has_digest, looks_as, move_aside, output_states
from convert.batch.records import BAD, FormerOutput, FormerReason, Issue, State, former_outputs
from convert.system.paths import printable_path
from convert.system.protect import OutputRecord, read_record, sha256_of
from convert.system.staging import FOLDER
from convert.text.time_text import utc_text

ORPHANS = "orphans"
"""In OUT/.backfile: outputs that were moved aside."""
FORMER = "former"
"""The same, of outputs that would not be written again."""
GONE = "its source is gone"


class Orphan(NamedTuple):
    """An issue whose source is gone."""

    issue: Issue
    files: tuple[PurePath, ...]
    """Its outputs that are there, below OUT."""

    @property
    def line(self) -> str:
        """Say it in a line: 03-02.txt: its source is gone; its outputs are there: 03-02.xml."""
        names = ", ".join(printable_path(path) for path in self.files)
        return f"{self.issue.name}: {GONE}; its outputs are there: {names}"


class Pruned(NamedTuple):
    """What became of outputs that were to be moved aside."""

    moved: tuple[PurePath, ...]
    """Where they are now, below OUT."""
    left: tuple[PurePath, ...]
    """What somebody has altered since it was written."""


def find_orphans(ledger: Ledger, out: Path, current: Collection[bytes]) -> tuple[Orphan, ...]:
    """Return the issues whose sources are gone from the disk, all of them; `current` are those of this run.

    A source that cannot be reached, because its folder may not be opened, is not taken for one that is gone.
    """
    others = (issue for issue in ledger.issues() if issue.path not in current)
    gone = (issue for issue in others if all(map(_is_gone, issue.sources)))
    return tuple(Orphan(issue, files_of(issue, out)) for issue in gone)


def find_regrouped(ledger: Ledger, current: Collection[bytes], files: Collection[bytes]) -> tuple[Issue, ...]:
    """Return the issues whose pages are of other issues now; `files` are the paths of all files of a run."""
    return tuple(
        issue
        for issue in ledger.issues()
        if issue.path not in current
        and any(path in files for path in issue.sources)
        and all(path in files or _is_gone(path) for path in issue.sources)
    )


def enter_regrouped(ledger: Ledger, issue: Issue) -> None:
    """Enter that an issue is no more: what was written of it is not made any more."""
    for former in former_outputs(issue, issue.outcome.outputs, FormerReason.PAGES):
        ledger.put_former(former)
    ledger.remove(issue.path)


def files_of(issue: Issue, out: Path) -> tuple[PurePath, ...]:
    """Return the outputs of an issue that are there, below OUT."""
    if issue.target is None:
        return ()
    return existing_outputs(out, PurePath(os.fsdecode(issue.target)), issue.outcome.outputs)


def enter_orphan(ledger: Ledger, orphan: Orphan) -> None:
    """Enter that an issue is an orphan; one of which nothing is left is forgotten."""
    if not orphan.files:
        ledger.remove(orphan.issue.path)
    else:
        outcome = replace(orphan.issue.outcome, failure=None)
        ledger.put(replace(orphan.issue, state=State.ORPHANED, outcome=outcome))


def prune(ledger: Ledger, out: Path, orphan: Orphan) -> Pruned:
    """Move the outputs of an orphan aside; what was altered since it was written stays where it is.

    Raises:
        BadSetting: a link on the way leads out of OUT.
        UnwritableOutput: a file cannot be moved.

    """
    issue = orphan.issue
    target = PurePath(os.fsdecode(issue.target or b""))
    moved, kept = [], {}
    for form, output in issue.outcome.outputs.items():
        path = PurePath(f"{target}.{form}")
        if path not in orphan.files:
            continue
        if output_states(out, target, {form: output}) is None:
            kept[form] = output
        else:
            moved.append(move_aside(out, path, ORPHANS))
    left = replace(issue, outcome=replace(issue.outcome, outputs=kept))
    files = tuple(PurePath(f"{target}.{form}") for form in kept)
    enter_orphan(ledger, Orphan(left, files))
    return Pruned(tuple(moved), files)


def existing_former(ledger: Ledger, out: Path) -> tuple[FormerOutput, ...]:
    """Return the files that would not be written again and are there; others of that name are no such files.

    One that somebody has edited is such a file still; one that `convert` has written anew is not.
    """
    records: dict[Path, OutputRecord] = {}
    return tuple(former for former in ledger.former() if _is_former(former, out, records))


def _is_former(former: FormerOutput, out: Path, records: dict[Path, OutputRecord]) -> bool:
    path = out / former.path
    if looks_as(path, former.output):
        return True
    try:
        digest = sha256_of(path)
    except OSError:
        return os.path.lexists(path)
    if path.parent not in records:
        records[path.parent] = read_record(path.parent)
    return digest == former.output.sha256 or not records[path.parent].has(path.name, digest)


def prune_former(ledger: Ledger, out: Path, former: Sequence[FormerOutput]) -> Pruned:
    """Move files aside that would not be written again; what was altered stays where it is.

    Raises:
        BadSetting: a link on the way leads out of OUT.
        UnwritableOutput: a file cannot be moved.

    """
    moved, left = [], []
    for each in former:
        if has_digest(out / each.path, each.output):
            moved.append(move_aside(out, each.path, FORMER))
            ledger.remove_former(each.path)
        else:
            left.append(each.path)
    ledger.commit()
    return Pruned(tuple(moved), tuple(left))


def _is_gone(path: bytes) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


@dataclass(slots=True)
class Standing:
    """What the ledgers of a folder say of the issues in it."""

    stale: dict[str, str] = field(default_factory=dict)
    """Why what is there is not of the present source, by path without an ending."""
    stale_files: dict[str, str] = field(default_factory=dict)
    """Why single files would not be written again, by path."""
    failed: list[Mapping[str, str]] = field(default_factory=list)
    """What failed, and why."""
    made: dict[str, datetime] = field(default_factory=dict)
    """When the outputs of an issue, as they are, were first made, by path without an ending."""
    damaged: bool = False
    """A ledger cannot be believed: nothing of this is sure."""


def standing(folder: Path) -> Standing:
    """Ask the ledgers of a folder, of those in it, and of the next folder above that has one.

    Raises:
        DamagedLedger, UnreadableSource: one cannot be believed, or cannot be read.

    """
    result = Standing()
    for out in _ledgers(folder):
        with open_ledger(out) as ledger:
            for issue in ledger.issues():
                if issue.state is not State.DONE:
                    _enter(result, issue, out, folder)
                elif issue.made and (target := _relative(issue, out, folder)) is not None:
                    result.made[target] = datetime.fromtimestamp(issue.made, UTC)
            for former in existing_former(ledger, out):
                path = _below(former.path, out, folder)
                if path is not None:
                    result.stale_files[path] = former.reason.in_words
    return result


def _enter(result: Standing, issue: Issue, out: Path, folder: Path) -> None:
    target = _relative(issue, out, folder)
    if target is not None:
        result.stale[target] = why_stale(issue)
    failure = issue.failure
    if issue.state in BAD and failure and (target is not None or _is_same(out, folder)):
        values = {
            "issue": issue.name,
            "target": printable_path(target or ""),
            "state": issue.state.value,
            "kind": failure.kind,
            "what": failure.message,
            "where": failure.location,
            "advice": failure.hint,
        }
        if time := issue.ended or issue.began:
            values["when"] = utc_text(datetime.fromtimestamp(time, UTC))
        result.failed.append(values)


def why_stale(issue: Issue) -> str:
    """Say why the outputs of an issue are not what its source would make."""
    if issue.state is State.ORPHANED:
        return GONE
    if issue.state in BAD:
        return f"its source has failed since: {issue.fault}"
    return "its source has changed and was not converted again"


def _relative(issue: Issue, out: Path, folder: Path) -> str | None:
    """Return the path of an issue's files below a folder, without an ending; none: they lie elsewhere."""
    return None if issue.target is None else _below(PurePath(os.fsdecode(issue.target)), out, folder)


def _below(relative: PurePath, out: Path, folder: Path) -> str | None:
    """Return a path below OUT as one below a folder; none: it lies elsewhere."""
    path = Path(os.path.realpath(out)) / relative
    top = os.path.realpath(folder)
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else None


def _is_same(out: Path, folder: Path) -> bool:
    """Return whether an output folder is a folder, or lies in it."""
    return Path(os.path.realpath(out)).is_relative_to(os.path.realpath(folder))


def _ledgers(folder: Path) -> Iterator[Path]:
    """Yield the output folders that have to do with a folder."""
    for parent, names, _ in os.walk(folder):
        if FOLDER in names and os.path.lexists(ledger_path(Path(parent))):
            yield Path(parent)
        names[:] = sorted(name for name in names if not name.startswith("."))
    yield from [*_ledgers_above(Path(os.path.realpath(folder)).parent)][:1]


def _ledgers_above(folder: Path) -> Iterator[Path]:
    """Yield the output folders that hold a folder, itself among them, the next one first."""
    return (parent for parent in (folder, *folder.parents) if os.path.lexists(ledger_path(parent)))


def stale_archives(paths: Iterable[Path]) -> dict[Path, str]:
    """Say of archival XML, wherever it lies, why it is not what its source would make; others are left out.

    Raises:
        DamagedLedger, UnreadableSource: a ledger cannot be believed, or cannot be read.

    """
    ledgers: dict[Path, Path | None] = {}
    standings: dict[Path, Standing] = {}
    stale = {}
    for path in paths:
        real = Path(os.path.realpath(path))
        if real.parent not in ledgers:
            ledgers[real.parent] = next(_ledgers_above(real.parent), None)
        out = ledgers[real.parent]
        if out is None:
            continue
        if out not in standings:
            standings[out] = standing(out)
        relative = real.relative_to(out)
        state = standings[out]
        reason = state.stale.get(relative.with_suffix("").as_posix())
        if reason := reason or state.stale_files.get(relative.as_posix()):
            stale[path] = reason
    return stale
