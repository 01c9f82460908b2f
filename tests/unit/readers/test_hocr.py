"""hOCR as recognisers write it, and as it is after someone's editor was at it."""

from __future__ import annotations

import pytest

from convert.conversion import read as read_source
from convert.document.integrity import check
from convert.document.layout import NOWHERE, Box, Layout, Surface
from convert.document.model import Document, Metadata
from convert.errors import UnreadableSource
from convert.readers.hocr import read_hocr
from convert.readers.hocr.titles import properties
from convert.readers.signatures import is_hocr

DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "xhtml1-transitional.dtd">\n'
HEAD = "<head><meta name='ocr-system' content='any'/></head>"


def word(text: str, title: str = "", tail: str = "\n") -> str:
    """Return a word."""
    return f"<span class='ocrx_word' title='{title}'>{text}</span>{tail}"


def line(*words: str, title: str = "", kind: str = "ocr_line") -> str:
    """Return a line."""
    return f"<span class='{kind}' title='{title}'>{''.join(words)}</span>\n"


def par(*lines: str, title: str = "bbox 1 2 30 40") -> str:
    """Return a paragraph."""
    return f"<p class='ocr_par' id='p' title='{title}'>{''.join(lines)}</p>\n"


def page(*inside: str, title: str = "bbox 0 0 100 200") -> str:
    """Return a page."""
    return f"<div class='ocr_page' id='page_1' title='{title}'>{''.join(inside)}</div>\n"


def hocr(*pages: str) -> str:
    """Return a file."""
    return f"{DOCTYPE}<html xmlns='http://www.w3.org/1999/xhtml'>{HEAD}<body>{''.join(pages)}</body></html>"


def read(file: str) -> Document:
    """Read a file of hOCR."""
    return read_hocr(file.encode(), Metadata(name="page.hocr"))


def layout_of(file: str) -> Layout:
    """Read a file of hOCR, and return its layout."""
    layout = read(file).layout
    assert layout is not None
    return layout


def test_a_page_is_read() -> None:
    """A region a paragraph, whatever stands around it; the DOCTYPE is no reason to refuse it."""
    heading = par(line(word("渡口改造", "bbox 1 2 30 12; x_wconf 96"), title="bbox 1 2 30 12"))
    text = par(line(word("The"), word("ferry")), line(word("is")))
    file = hocr(page(f"<div class='ocr_carea'>{heading}{text}</div>"))
    document = read_source(file.encode())
    assert document.source.text == "渡口改造\n\nThe ferry\nis\n\n"
    check(document)
    layout = document.layout
    assert layout is not None
    assert [(region.box, region.id) for region in layout.regions] == [(Box(1, 2, 30, 40), "p")] * 2
    assert layout.words[0].box == Box(1, 2, 30, 12)
    assert layout.words[0].confidence == 0.96
    assert layout.words[0].ref == "hocr:/1/0/0/0/0/0"
    assert document.meta.warnings == ()


@pytest.mark.parametrize(
    "data",
    [
        hocr(page()),
        f"<?xml version='1.0'?>\n<!-- by any program -->{hocr(page())}",
        "<html><head><title></title></head><body><div class=ocr_page>",
        "<body><div id='a' class='mine ocr_page'>",
        f"<html><head><script>{'x' * 9000}</script></head><body><p class='ocr_par'>",
    ],
)
def test_hocr_is_known_by_its_classes(data: str) -> None:
    """Or by the name of the program that wrote it."""
    assert is_hocr(data.encode())


@pytest.mark.parametrize(
    "data", ["<html><body><p class='text'>ocr_page</p>", "class='ocr_page'", "<p>ocr</p>"]
)
def test_other_html_is_none(data: str) -> None:
    """Even if it tells of hOCR."""
    assert not is_hocr(data.encode())


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("bbox 0 0 10 20; x_wconf 93", {"bbox": ["0", "0", "10", "20"], "x_wconf": ["93"]}),
        ("image \"a;b 'c'.png\"; bbox 1 2", {"image": ["a;b 'c'.png"], "bbox": ["1", "2"]}),
        (r'image "C:\\scans\\1.tif";ppageno 0', {"image": [r"C:\scans\1.tif"], "ppageno": ["0"]}),
        ("bbox 1 2;bbox 3 4", {"bbox": ["1", "2"]}),
        ("", {}),
        (";;", {}),
        ('image "never closed; bbox 1 2', {"image": ['"', "never", "closed"], "bbox": ["1", "2"]}),
    ],
)
def test_titles(title: str, wanted: dict[str, list[str]]) -> None:
    """Properties between semicolons, texts in quotes."""
    assert properties(title) == wanted


def test_a_page_has_size_image_and_resolution() -> None:
    """As its title says."""
    title = "image &quot;a;b.png&quot;; bbox 0 0 1106 1293; ppageno 0; scan_res 300 300"
    file = hocr(page(par(line(word("a"), title="bbox 1 2 3 4; x_size 50")), title=title))
    layout = layout_of(file)
    assert layout.surfaces == (Surface(0, 1106, 1293, "pixel", 300, "a;b.png"),)
    assert layout.lines[0].size == 12


def test_a_page_without_a_size_is_as_large_as_what_is_on_it() -> None:
    """And a region without a box as large as its lines."""
    lines = [line(word("a"), title="bbox 5 6 7 8"), line(word("b"), title="bbox 5 9 17 12")]
    layout = layout_of(hocr(page(par(*lines, title=""), title="")))
    assert layout.surfaces[0] == Surface(0, 17, 12)
    assert layout.regions[0].box == Box(5, 6, 17, 12)


def test_several_pages_have_the_numbers_of_their_scans() -> None:
    """If these tell them apart; printed numbers go before. Ids may be the same on each."""
    pages = [page(par(line(word("a"))), title=f"ppageno {number}") for number in (4, 5)]
    document = read(hocr(*pages))
    assert document.source.text == "a\n\n\fa\n\n"
    assert [each.label for each in document.pages] == ["5", "6"]
    same = [page(par(line(word("a"))), title=f"ppageno 0{more}") for more in ("", "; lpageno 12")]
    assert [each.label for each in read(hocr(*same)).pages] == ["", "12"]
    assert read(hocr(page(par(line(word("a"))), title="ppageno 3"))).pages[0].label == ""


@pytest.mark.parametrize(
    "kind", ["ocr_header", "ocr_caption", "ocr_textfloat", "ocr_footer", "ocrx_line", "x ocr_line"]
)
def test_lines_have_many_names(kind: str) -> None:
    """Headings and captions are lines, unless lines stand in them."""
    assert read(hocr(page(par(line(word("a"), kind=kind), line(word("b")))))).source.text == "a\nb\n\n"
    holding = f"<div class='ocr_header'>{line(word('a'))}{line(word('b'))}</div>"
    assert read(hocr(page(holding, par(line(word("c")))))).source.text == "a\nb\n\nc\n\n"


def test_lines_outside_of_paragraphs_are_regions_in_the_order_of_the_file() -> None:
    """Of their area, or of the page."""
    lines = f"{line(word('a'))}{par(line(word('b')))}{line(word('c'))}"
    area = f"<div class='ocr_carea' title='bbox 0 0 9 9'>{lines}</div>"
    layout = layout_of(hocr(page(line(word("x")), area, line(word("y")))))
    assert [region.box for region in layout.regions] == [
        NOWHERE,
        Box(0, 0, 9, 9),
        Box(1, 2, 30, 40),
        Box(0, 0, 9, 9),
        NOWHERE,
    ]
    assert read(hocr(page(line(word("x")), area, line(word("y"))))).source.text == "x\n\na\n\nb\n\nc\n\ny\n\n"


def test_text_that_is_in_no_word_is_read_with_its_line() -> None:
    """Of programs that box lines alone, or only some of the words."""
    lines = [line("渡口 改造", title="bbox 1 2 3 4; x_wconf 50"), line(word("a"), "lost", word("b"))]
    layout = layout_of(hocr(page(par(*lines))))
    assert read(hocr(page(par(*lines)))).source.text == "渡口 改造\na lostb\n\n"
    assert [(each.box, each.confidence, each.ref[-2:]) for each in layout.words] == [
        (Box(1, 2, 3, 4), 0.5, "/0"),
        (NOWHERE, None, "/1"),
    ]


def test_words_may_hold_elements_and_stand_in_some() -> None:
    """Bold and italic, characters with boxes of their own; a wrapper of several words."""
    bold = word("<strong><em>Der</em></strong>")
    characters = word("<span class='ocrx_cinfo'>B</span><span class='ocrx_cinfo'>o</span>te")
    wrapped = f"<span>{word('von')}{word('<strong>hier</strong>')}</span>"
    layout = layout_of(hocr(page(par(line(bold, characters, wrapped), line(word("<b>a</b>"))))))
    document = read(hocr(page(par(line(bold, characters, wrapped), line(word("<b>a</b>"))))))
    assert document.source.text == "Der Bote von hier\na\n\n"
    assert [(each.bold, each.italic) for each in layout.lines] == [(False, False), (True, False)]
    assert [each.ref for each in layout.words][2] == "hocr:/1/0/0/0/2/0"


def test_words_without_anything_between_them_are_close() -> None:
    """Not even a line end."""
    assert read(hocr(page(par(line(word("a", tail=""), word(","), word("b")))))).source.text == "a, b\n\n"


@pytest.mark.parametrize(
    ("title", "confidence"),
    [
        ("x_wconf 93", 0.93),
        ("x_confs 90 80", 0.85),
        ("bbox 1 2 3 4; x_wconf 250", 1.0),
        ("x_wconf -1", 0.0),
        ("x_wconf many", None),
        ("bbox 1 2 3 4", None),
    ],
)
def test_confidence_is_0_to_1(title: str, confidence: float | None) -> None:
    """Of the word, else the mean of its characters'."""
    assert layout_of(hocr(page(par(line(word("a", title)))))).words[0].confidence == confidence


@pytest.mark.parametrize(
    "title", ["bbox 1 2 3", "bbox a b c d", "bbox nan 0 1 1", "bbox 0 0 1e300 1", "baseline 0 0"]
)
def test_boxes_that_cannot_be(title: str) -> None:
    """No place."""
    assert layout_of(hocr(page(par(line(word("a", title)))))).words[0].box == NOWHERE


def test_turned_lines() -> None:
    """The file counts against the clock."""
    assert (
        layout_of(hocr(page(par(line(word("a"), title="bbox 1 2 3 4; textangle 90"))))).lines[0].rotation
        == 270
    )


def test_pictures_tables_and_rules() -> None:
    """A picture is a region, a table a kind of region, a separator a rule of the page."""
    inside = [
        "<div class='ocr_photo' title='bbox 1 1 9 9'></div>",
        f"<table class='ocr_table' title='bbox 1 20 9 30'><tr><td>{line(word('a'))}</td></tr></table>",
        "<div class='ocr_separator' title='bbox 0 50 100 51'></div>",
    ]
    layout = layout_of(hocr(page(*inside)))
    assert [(region.kind, region.box) for region in layout.regions] == [
        ("image", Box(1, 1, 9, 9)),
        ("table", Box(1, 20, 9, 30)),
    ]
    assert layout.surfaces[0].rules == (Box(0, 50, 100, 51),)


def test_entities_of_html_are_read() -> None:
    """XML knows five."""
    document = read(hocr(page(par(line(word("R&amp;D&nbsp;&mdash;"), word("m&ecirc;me&shy;"))))))
    assert document.source.text == "R&D — même\u00ad\n\n"
    assert document.meta.warnings == ()


@pytest.mark.parametrize(
    "file",
    [
        "<html><body><div class=ocr_page><p class=ocr_par><span class=ocr_line>{}<br>même</span>",
        "<html><body><div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>{} & même</p></div>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_html_that_is_no_xml_is_read_and_warned_of(file: str, encoding: str) -> None:
    """In the encoding that it has, though it does not say so."""
    text = file.format("渡口改造工程昨日开工，记者在现场看到，工人正在拆除旧码头。")
    document = read_hocr(text.encode(encoding), Metadata(name="page.html"))
    assert document.source.text.startswith("渡口改造工程昨日开工，记者在现场看到")
    assert document.source.text.rstrip().endswith("même")
    (warning,) = document.meta.warnings
    assert warning.startswith("not well-formed XML: ")
    assert warning.endswith("; it was read as HTML")


def test_a_file_that_is_cut_off_says_where() -> None:
    """What there is of it is read."""
    document = read(
        hocr(page(par(line(word("a"), word("b"))))).partition("<span class='ocrx_word' title=''>b")[0]
    )
    assert document.source.text == "a\n\n"
    assert document.meta.warnings[0].startswith("not well-formed XML: Premature end of data in tag span")
    assert "(3:1)" in document.meta.warnings[0]


def test_entities_that_a_file_declares_are_not_expanded() -> None:
    """Nor is anything loaded: the HTML parser knows no such thing."""
    bomb = '<!ENTITY a "haha"><!ENTITY b "&a;&a;">'
    file = hocr(page(par(line(word("x &b; y"))))).replace(DOCTYPE, f"<!DOCTYPE html [{bomb}]>")
    assert "haha" not in read(file).source.text
    outside = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    text = read(hocr(page(par(line(word("x &x; y"))))).replace(DOCTYPE, outside)).source.text
    assert "&x;" in text


def test_elements_too_deep_in_one_another_are_refused() -> None:
    """As in XML, and at once: what stands behind them would be lost."""
    deep = "<div>" * 1_000_000
    with pytest.raises(UnreadableSource, match="Excessive depth"):
        read(f"<html><body><div class=ocr_page>{deep}<span class=ocr_line>a</span>")
