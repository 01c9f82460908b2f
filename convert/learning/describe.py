"""What a pack holds, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TypeVar

from convert.document.knowledge import Knowledge
from convert.issue.knowledge import HABITS, NUMBERS

K = TypeVar("K", str, int)
SHOWN = 12
"""Entries of a list that a person sees."""


def as_json(knowledge: Knowledge) -> str:
    """Return all of a pack but the table of n-grams as a line of JSON."""
    values: dict[str, object] = {"sha256": knowledge.digest, "language": knowledge.language}
    values |= {name: getattr(knowledge, name) for name in NUMBERS}
    values["furniture"] = [
        {"line": text, "role": line.role.value, "issues": line.issues}
        for text, line in sorted(knowledge.furniture.items(), key=lambda item: (-item[1].issues, item[0]))
    ]
    values |= {name: dict(_ordered(getattr(knowledge, name))) for name in HABITS}
    values["measures"] = {str(squares): count for squares, count in _ordered(knowledge.measures)}
    values["table"] = len(knowledge.grams)
    return json.dumps(values, ensure_ascii=False)


def in_words(knowledge: Knowledge, *, whole: bool = False) -> Iterator[str]:
    """Yield the lines that say what a pack holds; of a long list the commonest, or all."""
    most = None if whole else SHOWN
    code, characters = knowledge.language, knowledge.characters
    if knowledge.issues == 1:
        yield f"1 issue, language {code}, {characters:,} characters"
    else:
        yield f"{knowledge.issues:,} issues, language {code}, {characters:,} characters"
    yield f"SHA-256 {knowledge.digest}"
    lines = sorted(knowledge.furniture.items(), key=lambda item: (-item[1].issues, item[0]))
    yield f"Lines of the sheet that recur, 0 for any number or day: {len(lines):,}"
    yield from (f"  {text}  ({line.role.value}, {line.issues:,} issues)" for text, line in lines[:most])
    yield from _more(len(lines), most)
    for name, title in HABITS.items():
        counts = _ordered(getattr(knowledge, name))
        yield f"{title}: {len(counts):,}"
        yield from (f"  {text}  ({count:,})" for text, count in counts[:most])
        yield from _more(len(counts), most)
    measures = ", ".join(
        f"{squares} ({count:,} issues)" for squares, count in _ordered(knowledge.measures)[:4]
    )
    yield f"Squares of a full line: {measures or 'not known'}"
    yield f"N-grams: {knowledge.entries:,}, counted on {knowledge.counted:,} characters"


def _ordered(counts: Mapping[K, int]) -> list[tuple[K, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _more(size: int, most: int | None) -> Iterator[str]:
    if most is not None and size > most:
        yield f"  and {size - most:,} more"
