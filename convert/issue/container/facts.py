"""What the records in a container say of an issue: MODS and Dublin Core, in the forms that archives write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from types import MappingProxyType

from lxml import etree
from lxml.etree import _Element as Element

_ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}(?:-[0-9]{2})?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_LABEL = re.compile(r"[A-Za-z]?[0-9]{1,4}[A-Za-z]?(?:-[A-Za-z]?[0-9]{1,4})?|[ivxlcIVXLC]{1,8}")
_PLACEHOLDER = re.compile(r"\[?[A-Z]+(?:_[A-Z]+)+\]?")
"""A name that a program left where a title should be: DOCUMENT_TITLE_PLACEHOLDER."""
LONGEST = 300
"""Characters of a title."""
LANGUAGES = MappingProxyType(
    {
        code: short
        for short, codes in {
            "zh": "zho chi chinese",
            "en": "eng english",
            "fr": "fra fre french",
            "de": "deu ger german",
            "nl": "nld dut dutch",
            "it": "ita italian",
            "es": "spa spanish",
            "pt": "por portuguese",
            "la": "lat latin",
            "lb": "ltz luxembourgish",
            "fi": "fin finnish",
            "sv": "swe swedish",
            "da": "dan danish",
            "no": "nor norwegian",
            "pl": "pol polish",
            "ja": "jpn japanese",
            "ko": "kor korean",
            "ru": "rus russian",
        }.items()
        for code in codes.split()
    }
)
"""ISO 639-2 codes (both kinds) and English names to the two letters that a language tag begins with."""


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty where it is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: Element | None) -> str:
    """Return the text in an element, its white space folded."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def parse_date(text: str) -> str:
    """Return a date as ISO 8601 has it; empty where it is none that is known.

    >>> [parse_date(text) for text in ("01.08.1821", "1898/02/14", "18241231", "1845-02-30")]
    ['1821-08-01', '1898-02-14', '1824-12-31', '']
    """
    text = text.strip()
    match = _ISO.match(text) or _RUN.fullmatch(text)
    year, month, day = match.groups() if match else ("", "", "")
    if not match and (match := _DAY_FIRST.fullmatch(text)):
        day, month, year = match.groups()
    if not match:
        return text if _YEAR.fullmatch(text) else ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def parse_language(text: str) -> str:
    """Return a language as a tag begins with it: fre, French and fr are "fr"; empty where it is not known."""
    text = text.strip()
    code = LANGUAGES.get(text.lower(), "")
    is_tag = re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z]{4})?(-[A-Za-z]{2})?", text)
    return code or (text if is_tag else "")


def parse_title(text: str) -> str:
    """Return the title of a paper; empty where it is a placeholder or begins with a date."""
    text = " ".join(text.split())[:LONGEST]
    return "" if _PLACEHOLDER.fullmatch(text) or _ISO.match(text) else text


def parse_label(text: str) -> str:
    """Return the printed number of a page; empty where it is none: "uncounted", " - ", a long title.

    >>> [parse_label(text) for text in ("3", "[12]", "A4", "uncounted", "- ")]
    ['3', '12', 'A4', '', '']
    """
    text = text.strip(" []()")
    return text if _LABEL.fullmatch(text) else ""


def record_facts(records: Iterable[Element]) -> dict[str, str]:
    """Return what records say of an issue: title, date, number, language; the first that says it counts.

    Several languages are none.
    """
    facts: dict[str, str] = {}
    languages: set[str] = set()
    for record in records:
        for key, value in _values(record):
            if key == "language":
                languages.add(value)
            elif value:
                facts.setdefault(key, value)
    languages.discard("")
    if len(languages) == 1:
        facts["language"] = languages.pop()
    return facts


def _values(record: Element) -> Iterator[tuple[str, str]]:
    """Yield the keys and values of a record, whatever its vocabulary."""
    for element in record.iter(etree.Element):
        name, above = local(element), element.getparent()
        text = text_of(element) if len(element) == 0 else ""
        if not text:
            continue
        if name == "title":
            is_other = above is not None and above.get("type") in ("alternative", "uniform", "abbreviated")
            yield "title", "" if is_other else parse_title(text)
        elif name in ("dateIssued", "date", "dateCreated"):
            yield "date", parse_date(text)
        elif name in ("languageTerm", "language"):
            yield "language", parse_language(text)
        elif name == "issuenumber" or (name == "number" and _is_detail_of_issue(above)):
            yield "number", text if len(text) <= LONGEST else ""
        elif name == "description" and "Designation2" in "".join(map(str, element.attrib.values())):
            match = _NUMBER.search(text)
            yield "number", match[0] if match else ""


def _is_detail_of_issue(element: Element | None) -> bool:
    return element is not None and local(element) == "detail" and element.get("type") == "issue"
