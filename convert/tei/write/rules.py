"""What `@ana` points to: a category in the header for each rule that changed or proposed something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from convert.document.changes import Change, Kind, TextChange
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Document, Tally
from convert.tei.defaults import USUAL
from convert.tei.names import AGENT, REVIEWER, RULE_ID, Attributes, ElementName

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class ChangedText(NamedTuple):
    """What the markup of a changed text is made from."""

    source: str
    reading: str
    changes: tuple[TextChange, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one document, in running order, and their ids."""

    tallies: Mapping[str, Tally]
    ids: Mapping[str, str]
    ruleset: str = ""
    """The set that ran as a whole; of it only the rules that changed or proposed something are listed."""
    reviewers: Mapping[str, str] = field(default_factory=dict)
    """The ids of those who decided on changes and proposals, by their names."""
    damage: Damage = NOT_ESTIMATED
    max_harm: float | None = None
    marked_up: dict[ChangedText, str] = field(default_factory=dict, compare=False)
    """Markup of short changed texts: a page has the same comma in the same way some hundred times."""

    def traces(self, changes: Sequence[Change], kind: ElementName | None = None) -> Attributes:
        """Return the attributes of changed text: all rules in order, the least certainty, who.

        What the header says for all marks is left out; `kind` is the element, where most marks have one rule.
        """
        if len(changes) == 1:
            names = f"#{self.ids[changes[0].rule]}"
        else:
            names = " ".join(dict.fromkeys(f"#{self.ids[c.rule]}" for c in changes))
        by = next((self.reviewers[c.by] for c in reversed(changes) if c.by in self.reviewers), AGENT)
        least = min(c.cert for c in changes)
        coarse = any(c.kind is Kind.LAYOUT for c in changes)
        traces: Attributes = {"ana": names, "cert": certainty(least, coarse=coarse)}
        usual = USUAL.get(kind) if kind else None
        if usual and names == f"#{self.ids.get(usual.rule, '')}":
            del traces["ana"]
            if traces["cert"] == usual.cert:
                del traces["cert"]
        if by != AGENT:
            traces["resp"] = f"#{by}"
        return traces

    @property
    def usual(self) -> Iterator[tuple[ElementName, Attributes]]:
        """Yield the elements most of whose marks are of one rule that is listed, and its traces."""
        for kind, (rule, cert) in USUAL.items():
            if rule in self.ids:
                yield kind, {"ana": f"#{self.ids[rule]}", "cert": cert}


def rules_of(document: Document) -> Rules:
    """Collect the rules of a document: those that were counted, then any others that left a trace.

    Where a whole set of rules ran, those that found nothing to do are not among them, so that a new rule
    alters no file but those it changes.
    """
    changes = (*_changes(document), *(p.change for p in document.proposals))
    traced = {change.rule for change in changes}
    tallies = {
        name: tally
        for name, tally in document.rules.items()
        if not document.ruleset or tally.done or tally.proposed or name in traced
    }
    uncounted: dict[str, Tally] = {}
    for change in _changes(document):
        if change.rule not in tallies:
            tally = uncounted.get(change.rule) or Tally(1, change.kind)
            uncounted[change.rule] = replace(tally, done=tally.done + 1)
    for proposal in document.proposals:
        change = proposal.change
        if change.rule not in tallies:
            tally = uncounted.get(change.rule) or Tally(1, change.kind)
            uncounted[change.rule] = replace(tally, proposed=tally.proposed + 1)
    tallies |= uncounted
    names = sorted({change.by for change in changes if change.by})
    reviewers = {name: f"{REVIEWER}.{n}" if n > 1 else REVIEWER for n, name in enumerate(names, 1)}
    ids = dict(zip(tallies, _ids(tallies), strict=True))
    return Rules(tallies, ids, document.ruleset, reviewers, document.damage, document.max_harm)


def certainty(value: float, *, coarse: bool = False) -> str:
    """Write a certainty as TEI's teidata.probability: 0.98, 1.

    Rules of layout weigh a block against the whole issue, so a word anywhere moves all their certainties
    a little. These are written in whole tenths, rounded down: a line is not to differ for nothing.
    """
    value = min(1.0, max(0.0, value))
    return f"{int(value * 10 + 1e-9) / 10:g}" if coarse else f"{value:.4g}"


def _changes(document: Document) -> Iterator[Change]:
    for block in document.blocks:
        yield from block.changes
        for segment in block.segments:
            yield from segment.changes


def _ids(names: Iterable[str]) -> Iterator[str]:
    """Make an xml:id of each name, whatever an installed rule calls itself."""
    taken: set[str] = set()
    for name in names:
        stem = xml_id = RULE_ID + _UNSAFE.sub(lambda m: f"_{ord(m[0]):x}_", name)
        count = 1
        while xml_id in taken:
            count += 1
            xml_id = f"{stem}.{count}"
        taken.add(xml_id)
        yield xml_id
