"""What is converted as one issue: a file, or several that are its pages in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from convert.errors import ConvertError
from convert.system.find import SourceFile
from convert.system.paths import printable_path


@dataclass(frozen=True, slots=True)
class SourcePart:
    """One file of an issue."""

    file: SourceFile
    """With an error where it cannot be read: that costs its page, not the issue."""
    page: str = ""
    """The printed number of its (first) page: 3, A3; empty: nothing says it."""
    is_container: bool = False
    """Whether it says of the others that they are the pages, and has no text of its own: a METS."""


@dataclass(frozen=True, slots=True)
class SourceIssue:
    """An issue of several files; it has the properties of a `SourceFile`, and no bytes of its own.

    daily_2026-03-05_p01.txt, daily_2026-03-05_p02.txt  ->  daily_2026-03-05
    """

    path: Path
    """Where it stands: the folder that holds its pages and nothing else, or their folder and a name."""
    parts: tuple[SourcePart, ...]
    """In the order of the pages."""
    relative: PurePath | None = None
    """Its path below the folder, pattern or manifest that named it; the output tree mirrors it."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """What a manifest or a list of pages says of it."""
    error: ConvertError | None = None
    """Set where this cannot be an issue: it fails alone, and the others are converted."""
    label: str = ""
    """What messages call it; empty: by its path."""
    warnings: tuple[str, ...] = ()
    """What the user should know of its files: pages that are missing or there twice."""
    described: Mapping[str, str] = field(default_factory=dict)
    """What its container says of it, which goes before what names say, and behind all else."""

    @property
    def pages(self) -> tuple[SourcePart, ...]:
        """The files that have its text."""
        return tuple(part for part in self.parts if not part.is_container)

    @property
    def name(self) -> str:
        """Its name, without a folder; it may have full stops and has no ending."""
        return printable_path(self.path.name)

    @property
    def location(self) -> str:
        """The path as the user knows it, for messages."""
        return self.label or printable_path(self.path)

    @property
    def exact(self) -> str:
        """The path for programs: character for character."""
        return str(self.path)

    @property
    def stem(self) -> str:
        """The name of its outputs, without their endings."""
        return self.path.name

    @property
    def mirrored(self) -> PurePath:
        """Where it stands in the tree that it came with."""
        return self.relative or PurePath(self.path.name)


IssueSource = SourceFile | SourceIssue
"""What one run of the program makes a document of."""


def parts_of(source: IssueSource) -> tuple[SourcePart, ...]:
    """Return the files of an issue, in the order of its pages; one file is its own only part."""
    return source.parts if isinstance(source, SourceIssue) else (SourcePart(source),)


def part_names(parts: Sequence[SourcePart]) -> tuple[str, ...]:
    """Return what the files of an issue are called in it: their names, where those tell them apart.

    p1/text.txt, p2/text.txt -> p1/text.txt, p2/text.txt;  p1.txt, p1.txt -> 1/p1.txt, 2/p1.txt
    """
    paths = [part.file.path or PurePath(part.file.name) for part in parts]
    candidates = (
        [path.name for path in paths],
        ["/".join(path.parts[-2:]) for path in paths],
        [f"{number}/{path.name}" for number, path in enumerate(paths, 1)],
    )
    names = next(names for names in candidates if len(set(names)) == len(names))
    return tuple(map(printable_path, names))
