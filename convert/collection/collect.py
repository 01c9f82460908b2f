"""Issues into books: read each once, plan, then write volume after volume to its file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from convert.collection.archived import read_archived
from convert.collection.book import Bound, Work, write_volume
from convert.collection.draft import draft
from convert.collection.plan import Volume, in_order, issue_parts
from convert.collection.spool import Groups, Held, lay_by
from convert.conversion import Settings, internal, reviewed_source
from convert.decisions import Reviewed
from convert.errors import ConvertError
from convert.outcome import Outcome, failed, succeeded
from convert.system.find import SourceFile, find, unique
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.write import open_output
from convert.typeset.display import one_line


@dataclass(frozen=True, slots=True)
class Intake:
    """How sources are read and laid by."""

    settings: Settings
    spool: BinaryIO
    groups: Groups
    stdin: BinaryIO


def sources(arguments: Iterable[str]) -> tuple[SourceFile, ...]:
    """Find sources; of a folder without text files its archival XML."""
    named: list[SourceFile] = []
    for argument in arguments:
        files = find([argument]).files
        if Path(argument).is_dir() and all(file.error for file in files):
            archived = find([argument], (".xml",)).files
            files = files if all(file.error for file in archived) else archived
        named += files
    return unique(named)


def take_in(source: SourceFile, intake: Intake) -> tuple[Held | None, Outcome]:
    """Read one source and lay it by; whatever happens to it happens to it alone."""
    settings = intake.settings
    try:
        reviewed = read_any(source, settings, intake.stdin)
        document = reviewed.document
        noted = settings.style.epub.corrections
        held = lay_by(intake.spool, document, source.location, intake.groups, noted=noted)
        return held, succeeded(
            source.location, {"source": source.location}, document, reviewed.warnings, reviewed.follows
        )
    except ConvertError as error:
        return None, failed(source.location, source.name, error)
    except Exception as error:  # noqa: BLE001 - one bad source costs one source, whatever the fault
        return None, Outcome(source.location, failure=internal(error, source.location))


def read_any(source: SourceFile, settings: Settings, stdin: BinaryIO) -> Reviewed:
    """Read a source, or the archival XML of one.

    Raises:
        ConvertError: as `reviewed_source` and `read_archived` raise.

    """
    if source.path is None or source.path.suffix.lower() != ".xml":
        return reviewed_source(source, settings, stdin)
    document = read_archived(load(source, settings.limit * 8, stdin), source.name)
    return Reviewed(replace(document, meta=replace(document.meta, **settings.flags)), {})


def write_all(
    output: Path,
    volumes: Sequence[Volume],
    work: Work,
    spool: BinaryIO,
    run: str,
    tell: Callable[[str], None],
) -> Iterator[tuple[Path, Bound]]:
    """Write each volume to its file, and yield it when it is there.

    Raises:
        UnwritableOutput: the folder or a file cannot be written; files already there stay.

    """
    for number, (volume, path) in enumerate(zip(volumes, names(output, volumes), strict=True), 1):
        several = len(volumes) > 1
        numbered = replace(work, series=work.series or work.title, position=str(number)) if several else work
        with open_output(path, run) as out:
            bound = write_volume(out, spool, volume, numbered, tell)
        yield path, bound


def write_draft(output: Path, title: str, issues: Sequence[Held], run: str) -> None:
    """Write a selection file that names every article.

    Raises:
        UnwritableOutput: as `write_all` raises.

    """
    with open_output(output, run) as out:
        parts = tuple(issue_parts(sorted(issues, key=in_order)))
        out.write(draft(title, parts).encode("utf-8", "replace"))


def names(output: Path, volumes: Sequence[Volume]) -> list[Path]:
    """Return the files of the volumes: by month or year, else by the group's name if it is in plain letters.

    book.epub -> book-2025-12.epub, book-rice.epub, book-03.epub
    """
    if len(volumes) == 1:
        return [output]
    width = max(2, len(str(len(volumes))))
    found: list[Path] = []
    counts: Counter[str] = Counter()
    for number, volume in enumerate(volumes, 1):
        plain = re.sub("[^a-z0-9]+", "-", volume.name.lower()).strip("-")[:40]
        name = volume.period or (plain if volume.name.isascii() else "") or f"{number:0{width}}"
        counts[name] += 1
        again = f".{counts[name]}" if counts[name] > 1 else ""
        found.append(output.with_name(f"{output.stem}-{name}{again}.epub"))
    return found


def said(path: Path, bound: Bound) -> str:
    """Return the line about a finished volume."""
    again = f", {bound.repeated:,} more printed only once" if bound.repeated else ""
    issues, articles = _counted(bound.issues, "issue"), _counted(bound.articles, "article")
    return f"{one_line(printable_path(path))} ({issues}, {articles}{again})"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
