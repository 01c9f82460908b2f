"""Who the issues of a folder are: what their books say of themselves, else what their archival XML does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZipFile

from lxml.etree import LxmlError

from convert.errors import ConvertError, DuplicateIssue
from convert.system.paths import printable_path
from convert.system.xml import parse
from convert.system.zip_faults import DAMAGED

if TYPE_CHECKING:
    from convert.catalogue.inventory import CatalogueEntry

DC_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
CORE = "docProps/core.xml"
LARGEST_CORE = 1_000_000
UNREADABLE: tuple[type[Exception], ...] = (*DAMAGED, LxmlError, ConvertError)
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What is taken for the identifier of a book: anything else may be one name for many."""


def path_identifier(quoted: str) -> str:
    """Return the name of an issue that says nothing of itself: of its path alone."""
    return uuid5(NAMESPACE_URL, f"backfile:{quoted}").urn


def document_identifier(path: Path) -> str:
    """Return the identifier that a Word document states; empty: none."""
    try:
        with ZipFile(path) as archive, archive.open(CORE) as stream:
            root = parse(stream.read(LARGEST_CORE), printable_path(path))
    except UNREADABLE:
        return ""
    return plain_identifier(root.findtext(DC_IDENTIFIER, ""))


def plain_identifier(stated: str) -> str:
    """Return an identifier that is a UUID; empty: it is none."""
    match = UUID.fullmatch(stated.strip().lower())
    return match[0] if match else ""


def check_unlike(entries: Iterable[CatalogueEntry]) -> None:
    """See that no two issues are one and the same.

    Raises:
        DuplicateIssue: two are; a reader would replace one by the other.

    """
    seen: dict[str, str] = {}
    for entry in entries:
        other = seen.setdefault(entry.id, entry.stem)
        if other != entry.stem:
            names = " and ".join(map(printable_path, (other, entry.stem)))
            raise DuplicateIssue(
                f"{names} are one issue by what they say of themselves ({entry.label})",
                hint="give each its page or number in its .toml file and convert it again, or move one away",
            )
