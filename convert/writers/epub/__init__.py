"""EPUB 3: a book of one issue, a file for each article, for any reading system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from io import BytesIO
from zipfile import ZipFile

from ebooklib import epub
from lxml import etree

from convert.model import Article, Document, Opening
from convert.styles import StyleSheet
from convert.writers import Surroundings, Written
from convert.writers.epub.css import css
from convert.writers.epub.pages import STYLE_SHEET, XML_LANG, Page, article_pages, title_page
from convert.writers.front import (
    Words,
    identifier,
    iso_date,
    issue_line,
    language_tag,
    name_of,
    one_line,
    source_line,
    title,
    words,
)
from convert.writers.repack import repack

ENTRY = 120
"""Characters of a headline in the contents and in a page's title."""
TITLE = "title"
PACKAGE = "EPUB/content.opf"
"""Where ebooklib puts the package document."""

ACCESSIBILITY = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityHazard", "none"),
    ("accessibilitySummary", "Text with headings, in reading order; no images, no sound, no motion."),
)
"""EPUB Accessibility 1.1, section 2.2; values from the schema.org accessibility vocabulary."""


def write_epub(document: Document, style: StyleSheet, around: Surroundings) -> Written:
    """Write the reading as an EPUB: title page, contents, then the articles."""
    use = words(document.meta)
    articles = [article for article in document.articles if article.readable]
    book = epub.EpubBook()
    _describe(book, document)
    book.add_item(epub.EpubItem("style", STYLE_SHEET, "text/css", css(style)))
    front = _add_page(book, _title_page(document))
    nav = epub.EpubNav(title=use.contents)
    nav.add_link(href=STYLE_SHEET, rel="stylesheet", type="text/css")
    book.add_item(nav)
    book.add_item(epub.EpubNcx())
    pages = _add_articles(book, articles, language_tag(document.meta))
    book.spine = [front, nav, *pages]
    book.toc = _contents(articles) or [epub.Link(front.file_name, use.title_page, TITLE)]
    book.guide = _landmarks(use, pages)
    return Written(_pack(book, document, around, use))


def _describe(book: epub.EpubBook, document: Document) -> None:
    """Set the metadata of the package (EPUB 3.3, section 5.5)."""
    meta = document.meta
    book.set_identifier(identifier(document))
    issue = one_line(issue_line(meta), ENTRY) if one_line(meta.title) else ""
    book.set_title(" ".join(filter(None, (title(document), issue))))
    book.set_language(language_tag(meta))
    known = (("publisher", one_line(meta.title)), ("date", iso_date(meta)), ("source", one_line(meta.name)))
    for name, value in known:
        if value:
            book.add_metadata("DC", name, value)
    for name, value in ACCESSIBILITY:
        book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})


def _title_page(document: Document) -> Page:
    meta = document.meta
    lines = [line for line in (issue_line(meta), source_line(meta)) if line]
    return title_page(TITLE, title(document), lines, language_tag(meta))


def _add_articles(book: epub.EpubBook, articles: Iterable[Article], language: str) -> list[epub.EpubItem]:
    """Add the pages of all articles, in reading order."""
    return [
        _add_page(book, page)
        for article in articles
        for page in article_pages(article, name_of(article, ENTRY), language)
    ]


def _add_page(book: epub.EpubBook, page: Page) -> epub.EpubItem:
    """Add a finished page as plain bytes: ebooklib would parse an EpubHtml as HTML again."""
    return book.add_item(epub.EpubItem(page.name, f"{page.name}.xhtml", "application/xhtml+xml", page.data))


def _contents(articles: Sequence[Article]) -> list[object]:
    """Return the contents as ebooklib wants it: a section holds the articles that follow it."""
    entries: list[object] = []
    section: list[object] = []
    for article in articles:
        link = epub.Link(f"{article.id}.xhtml", name_of(article, ENTRY), f"nav.{article.id}")
        if article.kind is Opening.SECTION:
            section = []
            entries.append((link, section))
        elif entries and isinstance(entries[-1], tuple):
            section.append(link)
        else:
            entries.append(link)
    return [e[0] if isinstance(e, tuple) and not e[1] else e for e in entries]


def _landmarks(use: Words, pages: Sequence[epub.EpubItem]) -> list[dict[str, str]]:
    """Return title page, contents and beginning of the text for a reading system's own menu."""
    marks = [
        {"type": "titlepage", "title": use.title_page, "href": f"{TITLE}.xhtml"},
        {"type": "toc", "title": use.contents, "href": "nav.xhtml"},
    ]
    if pages:
        marks.append({"type": "bodymatter", "title": use.text, "href": pages[0].file_name})
    return marks


def _pack(book: epub.EpubBook, document: Document, around: Surroundings, use: Words) -> bytes:
    """Write the book, then again with fixed times and the package's language, which ebooklib cannot set."""
    options = {
        "mtime": around.made.astimezone(UTC),
        "epub2_guide": False,
        "epub3_pages": False,
        "landmark_title": use.contents,
        "compresslevel": 1,
        "raise_exceptions": True,
    }
    made = BytesIO()
    epub.write_epub(made, book, options)
    with ZipFile(made) as archive:
        package = etree.fromstring(archive.read(PACKAGE), etree.XMLParser())
    package.set(XML_LANG, language_tag(document.meta))
    named = etree.tostring(package, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return repack(made.getvalue(), around.made, {PACKAGE: named})
