"""Every word of real files points to the element that it was read out of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from convert.conversion import read
from convert.document.integrity import check
from convert.document.model import Metadata
from convert.readers.hocr.markup import open_hocr
from convert.readers.page_xml import open_page
from convert.readers.signatures import is_alto, is_hocr
from tests.support.build import needs_shared
from tests.support.paths import SAMPLES, SHARED

FOLDERS = ("layout", "ocr_xml", "ocr_pages_ntrex", "shenbao_1872")


def recognised(path: Path) -> bool:
    """Whether a file is ALTO or hOCR, by its beginning."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    return is_alto(head) or is_hocr(head)


def some_files() -> Iterator[Path]:
    """Yield of each folder the first and the last file in ALTO or hOCR: pages of one title are alike."""
    for top in (SAMPLES / "archives", *(SHARED / "data" / name for name in FOLDERS)):
        for folder in sorted({path.parent for path in top.rglob("*.*")}):
            files = [path for path in sorted(folder.iterdir()) if path.suffix in (".xml", ".hocr")]
            known = [path for path in files if recognised(path)]
            yield from dict.fromkeys((*known[:1], *known[-1:]))


def elements(root: Element, form: str) -> dict[str, Element]:
    """Return all elements by where they stand."""
    by_ref: dict[str, Element] = {}
    waiting = [(root, f"{form}:")]
    while waiting:
        element, ref = waiting.pop()
        by_ref[ref] = element
        waiting += [(child, f"{ref}/{number}") for number, child in enumerate(element)]
    return by_ref


def content(element: Element) -> str:
    """Return the text of a word."""
    return element.get("CONTENT") or " ".join("".join([str(piece) for piece in element.itertext()]).split())


def wrong(data: bytes, form: str) -> Iterator[str]:
    """Yield what does not point to what it was read out of, in a file."""
    root = open_page(data).root if form == "alto" else open_hocr(data).root
    by_ref = elements(root, form)
    document = read(data, Metadata(name="page"))
    check(document)
    layout, text = document.layout, document.source.text
    assert layout is not None
    assert layout.words
    for word in layout.words:
        if word.ref not in by_ref or content(by_ref[word.ref]) != text[word.at : word.stop]:
            yield f"{word.ref}: {text[word.at : word.stop]}"
    kinds = re.compile(r".*(?:TextLine|Block|Illustration|div|p|span|table)")
    for ref in [*[line.ref for line in layout.lines], *[region.ref for region in layout.regions]]:
        if ref not in by_ref or not kinds.fullmatch(str(by_ref[ref].tag)):
            yield ref


@needs_shared
@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in some_files()])
def test_words_lines_and_regions_point_to_their_elements(path: Path) -> None:
    """By the numbers of the elements, from the root on."""
    data = path.read_bytes()
    assert list(wrong(data, "alto" if is_alto(data) else "hocr")) == []


def test_a_wrong_pointer_is_seen() -> None:
    """The test above can fail."""
    data = (SAMPLES / "archives/alto/yunjin-daily-2026-03-12-p1.xml").read_bytes()
    by_ref = elements(etree.fromstring(data), "alto")
    assert any(content(element) for element in by_ref.values())
    assert content(by_ref["alto:/2/0/0/0/0/0"]) != content(by_ref["alto:/2/0/0/0/0/2"])
