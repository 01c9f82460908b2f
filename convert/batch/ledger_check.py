"""Whether a ledger can be believed: its tables, and every value in them."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import fields
from math import isfinite
from pathlib import PurePath
from types import MappingProxyType

from convert.batch.options import BatchOptions
from convert.batch.records import Ending, FormerReason, State
from convert.batch.targets import is_inside, output_key
from convert.document.damage import Damage
from convert.document.model import Metadata
from convert.errors import BadSetting, ExitCode
from convert.issue.page_problems import ProblemKind
from convert.text.printable import printable

LAST_TIME = 253_402_300_799.0
"""The end of the year 9999 in seconds since 1970: no clock of ours shows a later one."""
LARGEST_COUNT = 2**62
_DAMAGE = frozenset(
    {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB}
)
"""What SQLite says of files that are none of its own, or lack a part; the rest is the disk's doing."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FORMAT = re.compile(r"[^/\0]{1,200}")

Check = Callable[[object], bool]


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Return whether an error says that the file is damaged, and not that the disk is full or locked."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return not isinstance(error, sqlite3.ProgrammingError)  # text that is not UTF-8 has no code
    return code & 0xFF in _DAMAGE


def find_damage(base: sqlite3.Connection, schema: str) -> str:
    """Return what is wrong with a ledger of the present version; empty: every value is possible.

    Raises:
        sqlite3.DatabaseError: it cannot be read at all.

    """
    ((result,),) = base.execute("PRAGMA quick_check(1)").fetchall()
    if result != "ok":
        return "malformed"
    with_tables = sqlite3.connect(":memory:")
    try:
        with_tables.executescript(schema)
        for table in CHECKED:
            expected, actual = _columns(with_tables, table), _columns(base, table)
            if not actual:
                return f"the table {table} is missing"
            if missing := sorted(name for name, kind in expected.items() if actual.get(name) != kind):
                return f"the column {table}.{missing[0]} is missing, or another"
    finally:
        with_tables.close()
    for table, row_fault in CHECKED.items():
        rows = base.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of our own
        names = [column[0] for column in rows.description]
        for values in rows:
            if fault := row_fault(dict(zip(names, values, strict=True))):
                return f"{table}: {fault}"
    return ""


def issue_fault(row: Mapping[str, object]) -> str:
    """Return which value of a row of the table `issue` cannot be; empty: none."""
    fault = _fault(row, ISSUE_CHECKS)
    if fault:
        return fault
    target = row["target"]
    expected = output_key(PurePath(_decoded(target))) if target is not None else None
    return "" if row["output_key"] == expected else "an output_key that is not its target's"


def former_fault(row: Mapping[str, object]) -> str:
    """Return which value of a row of the table `former` cannot be; empty: none."""
    return _fault(row, FORMER_CHECKS)


def _problem_fault(row: Mapping[str, object]) -> str:
    return _fault(row, PROBLEM_CHECKS)


def _run_fault(row: Mapping[str, object]) -> str:
    return _fault(row, RUN_CHECKS)


def _fault(row: Mapping[str, object], checks: Mapping[str, Check]) -> str:
    """Return which value of a row cannot be."""
    for name, check in checks.items():
        if not check(row.get(name)):
            return f"impossible {name} {printable(repr(row.get(name))[:60])}"
    return ""


def _decoded(target: object) -> str:
    return os.fsdecode(target) if isinstance(target, bytes) else ""


def _columns(base: sqlite3.Connection, table: str) -> dict[str, tuple[str, int, int]]:
    """Return the columns of a table: type, whether there must be a value, place in the key."""
    rows = base.execute(f"PRAGMA table_info({table})")
    return {name: (kind, needed, key) for _, name, kind, needed, _, key in rows}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= LARGEST_COUNT


def _is_time(value: object) -> bool:
    return type(value) in {int, float} and isfinite(value) and 0 <= value <= LAST_TIME  # type: ignore[arg-type,operator]


def _is_time_or_none(value: object) -> bool:
    return value is None or _is_time(value)


def _is_path(value: object) -> bool:
    return isinstance(value, bytes) and value.startswith(b"/") and b"\0" not in value


def _is_path_or_none(value: object) -> bool:
    return value is None or _is_path(value)


def _is_target(value: object) -> bool:
    return value is None or _is_file(value)


def _is_file(value: object) -> bool:
    return isinstance(value, bytes) and is_inside(_decoded(value))


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and bool(_SHA256.fullmatch(value))


def _is_key(value: object) -> bool:
    return value is None or isinstance(value, bytes)


def _one_of(values: frozenset[object]) -> Check:
    return lambda value: type(value) in {str, int} and value in values


def _json(check: Check) -> Check:
    """Return a check of text that is to be JSON."""

    def is_so(value: object) -> bool:
        try:
            return isinstance(value, str) and check(json.loads(value))
        except (ValueError, RecursionError):
            return False

    return is_so


def _mapping(check: Check, keys: Check = _is_text) -> Check:
    return lambda value: isinstance(value, dict) and all(keys(k) and check(v) for k, v in value.items())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_page(value: object) -> bool:
    """Path, page, digest or nothing, decisions file or nothing."""
    if not isinstance(value, list) or len(value) != 4 or not all(map(_is_text, value)):
        return False
    path, _, digest, decisions = value
    paths = (path, decisions) if decisions else (path,)
    return all(_is_path_text(each) for each in paths) and (not digest or _is_digest(digest))


def _is_path_text(value: str) -> bool:
    """Whether a text is a path as Python has it: bytes that are not UTF-8 are lone surrogates."""
    try:
        return _is_path(os.fsencode(value))
    except UnicodeEncodeError:
        return False


def _is_pages(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_page, value))


def _is_output(value: object) -> bool:
    """Size, time of change, digest."""
    return (
        isinstance(value, list)
        and len(value) == 3
        and all(map(_is_count, value[:2]))
        and _is_digest(value[2])
    )


def _is_rule(value: object) -> bool:
    """Version, how often it acted, how often it proposed."""
    return isinstance(value, list) and len(value) == 3 and all(map(_is_count, value))


def _is_damage(value: object) -> bool:
    """The estimate of each kind, or nothing."""
    if not isinstance(value, dict) or (value and value.keys() != _ESTIMATES):
        return False
    return all(type(chance) in {int, float} and 0 <= chance <= 1 for chance in value.values())


def _is_format(value: object) -> bool:
    return isinstance(value, str) and bool(_FORMAT.fullmatch(value)) and value not in {".", ".."}


_ESTIMATES = {field.name for field in fields(Damage)}
_METADATA = _one_of(frozenset(field.name for field in fields(Metadata)))


def _is_options(value: object) -> bool:
    """The options of a run, or nothing: then `retry` has nothing to go by."""
    if not isinstance(value, dict):
        return False
    try:
        return not value or bool(BatchOptions.from_mapping(value))
    except BadSetting:
        return False


ISSUE_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "path": _is_path,
        "name": _is_text,
        "target": _is_target,
        "output_key": _is_key,
        "state": _one_of(frozenset(state.value for state in State)),
        "run": _is_count,
        "key": _is_text,
        "parts": _json(_mapping(_is_text)),
        "meta": _json(_mapping(_is_text, _METADATA)),
        "began": _is_time_or_none,
        "ended": _is_time_or_none,
        "made": _is_time_or_none,
        "worker": _is_text,
        "tries": _is_count,
        "digest": _is_text,
        "encoding": _is_text,
        "outputs": _json(_mapping(_is_output, _is_format)),
        "rules": _json(_mapping(_is_rule)),
        "damage": _json(_is_damage),
        "changes": _is_count,
        "proposals": _is_count,
        "warnings": _json(_is_texts),
        "notes": _json(_is_texts),
        "decisions": _is_path_or_none,
        "pages": _json(_is_pages),
        "kind": _is_text,
        "what": _is_text,
        "place": _is_text,
        "advice": _is_text,
        "trace": _is_text,
        "exit_code": _one_of(frozenset(int(code) for code in ExitCode)),
    }
)
RUN_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "id": _is_count,
        "began": _is_time,
        "ended": _is_time_or_none,
        "ending": _one_of(frozenset({"", *(ending.value for ending in Ending)})),
        "host": _is_text,
        "pid": _is_count,
        "software": _is_text,
        "options": _json(_is_options),
        "found": _is_count,
        "unchanged": _is_count,
        "passed_over": _json(_mapping(_is_count)),
    }
)
FORMER_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "file": _is_file,
        "name": _is_text,
        "size": _is_count,
        "mtime": _is_count,
        "digest": _is_digest,
        "reason": _one_of(frozenset(reason.value for reason in FormerReason)),
    }
)
PROBLEM_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "folder": _is_path,
        "kind": _one_of(frozenset(kind.value for kind in ProblemKind)),
        "message": _is_text,
    }
)
CHECKED: Mapping[str, Callable[[Mapping[str, object]], str]] = MappingProxyType(
    {"run": _run_fault, "issue": issue_fault, "former": former_fault, "problem": _problem_fault}
)
"""The tables, and what finds a value in a row of each that cannot be."""
