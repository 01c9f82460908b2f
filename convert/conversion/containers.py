"""The containers of an issue: kept with its pages, and what they say of its articles taken."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from convert.document.model import Document
from convert.issue.container.model import Container
from convert.issue.container.parse import is_container, parse_container
from convert.issue.container_issues import page_paths
from convert.readers.container import container_part
from convert.readers.issue import ReadPart
from convert.readers.structure import with_units
from convert.system.issue_source import SourceIssue, SourcePart


class LoadedContainer(NamedTuple):
    """A container of an issue, read."""

    part: ReadPart
    container: Container
    folder: Path


def loaded_container(part: SourcePart, name: str, data: bytes) -> LoadedContainer:
    """Read a METS or DIDL.

    Raises:
        UnreadableSource: as `parse_container` raises.

    """
    container = parse_container(data, name)
    folder = part.file.path.parent if part.file.path else Path()
    return LoadedContainer(container_part(container, data, name), container, folder)


def take_structure(document: Document, issue: SourceIssue, containers: Sequence[LoadedContainer]) -> Document:
    """Give an issue the images and units that its containers name; the first that names units counts."""
    numbers = {_key(part.file.path): n for n, part in enumerate(issue.parts) if part.file.path}
    root = containers[0].folder
    for loaded in containers:
        paths = page_paths(loaded.container, loaded.folder, root)
        parts = [numbers.get(_key(path)) if path else None for path in paths]
        document = _with_units(document, loaded.container, parts, loaded.part.name)
        if loaded.container.units:
            break
    return document


def take_kept_structure(document: Document) -> Document:
    """Do the same for an issue whose files were kept: they have their names, and no folders any more.

    Where a container is not at hand its units are not known.
    """
    files = document.source.parts
    numbers = {file.name: number for number, file in enumerate(files)}
    for file in files:
        original = file.source.original
        if file.source.text or not (original and original.data and is_container(original.data)):
            continue
        container = parse_container(original.data, file.name)
        names = (page.href.replace("\\", "/").split("/") for page in container.pages)
        parts = [numbers.get(path[-1], numbers.get("/".join(path[-2:]))) for path in names]
        document = _with_units(document, container, parts, file.name)
        if container.units:
            break
    return document


def _with_units(document: Document, container: Container, parts: Sequence[int | None], name: str) -> Document:
    structured = with_units(document, container, parts, name)
    meta = replace(document.meta, warnings=(*document.meta.warnings, *structured.warnings))
    return replace(structured.document, meta=meta) if structured.warnings else structured.document


def _key(path: Path) -> str:
    return os.path.normpath(path)
