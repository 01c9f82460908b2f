"""A decisions file written anew where a person has been at work: comments, order and spelling stay.

tomlkit keeps all of these, but takes 4 seconds of processor for a file of 10,000 entries. So the file is cut
into its entries; one in which nothing changes is left as the characters it is, and only one that must change
goes through tomlkit: 0.6 seconds, and 3 if each of them changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import tomlkit

from convert.decisions.decision import ChangeKey
from convert.decisions.listing import (
    HEADER,
    LOST_TITLE,
    TITLES,
    ListedChange,
    Listing,
    Table,
    lost_lines,
    preamble,
    table_lines,
    write_listing,
)
from convert.errors import BadSetting
from convert.system.toml import Toml, content_end, has_comment, parse_toml, toml_string

_OURS = re.compile(rf"# (?:{'|'.join(TITLES)}): [0-9]|# (?:\S.*:)?[0-9]+:[0-9]+  \S.*  [01]\.[0-9]{{2}}$")
"""Comments that the program writes: the title of a group; place, rule and certainty of an entry."""
_WORDS = "#   "
"""How the comment begins that follows those."""
_LOST = re.compile(rf"# {LOST_TITLE}: [0-9,]+")


_DEFAULTS = MappingProxyType(
    {"decide": "", "replacement": "", "rule": "", "action": "", "at": -1, "words": ""}
    | {"before": "", "after": "", "behind": "", "nth": 1, "part": ""}
    | {"reviewer": "", "time": "", "manner": ""}
)
"""The keys of an entry, and what they mean where they are not there."""


class Chunk(NamedTuple):
    """An entry as it stands in the file."""

    remarks: tuple[str, ...]
    """A person's own lines above it."""
    body: str
    """From [[decision]] to the end of its last line, and remarks right below it."""
    table: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A file cut into its parts."""

    top: str
    chunks: tuple[Chunk, ...]
    rest: tuple[str, ...]
    """A person's own lines, and decisions without a place, below all entries."""


def rewrite_toml(text: str, listing: Listing, name: str) -> str:
    """Return a decisions file, brought up to date with a listing.

    An entry that is still there stays where it is and as it is, with the remarks above and below it; it
    moves only from what is proposed to what is done, or back. New ones stand in the order of the source.
    One that is no longer there, or not asked for, goes, unless a person has decided or remarked on it.

    Raises:
        BadSetting: no TOML, or its entries are not written as [[decision]].

    """
    if not text.strip():
        return write_listing(listing)
    cut = _cut(text, name)
    old: dict[EntryKey, Chunk] = {}
    for chunk in cut.chunks:
        old.setdefault(entry_key(chunk.table), chunk)
    new = {entry_key(entry.table): entry for entry in listing.entries}
    chosen = [key for key, entry in new.items() if entry.key in listing.selected or _remarked(old.get(key))]
    parts = [update_entry(cut.top, None, listing.top) if cut.top.strip() else preamble(listing)]
    for done in (False, True):
        parts += ["", listing.title(done=done)]
        group = [key for key in chosen if new[key].done is done]
        for key in _in_order(group, list(old)):
            parts += ["", *_entry_lines(new[key], old.get(key))]
    return "\n".join([*parts, *_rest(cut, old, new, listing)]) + "\n"


def _cut(text: str, name: str) -> _Cut:
    """Cut a file into what stands above its entries, the entries, and what stands below them."""
    text = text.replace("\r\n", "\n")
    toml = parse_toml(text, name)
    starts, tables = toml.entry_offsets("decision"), entry_tables(toml)
    if len(starts) != len(tables):
        raise BadSetting(
            "cannot be rewritten, because its entries are not [[decision]] tables",
            location=name,
            hint="write them as [[decision]], or move the file elsewhere",
        )
    ends = [*starts[1:], len(text)]
    first = starts[0] if starts else len(text)
    top, own = _part(text[:first])
    chunks: list[Chunk] = []
    for start, end, table in zip(starts, ends, tables, strict=True):
        body, below = _part(text[start:end])
        chunks.append(Chunk(tuple(own), body, table))
        own = below
    return _Cut(top, tuple(chunks), tuple(own))


def entry_tables(toml: Toml) -> Sequence[Mapping[str, Any]]:
    """Return the keys and values of each entry of a file."""
    tables: Sequence[Mapping[str, Any]] = toml.table.get("decision", [])
    return tables


def chunk_end(text: str) -> int:
    """Return where the last key of an entry ends; remarks and empty lines follow."""
    return len(text[: content_end(text)].rstrip("\n"))


def _part(text: str) -> tuple[str, list[str]]:
    """Part a stretch of a file: its content with the remarks right below it, and a person's other lines."""
    end = content_end(text)
    lines = text[end:].split("\n")
    while end and lines[0].strip() and not _OURS.match(lines[0]):
        end += len(lines.pop(0)) + 1
    return text[:end].rstrip("\n"), _without_ours(lines)


def _without_ours(lines: list[str]) -> list[str]:
    """Leave out the comments that the program writes, and blank lines at both ends."""
    own: list[str] = []
    place = False
    for line in lines:
        if _OURS.match(line) or (place and line.startswith(_WORDS)):
            place = not line.startswith(_WORDS)
            continue
        place = False
        if line.strip() or (own and own[-1]):
            own.append(line.rstrip())
    while own and not own[-1]:
        own.pop()
    return own


class EntryKey(NamedTuple):
    """By what an entry is known again."""

    part: str
    """The file that its place is in, of an issue of several."""
    change: ChangeKey


def entry_key(table: Mapping[str, Any]) -> EntryKey:
    """Return by what an entry is known again; one that has no place in full has a key like no other's."""
    rule, action, at = (table.get(name, "") for name in ("rule", "action", "at"))
    before, after, behind = (table.get(name, "") for name in ("before", "after", "behind"))
    change = ChangeKey(rule, action, at, before, after, behind, table.get("nth", 1))
    return EntryKey(table.get("part", ""), change)


def _remarked(chunk: Chunk | None) -> bool:
    """Return whether a person has added comments to an entry."""
    return chunk is not None and (bool(chunk.remarks) or has_comment(chunk.body))


def _in_order(keys: list[EntryKey], before: list[EntryKey]) -> Iterator[EntryKey]:
    """Yield keys in the order that they had before; each new one behind the one it follows in `keys`."""
    there = set(before)
    wanted = set(keys)
    behind: dict[EntryKey | None, list[EntryKey]] = {}
    anchor: EntryKey | None = None
    for key in keys:
        if key in there:
            anchor = key
        else:
            behind.setdefault(anchor, []).append(key)
    yield from behind.get(None, ())
    for key in before:
        if key in wanted:
            yield key
            yield from behind.get(key, ())


def _entry_lines(entry: ListedChange, chunk: Chunk | None) -> list[str]:
    """Return an entry: as it stands, if it is there and nothing in it has changed."""
    if chunk is None:
        return [*entry.comment, *table_lines(entry.table)]
    remarks = [*chunk.remarks]
    return [*remarks, *entry.comment, update_entry(chunk.body, chunk.table, entry.table)]


def update_entry(text: str, table: Mapping[str, Any] | None, wanted: Table) -> str:
    """Return an entry, or the keys above all entries, with other values; nothing else in it changes."""
    if table is not None and all(
        table.get(name, default) == wanted.get(name, default) for name, default in _DEFAULTS.items()
    ):
        return text
    document = tomlkit.parse(text)
    target: Any = document if table is None else document["decision"][0]
    for name, value in wanted.items():
        if target.get(name) != value:
            target[name] = value if isinstance(value, int) else tomlkit.value(toml_string(value))
    if table is not None:
        for name in _DEFAULTS.keys() - wanted.keys():
            target.pop(name, None)
    return document.as_string().rstrip("\n")


def _rest(
    cut: _Cut, old: Mapping[EntryKey, Chunk], new: Mapping[EntryKey, ListedChange], listing: Listing
) -> Iterator[str]:
    """Yield what stands below all entries: decisions and remarks that have no place any more, as comments."""
    lost = {entry_key(each.table): each for each in listing.lost}
    kept = list(cut.rest)
    for key, chunk in old.items():
        if key in lost or (key not in new and _remarked(chunk)):
            reason = lost[key].reason if key in lost else "no rule proposes this now"
            body = [f"# {line}".rstrip() for line in chunk.body.split("\n")]
            kept += ["", *chunk.remarks, f"# {reason}", *body]
    for key, each in lost.items():
        if key not in old:
            kept += ["", *lost_lines(each)]
    count = sum(line == f"# {HEADER}" for line in kept)
    titled = [n for n, line in enumerate(kept) if _LOST.fullmatch(line)]
    title = f"# {LOST_TITLE}: {count:,}"
    if titled:
        kept[titled[0]] = title
    elif count:
        kept = [*cut.rest, *([""] if cut.rest else []), title, *kept[len(cut.rest) :]]
    if kept:
        yield ""
    yield from kept
