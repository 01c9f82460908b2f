"""All that a run did and proposed, listed for a person to decide on: as it is written for the first time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from convert.decisions.decision import ChangeKey, Decision, DecisionMark, Verdict, words_at
from convert.decisions.file import VERSION
from convert.decisions.review import Describer, Reviewed
from convert.document.model import Document
from convert.system.toml import toml_string
from convert.text.printable import printable

HEAD = """\
# Decisions on {name}
#
# decide = ""         nothing decided: the rule's certainty decides
# decide = "accept"   do it, however uncertain the rule is
# decide = "reject"   do not do it, however certain the rule is
# decide = "replace"  do it otherwise: add replacement = "..." with the text (edit, join), the role (label)
#                     or the id of the block that is continued (ref)
#
# backfile convert obeys this file if it is called {beside} and stands beside the source,
# or if it is given with --decisions. What is left undecided may be deleted. Leave the other keys
# as they are: by them a decision finds its place.
"""
TITLES = ("Proposed, not done", "Done")
"""Of the two groups of entries."""
LOST_TITLE = "Decided once, and without a place now"
HEADER = "[[decision]]"

Table = Mapping[str, str | int]
"""An entry's keys and values, in the order in which they are written."""


class ListedChange(NamedTuple):
    """A change or proposal, to be decided on or decided on already."""

    key: ChangeKey
    done: bool
    decided: bool
    comment: tuple[str, str]
    """Its place, rule and certainty; what is done there."""
    table: Table


class LostDecision(NamedTuple):
    """A decision that finds no place."""

    key: ChangeKey
    reason: str
    table: Table


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a document, in the order of its source."""

    entries: tuple[ListedChange, ...]
    lost: tuple[LostDecision, ...]
    top: Table
    """The keys above all entries."""
    name: str
    """Of the source, for people."""
    beside: str
    """Of the decisions file."""
    selected: frozenset[ChangeKey]
    """The keys of the entries that are listed: all that were decided on, and what was asked for."""

    def count(self, *, done: bool | None = None, decided: bool | None = None) -> int:
        """Return how many entries are listed, of all or of a kind."""
        return sum(
            entry.key in self.selected and done in {None, entry.done} and decided in {None, entry.decided}
            for entry in self.entries
        )

    def title(self, *, done: bool) -> str:
        """Return the heading of a group: what there is, and how much of it is listed."""
        total, listed = sum(entry.done is done for entry in self.entries), self.count(done=done)
        rest = "" if listed == total else f", {listed:,} of them listed" if listed else ", not listed"
        return f"# {TITLES[done]}: {total:,}{rest}"


def list_changes(
    document: Document, reviewed: Reviewed, beside: str, *, rules: Iterable[str] = (), only_open: bool = False
) -> Listing:
    """List what a run did and what it only proposed, with what was decided before.

    `document` is the source as it was read; `rules` and `only_open` leave out what nothing was decided on.
    """
    describer = Describer(document, reviewed.document)
    decisions = {decision.key: decision for decision in reviewed.decisions.entries}
    wanted = frozenset(rules)
    entries: list[ListedChange] = []
    selected: set[ChangeKey] = set()
    for key, request in sorted(reviewed.requests.items(), key=lambda item: (item[0].at, item[0])):
        decision = decisions.get(key)
        comment = (
            f"# {describer.place(key)}  {printable(key.rule)}  {request.cert:.2f}",
            f"#   {describer.words(key)}",
        )
        words = decision.words if decision else _words(document, key)
        entries.append(
            ListedChange(
                key, request.done, decision is not None, comment, entry_table(document, key, words, decision)
            )
        )
        if decision or not ((wanted and key.rule not in wanted) or (only_open and request.done)):
            selected.add(key)
    lost = tuple(
        LostDecision(key, reason, entry_table(document, key, decisions[key].words, decisions[key]))
        for key, reason in reviewed.lost.items()
    )
    top: dict[str, str | int] = {"version": VERSION, "source": document.meta.name}
    top |= {"sha256": document.source.digest, "reviewer": reviewed.decisions.reviewer}
    name = printable(document.meta.name or "standard input")
    return Listing(tuple(entries), lost, top, name, printable(beside), frozenset(selected))


def as_toml(
    document: Document, reviewed: Reviewed, beside: str, *, rules: Iterable[str] = (), only_open: bool = False
) -> str:
    """Write a new decisions file: what `list_changes` lists."""
    return write_listing(list_changes(document, reviewed, beside, rules=rules, only_open=only_open))


def write_listing(listing: Listing) -> str:
    """Write a listing as a new file."""
    parts = [preamble(listing)]
    for done in (False, True):
        parts += ["", listing.title(done=done)]
        for entry in listing.entries:
            if entry.done is done and entry.key in listing.selected:
                parts += ["", *entry.comment, *table_lines(entry.table)]
    if listing.lost:
        parts += ["", f"# {LOST_TITLE}: {len(listing.lost):,}"]
        for lost in listing.lost:
            parts += ["", *lost_lines(lost)]
    return "\n".join(parts) + "\n"


def preamble(listing: Listing) -> str:
    """Return what stands above all entries of a new file."""
    head = HEAD.format(name=listing.name, beside=listing.beside)
    return "\n".join([head, *assignments(listing.top)])


def table_lines(table: Table) -> list[str]:
    """Return an entry as TOML."""
    return [HEADER, *assignments(table)]


def assignments(table: Table) -> Iterator[str]:
    """Yield keys and values as TOML."""
    for key, value in table.items():
        yield f"{key} = {value if isinstance(value, int) else toml_string(value)}"


def lost_lines(lost: LostDecision) -> list[str]:
    """Return a decision without a place as comments: no work is lost."""
    return [f"# {lost.reason}", *(f"# {line}" for line in table_lines(lost.table))]


def _words(document: Document, key: ChangeKey) -> str:
    return words_at(document.source.text, key.at, key.before if key.action == "edit" else "")


def entry_table(document: Document, key: ChangeKey, words: str, decision: Decision | None = None) -> Table:
    """Return the keys of an entry; of an issue of several files its place is in one of them."""
    part = document.source.part_at(key.at) if document.source.parts else None
    table: dict[str, str | int] = {"decide": decision.verdict.value if decision else ""}
    if decision and decision.verdict is Verdict.REPLACE:
        table["replacement"] = decision.replacement
    table |= {"part": part.name} if part else {}
    at = key.at - part.at if part else key.at
    table |= {"rule": key.rule, "action": key.action, "at": at, "words": words}
    table |= {name: value for name in ("before", "after", "behind") if (value := getattr(key, name))}
    table |= {"nth": key.nth} if key.nth > 1 else {}
    return table | (mark_table(decision.mark) if decision else {})


def mark_table(mark: DecisionMark) -> dict[str, str]:
    """Return the keys that say who decided, when and how."""
    return {name: value for name, value in mark._asdict().items() if value}
