"""The pictures of a source, for the writers of its reading copies: looked for where the source lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from convert.conversion.settings import Settings
from convert.document.model import Document
from convert.document.picture_places import PicturePlace
from convert.document.picture_regions import has_pictures
from convert.errors import ConvertError
from convert.issue.metadata import IMAGES
from convert.outcome import PictureCount
from convert.system.find import SourceFile
from convert.system.issue_source import IssueSource, SourceIssue, part_names, parts_of
from convert.tei.figures import archived_pictures, has_no_figure
from convert.tei.source_files import with_source_files
from convert.typeset.pictures import NO_PICTURES, IssuePictures

if TYPE_CHECKING:
    from convert.pictures.gather import Gathered

NO_IMAGES = IMAGES[0]
TEXT_ALONE = frozenset({"xml"})
"""Formats without pictures."""


def load_pictures(
    source: IssueSource, document: Document, settings: Settings
) -> tuple[IssuePictures, tuple[str, ...]]:
    """Return the pictures that are wanted of a source, and what the user should know of them."""
    if set(settings.formats) <= TEXT_ALONE:
        return NO_PICTURES, ()
    if document.archive and isinstance(source, SourceFile):
        return archived_pictures_of(document, source.path, page_images=settings.page_images)
    return pictures_of(document, image_folders(source), page_images=settings.page_images)


def pictures_of(
    document: Document, folders: Mapping[str, Sequence[Path]], *, page_images: bool = False
) -> tuple[IssuePictures, tuple[str, ...]]:
    """Return the pictures of a document, and what the user should know of them.

    `folders` has, by the name of each file of the issue, where the images of its pages may lie.
    """
    if document.layout is None or not (page_images or has_pictures(document.layout)):
        return NO_PICTURES, ()
    return _gather(document, folders, page_images=page_images)


def archived_pictures_of(
    document: Document, archive: Path | None, *, page_images: bool = False
) -> tuple[IssuePictures, tuple[str, ...]]:
    """Return the pictures of a document that was read from its archival XML, and what is to be known of them.

    Their pixels are in the PDF or the scans that are kept beside the XML, or in images that lie there.
    """
    if not page_images and has_no_figure(document.archive):
        return NO_PICTURES, ()
    layout, places = archived_pictures(document.archive, document.pages, document.meta.name)
    if not (places or page_images) or document.meta.images == NO_IMAGES:
        return NO_PICTURES, ()
    try:
        whole = with_source_files(document, archive)
    except ConvertError as error:
        warnings = (f"pictures are not shown ({error.message})",)
        return NO_PICTURES, warnings
    ids = {block.id for block in document.blocks}
    names = [part.name for part in document.source.parts] or [document.source.name]
    folders = dict.fromkeys(names, (archive.parent,)) if archive else {}
    return _gather(
        replace(whole, layout=layout),
        folders,
        page_images=page_images,
        places=[place for place in places if place.block in ids],
    )


def _gather(
    document: Document,
    folders: Mapping[str, Sequence[Path]],
    *,
    page_images: bool,
    places: Sequence[PicturePlace] | None = None,
) -> Gathered:
    from convert.pictures.gather import gather_pictures  # noqa: PLC0415 - loads Pillow and pdfium

    images = document.meta.images
    return gather_pictures(document, folders, images, page_images=page_images, places=places)


def image_folders(source: IssueSource) -> dict[str, tuple[Path, ...]]:
    """Return by the name of each file of a source where the images of its pages may lie.

    That is its own folder, and that of a METS which names it: 1882-02-08/alto/0001.xml has its image in
    1882-02-08/alto/ or in 1882-02-08/images/.
    """
    parts = parts_of(source)
    containers = [part.file.path.parent for part in parts if part.is_container and part.file.path]
    names = part_names(parts) if isinstance(source, SourceIssue) else (source.name,)
    return {
        name: tuple(dict.fromkeys((part.file.path.parent, *containers)))
        for name, part in zip(names, parts, strict=True)
        if part.file.path
    }


def count_pictures(pictures: IssuePictures) -> PictureCount:
    """Count the pictures of reading copies."""
    data = {picture.file_name: picture for picture in pictures.all()}
    sizes = [len(each.data) for each in (*data.values(), *(page.picture for page in pictures.pages))]
    return PictureCount(len(sizes), sum(sizes))
