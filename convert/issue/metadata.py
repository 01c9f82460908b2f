"""What is known of an issue: flags, then TOML files beside the source, then the file's name."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from convert.document.model import Metadata
from convert.errors import BadSetting
from convert.issue.filename import filename_metadata

KEYS = ("title", "date", "number", "language", "page")
FOLDER_FILES = ("issue.toml", "backfile.toml")
"""Hold for every source in their folder; the first goes before the second."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-[A-Za-z]{2}|-[0-9]{3})?")
"""Language, script, region (RFC 5646, section 2.1)."""


def load_metadata(path: Path | None, flags: Mapping[str, str], name: str = "") -> Metadata:
    """Put together what is known: each key from the first place that has it.

        flags  >  page.toml  >  issue.toml  >  backfile.toml  >  the name of page.txt

    Raises:
        BadSetting: a TOML file is broken, or has an unknown key or a value that cannot be.

    """
    known = check_metadata(flags, "")
    if path is not None:
        beside = (path.with_suffix(".toml"), *(path.parent / other for other in FOLDER_FILES))
        for file in beside:
            if file != path and os.path.isfile(file):  # noqa: PTH113 - is_file() fails on names of 255 bytes
                known = {**_read_toml(file), **known}
    named = filename_metadata(Path(name).stem)
    return replace(named, **known, name=name)


def check_metadata(values: Mapping[str, object], where: str) -> dict[str, str]:
    """Return metadata as texts, each checked: {"date": date(2025, 12, 8)} -> {"date": "2025-12-08"}.

    Raises:
        BadSetting: an unknown key, a wrong type, a date or language that cannot be.

    """
    for key in values:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1, 0.5)
            advice = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(KEYS)}"
            raise BadSetting(f"unknown key {key}", location=where, hint=advice)
    found = {key: _as_text(key, value, where) for key, value in values.items()}
    if found.get("date"):
        _check_date(found["date"], where)
    if found.get("language"):
        found["language"] = _language_tag(found["language"], where)
    return found


def _read_toml(file: Path) -> dict[str, str]:
    """Read a metadata file."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadSetting(error.strerror or "cannot be read", location=str(file)) from error
    except UnicodeDecodeError as error:
        raise BadSetting("not UTF-8", location=str(file), hint="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        advice = 'values look like title = "重庆日报"'
        raise BadSetting(f"not TOML: {error}", location=str(file), hint=advice) from error
    return check_metadata(table, str(file))


def _as_text(key: str, value: object, where: str) -> str:
    """Return a value as text: whole numbers and dates too, where the key takes them."""
    if isinstance(value, str):
        return value.strip()
    if key in {"number", "page"} and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if key == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    wanted = {"date": "a date such as 2025-12-08", "number": "a text or a whole number"}
    wanted["page"] = wanted["number"]
    raise BadSetting(f"{key} must be {wanted.get(key, 'a text')}, not {value!r}", location=where)


def _check_date(text: str, where: str) -> None:
    """Refuse what is no day, month or year of the calendar (ISO 8601-1, section 5.2)."""
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise BadSetting(f"date {text!r} cannot be read", location=where, hint="give it as 2025-12-08")
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError as error:
        raise BadSetting(f"there is no date {text}", location=where, hint="it is year-month-day") from error


def _language_tag(text: str, where: str) -> str:
    """Return a language tag in its usual letters: ZH-hans -> zh-Hans."""
    found = _LANGUAGE.fullmatch(text.replace("_", "-"))
    if found is None:
        advice = "give a tag such as zh-Hans, zh-Hant or en"
        raise BadSetting(f"language {text!r} cannot be read", location=where, hint=advice)
    return found[1].lower() + (found[2] or "").title() + (found[3] or "").upper()
