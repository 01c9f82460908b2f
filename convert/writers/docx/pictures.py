"""Pictures in a Word document: a paragraph each, in front of the caption, described for who sees none."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO

from docx.document import Document as WordDocument
from docx.oxml.shape import CT_Inline
from docx.shared import Length, Pt
from lxml import etree

from convert.document.model import Block
from convert.document.roles import Role
from convert.text.xml_safe import sanitize
from convert.typeset.pictures import IssuePictures, Picture
from convert.typeset.styles import PageStyle
from convert.writers.docx.ooxml import add, twips, w

HIGHEST, HIGHEST_PAGE = 0.7, 0.95
"""Of the page's type area: so high is a picture at most, that its caption finds room below it."""
SMALLEST_SHARE, FULL_SHARE = 0.35, 0.6
"""Of the width of the text that a picture takes at least; from this part of its page on it takes all."""
AROUND = 6.0
"""Points above a picture and below it."""


class PictureParagraphs:
    """Adds pictures to one document; each of their files is kept once."""

    def __init__(self, word: WordDocument, page: PageStyle, pictures: IssuePictures) -> None:
        """Begin with none of the pictures."""
        self._word, self._pictures = word, pictures
        self._whole_width = page.width - page.left - page.right
        self._width = (self._whole_width - page.gap * (page.columns - 1)) / page.columns
        self._height = page.height - page.top - page.bottom
        self._count = 0

    def add_before(self, body: etree._Element, block: Block) -> None:
        """Append the pictures in front of a block; that of a caption stays on one page with it."""
        for picture in self._pictures.before.get(block.id, ()):
            self._add_picture(body, picture, keep=block.role is Role.CAPTION)

    def add_behind(self, body: etree._Element, block: Block) -> None:
        """Append the pictures behind a block."""
        for picture in self._pictures.behind.get(block.id, ()):
            self._add_picture(body, picture, keep=False)

    def add_pages(self, body: etree._Element, section: etree._Element) -> None:
        """Append the images of printed pages, each on a page of its own; `section` ends before them."""
        if not self._pictures.pages:
            return
        end = add(body, "p")
        add(end, "pPr").append(deepcopy(section))
        for columns in section.iter(w("cols")):
            columns.set(w("num"), "1")
        for numbers in section.iter(w("pgNumType")):  # pages are counted on
            numbers.attrib.pop(w("start"), "")
        for number, image in enumerate(self._pictures.pages):
            paragraph = self._add(body, image.picture, self._whole_width, self._height * HIGHEST_PAGE)
            if number:
                add(paragraph[0], "pageBreakBefore")
            _set_apart(paragraph, 0, 0)

    def _add_picture(self, body: etree._Element, picture: Picture, *, keep: bool) -> None:
        share = 1.0 if picture.share >= FULL_SHARE else max(SMALLEST_SHARE, picture.share / FULL_SHARE)
        paragraph = self._add(body, picture, self._width * share, self._height * HIGHEST)
        if keep:
            add(paragraph[0], "keepNext")
        _set_apart(paragraph, AROUND, 0 if keep else AROUND)

    def _add(self, body: etree._Element, picture: Picture, width: float, height: float) -> etree._Element:
        self._count += 1
        scale = min(width / picture.width, height / picture.height)
        relation, _ = self._word.part.get_or_add_image(BytesIO(picture.data))
        size: tuple[Length, Length] = (Pt(picture.width * scale), Pt(picture.height * scale))
        inline = CT_Inline.new_pic_inline(self._count, relation, picture.file_name, *size)
        inline.docPr.set("descr", sanitize(picture.alt))
        paragraph = add(body, "p")
        add(paragraph, "pPr")
        drawing = add(add(paragraph, "r"), "drawing")
        drawing.append(inline)
        return paragraph


def _set_apart(paragraph: etree._Element, before: float, after: float) -> None:
    """Centre a picture's paragraph, its line as high as the picture whatever the style of the text."""
    properties = paragraph[0]
    add(properties, "spacing", before=twips(before), after=twips(after), line="240", lineRule="auto")
    add(properties, "ind", left="0", right="0", firstLine="0")
    add(properties, "jc", "center")
