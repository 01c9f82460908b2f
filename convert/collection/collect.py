"""Issues into books: read each once, plan, then write volume after volume to its file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

from convert.collection.article_store import Groups, PackedIssue, StoredIssue, append, pack_issue
from convert.collection.book import BookSettings, Bound, write_volume
from convert.collection.draft import draft
from convert.collection.picture_store import MOST_IN_ALL, NONE_STORED, PictureStore
from convert.collection.plan import Part, Volume
from convert.conversion import Delivery, Settings, review_source, run
from convert.conversion.pictures import count_pictures, load_pictures
from convert.document.model import Document
from convert.errors import UnwritableOutput
from convert.outcome import Outcome, Output
from convert.system.find import TEXT, SourceFile, Sources, find, unique
from convert.system.issue_source import IssueSource
from convert.system.paths import printable_path
from convert.system.protect import Collision, OutputGuard, protected
from convert.system.write import ANOTHER_FILE, open_output
from convert.text.printed_files import is_page_image, is_source_pdf
from convert.typeset.display import one_line
from convert.typeset.pictures import NO_PICTURES, IssuePictures
from convert.typeset.writer import silent

ARCHIVED = (".xml",)


class TakenSource(NamedTuple):
    """What became of a source."""

    outcome: Outcome
    packed: PackedIssue | None = None
    """None: it could not be read."""
    pictures: IssuePictures | None = None
    """None: it has none, or they are not wanted."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How sources are read; several processes may read some each."""

    settings: Settings
    groups: Groups
    stdin: BinaryIO | None = None
    takes_pictures: bool = False

    def __call__(self, source: IssueSource) -> TakenSource:
        """Read one source; whatever happens to it happens to it alone."""
        settings = self.settings
        packed: list[PackedIssue] = []
        pictures = NO_PICTURES

        def deliver(source: IssueSource, document: Document) -> Delivery:
            nonlocal pictures
            warnings: tuple[str, ...] = ()
            if self.takes_pictures:
                pictures, warnings = load_pictures(source, document, settings)
            noted = settings.style.epub.corrections
            packed.append(pack_issue(document, source.location, self.groups, noted=noted))
            return Delivery({"source": Output(source.location)}, warnings, count_pictures(pictures))

        outcome = run(source, settings, deliver, partial(review_source, stdin=self.stdin))
        issue = packed[0] if packed else None
        return TakenSource(outcome, issue, None if pictures is NO_PICTURES else pictures)


def put_issue(
    taken: TakenSource, store: BinaryIO, pictures: PictureStore | None
) -> tuple[StoredIssue | None, Outcome]:
    """Store what was read of a source.

    Raises:
        UnwritableOutput: the store has no room; no other source would fare better.

    """
    outcome = taken.outcome
    if taken.packed is None:
        return None, outcome
    try:
        kept = pictures.put(taken.pictures) if pictures and taken.pictures else NONE_STORED
        issue = append(store, taken.packed, kept)
    except OSError as error:
        raise store_error(error) from error
    if kept.over:
        most = MOST_IN_ALL // 1_000_000
        text = f"{kept.over:,} pictures are left out: a collection has {most:,} MB of them at most"
        outcome = replace(outcome, warnings=(*outcome.warnings, text))
    return issue, outcome


def sources(
    arguments: Iterable[str], suffixes: tuple[str, ...] = TEXT, *, follow_links: bool = False
) -> Sources:
    """Find sources; of a folder without files of those suffixes its archival XML, not PDFs and images.

    Archival files are issues already, also those of single pages.
    """
    files: list[SourceFile] = []
    passed_over: Counter[str] = Counter()
    for argument in arguments:
        named = find([argument], suffixes, follow_links=follow_links)
        if Path(argument).is_dir() and all(file.error or _is_printed_page(file) for file in named.files):
            archived = find([argument], ARCHIVED, follow_links=follow_links)
            if not all(file.error for file in archived.files):
                named = Sources(archived.files)  # what stands beside them was made with them
        files += named.files
        passed_over += Counter(named.passed_over)
    return Sources(unique(files), dict(sorted(passed_over.items())))


def _is_printed_page(file: SourceFile) -> bool:
    """Whether a file is a PDF or an image; beside archival XML it was made of that, or is a cover."""
    return file.path is not None and (is_source_pdf(file.path) or is_page_image(file.path))


def store_error(error: OSError) -> UnwritableOutput:
    """Say why the texts of the issues cannot be stored."""
    return UnwritableOutput(
        f"no room for temporary files: {error.strerror}", hint="make room, or name another folder with TMPDIR"
    )


class BookFile(NamedTuple):
    """A volume, and the file it goes to."""

    path: Path
    volume: Volume
    settings: BookSettings


def books(output: Path, volumes: Sequence[Volume], settings: BookSettings) -> tuple[BookFile, ...]:
    """Return the books that are to be written; several are numbered in a series."""
    if len(volumes) == 1:
        return (BookFile(output, volumes[0], settings),)
    series = settings.series or settings.title
    return tuple(
        BookFile(path, volume, replace(settings, series=series, position=str(number)))
        for number, (volume, path) in enumerate(zip(volumes, names(output, volumes), strict=True), 1)
    )


def check_collisions(books: Sequence[BookFile], store: BinaryIO, guard: OutputGuard) -> None:
    """Refuse to replace what is not as we wrote it, before any book is written.

    Where a file is there that we do not know, its book is made once to see whether it would have these very
    bytes.

    Raises:
        ProtectedOutput: every file that would be lost is told.

    """
    collisions: list[Collision] = []
    for book in books:
        if guard.is_doubtful(book.path):
            with TemporaryFile() as file:
                write_volume(file, store, book.volume, book.settings, silent)
                file.seek(0)
                digest = file_digest(file, "sha256").hexdigest()
            collisions += guard.collisions(book.path.parent, {book.path.name: digest})
    if collisions:
        raise protected(collisions, ANOTHER_FILE)


def write_all(
    books: Sequence[BookFile],
    store: BinaryIO,
    run_id: str,
    guard: OutputGuard,
    notify: Callable[[str], None],
) -> Iterator[tuple[Path, Bound]]:
    """Write each book to its file, and yield it when it is there.

    Raises:
        UnwritableOutput: the folder or a file cannot be written; files already there stay.

    """
    for path, volume, settings in books:
        with open_output(path, run_id, guard) as out:
            bound = write_volume(out, store, volume, settings, notify)
        yield path, bound


def write_draft(output: Path, title: str, parts: Sequence[Part], run_id: str, guard: OutputGuard) -> None:
    """Write a selection file that names every article of some parts.

    Raises:
        UnwritableOutput: as `write_all` raises.

    """
    with open_output(output, run_id, guard) as out:
        out.write(draft(title, parts).encode("utf-8", "replace"))


def names(output: Path, volumes: Sequence[Volume]) -> list[Path]:
    """Return the files of the volumes: by month or year, else by the group's name if it is in plain letters.

    book.epub -> book-2025-12.epub, book-rice.epub, book-03.epub
    """
    if len(volumes) == 1:
        return [output]
    width = max(2, len(str(len(volumes))))
    paths: list[Path] = []
    counts: Counter[str] = Counter()
    for number, volume in enumerate(volumes, 1):
        plain = re.sub("[^a-z0-9]+", "-", volume.name.lower()).strip("-")[:40]
        name = volume.period or (plain if volume.name.isascii() else "") or f"{number:0{width}}"
        counts[name] += 1
        nth = f".{counts[name]}" if counts[name] > 1 else ""
        paths.append(output.with_name(f"{output.stem}-{name}{nth}.epub"))
    return paths


def in_words(path: Path, bound: Bound) -> str:
    """Return the line about a finished volume."""
    repeated = f", {bound.repeated:,} more printed only once" if bound.repeated else ""
    issues, articles = _counted(bound.issues, "issue"), _counted(bound.articles, "article")
    pictures = f", {bound.pictures.in_words}" if bound.pictures.number else ""
    return f"{one_line(printable_path(path))} ({issues}, {articles}{repeated}{pictures})"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
