"""What a book says of itself: Dublin Core, schema.org, accessibility, its place in a series.

| known              | Dublin Core            | schema.org       | series                                   |
| newspaper          | creator, publisher, if not known | | belongs-to-collection, calibre:series     |
| creator, publisher | by their names         |                  |                                          |
| rights, licence    | rights, (terms) license |                 |                                          |
| ISSN               |                        | issn             | identifier of the collection             |
| place              |                        | locationCreated  |                                          |
| where it is kept   | (terms) provenance     | holdingArchive   |                                          |
| date and number    | title's file-as        |                  | issues are shelved in their order        |
| date               | date                   | datePublished    | of one without number: the position      |
| issue number       |                        | issueNumber      | group-position, calibre:series_index     |
| sections           | subject                | articleSection   |                                          |
| printed edition    | source                 | pageBreakSource, of a book with printed pages |             |
| of several issues: |                        |                  |                                          |
| first and last day | description            | temporalCoverage |                                          |
| newspapers         | source                 |                  |                                          |
| author of all      | creator                |                  |                                          |

A creator has no role, the publisher has pbl: calibre takes nobody with a role for an author, but aut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convert.document.model import Document, Metadata
from convert.document.roles import Opening
from convert.typeset.display import (
    holding,
    iso_date,
    issue_line,
    language_tag,
    one_line,
    printed_edition,
    title,
)
from convert.typeset.identity import identifier

LONGEST_VALUE = 1000
"""Characters of a value: catalogues cut what is longer, some fail."""
LONGEST_ENTRY = 120
MOST_SUBJECTS = 20
SERIES_POSITION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*")
"""EPUB 3.3, appendix D.3.6: whole numbers with points between."""

ACCESSIBILITY = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "ARIA"),
    ("accessibilityHazard", "none"),
)
"""EPUB Accessibility 1.1, section 2.2; values from the schema.org accessibility vocabulary."""
TEXT_ALONE = (
    (
        "accessibilitySummary",
        "Text with headings, in reading order; the cover is the only image and is described.",
    ),
)
ILLUSTRATED = (
    ("accessMode", "visual"),
    ("accessibilityFeature", "alternativeText"),
    (
        "accessibilitySummary",
        "Text with headings, in reading order; the cover and, by their captions, the pictures are described.",
    ),
)
"""Of a book without pictures, and of one with some: its text is sufficient all the same."""
PAGED = (("accessibilityFeature", "pageBreakMarkers"), ("accessibilityFeature", "pageNavigation"))
"""Of a book with marks of the printed pages."""


@dataclass(frozen=True, slots=True)
class BookMetadata:
    """A book's metadata, clean and on one line each."""

    identifier: str
    title: str
    language: str
    sort_title: str = ""
    """What shelves sort it by, where that is not the title: newspaper, date and number, in figures alone."""
    creators: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    licence: str = ""
    place: str = ""
    issn: str = ""
    held_by: str = ""
    """Library or archive that keeps the printed issue."""
    provenance: str = ""
    """The same, with collection and call number."""
    date: str = ""
    source: str = ""
    """The printed edition that the book was made from, as far as it is known."""
    edition: str = ""
    """The printed edition whose pages the book's page list has: newspaper, date, number."""
    subjects: tuple[str, ...] = ()
    description: str = ""
    coverage: str = ""
    """First and last day of a collected book, as an ISO 8601 interval: by that it is known as no issue."""
    number: str = ""
    series: str = ""
    position: str = ""
    """In the series: 321, or 12.1; nothing where it is not known."""


def issue_metadata(document: Document, marks: Sequence[str] = ()) -> BookMetadata:
    """Describe the book of one issue; `marks` are those of its edition."""
    meta = document.meta
    newspaper = one_line(meta.title, LONGEST_VALUE)
    line = one_line(issue_line(meta), LONGEST_ENTRY) if newspaper else ""
    sections = (a.headline for a in document.articles if a.kind is Opening.SECTION and a.readable)
    subjects = dict.fromkeys(filter(None, (one_line(section, LONGEST_ENTRY) for section in sections)))
    number = one_line(meta.number, LONGEST_ENTRY)
    edition = one_line(printed_edition(meta), LONGEST_VALUE)
    return BookMetadata(
        identifier(document, marks),
        " ".join(filter(None, (one_line(title(document), LONGEST_VALUE), line))),
        language_tag(meta),
        sort_title=_sort_title(meta),
        creators=tuple(filter(None, [one_line(meta.creator, LONGEST_VALUE) or newspaper])),
        publisher=one_line(meta.publisher, LONGEST_VALUE) or newspaper,
        rights=one_line(meta.rights, LONGEST_VALUE),
        licence=one_line(meta.licence, LONGEST_VALUE),
        place=one_line(meta.place, LONGEST_VALUE),
        issn=meta.issn,
        held_by=one_line(meta.holding_institution, LONGEST_VALUE),
        provenance=one_line(holding(meta), LONGEST_VALUE),
        date=iso_date(meta),
        source=edition,
        edition=edition,
        subjects=tuple(subjects)[:MOST_SUBJECTS],
        number=number,
        series=newspaper,
        position=series_position(meta),
    )


def _sort_title(meta: Metadata) -> str:
    """Return what puts the issues of a newspaper in the order of their days; nothing without a date.

    山城晚报 1951年10月2日 第9号  ->  山城晚报 1951-10-02 000009
    """
    newspaper, day = one_line(meta.title, LONGEST_VALUE), iso_date(meta)
    if not (newspaper and day):
        return ""
    number, page = (value.zfill(6) if value.isdecimal() else value for value in (meta.number, meta.page))
    return " ".join(
        filter(None, (newspaper, day, one_line(number, LONGEST_ENTRY), one_line(page, LONGEST_ENTRY)))
    )


def series_position(meta: Metadata) -> str:
    """Return the place of an issue among those of its newspaper: its number, else its date; else nothing.

    321  ->  321; of 2025-12-08, without a number  ->  20251208; of 2025-12  ->  20251200
    """
    number = one_line(meta.number)
    if SERIES_POSITION.fullmatch(number):
        return number
    return iso_date(meta).replace("-", "").ljust(len("20251208"), "0") if iso_date(meta) else ""


def dublin_core(metadata: BookMetadata) -> Iterator[tuple[str, str]]:
    """Yield name and value of each element; identifier, title and language stand elsewhere."""
    for name, value in (
        *(("creator", creator) for creator in metadata.creators),
        ("publisher", metadata.publisher),
        ("rights", metadata.rights),
        ("date", metadata.date),
        ("source", metadata.source),
        ("description", metadata.description),
        *(("subject", subject) for subject in metadata.subjects),
    ):
        if value:
            yield name, value


def properties(
    metadata: BookMetadata, *, paged: bool, writing: str = "", illustrated: bool = False
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield value and attributes of each meta element (EPUB 3.3, section 5.5.3).

    `writing` is for Kindle, which takes the direction of lines and pages from here, not from the style sheet.
    """
    for name, value in (
        ("datePublished", metadata.date),
        ("temporalCoverage", metadata.coverage),
        ("issueNumber", metadata.number),
        ("issn", metadata.issn),
        ("locationCreated", metadata.place),
        ("holdingArchive", metadata.held_by),
        *(("articleSection", subject) for subject in metadata.subjects),
        *ACCESSIBILITY,
        *(ILLUSTRATED if illustrated else TEXT_ALONE),
        *(PAGED if paged else ()),
    ):
        if value:
            yield value, {"property": f"schema:{name}"}
    if metadata.sort_title:
        yield metadata.sort_title, {"property": "file-as", "refines": "#main-title"}
    if metadata.publisher:
        yield "pbl", {"property": "role", "refines": "#publisher", "scheme": "marc:relators"}
    for name, value in (("license", metadata.licence), ("provenance", metadata.provenance)):
        if value:
            yield value, {"property": f"dcterms:{name}"}
    if paged:
        yield metadata.edition or metadata.identifier, {"property": "pageBreakSource"}
    yield "", {"name": "cover", "content": "cover-image"}
    if writing:
        yield "", {"name": "primary-writing-mode", "content": writing}
    yield from _series(metadata)


def _series(metadata: BookMetadata) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what says of which series it is, and its place there."""
    if metadata.series:
        yield metadata.series, {"property": "belongs-to-collection", "id": "series"}
        yield "series", {"property": "collection-type", "refines": "#series"}
        if metadata.issn:
            yield f"urn:issn:{metadata.issn}", {"property": "dcterms:identifier", "refines": "#series"}
        yield "", {"name": "calibre:series", "content": metadata.series}
        if metadata.position:
            yield metadata.position, {"property": "group-position", "refines": "#series"}
            yield "", {"name": "calibre:series_index", "content": metadata.position}
