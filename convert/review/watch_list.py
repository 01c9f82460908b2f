"""A list of one's own of likely misreadings: where a text has one and no rule changes it, a person is asked.

[[misreading]]
before = "末来"
after = "未来"
why = "末 for 未: this paper's type has a short second stroke"
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from convert.decisions.decision import ChangeKey
from convert.decisions.reviewer_changes import text_key
from convert.document.model import Block, Document
from convert.document.offsets import source_offset
from convert.errors import BadSetting
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.toml import decode_utf8, parse_toml

LARGEST = 4_000_000
"""Bytes of a list."""
MOST = 10_000
"""Misreadings in all lists."""
LONGEST = 200
"""Characters of a text in a list."""
CHANCE = 0.5
"""How likely a place that reads so is misread, where the list does not say it."""


@dataclass(frozen=True, slots=True)
class WatchedText:
    """A text that may be misread, what it may be, and why."""

    before: str
    after: str
    why: str = ""
    chance: float = CHANCE
    """How likely a place that reads so is misread, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class _WatchFile:
    """The keys of a list."""

    misreading: tuple[WatchedText, ...] = ()


class WatchedPlace(NamedTuple):
    """A place that reads as a list has it."""

    key: ChangeKey
    misreading: WatchedText


def read_watch_lists(files: Iterable[Path]) -> tuple[WatchedText, ...]:
    """Read lists; of two entries on one text the first counts.

    Raises:
        BadSetting: not TOML, an unknown key, an empty or overlong text, too many.
        UnreadableSource: there is no such file.

    """
    listed: dict[str, WatchedText] = {}
    for file in files:
        location = printable_path(file)
        toml = parse_toml(decode_utf8(load(file, LARGEST), location), location)
        lines = toml.entry_lines("misreading")
        for number, entry in enumerate(toml.decode(_WatchFile).misreading):
            place = f"{location}:{lines[number]}" if number < len(lines) else location
            _check(entry, place)
            listed.setdefault(entry.before, entry)
    if len(listed) > MOST:
        raise BadSetting(f"{len(listed):,} misreadings, of which {MOST:,} can be watched for")
    return tuple(listed.values())


def _check(entry: WatchedText, place: str) -> None:
    if not entry.before.strip() or entry.before == entry.after:
        raise BadSetting("a misreading is a text that is read otherwise", location=place)
    if max(map(len, (entry.before, entry.after, entry.why))) > LONGEST:
        raise BadSetting(f"more than {LONGEST} characters", location=place)
    if not 0 < entry.chance < 1:
        raise BadSetting("chance must lie between 0 and 1", location=place)


def watch_digest(watched: Sequence[WatchedText]) -> str:
    """Return by what a list is known again; empty: nothing is in it."""
    text = json.dumps([asdict(entry) for entry in watched])
    return sha256(text.encode()).hexdigest()[:16] if watched else ""


def watched_places(document: Document, watched: Sequence[WatchedText]) -> Iterator[WatchedPlace]:
    """Yield the places of a repaired document that still read as the lists have it, each once."""
    if not watched:
        return
    by_text = {entry.before: entry for entry in watched}
    longest_first = sorted(by_text, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    for block in document.blocks:
        for match in pattern.finditer(block.reading):
            if _is_untouched(block, *match.span()):
                entry = by_text[match.group()]
                yield WatchedPlace(
                    text_key(source_offset(block, match.start()), entry.before, entry.after), entry
                )


def _is_untouched(block: Block, start: int, stop: int) -> bool:
    """Whether no rule has read this stretch of a block otherwise."""
    read = 0
    for segment in block.segments:
        end = read + len(segment.reading)
        if read < stop and start < end and not segment.untouched:
            return False
        read = end
    return True
