"""Entries on a terminal: a line for place and rule, then what changed in what stands around it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from convert.document.changes import (
    Assigned,
    BlockChange,
    Edited,
    Joined,
    Labelled,
    Placed,
    Referred,
    SplitOff,
    Tabulated,
)
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Document
from convert.document.roles import Opening
from convert.explain.entries import ChangeEntry
from convert.system.console import SafeConsole
from convert.text.printable import printable, show_whitespace
from convert.translation.messages import Translate, english

BEGINS = {
    Opening.ARTICLE: "begins an article",
    Opening.SECTION: "begins a section",
    Opening.ADVERTISEMENT: "begins an advertisement",
    Opening.UNPLACED: "belongs to no article",
}
"""What opens with a block, in words."""


def show(document: Document, entries: Sequence[ChangeEntry], source: str, console: SafeConsole) -> None:
    """Print the entries, each with a line for its place and rule and one for its text.

    page.txt:12:31  fullwidth-punctuation  0.99
        市委六届八次全会强调[, → ，]要强化党建统领
    """
    groups = (
        ("Changes of the text", [e for e in entries if e.done and isinstance(e.change, Edited | Joined)]),
        (
            "Changes of blocks",
            [e for e in entries if e.done and isinstance(e.change, BlockChange)],
        ),
        ("Proposed, not done", [e for e in entries if not e.done]),
    )
    rule = max((cell_len(entry.change.rule) for entry in entries), default=0)
    location = max((cell_len(_location(entry, source)) for entry in entries), default=0)
    if location + rule + 8 > console.width:  # then the name must do without its folder
        location -= cell_len(source) - cell_len(source := source.rsplit("/", 1)[-1])
    for title, group in groups:
        if not group:
            continue
        console.print(Text(console.translate(f"{title}: {len(group):,}"), style="bold"))
        for entry in group:
            _print_entry(entry, source, (location, rule), console, document.max_harm)
        console.print()
    _print_damage(document.damage, console)
    _print_rules(document, {entry.change.rule for entry in entries}, console)


def _location(entry: ChangeEntry, source: str) -> str:
    return f"{entry.file or source}:{entry.line}:{entry.column}"


def _print_entry(
    entry: ChangeEntry, source: str, widths: tuple[int, int], console: SafeConsole, max_harm: float | None
) -> None:
    location = _location(entry, source)
    is_held = entry.held and max_harm is not None
    head = Text.assemble(
        (location, "cyan"),
        " " * (widths[0] - cell_len(location) + 2),
        (entry.change.rule, "yellow"),
        " " * (widths[1] - cell_len(entry.change.rule) + 2),
        (f"{entry.change.cert:.2f}", "dim"),
        (console.translate(f"  held back by --max-harm {max_harm:g}") if is_held else "", "dim"),
    )
    console.print(head, soft_wrap=True)
    room = max(20, console.width - 4)
    for line in body(entry, room, console.translate).wrap(console, room):
        line.rstrip()
        console.print(Text("    ") + line, soft_wrap=True)
    if entry.why:
        console.print(Text(f"    {console.translate(printable(entry.why))}", "dim"), soft_wrap=True)


def body(entry: ChangeEntry, room: int, translate: Translate = english) -> Text:
    """Return the text line of an entry: what changed, in brackets, between what stands around it."""
    match entry.change:
        case Labelled(before=before, after=after):
            what = Text.assemble(
                (translate(before.value), "red"), (" → ", "dim"), (translate(after.value), "bold green")
            )
            return _of_block(what, entry, room)
        case Assigned(role=role):
            return _of_block(Text(translate(role.value), "bold green"), entry, room)
        case Placed() as change:
            what = Text(translate(_in_words(change, entry.move)), "bold green")
            return _of_block(what, entry, room)
        case Tabulated(rows=rows, columns=columns):
            what = Text(translate(f"cell of a table, {rows} × {columns}"), "bold green")
            return _of_block(what, entry, room)
        case Referred(after=after):
            words = f"continues {printable(entry.move or after)}" if after else "continues nothing"
            return _of_block(Text.assemble((translate(words), "bold green")), entry, room)
        case Edited() | Joined() | SplitOff():
            change_text = _change(show_whitespace(entry.before), show_whitespace(entry.after))
            taken = cell_len(change_text.plain)
            left = _tail(printable(entry.left), max(8, (room - taken) // 2))
            right = _head(printable(entry.right), max(8, room - taken - cell_len(left)))
            return Text.assemble(left, change_text, right)


def _of_block(what: Text, entry: ChangeEntry, room: int) -> Text:
    """Add the beginning of the block."""
    what.append("  " + _head(printable(entry.right), max(8, room - cell_len(what.plain) - 2)))
    return what


def _change(old: str, new: str) -> Text:
    """Write a change as [old → new], an insertion as [+new], a deletion as [-old]."""
    if old and new:
        parts = [(old, "red"), (" → ", "dim"), (new, "bold green")]
    else:
        parts = [(f"+{new}", "bold green") if new else (f"-{old}", "red")]
    return Text.assemble(("[", "dim"), *parts, ("]", "dim"))


def _in_words(change: Placed, move: str) -> str:
    """Say what happened to a block: what begins with it, where it was put."""
    begins = BEGINS[change.opens] if change.opens else ""
    if not change.opens and change.opens_before:
        begins = f"begins no {change.opens_before}"
    moved = ""
    if change.moved:
        moved = f"moved {printable(move)}" if change.follows else "moved to the beginning"
    return ", ".join(filter(None, (begins, moved))) or "stays"


def _print_damage(damage: Damage, console: SafeConsole) -> None:
    """Print how likely the document has damage of each kind."""
    if damage == NOT_ESTIMATED:
        return
    kinds = ", ".join(f"{name} {value:.2f}" for name, value in asdict(damage).items())
    line = f"Damage of the whole source, as estimated: {kinds}"
    console.print(Text(console.translate(line)), soft_wrap=True)
    console.print()


def _print_rules(document: Document, rules: Collection[str], console: SafeConsole) -> None:
    """Print how often each rule acted and how often it only proposed."""
    tallies = {name: t for name, t in document.rules.items() if name in rules}
    if not tallies:
        console.print(console.translate("Nothing to repair: no rule changed or proposed anything."))
        return
    translate = console.translate
    rows = [(translate("rule"), translate("kind"), translate("done"), translate("proposed"))]
    rows += [(name, translate(t.kind.value), f"{t.done:,}", f"{t.proposed:,}") for name, t in tallies.items()]
    sums = (sum(t.done for t in tallies.values()), sum(t.proposed for t in tallies.values()))
    rows.append((translate("all"), "", f"{sums[0]:,}", f"{sums[1]:,}"))
    wide = [max(cell_len(row[n]) for row in rows) for n in range(4)]
    for number, (name, kind, done, proposed) in enumerate(rows):
        cells = (set_cell_size(name, wide[0]), set_cell_size(kind, wide[1]), _right(done, wide[2]))
        line = "  ".join((*cells, _right(proposed, wide[3])))
        style = "bold" if number in {0, len(rows) - 1} else ""
        console.print(Text(line, style=style), soft_wrap=True)


def _right(text: str, room: int) -> str:
    """Put a text at the right of `room` columns."""
    return " " * (room - cell_len(text)) + text


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
