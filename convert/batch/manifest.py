"""A manifest: which sources there are, and what is known of each; CSV, or JSON with an object a line.

source,title,date
1951/03-02.txt,山城晚报,1951-03-02
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import NamedTuple

from convert.errors import BadSetting, UnreadableSource, suggest
from convert.issue.metadata import KEYS, beside, check_metadata, leave_out_impossible
from convert.issue.page_files import ISSUE
from convert.system.find import SourceFile, find_link
from convert.system.json_object import parse_object
from convert.system.load import load
from convert.system.paths import printable_path

SOURCE = "source"
"""The column for the path of a source, from the manifest's folder."""
COLUMNS = (SOURCE, *KEYS, ISSUE)
ENDINGS = (".csv", ".jsonl")
LARGEST_MANIFEST = 64_000_000
"""Bytes."""
MOST_LINES = 40_000
"""A daily paper's issues of more than a century; blank ones count, too."""
SPLIT_HINT = "split it, and give all the parts"
EXAMPLE = 'write one object per line: {"source": "page.txt"}'

_BOM = b"\xef\xbb\xbf"
_NO_TEXT = re.compile("[\0\udc80-\udcff]")
"""NUL, and what `surrogateescape` makes of bytes that are not UTF-8."""


class Row(NamedTuple):
    """A row of a manifest."""

    line: int
    values: Mapping[str, object] = MappingProxyType({})
    error: BadSetting | None = None
    """Set where it cannot be read."""


def read_manifest(manifest: Path, location: str, *, follow_links: bool = False) -> Iterator[SourceFile]:
    """Yield the sources of a manifest; a row that cannot be read, or has an invalid value, fails alone.

    Raises:
        BadSetting: it has no column for sources, or none of its rows can be read.

    """
    try:
        data = load(manifest, LARGEST_MANIFEST, hint=SPLIT_HINT)
    except UnreadableSource as error:
        raise BadSetting(error.message, location=location, hint=error.hint) from error
    text = data.removeprefix(_BOM).decode("utf-8", "surrogateescape")
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MOST_LINES:
        raise BadSetting(f"more than {MOST_LINES:,} lines", location=location, hint=SPLIT_HINT)
    rows = list(
        _csv_rows(text, location) if manifest.suffix.lower() == ".csv" else _json_rows(text, location)
    )
    errors = [row.error for row in rows if row.error]
    if errors and len(errors) == len(rows):
        raise errors[0]
    for row in rows:
        yield _source(manifest, f"{location}:{row.line}", row, follow_links=follow_links)


def _csv_rows(text: str, location: str) -> Iterator[Row]:
    """Yield the rows of a CSV file, its header left out.

    Raises:
        BadSetting: the header names no sources, or a quote is left open: no one knows where rows end then.

    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names: list[str] = []
    while True:
        line = reader.line_num
        error: BadSetting | None = None
        cells: list[str] = []
        try:
            cells = next(reader)
            error = _not_text(cells, f"{location}:{reader.line_num}")
        except StopIteration:
            return
        except csv.Error as raised:
            where = f"{location}:{line + 1}"
            error = BadSetting(f"not CSV: {raised}", location=where, hint="check the quotes")
        if error and (not names or reader.line_num > line + 1):
            raise error
        if not names:
            names = _columns(cells, location)
        elif error or cells:
            if len(cells) > len(names):
                error = BadSetting("more cells than columns", location=f"{location}:{reader.line_num}")
            values = {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()}
            yield Row(reader.line_num, values, error)


def _columns(cells: list[str], location: str) -> list[str]:
    """Return the names of the columns.

    Raises:
        BadSetting: one is not known or occurs twice, or the source's is missing.

    """
    names = [cell.strip().lower() for cell in cells]
    hint = f"columns are {', '.join(COLUMNS)}"
    for name in names:
        if name not in COLUMNS:
            problem = f"unknown column {printable_path(name[:40])!r}"
            raise BadSetting(problem, location=location, hint=suggest(name, COLUMNS, hint))
        if names.count(name) > 1:
            raise BadSetting(f"column {name!r} occurs twice", location=location, hint=hint)
    if SOURCE not in names:
        raise BadSetting(f"no column {SOURCE!r}", location=location, hint=hint)
    return names


def _json_rows(text: str, location: str) -> Iterator[Row]:
    for line, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        where = f"{location}:{line}"
        try:
            if error := _not_text([content], where):
                raise error
            yield Row(line, parse_object(content, where, EXAMPLE))
        except BadSetting as error:
            yield Row(line, error=error)


def _not_text(cells: list[str], location: str) -> BadSetting | None:
    """Return the error of a row that has NUL in it, or bytes that are not UTF-8."""
    for cell in cells:
        if wrong := _NO_TEXT.search(cell):
            problem = "a NUL character" if wrong.group() == "\0" else "not UTF-8"
            column = f":{wrong.start() + 1}" if len(cells) == 1 else ""
            return BadSetting(problem, location=f"{location}{column}", hint="save it as UTF-8")
    return None


def _source(manifest: Path, location: str, row: Row, *, follow_links: bool) -> SourceFile:
    """Return the source of a row."""
    values = {key: value for key, value in row.values.items() if value is not None and value != ""}
    given = values.pop(SOURCE, "")
    if row.error or not isinstance(given, str) or not given.strip() or "\0" in given:
        name = f"{manifest.name}-{row.line}"
        error = row.error or BadSetting("no path to a source", location=location, hint=f"fill in {SOURCE}")
        label = printable_path(name)
        return SourceFile(manifest.with_name(name), PurePath(name), error=error, label=label)
    path = Path(os.path.abspath(manifest.parent / given.strip()))  # noqa: PTH100 - resolve() would follow links
    inside = path.is_relative_to(manifest.parent)
    relative = path.relative_to(manifest.parent) if inside else PurePath(path.name)
    label = printable_path(relative)
    if not follow_links and (linked := find_link(path, manifest.parent)):
        at = UnreadableSource(linked.message, location=label, hint=linked.hint)
        return SourceFile(path, relative, error=at, label=label)
    try:
        issue = _issue_name(values.pop(ISSUE, ""), location)
        possible, _ = leave_out_impossible(values, location)
        # an impossible date is left out, with a warning, when the metadata of the issue is put together
        date = {} if "date" in possible or "date" not in values else {"date": str(values["date"])}
        stated = beside(manifest, check_metadata(possible, location))
        return SourceFile(path, relative, {**stated, **date, **issue}, label=label)
    except BadSetting as error:
        return SourceFile(path, relative, error=error, label=label)


def _issue_name(value: object, location: str) -> dict[str, str]:
    """Return the name of the issue that a row is a page of, as a key; nothing where it has none.

    Raises:
        BadSetting: it is no path below the output folder.

    """
    if value == "":
        return {}
    name = value.strip() if isinstance(value, str) else ""
    steps = name.split("/")
    if not name or "\0" in name or any(step in {"", ".", ".."} for step in steps):
        raise BadSetting(
            "the value of issue is not a name", location=location, hint="give a name such as 1951/03-02"
        )
    return {ISSUE: name}
