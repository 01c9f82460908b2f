"""Pictures in EPUB, DOCX and PDF: in their place, with their text, and nothing where there is none."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from convert.typeset.styles import load_style
from convert.typeset.writer import Rendered, WriteContext
from convert.writers.docx import ReviewDocxWriter, write_docx
from convert.writers.epub import write_epub
from convert.writers.pdf import write_pdf
from convert.writers.registry import writer
from tests.support.pictures import illustrated
from tests.support.read_epub import members, text_of
from tests.support.read_pdf import broken_parents, elements

STYLE = load_style("newspaper")
XHTML = "{http://www.w3.org/1999/xhtml}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def written(form: str, *, pages: bool = True) -> bytes:
    """Write the illustrated article."""
    document, pictures = illustrated(pages=pages)
    made: Rendered = writer(form)(document, STYLE, WriteContext(pictures=pictures))
    return made.data


def test_an_epub_has_a_figure_with_its_caption_and_credit() -> None:
    """The picture without a caption stands in one of its own; both are in the manifest, once."""
    files = members(written("epub"))
    article = next(data for name, data in files.items() if name.startswith("a."))
    root = etree.fromstring(article)
    captioned, bare = root.iter(f"{XHTML}figure")
    assert [child.tag.removeprefix(XHTML) for child in captioned] == ["img", "figcaption"]
    assert captioned[0].get("alt") == "新码头。"
    assert [text_of(each) for each in captioned[1]] == ["新码头。", "周明 摄"]
    assert [child.get("alt") for child in bare] == ["图片，第3版 <&>"]
    assert bare[0].get("class") == "narrow"
    named = {image.get("src") for image in root.iter(f"{XHTML}img")}
    assert named < files.keys()
    package = files["content.opf"].decode()
    assert all(package.count(f'href="{name}"') == 1 for name in named)
    assert '<meta property="schema:accessMode">visual</meta>' in package
    assert "by their captions, the pictures are described" in package


def test_the_images_of_an_epubs_pages_and_their_marks_lead_to_each_other() -> None:
    """From where the page begins to its image, and back; the images are listed."""
    files = members(written("epub"))
    image = etree.fromstring(files["page-image-1.xhtml"])
    (back,) = (link.get("href", "") for link in image.iter(f"{XHTML}a"))
    name, _, place = back.partition("#")
    article = etree.fromstring(files[name])
    (mark,) = (each for each in article.iter() if each.get("id") == place)
    follows = mark.getnext()
    assert follows is not None
    assert (follows.get("href"), follows.text) == ("page-image-1.xhtml", "第3版")
    assert "版面图像" in files["nav.xhtml"].decode()


def test_a_docx_has_pictures_inline_with_a_description(tmp_path: Path) -> None:
    """Each in a paragraph of its own, in front of its caption, which it stays with."""
    data = written("docx")
    root = etree.fromstring(members(data)["word/document.xml"])
    described = [each.get("descr") for each in root.iter(f"{DRAWING}docPr")]
    assert described == ["新码头。", "图片，第3版 <&>", "第3版版面图像"]
    paragraphs = list(root.iter(f"{WORD}p"))
    numbers = [n for n, each in enumerate(paragraphs) if each.find(f"{WORD}r/{WORD}drawing") is not None]
    following = paragraphs[numbers[0] + 1].iter(f"{WORD}t")
    assert "".join(each.text or "" for each in following) == "新码头。"
    assert paragraphs[numbers[0]].find(f"{WORD}pPr/{WORD}keepNext") is not None
    path = tmp_path / "page.docx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_a_copy_for_review_has_the_same_pictures(tmp_path: Path) -> None:
    """In the same places; on the way back they decide nothing."""
    document, pictures = illustrated(pages=True)
    data = ReviewDocxWriter()(document, STYLE, WriteContext(pictures=pictures)).data
    path = tmp_path / "page.docx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    assert _shown(data) == _shown(written("docx"))


def _shown(data: bytes) -> list[str]:
    """Return what pictures are called, and the texts between them."""
    root = etree.fromstring(members(data)["word/document.xml"])
    shown = root.iter(f"{DRAWING}docPr", f"{WORD}t")
    return [f"[{each.get('descr')}]" if each.text is None else each.text for each in shown]


def test_a_pdf_has_figures_with_their_text() -> None:
    """In reading order, in grey or RGB, each image once and as large as it was."""
    data = written("pdf")
    assert [name for name, _ in elements(data)].count("Figure") == 3
    assert broken_parents(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        figures = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert sorted(str(each.Alt) for each in figures) == ["图片，第3版 <&>", "新码头。", "第3版版面图像"]
        assert all(len(each.A.BBox) == 4 for each in figures)
        images = pdf.pages[-1].obj.Resources.XObject
        assert sorted((int(i.Width), str(i.ColorSpace)) for i in images.values()) == [
            (90, "/DeviceGray"),
            (300, "/DeviceRGB"),
            (400, "/DeviceRGB"),
        ]


@pytest.mark.parametrize("form", ["epub", "docx", "pdf"])
def test_the_same_pictures_make_the_same_bytes(form: str) -> None:
    """And without pictures nothing of them is left: no style sheet, no resource."""
    assert written(form) == written(form)
    document, _ = illustrated()
    bare = writer(form)(document, STYLE, WriteContext()).data
    if form != "pdf":
        assert not [
            name for name in ZipFile(BytesIO(bare)).namelist() if "picture" in name or "media/" in name
        ]
    assert b"XObject" not in bare


def test_a_tall_picture_fits_its_page_with_its_caption() -> None:
    """As high as the type area allows, never cut; in every style."""
    document, pictures = illustrated(pages=False)
    (block,) = pictures.before
    tall = replace(pictures.before[block][0], width=100, height=4000)
    for style in ("newspaper", "large-print", "historical-vertical"):
        context = WriteContext(pictures=replace(pictures, before={block: (tall,)}))
        for write in (write_pdf, write_docx, write_epub):
            assert write(document, load_style(style), context).data
