"""Tables that people write, in TOML or JSON, as typed values: what is wrong is named by its key path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from convert.errors import BadSetting, suggest
from convert.system.schema import MISSING, SHOWN, Fault, KeyPath, UnknownKey
from convert.text.late import LateModule
from convert.text.printable import printable

if TYPE_CHECKING:
    from convert.system import structuring
else:
    structuring = LateModule("convert.system.structuring")

T = TypeVar("T")
BARE = re.compile(r"[\w-]+")


def decode_table(
    table: Mapping[str, object],
    kind: type[T],
    location: str,
    *,
    hints: Mapping[str, str] | None = None,
    error: type[BadSetting] = BadSetting,
) -> T:
    """Return a table as a value of a dataclass.

    `hints` are by key path, places in lists left out: {"part.include": 'write { issue = "page.txt" }'}.

    Raises:
        BadSetting: an unknown key, with the nearest known one; a key is missing; a value does not fit.

    """
    try:
        return structuring.structure(table, kind)
    except Exception as raised:
        raise explain(structuring.first_fault(raised), location, hints or {}, error) from raised


def explain(
    fault: Fault, location: str, hints: Mapping[str, str], kind: type[BadSetting], *, skip: int = 0
) -> BadSetting:
    """Return a fault as the error that a user meets; `skip` steps of its path are in the location."""
    error, path = fault.error, fault.path[skip:]
    if isinstance(error, UnknownKey):
        parent = key_path((*path, ""))
        hint = suggest(error.key, error.names, f"known keys: {', '.join(error.names)}", prefix=parent)
        return kind(f"unknown key {key_path((*path, error.key))}", location=location, hint=hint)
    names = [step for step in fault.path if isinstance(step, str)]
    hint = error.hint or hints.get(".".join(names), "")
    if error.problem == MISSING:
        hint = hint or hints.get(".".join(names[:-1]), "")
    return kind(f"{key_path(path)} {error.problem}", location=location, hint=hint)


def key_path(path: KeyPath) -> str:
    """Return a path as people write it, places counted from 1: fonts.body.size, part[2].include[1]."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step + 1}]"
            continue
        bare = not step or (len(step) <= SHOWN and BARE.fullmatch(step))
        written += ("." if written else "") + (step if bare else f'"{printable(step[:SHOWN])}"')
    return written
