"""The page on which an issue is read: the same words as every other reading, no markup of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from lxml import etree
from lxml.etree import _Element as Element

from convert.catalogue.inventory import read_entry
from convert.catalogue.messages import CHINESE, ENGLISH, catalogue_messages
from convert.catalogue.reading import SharedPages, reading_page
from convert.document.changes import Kind
from convert.document.model import Metadata, Page
from convert.document.roles import Role
from convert.tei.archive import open_archive
from convert.tei.views import View, as_text, block_texts
from convert.text.xml_safe import sanitize
from tests.support.build import archived, document
from tests.support.specimen import specimen

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & ]]>"


def page_of(xml: str, folder: Path) -> Element:
    """Return the page of an archival XML."""
    (folder / "x.xml").write_text(xml, "utf-8")
    issue = read_entry(folder, "x", (".xml",))
    assert issue.archived is not None
    data = reading_page(replace(issue.entry, is_readable=True), issue.archived, ENGLISH, SharedPages())
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


def select(page: Element, path: str) -> list[Element]:
    """Return the elements of a path."""
    return cast("list[Element]", page.xpath(path))


def text_of(element: Element) -> str:
    """Return the text of an element and of those within, without white space."""
    return letters("".join(map(str, element.itertext())))


def letters(text: str) -> str:
    """Leave white space out, and show what XML cannot hold as the page does."""
    return "".join(sanitize(text).split())


def shown(page: Element, *, house: bool = False) -> str:
    """Return what the page shows, furniture aside; with `house` marks as the source has them."""
    rules = [row.get("data-house") == "yes" for row in page.findall(".//section[@id='rules']/ol/li")]
    main = page.find(".//main")
    assert main is not None
    for change in main.iterfind(".//span[@data-s]"):
        if house and rules[int(change.get("data-r", ""))]:
            change.text = change.get("data-s")
    for block in select(main, "//p[@class='fw']"):
        cast("Element", block.getparent()).remove(block)
    return text_of(main)


@pytest.mark.parametrize("view", [View.READING, View.CORRECTED])
def test_the_page_has_the_words_of_the_view(tmp_path: Path, view: View) -> None:
    """Of pages with all that an archival XML can hold."""
    xml = archived(specimen())
    expected = letters(as_text(block_texts(open_archive(xml.encode()), view=view)))
    assert shown(page_of(xml, tmp_path), house=view is View.CORRECTED) == expected


def test_changes_say_their_source_and_rule(tmp_path: Path) -> None:
    """A change is one element; the list at the end says by which rule, of which kind, how often."""
    page = page_of(archived(specimen()), tmp_path)
    rows = page.findall(".//section[@id='rules']/ol/li")
    changes = page.findall(".//main//span[@data-s]")
    dashes = next(e for e in changes if e.text == "——")
    row = rows[int(dashes.get("data-r", ""))]
    assert dashes.get("data-s") == "一一"
    assert row.get("data-kind") == Kind.CORRECTION
    assert "dashes" in text_of(row)
    counts = [int("".join(str(row[1].text).split()[:1])) for row in rows]
    assert sum(counts) == len(changes)


def test_paragraphs_are_numbered_as_the_search_has_them(tmp_path: Path) -> None:
    """What the index calls the third paragraph is the third one here; furniture has no number."""
    (tmp_path / "x.xml").write_text(archived(specimen()), "utf-8")
    issue = read_entry(tmp_path, "x", (".xml",))
    page = page_of(archived(specimen()), tmp_path)
    texts = {e.get("id"): text_of(e) for e in select(page, "//main//*[@id]")}
    assert texts == {f"p{n}": letters(text) for n, text in enumerate(issue.paragraphs)}


def test_printed_pages_are_marked_where_they_begin(tmp_path: Path) -> None:
    """Of a source with several pages; a source of one page has its number in the title alone."""
    made = document([(Role.HEADLINE, "桥上的灯"), (Role.BODY, "入夜以后灯亮了。\f第二天还亮着。")])
    second = made.pages[1]
    made = replace(made, pages=(Page("1"), replace(second, label="封二")))
    page = page_of(archived(made), tmp_path)
    assert [e.get("data-page") for e in select(page, "//main//span[@class='page']")] == ["Page 1", "封二"]
    assert select(page, "//main//span[@data-page='封二']")[0].tail == "第二天还亮着。"
    alone = page_of(archived(document([(Role.HEADLINE, "桥上的灯")])), tmp_path)
    assert not alone.xpath("//main//span[@class='page']")


def test_markup_in_a_text_is_text(tmp_path: Path) -> None:
    """A page with markup in every place has the scripts of the catalogue and no element of the issue's."""
    meta = Metadata(title=HOSTILE, date=HOSTILE, number=HOSTILE, language='en" onload="x', page=HOSTILE)
    made = document([(Role.HEADLINE, HOSTILE), (Role.BYLINE, HOSTILE), (Role.BODY, HOSTILE)], meta)
    page = page_of(archived(made), tmp_path)
    assert [e.get("src") for e in page.iter("script")] == ["../words.js", "../page.js", "../read.js"]
    assert not select(page, "//img | //style | //iframe | //*[@onload or @onerror]")
    assert [e.get("lang") for e in select(page, "//main")] == [None]
    assert letters(HOSTILE) * 3 == shown(page)


@pytest.mark.parametrize(
    ("language", "languages", "expected"),
    [
        pytest.param("", ("zh-Hans", "zh-Hant", "en"), CHINESE, id="that of most issues"),
        pytest.param("", ("zh-Hans", "en"), ENGLISH, id="a draw"),
        pytest.param("", (), ENGLISH, id="no issue"),
        pytest.param("zh", ("en",), CHINESE, id="given"),
    ],
)
def test_the_language_of_the_pages(language: str, languages: tuple[str, ...], expected: object) -> None:
    """What is given counts, else what most issues are written in."""
    assert catalogue_messages(language, languages) is expected


def test_both_languages_say_the_same_things() -> None:
    """Each has every word of the scripts, with the same places for values."""
    for name, pattern in ENGLISH.script.items():
        assert CHINESE.script[name].count("{}") == pattern.count("{}"), name
    assert CHINESE.script.keys() == ENGLISH.script.keys()
