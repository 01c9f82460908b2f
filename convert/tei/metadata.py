"""What an archival file says of its issue and of the source file it was made from."""

from __future__ import annotations

from lxml.etree import _Element as Element

from convert.document.model import Metadata
from convert.tei.names import TEI, XML_ID

_SOURCE = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc/"
_ISSUE = f"{_SOURCE}{TEI}biblStruct/{TEI}monogr/"
_FILE = f"{_SOURCE}{TEI}bibl[@type='file']/"
REVIEWER = "reviewer"
"""xml:id of the statement that names who decided."""
UNDETERMINED = "und"
"""ISO 639-2: the language is not known."""


def metadata(root: Element) -> Metadata:
    """Return the issue's metadata, as they went in when the file was written."""
    language = root.findtext(f"{_ISSUE}{TEI}textLang") or ""
    return Metadata(
        title=root.findtext(f"{_ISSUE}{TEI}title[@level='j']") or "",
        date=root.findtext(f"{_ISSUE}{TEI}imprint/{TEI}date") or "",
        number=root.findtext(f"{_ISSUE}{TEI}biblScope[@unit='issue']") or "",
        language="" if language == UNDETERMINED else language,
        page=root.findtext(f"{_ISSUE}{TEI}biblScope[@unit='page']") or "",
        name=root.findtext(f"{_FILE}{TEI}title[@level='u']") or "",
    )


def software(root: Element) -> str:
    """Return the version of the program that wrote the file."""
    named = root.find(f"{TEI}teiHeader/{TEI}encodingDesc/{TEI}appInfo/{TEI}application")
    return named.get("version", "") if named is not None else ""


def reviewer(root: Element) -> str:
    """Return who decided on changes and proposals; empty: nobody did."""
    stated = root.iterfind(f"{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}respStmt")
    names = (e.findtext(f"{TEI}name") or "" for e in stated if e.get(XML_ID) == REVIEWER)
    return next(names, "")


def encoding(root: Element) -> str:
    """Return the encoding of the source file; empty where the file does not say."""
    return root.findtext(f"{_FILE}{TEI}note[@type='encoding']") or ""
