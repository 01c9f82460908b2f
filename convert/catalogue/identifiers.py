"""Who the issues of a folder are: what their books say of themselves, else what their archival XML does."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZipFile

from lxml.etree import LxmlError

from convert.errors import ConvertError
from convert.system.paths import printable_path
from convert.system.xml import parse
from convert.system.zip_faults import DAMAGED

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
