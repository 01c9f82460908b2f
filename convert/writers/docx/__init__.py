"""DOCX: a document an editor can work in, with a named style for every role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from convert.document.line_groups import line_groups
from convert.document.model import Block, Document
from convert.document.roles import ALL_HEADINGS, ARTICLE_OPENERS, Opening, Role
from convert.text.time_text import utc_text
from convert.typeset.display import (
    contents_names,
    issue_line,
    language_tag,
    messages,
    one_line,
    title,
)
from convert.typeset.identity import edition, identifier
from convert.typeset.missing_pages import BEHIND_ALL
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import Rendered, WriteContext
from convert.typeset.zip_write import zip_of
from convert.writers.docx.custom import TRACKED, WITHOUT_WIDTHS, add_custom
from convert.writers.docx.headings import set_heading
from convert.writers.docx.ooxml import w
from convert.writers.docx.package import package_files
from convert.writers.docx.pages import PageMarks, page_marks
from convert.writers.docx.pagination import first_pages
from convert.writers.docx.paragraphs import (
    ContentsLine,
    add_contents,
    add_paragraph,
    add_runs,
    close_up,
    mark_place,
    rule_above,
    space,
)
from convert.writers.docx.pictures import PictureParagraphs
from convert.writers.docx.review import IssueMarks, add_review, style_of
from convert.writers.docx.tables import add_table
from convert.writers.docx.template import (
    CONTENTS_HEADING,
    NAMES,
    SECTION_END,
    define_missing_page,
    define_section_end,
    define_table_caption,
    define_table_cell,
    template,
)

DCTERMS = "http://purl.org/dc/terms/"
LONGEST_PROPERTY = 255
"""Characters in a core property, as python-docx allows."""
HALF_LINE = 6.0
"""Points above and below a list or stanza."""
LONGEST_ENTRY = 120
"""Characters of a headline in the contents."""
EAST_ASIAN = {"ja": "ja-JP", "ko": "ko-KR"}


@dataclass(frozen=True, slots=True)
class ReviewDocxWriter:
    """The writer of a document in which an editor reviews the changes."""

    widths: bool = True
    """Whether changes of width alone are tracked, too."""

    def __call__(self, document: Document, style: StyleSheet, context: WriteContext) -> Rendered:
        """Write the document, with tracked changes and comments."""
        return _write(document, style, context, TRACKED if self.widths else WITHOUT_WIDTHS)


def write_docx(document: Document, style: StyleSheet, context: WriteContext) -> Rendered:
    """Write the reading as a Word document: title page with contents, then the articles."""
    return _write(document, style, context, "")


def _write(document: Document, style: StyleSheet, context: WriteContext, changes: str) -> Rendered:
    name = identifier(document, edition(style, review=bool(changes)))
    style = style.in_language(language_tag(document.meta))
    empty = template(style, *_languages(document))
    word = empty.document()
    body = word.element.body
    front, text = list(body.iter(w("sectPr")))
    for child in list(body):
        body.remove(child)
    added = etree.Element(body.tag, nsmap=body.nsmap)  # python-docx has a class for each element in `body`
    _add_front(added, document, front, first_pages(document, style))
    opening = len(added)
    pages = page_marks(document)
    if pages.missing:
        define_missing_page(word.styles.element, style)
    if any(block.role is Role.TABLE_CELL for block in document.blocks):
        define_table_cell(word.styles.element, style)
    if any(block.role is Role.TABLE_CAPTION for block in document.blocks):
        define_table_caption(word.styles.element, style)
    pictures = PictureParagraphs(word, style.page, context.pictures)
    if changes:
        marks = IssueMarks(pages, pictures, style)
        _add_reviewed(word, added, document, marks, context, widths=changes == TRACKED)
    else:
        _add_articles(added, document, pages, pictures, style)
    body.extend(added)
    pictures.add_pages(body, text)
    _end(word, body, text, balanced=style.page.columns > 1 and len(body) > opening)
    head = "\u3000".join(filter(None, (one_line(title(document), LONGEST_ENTRY), issue_line(document.meta))))
    add_runs(word.sections[1].header.part.element[0], head)
    _set_properties(word, document, name, context.timestamp)
    add_custom(word.part.package, document, changes)
    return Rendered(zip_of(package_files(word.part.package), context.timestamp, empty.packed))


def _languages(document: Document) -> tuple[str, str]:
    """Return the East Asian and the western language as Word names them.

    zh-Hant-HK  ->  zh-HK, en-US; en-GB  ->  zh-CN, en-GB
    """
    tag = language_tag(document.meta)
    language, *rest = tag.lower().split("-")
    region = rest[-1].upper() if rest and len(rest[-1]) == 2 else ""
    if language == "zh":
        return f"zh-{region or ('TW' if 'hant' in rest else 'CN')}", "en-US"
    if language in EAST_ASIAN:
        return EAST_ASIAN[language], "en-US"
    return "zh-CN", "en-US" if language in {"en", "und"} and not rest else tag


def _end(word: WordDocument, body: etree._Element, section: etree._Element, *, balanced: bool) -> None:
    """End the text: columns are made alike in length where another section begins on the same page."""
    pages_end = section.find(f"{w('cols')}[@{w('num')}='1']") is not None
    if not balanced or pages_end:
        body.append(section)
        return
    define_section_end(word.styles.element)
    last = deepcopy(section)
    for child in list(last):
        if child.tag in {w("headerReference"), w("footerReference"), w("pgNumType"), w("type")}:
            last.remove(child)
    last.insert(0, etree.Element(w("type"), {w("val"): "continuous"}))
    add_paragraph(body, SECTION_END.id, "")[0].append(section)
    add_paragraph(body, SECTION_END.id, "")
    body.append(last)


def _add_front(
    body: etree._Element, document: Document, section: etree._Element, first: Mapping[str, int]
) -> None:
    """Add masthead, issue line and contents; the last paragraph ends the section."""
    add_paragraph(body, NAMES["masthead"].id, title(document))
    if line := issue_line(document.meta):
        add_paragraph(body, NAMES["issue-line"].id, line)
    own = messages(document.meta)
    articles = [a for a in document.articles if a.headline.strip() or a.kind is Opening.ADVERTISEMENT]
    entries = [
        ContentsLine(article.id, name, first.get(article.id, 1))
        for article, (name, _) in zip(articles, contents_names(articles, own, LONGEST_ENTRY), strict=True)
        if article.kind is not Opening.ADVERTISEMENT or name == own.advertisements
    ]
    if entries:
        add_paragraph(body, CONTENTS_HEADING.id, own.contents)
        add_contents(body, NAMES["contents"].id, entries)
    last_properties = body[-1][0]
    last_properties.append(section)


def _add_articles(
    body: etree._Element,
    document: Document,
    pages: PageMarks,
    pictures: PictureParagraphs,
    style: StyleSheet,
) -> None:
    """Add every readable block, each article and each of several printed pages under its bookmark."""
    number = 0
    for article in document.articles:
        blocks = article.readable
        if not blocks:
            continue
        paragraphs = _add_blocks(body, blocks, pages, pictures, style)
        for above, block, paragraph in zip(blocks, blocks[1:], paragraphs[1:], strict=False):
            if above.role is Role.KICKER and block.role is Role.HEADLINE:
                close_up(paragraph)
        for block, paragraph in zip(blocks, paragraphs, strict=True):
            if block.role in ALL_HEADINGS:
                set_heading(paragraph, block, style, language_tag(document.meta))
        for group in line_groups(blocks):
            _set_apart(blocks, paragraphs, group)
        number += 1
        mark_place(paragraphs[0], number, article.id)
        for block, paragraph in zip(blocks, paragraphs, strict=True):
            pages.begin([paragraph], block.id)
        headed = any(b.role in ARTICLE_OPENERS for b in blocks)
        if number > 1 and (article.kind is Opening.UNPLACED or not headed):
            rule_above(paragraphs[0])
    pages.add_missing(body, BEHIND_ALL)


def _add_blocks(
    body: etree._Element,
    blocks: Sequence[Block],
    pages: PageMarks,
    pictures: PictureParagraphs,
    style: StyleSheet,
) -> list[etree._Element]:
    """Append the blocks of an article; return the paragraph of each."""
    paragraphs: list[etree._Element] = []
    cells = (group for group in line_groups(blocks) if blocks[group.start].role is Role.TABLE_CELL)
    tables = {group.start: group for group in cells}
    for at, block in enumerate(blocks):
        if at < len(paragraphs):  # a cell, which was added with its table
            continue
        table = tables.get(at, range(at, at + 1))
        own = blocks[table.start : table.stop]
        for each in own:
            pages.add_missing(body, each.id)
            pictures.add_before(body, each)
        if at in tables:
            paragraphs += add_table(body, own, style, last=_ends(blocks, table.stop))
        else:
            paragraphs.append(add_paragraph(body, style_of(block), block.reading))
        for each in own:
            pictures.add_behind(body, each)
    return paragraphs


def _set_apart(blocks: Sequence[Block], paragraphs: Sequence[etree._Element], group: range) -> None:
    """Put half a line over and below a list, a stanza or a table; a table's own edges have no room."""
    first, stop = group.start, group.stop
    if blocks[first].role is not Role.TABLE_CELL:
        if first and blocks[first - 1].role not in ALL_HEADINGS:
            space(paragraphs[first], before=HALF_LINE)
        space(paragraphs[stop - 1], after=HALF_LINE)
        return
    apart = ALL_HEADINGS | {Role.TABLE_CELL, Role.TABLE_CAPTION}
    if first and blocks[first - 1].role not in apart:
        space(paragraphs[first - 1], after=HALF_LINE)
    if stop < len(blocks) and blocks[stop].role not in apart:
        space(paragraphs[stop], before=HALF_LINE)


def _ends(blocks: Sequence[Block], stop: int) -> bool:
    """Whether an article ends with a table, or another one follows: a paragraph parts the two."""
    return stop == len(blocks) or blocks[stop].role is Role.TABLE_CELL


def _add_reviewed(
    word: WordDocument,
    body: etree._Element,
    document: Document,
    marks: IssueMarks,
    context: WriteContext,
    *,
    widths: bool,
) -> None:
    """Add the blocks with tracked changes, and the comments as a part of their own."""
    text = etree.Element(body.tag)
    date = utc_text(context.timestamp) if context.timestamp else ""
    comments = add_review(text, document, marks, date, widths=widths)
    for paragraph in list(text):
        body.append(paragraph)
    if len(comments):
        data = etree.tostring(comments, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = word.part.package
        part = Part(PackURI("/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, data, package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _set_properties(word: WordDocument, document: Document, name: str, timestamp: datetime | None) -> None:
    """Set the core properties (ECMA-376, part 2, section 8.3); times that are not known are left out."""
    core = word.core_properties
    core.title = one_line(title(document), LONGEST_PROPERTY)
    core.subject = one_line(issue_line(document.meta), LONGEST_PROPERTY)
    core.identifier = name
    core.language = language_tag(document.meta)
    if timestamp:
        core.created = core.modified = timestamp.astimezone(UTC).replace(tzinfo=None)
    else:
        element = word.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
        for time in list(element.iter(f"{{{DCTERMS}}}created", f"{{{DCTERMS}}}modified")):
            element.remove(time)
    core.author = one_line(document.meta.creator or document.meta.title, LONGEST_PROPERTY)
    core.last_modified_by = core.comments = core.keywords = ""
    core.revision = 1
