"""Verdicts put into a decisions file one by one; every other character of the file stays as it is.

A file of `backfile decisions` lists all entries; one that verdicts begin holds only what was decided on.

    decide = ""   ->   decide = "accept"
                       reviewer = "Lin Zhiyuan"
                       time = "2026-11-28T17:30:05Z"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from convert.decisions.decision import DecisionMark
from convert.decisions.listing import Listing, Table, mark_table, preamble, table_lines
from convert.decisions.rewrite import EntryKey, chunk_end, entry_key, entry_tables, update_entry
from convert.errors import BadSetting
from convert.system.toml import parse_toml

VERDICT_KEYS = ("decide", "replacement", *DecisionMark._fields)
"""The keys of an entry that a person's verdict is made of; the others say what it is on."""


class EntryVerdict(NamedTuple):
    """What an entry says of its verdict; `decide` is empty where nothing was decided."""

    decide: str = ""
    replacement: str = ""
    mark: DecisionMark = DecisionMark()

    @property
    def table(self) -> Table:
        """The keys of an entry that say it."""
        replacement = {"replacement": self.replacement} if self.decide == "replace" else {}
        return {"decide": self.decide, **replacement, **(mark_table(self.mark) if self.decide else {})}


UNDECIDED = EntryVerdict()


class NewVerdict(NamedTuple):
    """A verdict, and the entry that it is on."""

    table: Table
    """What the entry is on: the keys by which it finds its place."""
    comment: tuple[str, ...]
    """What stands above the entry, where it is not in the file yet."""
    verdict: EntryVerdict


def verdicts_in(text: str, name: str) -> dict[EntryKey, EntryVerdict]:
    """Return what a decisions file says of each of its entries.

    Raises:
        BadSetting: no TOML.

    """
    tables = parse_toml(text, name).table.get("decision", []) if text.strip() else []
    return {entry_key(table): _verdict(table) for table in tables}


def _verdict(table: Mapping[str, Any]) -> EntryVerdict:
    mark = DecisionMark(*(str(table.get(key, "")) for key in DecisionMark._fields))
    return EntryVerdict(str(table.get("decide", "")), str(table.get("replacement", "")), mark)


def put_verdicts(text: str, verdicts: Iterable[NewVerdict], top: Table, name: str, beside: str) -> str:
    """Return a decisions file with verdicts in it; those that take nothing back are added at its end.

    `top` are the keys above all entries of a new file, `name` is that of the source, and `beside` that of the
    decisions file.

    Raises:
        BadSetting: no TOML, or its entries are not written as [[decision]].

    """
    text = text.replace("\r\n", "\n")
    if not text.strip():
        text = preamble(Listing((), (), top, name, beside, frozenset())) + "\n"
    wanted = {entry_key(each.table): each for each in verdicts}
    pieces: list[str] = []
    end = 0
    for start, stop, table in _entries(text, beside):
        new = wanted.pop(entry_key(table), None)
        if new is None:
            continue
        mark = {key: value for key, value in new.verdict.table.items() if key in VERDICT_KEYS}
        place = {key: value for key, value in table.items() if key not in VERDICT_KEYS}
        pieces += [text[end:start], update_entry(text[start:stop], table, {**mark, **place})]
        end = stop
    pieces.append(text[end:].rstrip("\n") + "\n")
    for new in wanted.values():
        if new.verdict.decide:
            place = {key: value for key, value in new.table.items() if key not in VERDICT_KEYS}
            lines = [*new.comment, *table_lines({**place, **new.verdict.table})]
            pieces += ["\n", "\n".join(lines), "\n"]
    return "".join(pieces)


def _entries(text: str, name: str) -> Sequence[tuple[int, int, Mapping[str, Any]]]:
    """Return the entries of a file: where each begins, and where its last key ends, and its keys.

    Raises:
        BadSetting: they are not written as [[decision]].

    """
    toml = parse_toml(text, name)
    starts, tables = toml.entry_offsets("decision"), entry_tables(toml)
    if len(starts) != len(tables):
        raise BadSetting(
            "cannot be extended, because its entries are not [[decision]] tables",
            location=name,
            hint="write them as [[decision]], or move the file elsewhere",
        )
    stops = [*starts[1:], len(text)][: len(starts)]
    return [
        (start, start + chunk_end(text[start:stop]), table)
        for start, stop, table in zip(starts, stops, tables, strict=True)
    ]
