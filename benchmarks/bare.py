"""The bare libraries: the same text into the same four formats, nothing cleaned, nothing styled.

    python benchmarks/bare.py SOURCES OUTPUT FONT.ttf

What this costs, any converter on these libraries costs; what we cost beyond it is our own.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from ebooklib import epub
from lxml import etree
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

TEI = "{http://www.tei-c.org/ns/1.0}"
EMPTY = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'
BODY = ParagraphStyle("body", fontName="text", fontSize=10.5, leading=17, firstLineIndent=21, wordWrap="CJK")


def main(sources: Path, output: Path, font: Path) -> None:
    """Convert every source, one after the other."""
    pdfmetrics.registerFont(TTFont("text", font))
    for source in sorted(sources.glob("*.txt")):
        blocks = re.split(r"\n{2,}", source.read_text("utf-8").strip())
        bare_docx(blocks, output / f"{source.stem}.docx")
        bare_pdf(blocks, output / f"{source.stem}.pdf")
        bare_epub(blocks, output / f"{source.stem}.epub")
        bare_tei(blocks, output / f"{source.stem}.xml")


def bare_docx(blocks: list[str], path: Path) -> None:
    """python-docx: one paragraph a block."""
    document = docx.Document()
    for block in blocks:
        document.add_paragraph(block)
    document.save(str(path))


def bare_pdf(blocks: list[str], path: Path) -> None:
    """Write with reportlab's platypus: one Paragraph a block."""
    SimpleDocTemplate(str(path)).build([Paragraph(escape(block), BODY) for block in blocks])


def bare_epub(blocks: list[str], path: Path) -> None:
    """ebooklib: one chapter."""
    book = epub.EpubBook()
    book.set_identifier(path.stem)
    book.set_title(path.stem)
    book.set_language("zh-Hans")
    chapter = epub.EpubHtml(title=path.stem, file_name="text.xhtml", lang="zh-Hans")
    chapter.content = "".join(f"<p>{escape(block)}</p>" for block in blocks)
    book.add_item(chapter)
    book.toc = [chapter]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    book.spine = ["nav", chapter]
    epub.write_epub(str(path), book)


def bare_tei(blocks: list[str], path: Path) -> None:
    """lxml: one p a block, and the smallest header."""
    root = etree.fromstring(EMPTY)
    header = etree.SubElement(root, f"{TEI}teiHeader")
    described = etree.SubElement(header, f"{TEI}fileDesc")
    for part, inner in (("titleStmt", "title"), ("publicationStmt", "p"), ("sourceDesc", "p")):
        etree.SubElement(etree.SubElement(described, TEI + part), TEI + inner).text = path.stem
    body = etree.SubElement(etree.SubElement(root, f"{TEI}text"), f"{TEI}body")
    for block in blocks:
        etree.SubElement(body, f"{TEI}p").text = block
    etree.ElementTree(root).write(str(path), encoding="utf-8", xml_declaration=True)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
