"""The work list: what is to be converted, from folders, files, patterns and manifests."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from convert.errors import BadSetting, UnreadableSource
from convert.issue.metadata import KEYS, check_metadata
from convert.system.find import TEXT, SourceFile, Sources, find_named, unique
from convert.system.paths import printable_path

SOURCE = "source"
"""The manifest's column for the path of a source, from the manifest's folder."""
MANIFESTS = (".csv", ".jsonl")


def work_list(arguments: Iterable[str], out: Path) -> Sources:
    """List the sources that the arguments name, each path once, in their order; folders are sorted.

        issues/  "1951/*.txt"  page.txt  list.csv  list.jsonl

    Paths are made absolute, links kept as they are. OUT is not searched. Messages call a source by its
    path below the folder that named it.

    Raises:
        BadSetting: a manifest that is none.
        UnreadableSource: an argument that names nothing.

    """
    sources: list[SourceFile] = []
    passed_over: Counter[str] = Counter()
    for argument in arguments:
        path = Path(os.path.abspath(argument))  # noqa: PTH100 - resolve() would follow links
        if path.suffix.lower() in MANIFESTS and path.is_file():
            sources += _in_manifest(path)
        else:
            named = find_named(str(path), TEXT, passed_over, leave_out=out)
            sources += [_relabelled(source) for source in named]
    return Sources(unique(sources), dict(sorted(passed_over.items())))


def _relabelled(source: SourceFile) -> SourceFile:
    label = printable_path(source.mirrored)
    error = source.error and UnreadableSource(source.error.message, location=label, hint=source.error.hint)
    return replace(source, label=label, error=error)


def _in_manifest(manifest: Path) -> Iterator[SourceFile]:
    """Yield the sources of a manifest; a row with a value that cannot be fails alone."""
    where = printable_path(manifest)
    try:
        text = manifest.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"cannot be read: {error}", location=where, hint="save it as UTF-8") from error
    rows = _csv_rows(text, where) if manifest.suffix.lower() == ".csv" else _json_rows(text, where)
    for line, row in rows:
        yield _row(manifest, line, row)


def _csv_rows(text: str, where: str) -> Iterator[tuple[int, dict[str, object]]]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    unknown = sorted({name for name in names if name not in {SOURCE, *KEYS}})
    if SOURCE not in names or unknown:
        what = f"unknown column {printable_path(unknown[0])!r}" if unknown else f"no column {SOURCE!r}"
        raise BadSetting(what, location=where, hint=f"columns are {SOURCE}, {', '.join(KEYS)}")
    try:
        for row in reader:
            cells = {
                name: row.get(raw) or "" for name, raw in zip(names, reader.fieldnames or (), strict=True)
            }
            known: dict[str, object] = {name: cell for name, cell in cells.items() if cell.strip()}
            if None in row:
                known[""] = "more cells than columns"
            yield reader.line_num, known
    except csv.Error as error:
        raise BadSetting(
            f"not CSV: {error}", location=f"{where}:{reader.line_num}", hint="check the quotes"
        ) from error


def _json_rows(text: str, where: str) -> Iterator[tuple[int, dict[str, object]]]:
    for line, content in enumerate(text.split("\n"), 1):
        if content.strip():
            try:
                row = json.loads(content)
            except ValueError as error:
                raise BadSetting(
                    f"not JSON: {error}", location=f"{where}:{line}", hint="one object a line"
                ) from error
            if not isinstance(row, dict):
                raise BadSetting("not an object", location=f"{where}:{line}", hint='{"source": "page.txt"}')
            yield line, row


def _row(manifest: Path, line: int, row: dict[str, object]) -> SourceFile:
    """Return the item of a manifest's row."""
    where = f"{printable_path(manifest)}:{line}"
    given = row.pop(SOURCE, "")
    if not isinstance(given, str) or not given.strip() or "\0" in given:
        relative = PurePath(f"{manifest.name}-{line}")
        error = BadSetting("no path of a source", location=where, hint=f"fill in {SOURCE}")
        return SourceFile(manifest.with_name(relative.name), relative, error=error, label=str(relative))
    path = Path(os.path.abspath(manifest.parent / given.strip()))  # noqa: PTH100 - resolve() would follow links
    inside = path.is_relative_to(manifest.parent)
    relative = path.relative_to(manifest.parent) if inside else PurePath(path.name)
    try:
        metadata = check_metadata({k: v for k, v in row.items() if v not in {"", None}}, where)
        return SourceFile(path, relative, metadata, label=printable_path(relative))
    except (BadSetting, TypeError) as error:
        wrong = (
            error if isinstance(error, BadSetting) else BadSetting("a value that is no text", location=where)
        )
        return SourceFile(path, relative, error=wrong, label=printable_path(relative))
