"""Newspapers, years, issues and articles as MODS 3.8 describes them.

What is asked for in an issue's file is what DFG's profile for newspapers has: the day, its number among the
issues, the newspaper it belongs to, each with an identifier.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple
from uuid import uuid5

from lxml import etree
from lxml.etree import _Element as Element

from convert.document.model import Metadata
from convert.issue.container.facts import LANGUAGES
from convert.tei.write.markup import tidy
from convert.typeset.identity import OURS, issue_identifier

NAMESPACE = "http://www.loc.gov/mods/v3"
VERSION = "3.8"
SOURCE = "backfile"
"""Who gave the identifiers of the records."""
A_DAY = len("1951-03-02")

# of two codes the bibliographic one stands last: zho chi
_BIBLIOGRAPHIC = MappingProxyType({short: code for code, short in LANGUAGES.items() if len(code) == 3})


class ArticleText(NamedTuple):
    """What a catalogue wants to know of an article."""

    title: str
    subtitle: str = ""
    kicker: str = ""
    byline: str = ""
    first_page: str = ""
    """Its printed number."""
    last_page: str = ""


def newspaper_mods(meta: Metadata) -> Element:
    """Describe the newspaper that an issue is of."""
    root = _mods()
    _newspaper(root, meta)
    origin = _add(root, "originInfo")
    _published(origin, meta)
    _add(origin, "issuance", "serial")
    _text(root, meta)
    return root


def year_mods(meta: Metadata, year: str) -> Element:
    """Describe a year of the newspaper that an issue is of."""
    root = _mods()
    _add(_add(root, "titleInfo"), "title", meta.title)
    _issued(root, year, meta)
    _text(root, meta)
    _newspaper(_add(root, "relatedItem", type="host"), meta)
    _add(_add(_add(root, "part", order=year), "detail", type="volume"), "number", year)
    _recorded(root, _name_of("year", meta.title, year))
    return root


def issue_mods(meta: Metadata, label: str, pages: Sequence[str], digest: str) -> Element:
    """Describe an issue with pages of these printed numbers, whose source has this SHA-256."""
    root = _mods()
    name = issue_identifier(meta, pages, digest)
    _add(_add(root, "titleInfo"), "title", meta.title or label)
    if meta.creator:
        creator = _add(root, "name")
        _add(creator, "namePart", meta.creator)
        _add(_add(creator, "role"), "roleTerm", "aut", type="code", authority="marcrelator")
    if meta.date:
        _issued(root, meta.date, meta)
    _text(root, meta)
    _kept(root, meta)
    _terms(root, meta)
    physical = _add(root, "physicalDescription")
    _add(physical, "extent", f"{len(pages)} page{'s' if len(pages) != 1 else ''}")
    _add(physical, "digitalOrigin", "reformatted digital")
    _add(root, "identifier", name, type="urn")
    _add(root, "identifier", f"sha256:{digest}", type="local")
    if meta.title:
        _newspaper(_add(root, "relatedItem", type="host"), meta)
    if number := meta.number or meta.date:
        part = _add(root, "part")
        if len(meta.date) == A_DAY:
            part.set("order", meta.date.replace("-", ""))
        _add(_add(part, "detail", type="issue"), "number", number)
    _recorded(root, name)
    return root


def article_mods(article: ArticleText) -> Element:
    """Describe an article."""
    root = _mods()
    if article.title:
        title = _add(root, "titleInfo")
        _add(title, "title", article.title)
        if article.subtitle:
            _add(title, "subTitle", article.subtitle)
    _add(root, "genre", "article")
    if article.kicker:
        _add(root, "note", article.kicker, type="kicker")
    if article.byline:
        _add(root, "note", article.byline, type="statement of responsibility")
    if article.first_page:
        extent = _add(_add(root, "part"), "extent", unit="pages")
        _add(extent, "start", article.first_page)
        _add(extent, "end", article.last_page)
    return root


def language_code(tag: str) -> str:
    """Return the bibliographic code of ISO 639-2 for a language tag; empty where we know none.

    zh-Hans -> chi
    """
    return _BIBLIOGRAPHIC.get(tag.partition("-")[0].lower(), "")


def _newspaper(parent: Element, meta: Metadata) -> None:
    """Say which newspaper it is."""
    _add(_add(parent, "titleInfo"), "title", meta.title)
    if meta.issn:
        _add(parent, "identifier", meta.issn, type="issn")
    _recorded(parent, _name_of("newspaper", meta.title))


def _issued(root: Element, date: str, meta: Metadata) -> None:
    """Say when it was published, by whom and where."""
    origin = _add(root, "originInfo", eventType="publication")
    _published(origin, meta)
    _add(origin, "dateIssued", date, encoding="iso8601", keyDate="yes")


def _published(origin: Element, meta: Metadata) -> None:
    """Say by whom it was published, and where."""
    if meta.place:
        _add(_add(origin, "place"), "placeTerm", meta.place, type="text")
    if meta.publisher:
        _add(origin, "publisher", meta.publisher)


def _kept(root: Element, meta: Metadata) -> None:
    """Say where the printed issue is kept."""
    where = ", ".join(filter(None, (meta.holding_institution, meta.collection)))
    if where or meta.call_number:
        location = _add(root, "location")
        if where:
            _add(location, "physicalLocation", where)
        if meta.call_number:
            _add(location, "shelfLocator", meta.call_number)


def _terms(root: Element, meta: Metadata) -> None:
    """Say on what terms it may be used."""
    for text in filter(None, (meta.licence, meta.rights)):
        _add(root, "accessCondition", text, type="use and reproduction")


def _text(root: Element, meta: Metadata) -> None:
    """Say that it is a newspaper, and its language."""
    _add(root, "typeOfResource", "text")
    _add(root, "genre", "newspaper", authority="marcgt")
    code = language_code(meta.language)
    if meta.language:
        language = _add(root, "language")
        if code:
            _add(language, "languageTerm", code, type="code", authority="iso639-2b")
        _add(language, "languageTerm", meta.language, type="code", authority="rfc5646")


def _recorded(parent: Element, name: str) -> None:
    _add(_add(parent, "recordInfo"), "recordIdentifier", name, source=SOURCE)


def _name_of(*key: str) -> str:
    """Return the name of a newspaper, or of a year of it: urn:uuid:..."""
    return uuid5(OURS, json.dumps([unicodedata.normalize("NFC", text) for text in key])).urn


def _mods() -> Element:
    return etree.Element(f"{{{NAMESPACE}}}mods", {"version": VERSION}, {"mods": NAMESPACE})


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    if text:
        element.text = tidy(text)
    return element
