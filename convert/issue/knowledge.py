r"""Read and write a counted house pack: one file that holds what was counted in a newspaper's issues.

    backfile-knowledge 1\n
    {"issues": 312, "furniture": [["云津日报 0年0月0日", "running-head", 298], ...], ...}\n
    the table of n-grams as `language.hashed` lays it out, to the end of the file; nothing if there are none

The second line is JSON in ASCII with sorted keys and nothing between its signs; lists are sorted. So the same
issues make the same bytes. Whoever reads a pack trusts nothing in it: every list, text and number has bounds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from itertools import chain
from types import MappingProxyType
from typing import Any

from convert.document.knowledge import NO_KNOWLEDGE, Knowledge, RecurringLine
from convert.document.roles import FURNITURE, Role
from convert.errors import BadSetting
from convert.language.counted import is_table
from convert.system.json_object import parse_object
from convert.system.load import load_setting
from convert.system.paths import printable_path

MAGIC = b"backfile-knowledge 1\n"
MOST_BYTES = 64_000_000
MOST_HEAD_BYTES = 1_000_000
LONGEST_TEXT = 90
"""Characters of a line; of a word, a lead or a name they are fewer."""
MOST_COUNTED = 10**12
MOST_ENTRIES: Mapping[str, int] = MappingProxyType(
    {
        "furniture": 1_000,
        "leads": 500,
        "columns": 500,
        "sections": 200,
        "measures": 40,
        "marks": 100,
        "words": 15_000,
    }
)
"""Entries of each list; of more the commonest are kept."""
HABITS: Mapping[str, str] = MappingProxyType(
    {
        "leads": "How reports begin, by issues",
        "columns": "Names of columns, by issues",
        "sections": "Names of sections, by issues",
        "marks": "Marks in the text, by how often",
        "words": "Words of Latin script, by how often",
    }
)
"""Lists of texts with a number each, and what they hold."""
NUMBERS = ("characters", "counted", "entries", "issues")
WIDEST = 200
"""Squares of a measure."""
HINT = "give a pack that `backfile learn FOLDER -o paper.pack` wrote"


def is_knowledge(data: bytes) -> bool:
    """Whether bytes begin as a pack does."""
    return data.startswith(MAGIC)


def load_knowledge_data(path: str) -> bytes:
    """Return the bytes of a pack; nothing where none is named.

    Raises:
        BadSetting: it cannot be read.

    """
    return load_setting(path, MOST_BYTES, hint=HINT)


def format_knowledge(knowledge: Knowledge) -> bytes:
    """Return the bytes of a pack; of a list that is too long the commonest entries."""
    head: dict[str, Any] = {name: getattr(knowledge, name) for name in NUMBERS}
    head["language"] = knowledge.language
    lines = sorted(knowledge.furniture.items(), key=lambda item: (-item[1].issues, item[0]))
    head["furniture"] = [[text, line.role.value, line.issues] for text, line in lines][
        : MOST_ENTRIES["furniture"]
    ]
    for name, most in MOST_ENTRIES.items():
        if name != "furniture":
            counts = sorted(getattr(knowledge, name).items(), key=lambda item: (-item[1], item[0]))
            head[name] = [list(pair) for pair in counts[:most]]
    while len(line := _line(head)) > MOST_HEAD_BYTES:
        head["words"] = head["words"][: len(head["words"]) * 7 // 8]
    return MAGIC + line + b"\n" + knowledge.grams


def _line(head: Mapping[str, object]) -> bytes:
    return json.dumps(head, sort_keys=True, separators=(",", ":")).encode("ascii")


def parse_knowledge(data: bytes, path: str) -> Knowledge:
    """Return what a pack holds.

    Raises:
        BadSetting: it is no pack, or has what no pack can have.

    """
    if not path:
        return NO_KNOWLEDGE
    location = printable_path(path)
    head, grams = _take_apart(data, location)
    unknown = sorted(head.keys() ^ {*NUMBERS, *MOST_ENTRIES, "language"})
    if unknown:
        raise _altered(f"{unknown[0]!r:.40} is missing or unknown", location)
    for name in NUMBERS:
        _check_number(head[name], name, 0, location)
    language = head["language"]
    if not isinstance(language, str) or not (language.isascii() and language.isalpha()) or len(language) > 8:
        raise _altered("the language is not valid", location)
    return Knowledge(
        sha256(data).hexdigest(),
        language,
        head["issues"],
        head["characters"],
        head["counted"],
        head["entries"],
        furniture=_lines(head["furniture"], location),
        measures=_measures(head["measures"], location),
        grams=grams,
        **{name: _counts(head[name], name, location) for name in HABITS},
    )


def _take_apart(data: bytes, location: str) -> tuple[dict[str, Any], bytes]:
    """Return the head and the table of a pack."""
    if not is_knowledge(data):
        raise BadSetting("not a pack of `backfile learn`", location=location, hint=HINT)
    end = data.find(b"\n", len(MAGIC), len(MAGIC) + MOST_HEAD_BYTES + 1)
    if end < 0:
        raise _altered("its header has no end", location)
    grams = data[end + 1 :]
    if grams and not is_table(grams):
        raise _altered("its table is damaged", location)
    try:
        text = data[len(MAGIC) : end].decode("ascii")
    except UnicodeDecodeError as error:
        raise _altered("its header is not ASCII", location) from error
    return parse_object(text, f"{location}:2", HINT), grams


def _altered(message: str, location: str) -> BadSetting:
    return BadSetting(message, location=location, hint=HINT)


def _entries(value: object, name: str, width: int, location: str) -> list[list[Any]]:
    """Return a list of lists of one length, of which there may be so many."""
    if not isinstance(value, list) or not all(isinstance(row, list) and len(row) == width for row in value):
        raise _altered(f"{name} is not a list of entries", location)
    if len(value) > MOST_ENTRIES[name]:
        raise _altered(f"{name} has more than {MOST_ENTRIES[name]:,} entries", location)
    if len({str(row[0]) for row in value}) < len(value):
        raise _altered(f"{name} contains an entry twice", location)
    return value


def _check_number(value: object, name: str, least: int, location: str) -> None:
    if type(value) is not int or not least <= value <= MOST_COUNTED:
        raise _altered(f"an impossible number in {name}", location)


def _check_text(value: object, name: str, location: str) -> None:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT or not value.isprintable():
        raise _altered(f"an impossible text in {name}", location)


def _counts(value: object, name: str, location: str) -> Mapping[str, int]:
    rows = _entries(value, name, 2, location)
    for text, count in rows:
        _check_text(text, name, location)
        _check_number(count, name, 1, location)
    return MappingProxyType(dict(rows))


def _lines(value: object, location: str) -> Mapping[str, RecurringLine]:
    rows = _entries(value, "furniture", 3, location)
    for text, role, issues in rows:
        _check_text(text, "furniture", location)
        _check_number(issues, "furniture", 1, location)
        if not isinstance(role, str) or role not in FURNITURE:
            raise _altered("a furniture line is not furniture", location)
    return MappingProxyType({text: RecurringLine(Role(role), issues) for text, role, issues in rows})


def _measures(value: object, location: str) -> Mapping[int, int]:
    rows = _entries(value, "measures", 2, location)
    for number in chain.from_iterable(rows):
        _check_number(number, "measures", 1, location)
    if any(squares > WIDEST for squares, _ in rows):
        raise _altered("an impossible measure", location)
    return MappingProxyType(dict(rows))
