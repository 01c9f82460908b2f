"""What a run has to do, by the ledger: on all sources, on what failed, or on what was decided anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from convert.batch.fingerprint import run_parts
from convert.batch.inputs import is_decided_anew
from convert.batch.ledger import Ledger
from convert.batch.options import BatchOptions
from convert.batch.outputs import OutputFault
from convert.batch.plan import BatchStep, Planner, path_key
from convert.batch.records import TO_RETRY, FormerOutput, Issue
from convert.batch.stale import Orphan, existing_former, find_orphans, find_regrouped
from convert.batch.targets import check_template
from convert.batch.worklist import work_list
from convert.conversion import Settings
from convert.issue.group_sources import group_sources
from convert.issue.grouping import GroupBy, IssuePlan
from convert.system.find import SourceFile, Sources


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """What a run has to do."""

    issues: IssuePlan
    steps: tuple[BatchStep, ...]
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """Files of the folders that are no sources, by ending."""
    orphans: tuple[Orphan, ...] = ()
    """What was made of sources that are gone."""
    former: tuple[FormerOutput, ...] = ()
    """What is there before the run, and would not be written again."""
    others: tuple[BatchStep, ...] = ()
    """Where only what failed is tried again: all else, which is left as it is."""
    regrouped: tuple[Issue, ...] = ()
    """Issues of the ledger whose pages are of other issues now."""

    @property
    def faults(self) -> tuple[OutputFault, ...]:
        """Outputs that are not what was written, where every byte was compared."""
        return tuple(fault for step in self.steps for fault in step.faults)

    @property
    def existing_orphans(self) -> tuple[Orphan, ...]:
        """The orphans of which something is left."""
        return tuple(orphan for orphan in self.orphans if orphan.files)

    @property
    def regrouped_line(self) -> str:
        """Say that pages are put together otherwise than before; nothing where they are not."""
        if not self.regrouped:
            return ""
        count = len(self.regrouped)
        issues = "1 issue" if count == 1 else f"{count:,} issues"
        are = "is" if count == 1 else "are"
        return f"{issues} of before {are} in others now, as --dry-run shows; see --by"

    @property
    def unchanged(self) -> int:
        """How many issues are left as they are."""
        return sum(step.unchanged for step in self.steps)

    @property
    def known_remarks(self) -> tuple[Issue, ...]:
        """The issues that are left as they are, and were converted with warnings or notes."""
        steps = (*self.steps, *self.others)
        before = (step.before for step in steps if step.unchanged and step.before)
        return tuple(issue for issue in before if issue.outcome.warnings or issue.outcome.notes)


def plan_all(
    ledger: Ledger | None,
    out: Path,
    options: BatchOptions,
    settings: Settings,
    *,
    retry: bool = False,
    check: bool = False,
) -> BatchPlan:
    """Compare the sources with the ledger."""
    template = check_template(options.template) if options.template else ""
    former = {each.path: each.output.sha256 for each in ledger.former()} if ledger else {}
    planner = Planner(ledger, out, settings, run_parts(settings), template, retry, check, former)
    sources = find_sources(out, options, settings)
    issues = _issues(sources.files, options, settings)
    steps = tuple(planner.steps(issues.sources))
    if ledger is None:
        return BatchPlan(issues, steps, sources.passed_over)
    before = (step.before.path for step in steps if step.before)
    current = {*(step.path for step in steps), *before}
    orphans = find_orphans(ledger, out, current)
    regrouped = () if retry else find_regrouped(ledger, current, planner.files)
    bad = {issue.path for issue in ledger.issues(*TO_RETRY)} if retry else {step.path for step in steps}
    others = tuple(step for step in steps if step.path not in bad)
    steps = tuple(step for step in steps if step.path in bad)
    former_files = existing_former(ledger, out)
    return BatchPlan(issues, steps, sources.passed_over, orphans, former_files, others, regrouped)


def plan_decided(ledger: Ledger, out: Path, options: BatchOptions, settings: Settings) -> BatchPlan:
    """Compare with the ledger those issues alone on which was decided since; no other source is read."""
    template = check_template(options.template) if options.template else ""
    former = {each.path: each.output.sha256 for each in ledger.former()}
    planner = Planner(ledger, out, settings, run_parts(settings), template, former=former)
    sources = find_sources(out, options, settings)
    issues = _issues(sources.files, options, settings)
    planner.know(issues.sources)
    decided = [
        source
        for source in issues.sources
        if is_decided_anew(source, settings, ledger.by_path(path_key(source)))
    ]
    return BatchPlan(issues, tuple(planner.steps(decided)), sources.passed_over)


def find_issues(out: Path, options: BatchOptions, settings: Settings) -> IssuePlan:
    """Return the issues that the options of a batch name.

    Raises:
        UnreadableSource: an argument that names nothing.

    """
    return _issues(find_sources(out, options, settings).files, options, settings)


def find_sources(out: Path, options: BatchOptions, settings: Settings) -> Sources:
    """Return the files that the options of a batch name.

    Raises:
        UnreadableSource: an argument that names nothing.

    """
    return work_list(options.sources, out, settings.suffixes, follow_links=options.follow_links)


def _issues(files: Sequence[SourceFile], options: BatchOptions, settings: Settings) -> IssuePlan:
    return group_sources(
        files,
        GroupBy(options.by),
        follow_links=options.follow_links,
        containers=settings.asks_containers,
    )
