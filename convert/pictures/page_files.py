"""Where the pixels of a page are: in the file that was read, or in an image that lies beside it.

    page.xml, whose ALTO names scans/0007.tif     ->  scans/0007.tif, or 0007.tif, in its folder or below
    page.xml, beside it page.jp2                  ->  page.jp2
    page.pdf, scan.tif                            ->  the file itself

A name leads nowhere but into the folder of the file, or that of the METS that names it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from convert.document.layout import Layout
from convert.document.model import Document
from convert.ocr.pdf_forms import draws_without_end
from convert.ocr.pdf_images import has_oversized_image
from convert.pictures.sizes import MOST_DECODED, MOST_JPX
from convert.text.source import FilePart

SUFFIXES = (".tif", ".tiff", ".jpg", ".jpeg", ".png", ".jp2", ".j2k", ".jpf")
"""Of images that are looked for beside a file."""
LONGEST_NAME = 1_000
MOST_ENTRIES, MOST_FOLDERS = 10_000, 20
"""Entries of a folder that are looked at for folders, and folders in which an image is looked for."""


@dataclass(frozen=True, slots=True)
class PixelSource:
    """Where the pixels of a page are."""

    name: str
    """As messages call it."""
    page: int
    """Number of the page in the file, from 0."""
    data: bytes = b""
    """The file; empty: it lies at `path`."""
    path: Path | None = None
    is_pdf: bool = False
    is_oversized: bool = False
    """Whether an image of the PDF would fill the memory, so that none of its pages can be drawn."""


def page_files(document: Document, folders: Mapping[str, Sequence[Path]]) -> Mapping[int, PixelSource]:
    """Return by a surface's number where its pixels are; of one that is not at hand nothing.

    `folders` has, by the name of each file of the issue, the folders in which its images may lie: nothing
    outside of them is opened.
    """
    layout = document.layout or Layout()
    files: dict[int, PixelSource] = {}
    for part, surfaces in _by_part(document, layout):
        original = part.source.original
        data = original.data if original else b""
        reader = original.reader if original else ""
        if data and (reader.startswith("pdf ") or b"%PDF-" in data[:1024]):
            large = has_oversized_image(data, MOST_DECODED // 4, MOST_JPX, doubtful=True)
            large = large or draws_without_end(data)
            files |= {
                s: PixelSource(part.name, n, data, is_pdf=True, is_oversized=large)
                for n, s in enumerate(surfaces)
            }
        elif data and reader.startswith("image "):
            files |= {s: PixelSource(part.name, n, data) for n, s in enumerate(surfaces)}
        else:
            files |= _beside(part.name, surfaces, layout, folders.get(part.name, ()))
    return files


def _by_part(document: Document, layout: Layout) -> Iterator[tuple[FilePart, list[int]]]:
    """Yield the files of a document and the numbers of their surfaces."""
    source = document.source
    parts = source.parts or (FilePart(source, 0),)
    surfaces: dict[int, list[int]] = {part.at: [] for part in parts}
    for number, surface in enumerate(layout.surfaces):
        home = source.part_at(surface.at).at if source.parts else 0
        surfaces[home].append(number)
    for part in parts:
        if part.source.text and surfaces[part.at]:
            yield part, surfaces[part.at]


def _beside(
    name: str, surfaces: Sequence[int], layout: Layout, folders: Sequence[Path]
) -> Iterator[tuple[int, PixelSource]]:
    """Yield the images that a file names, or that are called as it is."""
    counts: dict[str, int] = {}
    for number in surfaces:
        image = layout.surfaces[number].image
        page = counts.get(image, 0)
        counts[image] = page + 1
        path = next((p for folder in folders if (p := find_image(image, name, folder))), None)
        if path:
            yield number, PixelSource(path.name, page, path=path)


def find_image(image: str, file: str, folder: Path) -> Path | None:
    """Return the image that a file names, or that has its name, in a folder or below; None: there is none.

    Of a name that leads elsewhere the end counts: file:///data/scans/0007.tif -> scans/0007.tif, 0007.tif,
    and what stands there of another kind: 0007.jpg. So it does one folder down: images/0007.tif.
    """
    root = folder.resolve()
    names = tuple(_candidates(image[:LONGEST_NAME], file))
    for place in (root, *_subfolders(root)):
        for name in names:
            path = place / name
            try:
                if path.is_file() and path.resolve().is_relative_to(root):
                    return path
            except (OSError, ValueError):  # a name that no disk takes
                continue
    return None


def _subfolders(root: Path) -> Sequence[Path]:
    """Return the first folders in a folder, by their names: images/, jp2/."""
    try:
        with os.scandir(root) as entries:
            folders = [e.path for e in islice(entries, MOST_ENTRIES) if e.is_dir(follow_symlinks=False)]
    except OSError:
        return ()
    return [Path(path) for path in sorted(folders)[:MOST_FOLDERS]]


def _candidates(image: str, file: str) -> Iterator[PurePosixPath]:
    place = PurePosixPath(unquote(image.replace("\\", "/")).removeprefix("file://"))
    parts = [part for part in place.parts if part not in ("/", ".")]
    own = PurePosixPath(PurePosixPath(file.replace("\\", "/")).name or "-")
    if parts and ".." not in parts:
        named = [PurePosixPath(*parts[start:]) for start in range(len(parts))]
        yield from (name for name in named if name.suffix.lower() in SUFFIXES)
        yield from (name.with_suffix(suffix) for name in named for suffix in SUFFIXES if name.name)
    stems = dict.fromkeys((own.with_suffix(""), PurePosixPath(own.name.partition(".")[0] or "-")))
    yield from (stem.with_name(stem.name + suffix) for stem in stems for suffix in SUFFIXES)
