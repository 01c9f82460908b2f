"""The work list: what is to be converted, from folders, files, patterns and manifests."""

from __future__ import annotations

import csv
import glob
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from convert.errors import BadSetting, ConvertError, UnreadableSource
from convert.issue.metadata import KEYS, check_metadata
from convert.system.files import shown

ENDING = ".txt"
SOURCE = "source"
"""The manifest's column for the path of a source, from the manifest's folder."""
MANIFESTS = (".csv", ".jsonl")


@dataclass(frozen=True, slots=True)
class Item:
    """A source of the work list."""

    path: Path
    """Absolute; links are kept as they are."""
    relative: PurePath
    """From the folder, pattern or manifest that named it: the output tree mirrors it."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """What the manifest says."""
    error: ConvertError | None = None
    """Set where it cannot be a source: it fails alone."""

    @property
    def name(self) -> str:
        """The relative path as it may be printed."""
        return shown(str(self.relative))


def work_list(arguments: Iterable[str], out: Path) -> tuple[Item, ...]:
    """List the sources that the arguments name, each path once, in their order; folders are sorted.

        issues/  "1951/*.txt"  page.txt  list.csv  list.jsonl

    Raises:
        BadSetting: a manifest that is none.
        UnreadableSource: an argument that names nothing.

    """
    items: dict[Path, Item] = {}
    for argument in arguments:
        for item in _named(argument, out):
            items.setdefault(item.path, item)
    return tuple(items.values())


def _named(argument: str, out: Path) -> Iterator[Item]:
    path = Path(os.path.abspath(argument))  # noqa: PTH100 - resolve() would follow links
    if path.is_dir():
        found = list(_in_folder(path, path, Path(os.path.realpath(out))))
        if not found:
            raise UnreadableSource(
                f"no {ENDING} file in this folder",
                location=shown(argument),
                hint="name the files, or a pattern",
            )
        yield from found
    elif path.suffix.lower() in MANIFESTS and path.is_file():
        yield from _in_manifest(path)
    elif os.path.lexists(path) or not glob.has_magic(argument):
        if not os.path.lexists(path):
            raise UnreadableSource("no such file or folder", location=shown(argument), hint="check the path")
        yield Item(path, PurePath(path.name))
    else:
        yield from _matching(argument)


def _in_folder(top: Path, folder: Path, out: Path) -> Iterator[Item]:
    """Yield the sources of a folder and its subfolders, and what looks like one and is none."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        what = f"cannot be opened: {error.strerror}"
        yield _bad(top, folder, what, "check its permissions")
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        ends = entry.name.lower().endswith(ENDING)
        if entry.is_dir(follow_symlinks=False):
            if os.path.realpath(path) == str(out):
                continue
            if ends:
                yield _bad(top, path, "a folder, not a file", "its own files are converted; rename it")
            yield from _in_folder(top, path, out)
        elif entry.is_symlink() and path.is_dir():
            yield _bad(top, path, "a link to a folder; links are not followed", "name the folder as well")
        elif ends:
            yield Item(path, path.relative_to(top))


def _bad(top: Path, path: Path, what: str, hint: str) -> Item:
    relative = path.relative_to(top) if path != top else PurePath(path.name)
    return Item(path, relative, error=UnreadableSource(what, location=shown(str(relative)), hint=hint))


def _matching(pattern: str) -> Iterator[Item]:
    """Yield what a pattern matches; the tree begins where its fixed part ends."""
    fixed: list[str] = []
    for part in Path(os.path.abspath(pattern)).parts:  # noqa: PTH100 - the same
        if glob.has_magic(part):
            break
        fixed.append(part)
    top = Path(*fixed)
    found = [Path(os.path.abspath(p)) for p in glob.glob(pattern, recursive=True)]  # noqa: PTH100, PTH207 - the same
    files = sorted((p for p in found if not p.is_dir()), key=os.fsencode)
    if not files:
        raise UnreadableSource("no file matches", location=shown(pattern), hint="check the pattern")
    for path in files:
        yield Item(path, path.relative_to(top))


def _in_manifest(manifest: Path) -> Iterator[Item]:
    """Yield the sources of a manifest; a row with a value that cannot be fails alone."""
    where = shown(str(manifest))
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
        what = f"unknown column {shown(unknown[0])!r}" if unknown else f"no column {SOURCE!r}"
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


def _row(manifest: Path, line: int, row: dict[str, object]) -> Item:
    """Return the item of a manifest's row."""
    where = f"{shown(str(manifest))}:{line}"
    given = row.pop(SOURCE, "")
    if not isinstance(given, str) or not given.strip() or "\0" in given:
        relative = PurePath(f"{manifest.name}-{line}")
        error = BadSetting("no path of a source", location=where, hint=f"fill in {SOURCE}")
        return Item(manifest.with_name(relative.name), relative, error=error)
    path = Path(os.path.abspath(manifest.parent / given.strip()))  # noqa: PTH100 - resolve() would follow links
    inside = path.is_relative_to(manifest.parent)
    relative = path.relative_to(manifest.parent) if inside else PurePath(path.name)
    try:
        return Item(
            path, relative, check_metadata({k: v for k, v in row.items() if v not in {"", None}}, where)
        )
    except (BadSetting, TypeError) as error:
        wrong = (
            error if isinstance(error, BadSetting) else BadSetting("a value that is no text", location=where)
        )
        return Item(path, relative, error=wrong)
