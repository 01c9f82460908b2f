"""EPUB 3: a book of one issue, a file for each article, for any reading system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from convert.document.model import Article, Document
from convert.document.roles import Opening
from convert.typeset.display import contents_names, issue_line, language_tag, one_line, title
from convert.typeset.identity import edition
from convert.typeset.missing_pages import BEHIND_ALL, missing_pages
from convert.typeset.notes import change_notes
from convert.typeset.page_breaks import page_breaks
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import Rendered, WriteContext
from convert.writers.epub.messages import epub_messages
from convert.writers.epub.metadata import LONGEST_ENTRY, LONGEST_VALUE, issue_metadata
from convert.writers.epub.package import BookTimes, FrontMatter, write_package
from convert.writers.epub.page_images import image_name, with_page_images
from convert.writers.epub.pages import (
    NO_NOTES,
    XhtmlContext,
    XhtmlPage,
    article_pages,
    pages_without_text,
)

HEADLINES_ON_COVER = 4
"""Headlines on the cover."""


def write_epub(document: Document, style: StyleSheet, context: WriteContext) -> Rendered:
    """Write the reading as an EPUB: cover, title page, contents, then the articles."""
    meta = document.meta
    messages = epub_messages(meta)
    notes = change_notes(document) if style.epub.corrections else NO_NOTES
    breaks, missing = page_breaks(document), missing_pages(document)
    images = context.pictures.pages
    names = {image.label: f"{image_name(number)}.xhtml" for number, image in reversed([*enumerate(images)])}
    page_context = XhtmlContext(
        language_tag(meta),
        messages,
        breaks=breaks,
        missing=missing,
        notes=notes,
        pictures=context.pictures,
        page_images={label: name for label, name in names.items() if label},
    )
    articles = [article for article in document.articles if article.readable]
    out = BytesIO()
    pages = with_page_images(issue_pages(articles, page_context), page_context, document)
    marks = edition(style, notes=style.epub.corrections)
    times = BookTimes(context.timestamp, is_day=context.is_day)
    write_package(out, issue_metadata(document, marks), front_matter(document), pages, style, times, messages)
    return Rendered(out.getvalue())


def front_matter(document: Document) -> FrontMatter:
    """Return what stands on cover and title page of an issue."""
    meta = document.meta
    headlines = (a.headline for a in document.articles if a.kind is Opening.ARTICLE)
    named = [line for line in (one_line(headline, LONGEST_ENTRY) for headline in headlines) if line]
    return FrontMatter(
        one_line(title(document), LONGEST_VALUE),
        tuple(filter(None, [issue_line(meta)[:LONGEST_VALUE]])),
        tuple(named[:HEADLINES_ON_COVER]) if meta.title else (),
    )


def issue_pages(articles: Sequence[Article], context: XhtmlContext, level: int = 0) -> Iterator[XhtmlPage]:
    """Yield the pages of all articles; what follows a section stands under it in the contents."""
    named = contents_names(articles, context.messages.shared, LONGEST_ENTRY)
    for article, (name, inner) in zip(articles, named, strict=True):
        yield from pages_without_text(article.readable[0].id, context)
        yield from article_pages(article, name, context, level + inner)
    yield from pages_without_text(BEHIND_ALL, context)
