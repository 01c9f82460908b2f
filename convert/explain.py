"""Every change of a document, before and after, for people on a terminal and for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from itertools import pairwise

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from convert.document.changes import Change
from convert.document.model import Block, Document, Proposal
from convert.document.roles import Opening, Role
from convert.errors import BadSetting
from convert.text.printable import printable, show_whitespace

PARAGRAPH = "¶"
"""Stands in a change for the boundary between two blocks."""
CONTEXT = 60
"""Characters of a block that are kept on each side of a change."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change or proposal, with its place and what stands around it."""

    done: bool
    """False: the rule was not certain enough, and the change is only proposed."""
    action: str
    """edit, join, split, label or place."""
    rule: str
    kind: str
    certainty: float
    line: int
    column: int
    offset: int
    """In characters, from the start of the source text."""
    before: str
    after: str
    left: str
    """What is read before it, in the same block."""
    right: str


def entries(document: Document, rules: Sequence[str] = ()) -> tuple[Entry, ...]:
    """List the changes of text, then of blocks, then the proposals, each in source order.

    Raises:
        BadSetting: no rule has a name that `rules` asks for.

    """
    for name in rules:
        if name not in document.rules:
            near = get_close_matches(name, document.rules, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else f"rules: {', '.join(document.rules)}"
            raise BadSetting(f"no rule named {name!r}", location="--rule", hint=hint)
    starts = {block.id: _start(block) for block in document.blocks}
    text = [e for block in document.blocks for e in _of_text(document, block)]
    whole = [e for block in document.blocks for e in _of_block(document, block, starts)]
    before = {block.id: last.id for last, block in pairwise(document.blocks)}
    open_ones = [_proposed(document, p, starts, before) for p in document.proposals]
    kept = (sorted(group, key=lambda e: e.offset) for group in (text, whole, open_ones))
    return tuple(e for group in kept for e in group if not rules or e.rule in rules)


def _start(block: Block) -> str:
    """Return how a block begins, to know it by."""
    return " ".join(block.reading.split())[:CONTEXT]


def _of_text(document: Document, block: Block) -> Iterator[Entry]:
    """List the changes of a block's text."""
    position = 0
    for segment in block.segments:
        end = position + len(segment.reading)
        for change in segment.changes:
            # a later change may have swallowed what this one left: then the whole segment is its place
            inside = segment.reading.find(change.after)
            first, last = (
                (position + inside, position + inside + len(change.after)) if inside >= 0 else (position, end)
            )
            left = block.reading[max(0, first - CONTEXT) : first]
            right = block.reading[last : last + CONTEXT]
            action = "join" if change.before == PARAGRAPH else "edit"
            yield _entry(document, change, action, segment.at, left, right)
        position = end


def _of_block(document: Document, block: Block, starts: Mapping[str, str]) -> Iterator[Entry]:
    """List the changes of a block's role and place."""
    at = block.segments[0].at
    for change in block.changes:
        if change.after == PARAGRAPH:
            yield _entry(document, change, "split", at, "", starts[block.id])
        elif change.after in set(Role):
            yield _entry(document, change, "label", at, "", starts[block.id])
        else:
            moved = re.sub(r"b\.[0-9a-f]{8}(?:\.[0-9]+)?", lambda m: _quoted(starts, m[0]), change.after)
            shown = Change(change.rule, change.before, moved, change.cert, change.kind)
            yield _entry(document, shown, "place", at, "", starts[block.id])


def _quoted(starts: Mapping[str, str], name: str) -> str:
    """Name a block by its first words, which a reader can find, unlike its id."""
    return f"“{starts[name][:12]}…”" if name in starts else name


def _proposed(
    document: Document, proposal: Proposal, starts: Mapping[str, str], before: Mapping[str, str]
) -> Entry:
    """Describe what a rule would have done."""
    change, left, right = proposal.change, "", starts.get(proposal.block, "")
    if proposal.action == "join":
        reading = next((b.reading for b in document.blocks if b.id == proposal.block), "")
        left, right = reading[-CONTEXT:], starts.get(proposal.other, "")
    elif proposal.action in {"edit", "split"}:
        text = document.source.text
        end = proposal.at + len(change.before)
        left, right = text[max(0, proposal.at - CONTEXT) : proposal.at], text[end : end + CONTEXT]
    elif proposal.action == "place" and proposal.other not in {"", before.get(proposal.block)}:
        after = f"{change.after} behind {_quoted(starts, proposal.other)}".strip()
        change = Change(change.rule, change.before, after, change.cert, change.kind)
    return _entry(document, change, proposal.action, proposal.at, left, right, done=False)


def _entry(
    document: Document, change: Change, action: str, at: int, left: str, right: str, *, done: bool = True
) -> Entry:
    _, line, column = document.source.place(at).rsplit(":", 2)
    where = (int(line), int(column), at)
    words = (str(change.before), str(change.after), left, right)
    return Entry(done, action, change.rule, change.kind.value, change.cert, *where, *words)


def as_json(entry: Entry, place: str) -> str:
    """Return an entry as one line of JSON; the keys are a contract, see docs/cli.md."""
    return json.dumps({"source": place, **asdict(entry)}, ensure_ascii=False)


def show(document: Document, found: Sequence[Entry], place: str, console: Console) -> None:
    """Print the entries, each with a line for its place and rule and one for its text.

    page.txt:12:31  wide-marks  0.99
        市委六届八次全会强调[, → ，]要强化党建统领
    """
    parts = (
        ("Changes of the text", [e for e in found if e.done and e.action in {"edit", "join"}]),
        ("Changes of blocks", [e for e in found if e.done and e.action not in {"edit", "join"}]),
        ("Proposed, not done", [e for e in found if not e.done]),
    )
    rule = max((cell_len(entry.rule) for entry in found), default=0)
    where = max((cell_len(_where(entry, place)) for entry in found), default=0)
    if where + rule + 8 > console.width:  # then the name must do without its folder
        where -= cell_len(place) - cell_len(place := place.rsplit("/", 1)[-1])
    for title, group in parts:
        if not group:
            continue
        console.print(Text(f"{title}: {len(group):,}", style="bold"))
        for entry in group:
            _print_entry(entry, place, (where, rule), console)
        console.print()
    _print_rules(document, {entry.rule for entry in found}, console)


def _where(entry: Entry, place: str) -> str:
    return f"{place}:{entry.line}:{entry.column}"


def _print_entry(entry: Entry, place: str, widths: tuple[int, int], console: Console) -> None:
    where = _where(entry, place)
    head = Text.assemble(
        (where, "cyan"),
        " " * (widths[0] - cell_len(where) + 2),
        (entry.rule, "yellow"),
        " " * (widths[1] - cell_len(entry.rule) + 2),
        (f"{entry.certainty:.2f}", "dim"),
    )
    console.print(head, soft_wrap=True)
    room = max(20, console.width - 4)
    for line in body(entry, room).wrap(console, room):
        line.rstrip()
        console.print(Text("    ") + line, soft_wrap=True)


def body(entry: Entry, room: int) -> Text:
    """Return the text line of an entry: what changed, in brackets, between what stands around it."""
    if entry.action not in {"edit", "join", "split"}:
        text = _in_words(entry)
        text.append("  " + _head(printable(entry.right), max(8, room - cell_len(text.plain) - 2)))
        return text
    change = _change(show_whitespace(entry.before), show_whitespace(entry.after))
    taken = cell_len(change.plain)
    left = _tail(printable(entry.left), max(8, (room - taken) // 2))
    right = _head(printable(entry.right), max(8, room - taken - cell_len(left)))
    return Text.assemble(left, change, right)


def _change(old: str, new: str) -> Text:
    """Write a change as [old → new], an insertion as [+new], a deletion as [-old]."""
    if old and new:
        parts = [(old, "red"), (" → ", "dim"), (new, "bold green")]
    else:
        parts = [(f"+{new}", "bold green") if new else (f"-{old}", "red")]
    return Text.assemble(("[", "dim"), *parts, ("]", "dim"))


def _in_words(entry: Entry) -> Text:
    """Say what happened to a block: its new role, what begins with it, where it was put."""
    if entry.action == "label":
        return Text.assemble((entry.before, "red"), (" → ", "dim"), (entry.after, "bold green"))
    first, _, rest = entry.after.partition(" ")
    opening, move = (first, rest) if first in set(Opening) else ("", entry.after)
    begins = {
        "article": "begins an article",
        "section": "begins a section",
        "unplaced": "belongs to no article",
    }.get(opening, f"begins no {entry.before}" if entry.before else "")
    moved = "moved to the beginning" if move == "first" else f"moved {printable(move)}" if move else ""
    return Text.assemble((", ".join(filter(None, (begins, moved))) or "stays", "bold green"))


def _print_rules(document: Document, rules: Collection[str], console: Console) -> None:
    """Print how often each rule acted and how often it only proposed."""
    tallies = {name: t for name, t in document.rules.items() if name in rules}
    if not tallies:
        console.print("Nothing to repair: no rule changed or proposed anything.")
        return
    rows = [("rule", "kind", "done", "proposed")]
    rows += [(name, t.kind.value, f"{t.done:,}", f"{t.proposed:,}") for name, t in tallies.items()]
    sums = (sum(t.done for t in tallies.values()), sum(t.proposed for t in tallies.values()))
    rows.append(("all", "", f"{sums[0]:,}", f"{sums[1]:,}"))
    wide = [max(cell_len(row[n]) for row in rows) for n in range(4)]
    for number, (name, kind, done, proposed) in enumerate(rows):
        line = f"{name:{wide[0]}}  {kind:{wide[1]}}  {done:>{wide[2]}}  {proposed:>{wide[3]}}"
        style = "bold" if number in {0, len(rows) - 1} else ""
        console.print(Text(line, style=style), soft_wrap=True)


def _head(text: str, room: int) -> str:
    """Return as much of the beginning of a text as goes into `room` columns."""
    return _fitting(text, room) if cell_len(text) <= room else _fitting(text, room - 1) + "…"


def _tail(text: str, room: int) -> str:
    """Return as much of the end of a text as goes into `room` columns."""
    if cell_len(text) <= room:
        return text
    return "…" + _fitting(text[::-1], room - 1)[::-1]


def _fitting(text: Iterable[str], room: int) -> str:
    out: list[str] = []
    for char in text:
        room -= cell_len(char)
        if room < 0:
            break
        out.append(char)
    return "".join(out)
