"""Read a house pack: a TOML file that lists a newspaper's lines of furniture, by their roles, and its words.

running-head = ["云津日报 2026年3月14日 星期六", "渡口副刊"]
editors = ["本版编辑 周稚"]
words = ["to-day", "gum-tree", "railway"]
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from convert.document.house import NO_HOUSE, House
from convert.document.model import Metadata
from convert.document.roles import FURNITURE, Role
from convert.errors import BadSetting, suggest
from convert.issue.knowledge import load_knowledge_data, parse_knowledge
from convert.system.load import load_setting
from convert.system.paths import printable_path
from convert.system.toml import decode_utf8, parse_toml

WORDS = "words"
"""The key of the words of Latin script that the paper writes so."""
MOST_BYTES = 1_000_000
MOST_CHARACTERS = 200
"""Of a line."""
HINT = 'a house pack has lists of lines: running-head = ["云津日报 2026年3月14日"]'


class Packs(NamedTuple):
    """The bytes of the two packs of a newspaper; nothing of one that is not named."""

    listed: bytes = b""
    """What a person has listed."""
    counted: bytes = b""
    """What was counted in the paper's issues."""


def load_packs(meta: Metadata) -> Packs:
    """Return the bytes of the packs that are named for an issue.

    Raises:
        BadSetting: one cannot be read.

    """
    return Packs(load_house_data(meta.house), load_knowledge_data(meta.knowledge))


def parse_packs(packs: Packs, meta: Metadata) -> House:
    """Return what the packs say of a newspaper.

    Raises:
        BadSetting: one is no pack.

    """
    house = parse_house(packs.listed, meta.house)
    return replace(house, knowledge=parse_knowledge(packs.counted, meta.knowledge))


def load_house_data(path: str) -> bytes:
    """Return the bytes of a house pack; nothing where none is named.

    Raises:
        BadSetting: it cannot be read.

    """
    return load_setting(path, MOST_BYTES, hint=HINT)


def parse_house(data: bytes, path: str) -> House:
    """Return what a house pack says.

    Raises:
        BadSetting: it is no TOML, or has anything but lists of lines by the roles of furniture.

    """
    if not path:
        return NO_HOUSE
    location = printable_path(path)
    table = parse_toml(decode_utf8(data, location), location).table
    lines: dict[str, Role] = {}
    words: tuple[str, ...] = ()
    for key, value in table.items():
        if key not in FURNITURE and key != WORDS:
            names = sorted([*FURNITURE, WORDS])
            hint = suggest(key, names, f"keys are {', '.join(names)}")
            raise BadSetting(f"unknown key {key!r}", location=location, hint=hint)
        listed = _check_lines(key, value, location)
        if key == WORDS:
            words = tuple(listed)
        else:
            lines |= dict.fromkeys(listed, Role(key))
    return House(sha256(data).hexdigest(), MappingProxyType(lines), words)


def _check_lines(key: str, value: object, location: str) -> list[str]:
    """Return the lines of a list, without the blanks round them."""
    if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
        raise BadSetting(f"{key} must be a list of lines", location=location, hint=HINT)
    if any(len(line) > MOST_CHARACTERS for line in value):
        raise BadSetting(
            f"{key}: a line is longer than {MOST_CHARACTERS} characters", location=location, hint=HINT
        )
    return [line.strip() for line in value]
