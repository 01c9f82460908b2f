"""METS: the pages of an issue from its files and physical map, its articles from the logical one.

    fileSec, structMap PHYSICAL  ->  pages in order, with labels
    structMap LOGICAL            ->  articles, sections, advertisements: areas of pages, each with a role
    mptr, without pages          ->  other METS files, each of an issue

Profiles that were looked at: docWorks (BnL, ENMAP, RERO), the British Library's, whose articles are joined
to word ranges by a structLink, BnF's refNum, NDNP. Types are compared without regard to case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from convert.errors import UnreadableSource
from convert.issue.container.facts import local, parse_label, record_facts, text_of
from convert.issue.container.logical import PageFiles, linked_units, logical_units
from convert.issue.container.model import MOST_BOXES, MOST_PAGES, Container, ContainerPage

READER = "mets 1"
TEXTS = (".xml", ".alto", ".hocr", ".html", ".htm", ".xhtml", ".xml.bz2")
"""Ends of names of files that may have the text of a page."""
IMAGES = (".jp2", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".gif", ".jpf", ".jpx")
PAGE_RECORDS = ("start", "number")
"""Elements of a page's own record that have its number (MODS)."""


class _File(NamedTuple):
    """A file of the file section."""

    href: str
    use: str
    """Of its groups, in small letters, a space between two."""
    is_text: bool
    is_image: bool
    is_plain: bool
    """Whether it is text without places."""


def parse_mets(root: Element, name: str = "") -> Container:
    """Return what a METS says of an issue, or to which other METS files it points.

    Raises:
        UnreadableSource: it names no page with a text and no other METS, or more than any issue has.

    """
    files = _files(root)
    maps = [element for element in root if local(element) == "structMap"]
    logical = next((each for each in maps if _type(each) == "logical"), None)
    physical = next((each for each in maps if _type(each) == "physical"), None)
    if physical is None:
        rest = (each for each in maps if each is not logical)
        physical = next((each for each in rest if _names_text(each, files)), None)
    records = {section.get("ID", ""): section for section in root if local(section) == "dmdSec"}
    pages, numbers = _pages(physical, files, records)
    if len(pages) > MOST_PAGES:
        raise UnreadableSource(f"more than {MOST_PAGES:,} pages", location=name, hint="split the issue")
    others = tuple(each.href for each in files.values() if each.use.endswith("toc"))
    if not pages:
        if not files and (volumes := _pointers(root)):
            return Container(READER, (), volumes=volumes)
        raise UnreadableSource(
            "a METS file that names no page with text", location=name, hint="give the METS file of one issue"
        )
    units = logical_units(logical, numbers) if logical is not None else ()
    if not units and logical is not None:
        units = linked_units(root, logical, numbers)
    if sum(not span.area.begin for unit in units for span in unit.spans) > MOST_BOXES:
        raise UnreadableSource(f"more than {MOST_BOXES:,} boxes", location=name, hint="split the issue")
    facts = record_facts(_issue_records((logical, physical), records))
    if "language" not in facts and (language := record_facts(records.values()).get("language")):
        facts["language"] = language  # the articles' own records are of one mind
    return Container(READER, pages, units, facts, others, has_order=physical is not None)


def _pointers(root: Element) -> tuple[str, ...]:
    """Return the references to other METS files, each once.

    One of a division that has further ones in it leads up, from a year to its paper: it counts if there is
    no other.
    """
    pointers = [element for element in root.iter(etree.Element) if local(element) == "mptr"]
    down = [each for each in pointers if not _has_divisions(each.getparent())]
    return tuple(dict.fromkeys(value for each in down or pointers for value in _hrefs(each) if value))


def _has_divisions(element: Element | None) -> bool:
    return element is not None and any(local(child) == "div" for child in element)


def _files(root: Element) -> dict[str, _File]:
    """Return the files by their ids; of two with one id the first."""
    files: dict[str, _File] = {}
    uses: list[str] = []
    section = next((element for element in root if local(element) == "fileSec"), None)
    if section is None:
        return files
    for event, element in etree.iterwalk(section, events=("start", "end")):
        name = local(element)
        if name == "fileGrp":
            if event == "start":
                uses.append((element.get("USE") or element.get("ID") or "").lower())
            else:
                uses.pop()
        elif name == "file" and event == "start":
            href = next((value for each in element for value in _hrefs(each)), "")
            files.setdefault(element.get("ID", ""), _file(href, " ".join(uses), element.get("MIMETYPE", "")))
    return files


def _hrefs(element: Element) -> Iterator[str]:
    """Yield the reference of an element, under whatever namespace of XLink it has it."""
    return (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == "href")


def _file(href: str, use: str, mime: str) -> _File:
    path = href.lower().partition("?")[0]
    kind = mime.lower()
    is_image = kind.startswith("image/") or path.endswith(IMAGES)
    is_markup = "xml" in kind or "html" in kind or "hocr" in kind or path.endswith(TEXTS)
    is_plain = not is_markup and (kind == "text/plain" or path.endswith(".txt"))
    is_text = (is_markup or is_plain) and not is_image and not use.endswith("toc")
    return _File(href, use, is_text, is_image, is_plain)


def _type(element: Element) -> str:
    return (element.get("TYPE") or "").lower()


def _names_text(structure: Element, files: Mapping[str, _File]) -> bool:
    """Whether a map points to a file with the text of a page."""
    return any(
        (file := files.get(element.get("FILEID", ""))) is not None and file.is_text
        for element in structure.iter(etree.Element)
    )


def _pages(
    physical: Element | None, files: Mapping[str, _File], records: Mapping[str, Element]
) -> tuple[tuple[ContainerPage, ...], PageFiles]:
    """Return the pages in order, and the number of the page that each file belongs to."""
    numbers: dict[str, int] = {}
    images: dict[str, int] = {}
    if physical is None:
        texts = [key for key, file in files.items() if file.is_text]
        numbers = {key: number for number, key in enumerate(texts)}
        return tuple(ContainerPage(files[key].href) for key in texts), PageFiles(numbers, images)
    divisions = list(_page_divisions(physical, files))
    orders = [div.get("ORDER", "") for div, _ in divisions]
    if all(order.isdecimal() and order.isascii() and len(order) < 10 for order in orders):
        divisions.sort(key=lambda each: int(each[0].get("ORDER", "0")))
    pages: list[ContainerPage] = []
    for div, ids in divisions:
        texts = [key for key in ids if key in files and files[key].is_text]
        if not texts:
            continue
        chosen = max(texts, key=lambda key: _rank(files[key]))
        if chosen in numbers:  # two divisions of one page
            continue
        numbers.update(dict.fromkeys(texts, len(pages)))
        shown = [key for key in ids if key in files and files[key].is_image]
        images.update(dict.fromkeys(shown, len(pages)))
        image = files[shown[0]].href if shown else ""
        name = PurePosixPath(image.replace("\\", "/")).name
        pages.append(ContainerPage(files[chosen].href, _label(div, records), name))
    return tuple(_with_likely_labels(pages)), PageFiles(numbers, images)


def _with_likely_labels(pages: Sequence[ContainerPage]) -> Iterator[ContainerPage]:
    """Yield the pages, counted through where their printed numbers do not ascend: a machine read those.

    6, 7, 8, 4  ->  1, 2, 3, 4
    """
    numbers = [int(page.label) for page in pages if page.label.isdecimal()]
    is_likely = all(before < behind for before, behind in pairwise(numbers))
    for number, page in enumerate(pages, 1):
        yield page if is_likely else page._replace(label=str(number))


def _page_divisions(physical: Element, files: Mapping[str, _File]) -> Iterator[tuple[Element, list[str]]]:
    """Yield the divisions of the physical map that point to a text, each with the ids of its files.

    Areas of a page, which have divisions of their own inside it, belong to the page: the outermost division
    that points to a text itself is one.
    """
    page: Element | None = None
    depth = 0
    ids: dict[str, None] = {}
    for event, element in etree.iterwalk(physical, events=("start", "end")):
        name = local(element)
        if name == "div" and event == "start":
            if page is None and _points(element, files):
                page, ids = element, {}
            depth += page is not None
        elif name == "div":
            if page is not None:
                depth -= 1
                if not depth:
                    yield page, list(ids)
                    page = None
        elif page is not None and event == "start" and (key := element.get("FILEID")):
            ids.setdefault(key)


def _points(div: Element, files: Mapping[str, _File]) -> bool:
    return any(local(child) == "fptr" and _names_text(child, files) for child in div)


def _rank(file: _File) -> tuple[bool, bool, bool]:
    """Say how likely a file is the one with the text of a page, where there are several."""
    is_alto = "alto" in file.use or "fulltext" in file.use
    return not file.is_plain, is_alto or "ocr" in file.use or "text" in file.use, is_alto


def _label(div: Element, records: Mapping[str, Element]) -> str:
    """Return the printed number of a page: by its division, else by the record of it."""
    for key in ("ORDERLABEL", "LABEL"):
        if label := parse_label(div.get(key, "")):
            return label
    for record in (records[key] for key in div.get("DMDID", "").split() if key in records):
        for element in record.iter(etree.Element):
            if local(element) in PAGE_RECORDS and (label := parse_label(text_of(element))):
                return label
    return ""


def _issue_records(structures: Iterable[Element | None], records: Mapping[str, Element]) -> Sequence[Element]:
    """Return the records of an issue, its own before those of the volume and the paper."""
    chosen: dict[str, None] = {}
    for structure in structures:
        keys: list[str] = []
        div = next((e for e in structure if local(e) == "div"), None) if structure is not None else None
        while div is not None:
            keys[:0] = div.get("DMDID", "").split()
            below = [e for e in div if local(e) == "div"]
            div = below[0] if len(below) == 1 else None  # with several inside it, it is the issue
        chosen.update(dict.fromkeys(keys))
    return [records[key] for key in chosen if key in records]
