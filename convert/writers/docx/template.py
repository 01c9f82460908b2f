"""The empty Word document of a style: named styles, page, header and footer; made once, then copied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.opc.constants import CONTENT_TYPE
from docx.opc.package import Unmarshaller
from docx.opc.packuri import PackURI
from docx.opc.part import Part, PartFactory
from docx.opc.pkgreader import PackageReader
from docx.package import Package
from docx.section import Section
from docx.shared import Pt
from lxml import etree

from convert.document.roles import ALL_HEADINGS, Role
from convert.typeset.deflate import raw_stream
from convert.typeset.styles import FontStyle, PageStyle, Style, StyleSheet
from convert.writers.docx.ooxml import add, twips, w
from convert.writers.docx.package import package_files

HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
STYLE_PRIORITY = "9"
"""Priority in Word's style pane: all of ours together, on top."""


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A paragraph style of Word: one that Word itself knows, or one of our own."""

    id: str
    name: str
    level: int | None = None
    """Outline level from 0: what the navigation pane shows."""
    ours: bool = False


def _own(name: str) -> WordStyle:
    return WordStyle(name.replace(" ", ""), name, ours=True)


NAMES: Mapping[str, WordStyle] = {
    "masthead": WordStyle("Title", "Title"),
    "issue-line": _own("Issue Line"),
    "contents": WordStyle("TOC1", "toc 1"),
    "note": _own("Note"),
    Role.KICKER: _own("Kicker"),
    Role.HEADLINE: WordStyle("Heading1", "heading 1", 0),
    Role.SUBTITLE: WordStyle("Subtitle", "Subtitle"),
    Role.BYLINE: _own("Byline"),
    Role.DATELINE: _own("Dateline"),
    Role.LABEL: _own("Label"),
    Role.HOST: _own("Host"),
    Role.PARTICIPANT: _own("Participant"),
    Role.SUBHEAD: WordStyle("Heading2", "heading 2", 1),
    Role.BODY: _own("Body"),
    Role.BRIEF: _own("Brief"),
    Role.ADVERTISEMENT: _own("Advertisement"),
    Role.VERSE: _own("Verse"),
    Role.LIST: WordStyle("List", "List"),
    Role.TABLE_ROW: _own("Table Row"),
    Role.CAPTION: WordStyle("Caption", "caption"),
    Role.CREDIT: _own("Credit"),
    Role.RUNNING_HEAD: WordStyle("Header", "header"),
    Role.FOLIO: WordStyle("Footer", "footer"),
}
"""Role, or part of the output, to Word's style. Word's own names bring outline, contents and translation."""

CONTENTS_HEADING = WordStyle("TOCHeading", "TOC Heading")
THIRD_HEADING = WordStyle("Heading3", "heading 3", 2)
"""Two that the style sheet has no entry for: they look like a label."""
MISSING_PAGE = _own("Missing Page")
"""Of a line in the place of a page without text; only a document with such a page has it."""

TABLE_CELL = _own("Table Cell")
"""Of a table's cells; only a document with a table has it."""
TABLE_CAPTION = _own("Table Caption")
"""Of what a table is called; only a document with such a text has it."""

SECTION_END = _own("Section End")
"""Of the two empty lines, too low to be seen, behind the last columns; only a document in columns has it."""

KEPT_TOGETHER = ALL_HEADINGS | {"masthead", Role.LABEL}
"""Not to be broken over two columns."""

LISTED = frozenset({Role.LIST, Role.TABLE_ROW})
"""What is a list to Word."""
LIST_NUMBER = "1"
"""Of the one list that a document has."""
NEEDLESS = ("stylesWithEffects", "customXml", "webSettings", "thumbnail")
NEEDLESS_PROPERTIES = "extended-properties"
"""Parts of python-docx's own template that say nothing about our document."""


KEPT_AS_FILES = frozenset({CONTENT_TYPE.WML_SETTINGS, CONTENT_TYPE.WML_NUMBERING, CONTENT_TYPE.WML_FOOTER})
"""Parts that are alike in all documents of a style: they are copied, and not read."""


class WordTemplate(NamedTuple):
    """An empty document, and its parts as they are packed."""

    parts: PackageReader
    packed: Mapping[bytes, bytes]
    """What a zip has of them: most are the same in every document."""

    def document(self) -> WordDocument:
        """Return a document of its own."""
        package = Package()
        Unmarshaller.unmarshal(self.parts, package, _part)  # type: ignore[no-untyped-call]
        document: WordDocument = package.main_document_part.document
        return document


def _part(name: PackURI, kind: str, _relation: str, data: bytes, package: Package) -> Part:
    """Return a part of a document, as python-docx asks for it."""
    known: type[Part] = Part if kind in KEPT_AS_FILES else PartFactory.part_type_for.get(kind, Part)
    part: Part = known.load(name, kind, data, package)
    return part


def template(style: StyleSheet, east_asian: str, western: str) -> WordTemplate:
    """Return the empty document of a style, with its languages as Word names them: zh-CN, en-US."""
    return _template(style.page, tuple(style.fonts.items()), tuple(style.roles.items()), east_asian, western)


# The whole process shares templates: making one takes as long as writing a short document into it.
@lru_cache(maxsize=16)
def _template(
    page: PageStyle,
    fonts: tuple[tuple[str, FontStyle], ...],
    roles: tuple[tuple[str, Style], ...],
    east_asian: str,
    western: str,
) -> WordTemplate:
    style = StyleSheet("", page, dict(fonts), dict(roles))
    document = docx.Document()
    _drop_needless_parts(document)
    _define_styles(document.styles.element, style, east_asian, western)
    _define_settings(document.settings.element, east_asian, western)
    _define_list(document.part.numbering_part.element)
    _lay_out(document, style)
    saved = BytesIO()
    document.save(saved)
    made = WordTemplate(PackageReader.from_file(saved), {})  # type: ignore[no-untyped-call]
    parts = package_files(made.document().part.package).values()
    return made._replace(packed={data: raw_stream(data) for data in parts})


def _drop_needless_parts(document: WordDocument) -> None:
    """Leave styles, settings, core properties, and what Word misses: theme and font table."""
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in (*NEEDLESS, NEEDLESS_PROPERTIES):
                del relations[key]


def _define_styles(root: etree._Element, style: StyleSheet, east_asian: str, western: str) -> None:
    """Put our styles in the place of the template's."""
    for old in root.findall(w("style")):
        root.remove(old)
    defaults = root.find(w("docDefaults"))
    if defaults is not None:
        root.remove(defaults)
    body = style.of(Role.BODY)
    defaults = etree.Element(w("docDefaults"))
    root.insert(0, defaults)
    run = add(add(defaults, "rPrDefault"), "rPr")
    _define_run(run, Style(body.font, body.size), style.font(body.font))
    add(run, "lang", western, eastAsia=east_asian, bidi="ar-SA")
    add(add(defaults, "pPrDefault"), "pPr")
    _define_normal(root)
    for key, named in NAMES.items():
        _define_style(root, named, style.of(key), style, key)
    label = style.of(Role.LABEL)
    _define_style(root, THIRD_HEADING, label, style, Role.LABEL)
    apart = replace(label, before=4 * label.size, after=label.size / 2)
    _define_style(root, CONTENTS_HEADING, apart, style, Role.LABEL)


def define_missing_page(root: etree._Element, style: StyleSheet) -> None:
    """Add the style of a line in the place of a page without text, which looks like a note."""
    _define_style(root, MISSING_PAGE, style.of("note"), style, "note")


def define_table_cell(root: etree._Element, style: StyleSheet) -> None:
    """Add the style of a table's cells."""
    _define_style(root, TABLE_CELL, style.of(Role.TABLE_CELL), style, Role.TABLE_CELL)


def define_table_caption(root: etree._Element, style: StyleSheet) -> None:
    """Add the style of what a table is called: it stays on one page with the table."""
    _define_style(root, TABLE_CAPTION, style.of(Role.TABLE_CAPTION), style, Role.TABLE_CAPTION)


def define_section_end(root: etree._Element) -> None:
    """Add the style of an empty line that takes no room."""
    element = add(root, "style", type="paragraph", styleId=SECTION_END.id, customStyle="1")
    add(element, "name", SECTION_END.name)
    add(element, "basedOn", "Normal")
    add(element, "semiHidden")
    add(add(element, "pPr"), "spacing", before="0", after="0", line="20", lineRule="exact")
    add(add(element, "rPr"), "sz", "2")


def _define_normal(root: etree._Element) -> None:
    """Define what all styles rest on: line breaking by East Asian rules, no document grid."""
    normal = add(root, "style", type="paragraph", default="1", styleId="Normal")
    add(normal, "name", "Normal")
    add(normal, "qFormat")
    paragraph = add(normal, "pPr")
    for switch in ("widowControl", "kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN"):
        add(paragraph, switch)
    add(paragraph, "snapToGrid", "0")
    letters = add(root, "style", type="character", default="1", styleId="DefaultParagraphFont")
    add(letters, "name", "Default Paragraph Font")
    add(letters, "uiPriority", "1")
    add(letters, "semiHidden")


def _define_style(root: etree._Element, named: WordStyle, look: Style, style: StyleSheet, key: str) -> None:
    """Define one paragraph style; children in the order that the schema asks for (17.7.4.17)."""
    element = add(root, "style", type="paragraph", styleId=named.id)
    if named.ours:
        element.set(w("customStyle"), "1")
    add(element, "name", named.name)
    add(element, "basedOn", "Normal")
    if key in KEPT_TOGETHER:
        add(element, "next", NAMES[Role.BODY].id)
    add(element, "uiPriority", STYLE_PRIORITY)
    add(element, "qFormat")
    paragraph = add(element, "pPr")
    if look.keep_with_next:
        add(paragraph, "keepNext")
    if key in KEPT_TOGETHER:
        add(paragraph, "keepLines")
    if key == Role.RUNNING_HEAD:
        rule = add(paragraph, "pBdr")
        add(rule, "bottom", "single", sz="4", space="4", color=_color(look) or "auto")
    if key in LISTED:
        add(add(paragraph, "numPr"), "numId", LIST_NUMBER)
    _define_tabs(paragraph, key, style.page)
    line = twips(look.size * look.leading)
    add(
        paragraph,
        "spacing",
        before=twips(look.before),
        after=twips(look.after),
        line=line,
        lineRule="atLeast",
    )
    if look.inset:
        chars = str(round(look.inset * 100))
        add(paragraph, "ind", leftChars=chars, left=twips(look.inset * look.size))
    elif look.indent:
        # Word counts characters; twips are for programs that do not
        chars = str(round(look.indent * 100))
        add(paragraph, "ind", firstLineChars=chars, firstLine=twips(look.indent * look.size))
    add(paragraph, "jc", {"justify": "both"}.get(look.align, look.align))
    if named.level is not None:
        add(paragraph, "outlineLvl", str(named.level))
    _define_run(add(element, "rPr"), look, style.font(look.font))


def _define_tabs(paragraph: etree._Element, key: str, page: PageStyle) -> None:
    """Set the page numbers of the contents at the right, behind dots."""
    if key == "contents":
        room = page.width - page.left - page.right
        add(add(paragraph, "tabs"), "tab", "right", leader="dot", pos=twips(room))


def _define_list(root: etree._Element) -> None:
    """Define the document's one list: its items keep the marks that the source has, and get no others."""
    for old in list(root):
        root.remove(old)
    kind = add(root, "abstractNum", abstractNumId="0")
    add(kind, "multiLevelType", "singleLevel")
    level = add(kind, "lvl", ilvl="0")
    add(level, "start", "1")
    add(level, "numFmt", "none")
    add(level, "suff", "nothing")
    add(level, "lvlText", "")
    add(level, "lvlJc", "left")
    add(add(root, "num", numId=LIST_NUMBER), "abstractNumId", "0")


def _define_run(run: etree._Element, look: Style, font: FontStyle) -> None:
    """Define letters: Latin and East Asian fonts apart, weight, colour, size in half points."""
    latin = font.latin
    add(run, "rFonts", ascii=latin, hAnsi=latin, eastAsia=font.east_asian, cs=latin)
    if look.bold:
        add(run, "b")
        add(run, "bCs")
    if look.italic:
        add(run, "i")
        add(run, "iCs")
    color = _color(look)
    if color:
        add(run, "color", color)
    half_points = str(round(look.size * 2))
    add(run, "sz", half_points)
    add(run, "szCs", half_points)


def _color(look: Style) -> str:
    """Return the colour as Word writes it; none for black, which Word shows white in dark mode."""
    return look.color[1:].upper() if HEX_COLOR.fullmatch(look.color) and look.color != "#000000" else ""


def _define_settings(root: etree._Element, east_asian: str, western: str) -> None:
    """Set East Asian typesetting: punctuation pressed together, lines that break stay ragged."""
    for old in list(root):
        root.remove(old)
    add(root, "zoom", percent="100")
    add(root, "defaultTabStop", "420")
    add(root, "characterSpacingControl", "compressPunctuation")
    compat = add(root, "compat")
    for switch in ("balanceSingleByteDoubleByteWidth", "doNotExpandShiftReturn", "useFELayout"):
        add(compat, switch)
    word = "http://schemas.microsoft.com/office/word"
    add(compat, "compatSetting", "15", name="compatibilityMode", uri=word)
    add(root, "themeFontLang", western, eastAsia=east_asian)


def _lay_out(document: WordDocument, style: StyleSheet) -> None:
    """Make two sections: the title page, then the text in columns with header and page number."""
    text = document.add_section(WD_SECTION.NEW_PAGE)
    for section in document.sections:
        _set_page(section, style.page)
    text.header.is_linked_to_previous = False
    text.footer.is_linked_to_previous = False
    _add_page_number(text.footer.part.element[0])
    *_, text_mark = marks = list(document.element.body.iter(w("sectPr")))
    for mark, columns in zip(marks, (1, style.page.columns), strict=True):
        mark.attrib.clear()
        for old in [*mark.findall(w("docGrid")), *mark.findall(w("cols"))]:
            mark.remove(old)
        if mark is text_mark:
            add(mark, "pgNumType", start="1")
        add(mark, "cols", num=str(columns), space=twips(style.page.gap))


def _set_page(section: Section, page: PageStyle) -> None:
    section.page_width, section.page_height = Pt(page.width), Pt(page.height)
    section.left_margin, section.right_margin = Pt(page.left), Pt(page.right)
    section.top_margin, section.bottom_margin = Pt(page.top), Pt(page.bottom)
    section.header_distance, section.footer_distance = Pt(page.top / 2), Pt(page.bottom / 2)


def _add_page_number(paragraph: etree._Element) -> None:
    """Put a PAGE field into the footer; Word counts it anew at each opening."""
    for kind in ("begin", "separate", "end"):
        add(add(paragraph, "r"), "fldChar", fldCharType=kind)
        if kind == "begin":
            add(add(paragraph, "r"), "instrText").text = "PAGE"
        if kind == "separate":
            add(add(paragraph, "r"), "t").text = "1"
