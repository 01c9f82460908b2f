"""What is known of an issue: flags, then TOML files beside the source, then the file's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import nan
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Annotated, NamedTuple

from convert.document.model import Metadata
from convert.issue.filename import filename_metadata
from convert.system.decode import decode_table
from convert.system.find import SourceFile, is_there
from convert.system.issue_source import SourceIssue
from convert.system.paths import printable_path
from convert.system.schema import KEY, Parsed, Unfit, keys_of, must_be
from convert.system.toml import load_toml
from convert.text.pattern import LatePattern

FOLDER_FILES = ("issue.toml", "backfile.toml")
"""Hold for every source in their folder; the first goes before the second."""
LISTS_PAGES = FOLDER_FILES[0]
"""May list the files of an issue, too."""
BAG = "bag"
"""A table of backfile.toml with what a bag of the folder says of itself."""
PAGES = "pages"
"""The key of that list."""
MAX_HARM = "max-harm"
"""The key of how many characters in 100,000 the rules may change wrongly, as the option is called."""
IMAGES = ("none", "small", "full")
"""What may be said of an issue's pictures: whether reading copies show them, and how large."""
HINTS = MappingProxyType(
    {
        "": 'values look like title = "重庆日报"',
        "date": "give it as 2025-12-08, 2025-12 or 2025 (ISO 8601)",
        "language": "give a tag such as zh-Hans, zh-Hant or en",
        "number": 'give it as 26543 or "26543"',
        "page": 'give it as 3 or "A3"',
        "issn": "give it as 1234-5679: eight digits, the last of which may be X",
        "house": 'give a house pack: house = "daily.toml"',
        "images": 'give "none", "small" or "full"',
        MAX_HARM: "give it as 2 or 0.5: characters in 100,000",
        "knowledge": 'give a pack of `backfile learn`: knowledge = "daily.pack"',
    }
)
"""What a value looks like, by key."""

PACKS = ("house", "knowledge")
"""Keys that name files; their paths begin where the file lies that names them."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LANGUAGE = LatePattern(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-[A-Za-z]{2}|-[0-9]{3})?")
"""Language, script, region (RFC 5646, section 2.1)."""
MOST_HARM = 100_000
"""All characters."""
_LARGEST_NUMBER = 10**15
_ISSN = LatePattern(r"(?:ISSN:? ?)?([0-9]{4})-?([0-9]{3})([0-9X])", re.IGNORECASE)
_ISSN_MODULUS = 11


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
        UnreadableSource: a TOML file, or a pack that one names, is a link, and `follow_links` is not set.

    """
    possible, warnings = leave_out_impossible(flags, "")
    values = check_metadata(possible, "")
    if path is not None:
        for file in (path.with_suffix(".toml"), *(path.parent / other for other in FOLDER_FILES)):
            where = str(PurePath(location or printable_path(path)).with_name(printable_path(file.name)))
            if file != path:
                stated, wrong = _stated_in(file, where, follow_links=follow_links)
                values = {**stated, **values}
                warnings += wrong
    known = filename_metadata(Path(name).stem)
    return replace(known, **by_field(values), name=name, warnings=warnings)


class IssueMetadata(NamedTuple):
    """What is known of an issue of several files."""

    metadata: Metadata
    pages: tuple[str, ...]
    """The printed number of each file's first page; empty where nothing says it."""


def load_issue_metadata(
    issue: SourceIssue, flags: Mapping[str, str], *, follow_links: bool = False
) -> IssueMetadata:
    """Put together what is known of an issue of several files: each key from the first place that has it.

        flags  >  NAME.toml  >  page.toml of each page  >  issue.toml  >  backfile.toml  >  METS  >  names

    A page's number is what its list of files says, else its own TOML file, else its name; a number among the
    flags is that of the first page.

    Raises:
        BadSetting, UnreadableSource: as `load_metadata` raises.

    """
    possible, warnings = leave_out_impossible(flags, "")
    own = issue.path.with_name(f"{issue.path.name}.toml")
    layers = [_Stated(check_metadata(possible, ""), warnings)]
    layers.append(_stated_in(own, printable_path(own), follow_links=follow_links))
    of_pages = [_stated_beside(part.file, follow_links=follow_links) for part in issue.parts]
    names = [filename_metadata(part.file.stem) for part in issue.parts]
    numbers = [
        part.page or stated.values.pop("page", "") or ("" if part.is_container else name.page)
        for part, stated, name in zip(issue.parts, of_pages, names, strict=True)
    ]
    folders = dict.fromkeys(part.file.path.parent for part in issue.parts if part.file.path)
    files = (folder / name for folder in folders for name in FOLDER_FILES)
    of_folders = [_stated_in(file, printable_path(file), follow_links=follow_links) for file in files]
    described = [_Stated(_with_whole_date(check_metadata(issue.described, issue.name), names))]
    names = [] if issue.described else names  # the names of a delivery's files are no names of papers
    names.append(filename_metadata(issue.name))  # of 1951/03/02/1.txt the issue alone is named by its day
    of_names = (_Stated({"title": n.title, "date": n.date, "number": n.number}) for n in names)
    values: dict[str, str] = {}
    for layer in (*layers, *of_pages, *of_folders, *described, *of_names):
        values = {**{key: value for key, value in layer.values.items() if value}, **values}
    first = layers[0].values.get("page") or numbers[0] or values.get("page", "")
    noted = (text for layer in (*layers, *of_pages, *of_folders) for text in layer.warnings)
    # an issue of several files is no page, whatever its first file is
    values["page"] = first if len(issue.pages) == 1 else ""
    warnings = tuple(dict.fromkeys(noted))
    metadata = Metadata(**by_field(values), name=issue.name, warnings=warnings)
    return IssueMetadata(metadata, (first, *numbers[1:]))


def _with_whole_date(described: dict[str, str], names: Sequence[Metadata]) -> dict[str, str]:
    """Return what a container says; where that is a year or month, with the day of it that names say.

    1858, in 1858-12-07_01-00001.xml  ->  1858-12-07
    """
    stated = described.get("date", "")
    days = (name.date for name in names if len(name.date) > len(stated))
    day = next((day for day in days if stated and day.startswith(stated)), stated)
    return {**described, "date": day} if day else described


class _Stated(NamedTuple):
    """What one place says of an issue."""

    values: dict[str, str]
    warnings: tuple[str, ...] = ()


def _stated_beside(file: SourceFile, *, follow_links: bool) -> _Stated:
    """Return what the TOML file of a page says."""
    own = (file.path or Path("stdin")).with_suffix(".toml")
    if file.path is None or own == file.path:
        return _Stated({})
    location = str(PurePath(file.location).with_name(printable_path(own.name)))
    return _stated_in(own, location, follow_links=follow_links)


def _stated_in(file: Path, location: str, *, follow_links: bool) -> _Stated:
    """Return what a metadata file says, if it is there, and what is to be warned of.

    Raises:
        BadSetting, UnreadableSource: as `load_metadata` raises.

    """
    if not is_there(file, location, follow_links=follow_links):
        return _Stated({})
    possible, wrong = leave_out_impossible(_read_file(file, location), printable_path(file.name))
    stated = beside(file, check_metadata(possible, location))
    for pack in filter(None, map(stated.get, PACKS)):
        is_there(Path(pack), printable_path(pack), follow_links=follow_links)
    return _Stated(stated, wrong)


def leave_out_impossible(
    values: Mapping[str, object], location: str
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return metadata without a date that looks like one and that the calendar lacks, and say so."""
    given = values.get("date")
    match = _DATE.fullmatch(given.strip()) if isinstance(given, str) else None
    if match is None or _is_in_calendar(match):
        return dict(values), ()
    where = f"{location}: " if location else ""
    warning = f"{where}the date {match[0]} is not in the calendar and is ignored"
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
    if not values:
        return {}
    table = decode_table(values, _Table, location, hints=HINTS)
    return {key: getattr(table, _field(key)) for key in values}


def _field(key: str) -> str:
    return key.replace("-", "_")


def by_field(values: Mapping[str, str]) -> dict[str, str]:
    """Return values by the names of their fields: {"max-harm": "2.0"} -> {"max_harm": "2.0"}."""
    return {_field(key): value for key, value in values.items()}


def load_table(file: Path, location: str) -> Mapping[str, object]:
    """Return what a metadata file says, unchecked.

    Raises:
        BadSetting: it is no TOML.

    """
    return load_toml(file, location=location, hints=HINTS).table


def _read_file(file: Path, location: str) -> Mapping[str, object]:
    """Return the metadata of a file; a list of pages, and what a bag says, are read elsewhere."""
    others = {LISTS_PAGES: PAGES, FOLDER_FILES[1]: BAG}
    return {key: value for key, value in load_table(file, location).items() if key != others.get(file.name)}


def beside(file: Path, values: Mapping[str, str]) -> dict[str, str]:
    """Return metadata that a file gives; packs that it names lie where the file does."""
    packs = {key: str(file.parent / path) for key in PACKS if (path := values.get(key))}
    return {**values, **packs}


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


def _parse_issn(value: object) -> str:
    """Take an ISSN whose last digit fits the others (ISO 3297, annex A), and return it as it is printed.

    ISSN 00280836  ->  0028-0836
    """
    text = _parse_text(value)
    match = _ISSN.fullmatch(text)
    if not text:
        return ""
    if match is None:
        raise Unfit(f"{text[:40]!r} cannot be read")
    digits, last = match[1] + match[2], match[3].upper()
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
    check = "0123456789X"[-weighed % _ISSN_MODULUS]
    if last != check:
        raise Unfit(f"{match[1]}-{match[2]}{last} is not an ISSN: its last digit should be {check}")
    return f"{match[1]}-{match[2]}{last}"


def _parse_harm(value: object) -> str:
    """Take a number, or the text of one, as a manifest has it."""
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else nan
    except (ValueError, OverflowError):
        number = nan
    if not 0 <= number <= MOST_HARM:
        raise must_be(f"a number from 0 to {MOST_HARM:,}", value)
    return repr(number)


def _parse_images(value: object) -> str:
    """Take a word for how pictures are shown."""
    if value not in IMAGES:
        raise must_be("none, small or full", value)
    return str(value)


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
    issn: Annotated[str, Parsed(_parse_issn)] = ""
    publisher: Annotated[str, Parsed(_parse_text)] = ""
    place: Annotated[str, Parsed(_parse_text)] = ""
    rights: Annotated[str, Parsed(_parse_text)] = ""
    licence: Annotated[str, Parsed(_parse_text)] = ""
    creator: Annotated[str, Parsed(_parse_text)] = ""
    call_number: Annotated[str, Parsed(_parse_number)] = field(default="", metadata={KEY: "call-number"})
    collection: Annotated[str, Parsed(_parse_text)] = ""
    holding_institution: Annotated[str, Parsed(_parse_text)] = field(
        default="", metadata={KEY: "holding-institution"}
    )
    house: Annotated[str, Parsed(_parse_text)] = ""
    knowledge: Annotated[str, Parsed(_parse_text)] = ""
    images: Annotated[str, Parsed(_parse_images)] = ""
    max_harm: Annotated[str, Parsed(_parse_harm)] = field(default="", metadata={KEY: MAX_HARM})


KEYS = keys_of(_Table)
