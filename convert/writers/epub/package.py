"""The book as one file: pages as they come into a zip, then contents and package document behind them.

No page is kept: a book of a thousand issues takes the memory of its contents, not of its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain, zip_longest
from typing import BinaryIO, NamedTuple
from zipfile import ZipFile

from ebooklib import epub
from lxml import etree

from convert.text.time_text import utc_text
from convert.typeset.styles import StyleSheet
from convert.typeset.zip_write import MIMETYPE, put
from convert.writers.epub.cover import cover
from convert.writers.epub.css import css, is_vertical
from convert.writers.epub.fonts import EmbeddedFont, embedded_fonts, subset_fonts
from convert.writers.epub.messages import RIGHT_TO_LEFT, EpubMessages
from convert.writers.epub.metadata import BookMetadata, dublin_core, properties
from convert.writers.epub.namespaces import XHTML
from convert.writers.epub.ncx import finish_ncx
from convert.writers.epub.pages import (
    NO_FILES,
    STYLE_SHEET,
    TABLE_SHEET,
    TYPE,
    XML_LANG,
    XhtmlPage,
    cover_page,
    serialized,
    title_page,
)
from convert.writers.epub.tables import table_css
from convert.writers.epub.upright import set_upright

FOLDER = "EPUB/"
CONTAINER, PACKAGE, NAV, NCX = "META-INF/container.xml", "content.opf", "nav.xhtml", "toc.ncx"
"""Where ebooklib puts them; the last three in FOLDER."""
COVER, TITLE, COVER_IMAGE = "cover", "title", "cover-image"
PICTURE = "cover.png"
APPLE = ("ibooks", "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/")
"""Prefix and namespace of what Apple Books asks before it takes a book's own fonts."""
FIRST_DAY = datetime(2023, 5, 25, tzinfo=UTC)
"""When EPUB 3.3 became a Recommendation: a book of which no day is known is not older."""
SECONDS_IN_DAY = 86_400


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a book shows before its text."""

    title: str
    lines: tuple[str, ...]
    """Under the title, on cover and title page."""
    headlines: tuple[str, ...] = ()
    """On the cover."""
    sources: tuple[str, ...] = ()
    """On the title page alone."""


class BookTimes(NamedTuple):
    """What is known of the time of a book."""

    time: datetime | None
    """SOURCE_DATE_EPOCH, else the day of its issue, of several the last; the files in the zip have it."""
    is_day: bool = False
    """Whether it is no more than that day."""

    def modified(self, contents: bytes) -> datetime:
        """Return when the book was modified; `contents` is a SHA-256 of all that is in it.

        A book of other bytes must say another time (EPUB 3.3, section 5.5.4), and no clock is read: where
        none is given, the day is the issue's, and the time of day is one of 86,400 that the digest picks.
        """
        if self.time and not self.is_day:
            return self.time
        second = int.from_bytes(contents, "big") % SECONDS_IN_DAY
        return (self.time or FIRST_DAY) + timedelta(seconds=second)


class BookArchive:
    """A zip that is being written, and the digest of what is in it."""

    def __init__(self, archive: ZipFile, timestamp: datetime | None) -> None:
        """Begin with nothing."""
        self._archive = archive
        self._timestamp = timestamp
        self._digest = sha256()

    def put(self, name: str, data: bytes) -> None:
        """Write a file."""
        self._digest.update(b"%s\0%d\0" % (name.encode(), len(data)))
        self._digest.update(data)
        put(self._archive, name, data, self._timestamp)

    def contents(self, others: Mapping[str, bytes]) -> bytes:
        """Return the digest of what is in it, and of what else will be."""
        digest = self._digest.copy()
        for name, data in others.items():
            digest.update(b"%s\0%d\0" % (name.encode(), len(data)))
            digest.update(data)
        return digest.digest()


def write_package(
    out: BinaryIO,
    metadata: BookMetadata,
    front: FrontMatter,
    pages: Iterable[XhtmlPage],
    style: StyleSheet,
    times: BookTimes,
    messages: EpubMessages,
) -> int:
    """Write a book and return how many pages of text it has.

    Raises:
        StyleError: a font is missing, or cannot be embedded.

    """
    style = style.in_language(metadata.language)
    description = messages.cover.format(", ".join((front.title, *front.lines)))
    picture = cover(front.title, front.lines, front.headlines, style.font("heading"))
    language = metadata.language
    opening = (
        cover_page(COVER, PICTURE, description, language),
        title_page(TITLE, front.title, (*front.lines, *front.sources), language),
    )
    fonts = embedded_fonts(style)
    characters: set[str] = set()
    written: list[XhtmlPage] = []
    shown: dict[str, str] = {}
    with ZipFile(out, "w") as archive:
        file = BookArchive(archive, times.time)
        file.put(MIMETYPE, b"application/epub+zip")
        _put(file, {STYLE_SHEET: css(style), PICTURE: picture})
        for page in chain(opening, pages):
            data = _upright(page.data) if is_vertical(style) else page.data
            _put(file, {f"{page.name}.xhtml": data})
            for name, (media_type, content) in page.files.items():
                if name not in shown:
                    _put(file, {name: content})
                    shown[name] = media_type
            written.append(replace(page, data=b"", files=NO_FILES))
            if fonts:
                characters.update(page.data.decode(), page.label)
        del written[: len(opening)]
        if any(page.has_table for page in written):
            _put(file, {TABLE_SHEET: table_css(vertical=is_vertical(style))})
        characters.update(messages.shared.contents)
        _put(file, subset_fonts(fonts, characters))
        book = _book(metadata, written, style, messages, fonts, shown)
        files, package = _package_files(book, metadata, written, messages)
        if is_vertical(style):
            files[FOLDER + NAV] = _upright(files[FOLDER + NAV])
        contents = file.contents({**files, FOLDER + PACKAGE: _dated(package, FIRST_DAY)})
        for name, data in {**files, FOLDER + PACKAGE: _dated(package, times.modified(contents))}.items():
            file.put(name, data)
    return len(written)


def _upright(page: bytes) -> bytes:
    """Return a page as it stands in vertical lines."""
    root = etree.fromstring(page, etree.XMLParser())
    set_upright(root)
    return serialized(root)


def _put(book: BookArchive, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        book.put(FOLDER + name, data)


def _dated(package: etree._Element, modified: datetime) -> bytes:
    """Return the package document with the time when the book was modified."""
    for meta in package.iter("{*}meta"):
        if meta.get("property") == "dcterms:modified":
            meta.text = utc_text(modified)
    return _serialized(package)


def _book(
    metadata: BookMetadata,
    pages: Sequence[XhtmlPage],
    style: StyleSheet,
    messages: EpubMessages,
    fonts: Mapping[str, EmbeddedFont],
    pictures: Mapping[str, str],
) -> epub.EpubBook:
    """Return the book as ebooklib wants it, pages without their text, pictures by name and media type."""
    book = epub.EpubBook()
    book.set_identifier(metadata.identifier)
    book.title = metadata.title
    book.add_metadata("DC", "title", metadata.title, {"id": "main-title"} if metadata.sort_title else {})
    book.set_language(metadata.language)
    for name, value in dublin_core(metadata):
        book.add_metadata("DC", name, value, {"id": name} if name == "publisher" else {})
    to_left = metadata.language.partition("-")[0] in RIGHT_TO_LEFT
    writing = "vertical-rl" if is_vertical(style) else "horizontal-rl" if to_left else ""
    paged = any(page.breaks for page in pages)
    for value, attributes in properties(metadata, paged=paged, writing=writing, illustrated=bool(pictures)):
        book.add_metadata(None, "meta", value, attributes)
    if writing:
        book.set_direction("rtl")
    book.add_item(epub.EpubItem("style", STYLE_SHEET, "text/css", b""))
    if any(page.has_table for page in pages):
        book.add_item(epub.EpubItem("tables", TABLE_SHEET, "text/css", b""))
    picture = epub.EpubCover(COVER_IMAGE, PICTURE)
    picture.media_type = "image/png"
    book.add_item(picture)
    for number, font in enumerate(dict.fromkeys(fonts.values()), 1):
        book.add_item(epub.EpubItem(f"font-{number}", font.file, font.media_type, b""))
    if fonts:
        book.add_prefix(*APPLE)
        book.add_metadata(None, "meta", "true", {"property": "ibooks:specified-fonts"})
    nav = epub.EpubNav(title=messages.shared.contents)
    nav.add_link(href=STYLE_SHEET, rel="stylesheet", type="text/css")
    names = [COVER, TITLE, *(page.name for page in pages)]
    items = [epub.EpubItem(name, f"{name}.xhtml", "application/xhtml+xml", b"") for name in names]
    for item in (*items, nav, epub.EpubNcx()):
        book.add_item(item)
    book.spine = [*items[:2], nav, *items[2:]]
    for number, (file, media_type) in enumerate(pictures.items(), 1):
        book.add_item(epub.EpubItem(f"picture-{number}", file, media_type, b""))
    book.toc = _contents(pages) or [epub.Link(f"{TITLE}.xhtml", messages.shared.title_page, TITLE)]
    book.guide = _landmarks(messages, pages)
    return book


def _contents(pages: Sequence[XhtmlPage]) -> list[object]:
    """Return the contents as ebooklib wants them: an entry with others under it is a pair."""
    top: list[object] = []
    open_lists = [top]
    listed = [page for page in pages if page.label]
    for page, following in zip_longest(listed, listed[1:]):
        level = min(page.level, len(open_lists) - 1)
        del open_lists[level + 1 :]
        link = epub.Link(f"{page.name}.xhtml", page.label, f"nav.{page.name}")
        if following is not None and following.level > page.level:
            inner: list[object] = []
            open_lists[level].append((link, inner))
            open_lists.append(inner)
        else:
            open_lists[level].append(link)
    return top


def _landmarks(messages: EpubMessages, pages: Sequence[XhtmlPage]) -> list[dict[str, str]]:
    """Return cover, title page, contents and beginning of the text for a reading system's own menu."""
    marks = [
        {"type": "cover", "title": messages.cover.format("").strip(" :："), "href": f"{COVER}.xhtml"},
        {"type": "titlepage", "title": messages.shared.title_page, "href": f"{TITLE}.xhtml"},
        {"type": "toc", "title": messages.shared.contents, "href": NAV},
    ]
    if pages:
        marks.append({"type": "bodymatter", "title": messages.shared.text, "href": f"{pages[0].name}.xhtml"})
    return marks


class _PackageWriter(epub.EpubWriter):  # type: ignore[misc]  # ebooklib has no types
    """ebooklib's writer, with nothing zipped: what it writes is taken from here."""

    def write(self) -> None:
        """Write container, package and what is in it."""
        self.files: dict[str, bytes] = {}
        self.out = self
        self._write_container()
        self._write_opf()
        self._write_items()

    def writestr(self, name: str, data: str | bytes) -> None:
        """Take a file, as a zip would."""
        self.files[name] = data.encode() if isinstance(data, str) else data


def _package_files(
    book: epub.EpubBook,
    metadata: BookMetadata,
    pages: Sequence[XhtmlPage],
    messages: EpubMessages,
) -> tuple[dict[str, bytes], etree._Element]:
    """Let ebooklib write the package, and add what it cannot: the package's language, the page list.

    The package document is not dated yet.
    """
    options = {
        "mtime": FIRST_DAY,
        "epub2_guide": False,
        "epub3_pages": False,
        "landmark_title": messages.landmarks,
        "raise_exceptions": True,
    }
    writer = _PackageWriter("", book, options)
    writer.process()
    writer.write()
    package = etree.fromstring(writer.files[FOLDER + PACKAGE], etree.XMLParser())
    nav = etree.fromstring(writer.files[FOLDER + NAV], etree.XMLParser(remove_blank_text=True))
    ncx = etree.fromstring(writer.files[FOLDER + NCX], etree.XMLParser(remove_blank_text=True))
    container = writer.files[CONTAINER]
    package.set(XML_LANG, metadata.language)
    _finish_nav(nav, metadata, pages, messages)
    finish_ncx(ncx, pages, messages.pages)
    files = {CONTAINER: container, FOLDER + NAV: _serialized(nav), FOLDER + NCX: _serialized(ncx)}
    return files, package


def _finish_nav(
    nav: etree._Element, metadata: BookMetadata, pages: Sequence[XhtmlPage], messages: EpubMessages
) -> None:
    """Add the list of the printed pages; only the contents are shown as a page."""
    body = nav.find(f"{{{XHTML}}}body")
    if body is None:  # ebooklib always makes one
        return
    if metadata.language.partition("-")[0] in RIGHT_TO_LEFT:
        nav.set("dir", "rtl")
    body[0].set("aria-label", messages.shared.contents)
    for other in list(body)[1:]:
        other.set("hidden", "hidden")
        other.set("aria-label", messages.landmarks)
    if not any(page.breaks for page in pages):
        return
    listed = etree.SubElement(body, f"{{{XHTML}}}nav", {TYPE: "page-list", "role": "doc-pagelist"})
    listed.set("hidden", "hidden")
    listed.set("aria-label", messages.pages)
    etree.SubElement(listed, f"{{{XHTML}}}h2").text = messages.pages
    entries = etree.SubElement(listed, f"{{{XHTML}}}ol")
    for page in pages:
        for number, label in enumerate(page.breaks, 1):
            entry = etree.SubElement(etree.SubElement(entries, f"{{{XHTML}}}li"), f"{{{XHTML}}}a")
            entry.set("href", f"{page.name}.xhtml#page-{number}")
            entry.text = label


def _serialized(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
