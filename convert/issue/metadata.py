"""What is known of an issue: flags, then TOML files beside the source, then the file's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Annotated

from convert.document.model import Metadata
from convert.issue.filename import filename_metadata
from convert.system.decode import Parsed, Unfit, decode_table, keys_of, must_be
from convert.system.find import is_there
from convert.system.paths import printable_path
from convert.system.toml import load_toml

FOLDER_FILES = ("issue.toml", "backfile.toml")
"""Hold for every source in their folder; the first goes before the second."""
LISTS_PAGES = FOLDER_FILES[0]
"""May list the files of an issue, too."""
PAGES = "pages"
"""The key of that list."""
HINTS = MappingProxyType(
    {
        "": 'values look like title = "重庆日报"',
        "date": "give it as 2025-12-08, 2025-12 or 2025 (ISO 8601)",
        "language": "give a tag such as zh-Hans, zh-Hant or en",
        "number": 'give it as 26543 or "26543"',
        "page": 'give it as 3 or "A3"',
        "house": 'name a house pack: house = "daily.toml"',
    }
)
"""What a value looks like, by key."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-[A-Za-z]{2}|-[0-9]{3})?")
"""Language, script, region (RFC 5646, section 2.1)."""
_LARGEST_NUMBER = 10**15


def load_metadata(
    path: Path | None,
    flags: Mapping[str, str],
    name: str = "",
    *,
    location: str = "",
    follow_links: bool = False,
) -> Metadata:
    """Put together what is known: each key from the first place that has it.

        flags  >  page.toml  >  issue.toml  >  backfile.toml  >  the name of page.txt

    `location` is what messages call the source, where that is not its path; they name a file beside it alike.
    A day that the calendar lacks is left out, with a warning: 2026-02-30.

    Raises:
        BadSetting: a TOML file is broken, or has an unknown key or an invalid value.
        UnreadableSource: a TOML file, or the house pack of one, is a link, and `follow_links` is not set.

    """
    possible, warnings = leave_out_impossible(flags, "")
    values = check_metadata(possible, "")
    if path is not None:
        for file in (path.with_suffix(".toml"), *(path.parent / other for other in FOLDER_FILES)):
            where = str(PurePath(location or printable_path(path)).with_name(printable_path(file.name)))
            if file != path and is_there(file, where, follow_links=follow_links):
                possible, wrong = leave_out_impossible(_read_file(file, where), printable_path(file.name))
                stated = beside(file, check_metadata(possible, where))
                if house := stated.get("house"):
                    is_there(Path(house), printable_path(house), follow_links=follow_links)
                values = {**stated, **values}
                warnings += wrong
    return replace(filename_metadata(Path(name).stem), **values, name=name, warnings=warnings)


def leave_out_impossible(
    values: Mapping[str, object], location: str
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return metadata without a date that looks like one and that the calendar lacks, and say so."""
    given = values.get("date")
    match = _DATE.fullmatch(given.strip()) if isinstance(given, str) else None
    if match is None or _is_in_calendar(match):
        return dict(values), ()
    where = f"{location}: " if location else ""
    warning = f"{where}the date {match[0]} is not in the calendar, and is left out"
    return {key: value for key, value in values.items() if key != "date"}, (warning,)


def _is_in_calendar(match: re.Match[str]) -> bool:
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def check_metadata(values: Mapping[str, object], location: str) -> dict[str, str]:
    """Return metadata as texts, each checked: {"date": date(2025, 12, 8)} -> {"date": "2025-12-08"}.

    Raises:
        BadSetting: an unknown key, a wrong type, a date or language that does not exist.

    """
    table = decode_table(values, _Table, location, hints=HINTS)
    return {key: getattr(table, key) for key in values}


def load_table(file: Path, location: str) -> Mapping[str, object]:
    """Return what a metadata file says, unchecked.

    Raises:
        BadSetting: it is no TOML.

    """
    return load_toml(file, location=location, hints=HINTS).table


def _read_file(file: Path, location: str) -> Mapping[str, object]:
    """Return the metadata of a file; a list of pages is read elsewhere."""
    table = load_table(file, location)
    if file.name != LISTS_PAGES:
        return table
    return {key: value for key, value in table.items() if key != PAGES}


def beside(file: Path, values: Mapping[str, str]) -> dict[str, str]:
    """Return metadata that a file gives; a house pack that it names lies where the file does."""
    house = values.get("house", "")
    return {**values, "house": str(file.parent / house)} if house else dict(values)


def _parse_text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    raise must_be("a text", value)


def _parse_number(value: object) -> str:
    """Take a text or a whole number."""
    if isinstance(value, str):
        return value.strip()
    if type(value) is int and abs(value) <= _LARGEST_NUMBER:
        return str(value)
    raise must_be("a text or a whole number", value)


def _parse_date(value: object) -> str:
    """Take a day, month or year of the calendar (ISO 8601-1, section 5.2), or a date as TOML writes it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str):
        raise must_be("a date such as 2025-12-08", value)
    text = value.strip()
    match = _DATE.fullmatch(text)
    if text and match is None:
        raise Unfit(f"{text[:40]!r} cannot be read")
    if match and not _is_in_calendar(match):
        raise Unfit(f"{text} is not in the calendar", "it is year-month-day")
    return text


def _parse_language(value: object) -> str:
    """Take a language tag, and return it in its usual letters: ZH-hans -> zh-Hans."""
    text = _parse_text(value)
    match = _LANGUAGE.fullmatch(text.replace("_", "-"))
    if text and match is None:
        raise Unfit(f"{text[:40]!r} cannot be read")
    return match[1].lower() + (match[2] or "").title() + (match[3] or "").upper() if match else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The keys of a metadata file, of a manifest's row and of the command line."""

    title: Annotated[str, Parsed(_parse_text)] = ""
    date: Annotated[str, Parsed(_parse_date)] = ""
    number: Annotated[str, Parsed(_parse_number)] = ""
    language: Annotated[str, Parsed(_parse_language)] = ""
    page: Annotated[str, Parsed(_parse_number)] = ""
    house: Annotated[str, Parsed(_parse_text)] = ""


KEYS = keys_of(_Table)
