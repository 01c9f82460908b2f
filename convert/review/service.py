"""What the page in the browser asks for, as plain values; who asks, and how, is the server's business."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from convert.decisions.decision import DecisionMark, Manner
from convert.decisions.receipt import SampleReceipt
from convert.decisions.verdicts import UNDECIDED, EntryVerdict
from convert.errors import BadSetting
from convert.review.doubts import WATCHED, DoubtKind
from convert.review.index import QueueRow
from convert.review.journal import PageMark, ReviewStep, SampledEntry, SampleRecord
from convert.review.layout_service import LayoutService
from convert.review.page_images import PageImages
from convert.review.precision import PrecisionReport, report_precision
from convert.review.queue import QueueFilter, make_queue, sum_up
from convert.review.receipts import receipts
from convert.review.sample import draw
from convert.review.store import DecisionStore, Wish
from convert.tei.archive import open_archive
from convert.tei.views import View, as_text, block_texts

MOST_AT_ONCE = 200
"""Doubts whose details are given at once."""
LARGEST_ARCHIVE = 64_000_000


@dataclass(slots=True)
class ReviewService:
    """The review of one folder by one person."""

    out: Path
    store: DecisionStore
    images: PageImages
    reviewer: str
    now: Callable[[], str]
    """Gives the time as of RFC 3339."""
    random: Random
    below: float
    """Changes that were done are asked for below this certainty."""
    rows: Mapping[int, QueueRow] = field(init=False)
    kinds: Mapping[int, DoubtKind] = field(init=False)
    layout: LayoutService = field(init=False)

    def __post_init__(self) -> None:
        """Read the index."""
        self.rows = {row.id: row for row in self.store.index.rows()}
        self.kinds = self.store.index.kinds()
        self.layout = LayoutService(self.store, self.reviewer, self.now)

    def start(self) -> dict[str, Any]:
        """Return what the page needs first."""
        issues = self.store.issues
        return {
            "reviewer": self.reviewer,
            "below": self.below,
            "issues": [
                {"id": i.id, "name": i.name, "title": i.title, "date": i.date, "pages": i.pages}
                for i in issues.values()
            ],
            "rules": sorted({kind.rule for kind in self.kinds.values()}),
        }

    def queue(self, wanted: Mapping[str, str]) -> dict[str, Any]:
        """Return what a filter lets through, in order.

        Raises:
            BadSetting: a filter that cannot be; a decisions file that cannot be read.

        """
        states = self._states()
        queue = make_queue(
            self.rows.values(), self.kinds, self.store.issues, states, _filter(wanted, self.below)
        )
        names = DoubtKind._fields
        return {
            "order": queue.order,
            "decided": queue.decided,
            "kinds": [
                {**count._asdict(), **dict(zip(names, self.kinds[count.kind], strict=True))}
                for count in queue.kinds
            ],
        }

    def doubts(self, ids: Iterable[int]) -> list[dict[str, Any]]:
        """Return what a person sees of doubts, and what was decided on them."""
        return [self._doubt(self.rows[number]) for number in list(ids)[:MOST_AT_ONCE] if number in self.rows]

    def decide(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Write decisions; what is there must be what was seen.

        Raises:
            Conflict, BadSetting, UnwritableOutput: as `DecisionStore.decide` raises.

        """
        try:
            wishes = [
                Wish(
                    int(each["id"]),
                    str(each["decide"]),
                    str(each.get("replacement", "")),
                    seen_verdict(each["seen"]),
                )
                for each in body["changes"]
            ]
            manner = Manner(body.get("manner", "alone"))
            take_over = bool(body.get("take_over"))
        except (KeyError, TypeError, ValueError) as error:
            raise BadSetting("not a decision", hint="reload the page") from error
        step = self.store.decide(wishes, self.reviewer, self.now(), manner, take_over=take_over)
        return {"step": step.number, "states": self._states_of(wish.doubt for wish in wishes)}

    def decide_alike(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Decide alike on all of a kind that a filter lets through and nobody has decided on.

        Raises:
            BadSetting, UnwritableOutput: as `DecisionStore.decide` raises.

        """
        wanted = _filter({**body.get("filter", {}), "kind": body.get("kind")}, self.below)._replace(
            decided=False
        )
        decide = body.get("decide")
        if not wanted.kind or decide not in ("accept", "reject"):
            raise BadSetting("not a decision on a kind")
        queue = make_queue(self.rows.values(), self.kinds, self.store.issues, self._states(), wanted)
        wishes = [Wish(number, decide, "", UNDECIDED) for number in queue.order]
        step = self.store.decide(wishes, self.reviewer, self.now(), Manner.ALIKE)
        return {"step": step.number, "count": len(step.changes)}

    def undo(self) -> dict[str, Any]:
        """Take back the reviewer's last step.

        Raises:
            Conflict: it was decided otherwise since.

        """
        step = self.store.undo(self.reviewer, self.now())
        return {"undone": step.undoes if step else 0, "states": self._states_of(self._doubts_of(step))}

    def summary(self) -> dict[str, Any]:
        """Return what was decided, in numbers, and what was proved."""
        return {
            **sum_up(self._states().values())._asdict(),
            "samples": [receipt.as_mapping() for receipt in self.receipts()],
        }

    def receipts(self) -> list[SampleReceipt]:
        """Return what each sample proves, so far as it was looked at."""
        return receipts(self.store.journal.samples(), self.store.files.verdict)

    def precision(self) -> PrecisionReport:
        """Return what the decisions tell of the rules."""
        return report_precision(self.rows, self.kinds, self._states())

    def sample(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Draw a sample of what a filter lets through and nobody has looked at.

        Raises:
            BadSetting: there is nothing to draw from.

        """
        wanted = _filter(body.get("filter", {}), self.below)
        states = self._states()
        if body.get("all"):
            wanted = wanted._replace(below=2.0)
        queue = make_queue(self.rows.values(), self.kinds, self.store.issues, states, wanted)
        ids = sorted(queue.order)
        size = body.get("size")
        if not ids or type(size) is not int or size < 1:
            raise BadSetting("there is nothing to draw a sample from")
        chosen = draw(ids, size, self.random)
        drawn = [(self.rows[number], self.store.index.entry(number)) for number in chosen]
        entries = tuple(
            SampledEntry(self.store.issues[row.issue].target, entry.table, row.done)
            for row, entry in drawn
            if entry
        )
        record = SampleRecord(
            len(self.store.journal.samples()) + 1,
            self.reviewer,
            self.now(),
            str(body.get("title", ""))[:200],
            len(ids),
            entries,
            tuple(self.store.issues[issue].target for issue in sorted({self.rows[n].issue for n in ids})),
        )
        self.store.journal.add(record)
        return {"sample": record.number, "order": chosen, "population": len(ids)}

    def mark_page(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what the reviewer says of a page: seen, validated, or neither.

        Raises:
            BadSetting: it cannot be said.

        """
        issue = self.store.issues.get(body.get("issue", 0))
        page, state = body.get("page"), body.get("state")
        if issue is None or type(page) is not int or page < 0 or state not in ("", "seen", "validated"):
            raise BadSetting("no such page")
        self.store.mark_page(PageMark(issue.target, page, str(state), self.reviewer, self.now()))
        return {"pages": self.pages()}

    def pages(self) -> list[dict[str, Any]]:
        """Return what was said of pages."""
        numbers = {issue.target: number for number, issue in self.store.issues.items()}
        return [
            {"issue": numbers[m.target], "page": m.page, "state": m.state, "reviewer": m.reviewer}
            for m in self.store.page_marks().values()
            if m.target in numbers and m.state
        ]

    def text(self, issue: int, view: str) -> str:
        """Return the text of an issue as its archival XML has it.

        Raises:
            BadSetting: there is no such issue or view, or no XML.

        """
        row = self.store.issues.get(issue)
        if row is None or view not in ("corrected", "reading", "source"):
            raise BadSetting("no such text")
        if view == "source":
            return self.images.document(row.target).source.text
        path = self.out / os.fsdecode(row.target + b".xml")
        if not path.is_file():
            raise BadSetting("its archival XML is missing", hint="convert with -f xml")
        with path.open("rb") as file:
            root = open_archive(file.read(LARGEST_ARCHIVE), row.name)
        return as_text(block_texts(root, row.name, View(view)))

    def page_image(self, issue: int, page: int) -> bytes:
        """Return a page as a JPEG file; empty: its picture is not at hand."""
        row = self.store.issues.get(issue)
        return self.images.page(row.target, page) if row else b""

    def _doubt(self, row: QueueRow) -> dict[str, Any]:
        state = self.store.files.state(row.id)
        entry = self.store.index.entry(row.id)
        table = entry.table if entry else {}
        kind = self.kinds[row.kind]
        return {
            **row._asdict(),
            **{name: table.get(name, "") for name in ("rule", "action", "before", "after", "part")},
            "at": table.get("at", 0),
            "watched": kind.action == WATCHED,
            "why": kind.why,
            **self.store.index.detail(row.id),
            "state": plain_verdict(state),
        }

    def _states(self) -> dict[int, EntryVerdict]:
        states: dict[int, EntryVerdict] = {}
        for issue in self.store.issues:
            states |= self.store.files.states(issue)
        return states

    def _states_of(self, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        return {number: plain_verdict(self.store.files.state(number)) for number in ids}

    def _doubts_of(self, step: ReviewStep | None) -> Sequence[int]:
        changes = step.changes if step else ()
        return [number for change in changes if (number := self.store.number(change)) is not None]


def _filter(wanted: Mapping[str, Any], below: float) -> QueueFilter:
    """Return a filter.

    Raises:
        BadSetting: it cannot be.

    """
    try:
        return QueueFilter(
            str(wanted.get("rule", "")),
            int(wanted.get("kind") or 0),
            int(wanted.get("issue") or 0),
            str(wanted.get("title", "")),
            str(wanted.get("year", "")),
            int(wanted.get("page") or 0),
            float(wanted.get("below") or below),
            bool(wanted.get("decided")),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise BadSetting("a filter that cannot be") from error


def seen_verdict(values: Mapping[str, Any]) -> EntryVerdict:
    """Return what the page says that it saw."""
    mark = DecisionMark(str(values.get("reviewer", "")))
    return EntryVerdict(str(values.get("decide", "")), str(values.get("replacement", "")), mark)


def plain_verdict(verdict: EntryVerdict) -> dict[str, Any]:
    """Return a verdict as the page has it."""
    if verdict == UNDECIDED:
        return {"decide": "", "replacement": "", "reviewer": "", "time": "", "manner": ""}
    return {"decide": verdict.decide, "replacement": verdict.replacement, **verdict.mark._asdict()}
