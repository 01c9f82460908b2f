"""PDFs as sources: the order of the page, not that of the file."""

from __future__ import annotations

import tracemalloc
import zlib
from io import BytesIO
from time import process_time

import pikepdf
import pytest

from convert.conversion import read
from convert.document.integrity import check
from convert.document.layout import Box
from convert.document.model import Document, Metadata
from convert.errors import UnreadableSource
from convert.ocr import pdf_forms
from convert.ocr.images import draw_pages
from convert.readers import pdf_page as pdf_page_reader
from convert.readers.pdf import read_pdf
from tests.support.pdf_pages import HEIGHT, WIDTH, Drawn, pdf_page, set_paragraphs

BODY = (
    "渡口的改造工程昨日全部完成，两岸居民的出行从此方便了许多，老船工们也都来看热闹。",
    "新的码头比旧的宽了一倍，候船室里装了暖气和电灯。",
    "市里说明年还要再修两处渡口。",
)
LINES = (Drawn("渡口改造完成", 40, 60, 26), *set_paragraphs(BODY, [80, 80, 80], 130))
TEXTS = [
    "渡口改造完成",
    "渡口的改造工程昨日全\n部完成，两岸居民的出行从\n此方便了许多，老船工们也",
    "都来看热闹。",
    "新的码头比旧的宽了一\n倍，候船室里装了暖气和电",
    "灯。",
    "市里说明年还要再修两\n处渡口。",
]
GOING_ON = [False, True, False, True, False, False]


def texts(data: bytes) -> list[str]:
    """Return the texts of a PDF's blocks."""
    return [block.reading for block in read_pdf(data, Metadata(name="p.pdf")).blocks]


def altered(data: bytes, **values: object) -> bytes:
    """Return a PDF whose first page has other entries."""
    file = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        for key, value in values.items():
            pdf.pages[0].obj[f"/{key}"] = value
        pdf.save(file)
    return file.getvalue()


@pytest.mark.parametrize("by_character", [False, True], ids=["by line", "by character"])
@pytest.mark.parametrize("shuffle", [None, 1, 2])
def test_columns_are_read_in_order_however_they_are_drawn(shuffle: int | None, *, by_character: bool) -> None:
    """Line by line, character by character, in any order: the same text."""
    assert texts(pdf_page(LINES, shuffle=shuffle, by_character=by_character)) == TEXTS


def test_a_paragraph_that_a_column_cuts_is_said_to_go_on() -> None:
    """Its last line is full, and the next column begins without an indent."""
    document = read_pdf(pdf_page(LINES), Metadata(name="p.pdf"))
    assert document.layout is not None
    assert [region.continues > 0 for region in document.layout.regions] == GOING_ON
    assert max(region.continues for region in document.layout.regions) < 1, "it is measured, not stated"
    check(document)


def test_places_are_those_of_the_page_from_its_top_left_corner() -> None:
    """In points; each character has its own."""
    document = read_pdf(pdf_page(LINES), Metadata(name="p.pdf"))
    layout = document.layout
    assert layout is not None
    assert layout.surfaces[0][1:4] == (WIDTH, HEIGHT, "point")
    first = layout.words[0]
    assert (round(first.box.left), round(first.box.right)) == (40, 66)
    assert document.source.text[first.at : first.stop] == "渡"
    assert first.box.top < 60 < first.box.bottom
    assert [round(line.size or 0) for line in layout.lines[:2]] == [26, 10]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_is_read_as_it_is_shown(turn: int) -> None:
    """A page that the file turns has its text turned, not its columns mixed."""
    document = read_pdf(altered(pdf_page(LINES[:1]), Rotate=turn), Metadata(name="p.pdf"))
    assert [block.reading for block in document.blocks] == TEXTS[:1]
    assert document.layout is not None
    line = document.layout.lines[0]
    assert line.rotation == turn
    box = line.box
    expected = {90: Box(715, 40, 800, 196), 180: Box(404, 715, 560, 800), 270: Box(0, 404, 85, 560)}[turn]
    assert expected.left <= box.left <= box.right <= expected.right
    assert expected.top <= box.top + 1
    assert box.bottom <= expected.bottom + 1


def test_text_beyond_the_crop_box_is_left_out_and_counted() -> None:
    """It is not on the page that a reader sees."""
    cropped = altered(pdf_page(LINES), CropBox=pikepdf.Array([0, 0, 200, HEIGHT]))
    document = read_pdf(cropped, Metadata(name="p.pdf"))
    assert "灯。" not in [block.reading for block in document.blocks]
    assert any("beyond the edge" in warning for warning in document.meta.warnings)


def test_characters_that_are_drawn_twice_stand_once_and_are_counted() -> None:
    """So programs without a bold font make type bold; pdfium drops what is drawn twice at once."""
    again = LINES[0]._replace(x=LINES[0].x + 1.5)
    document = read_pdf(pdf_page((*LINES, again)), Metadata(name="p.pdf"))
    assert [block.reading for block in document.blocks] == TEXTS
    (warning,) = document.meta.warnings
    assert warning.startswith("6 characters are drawn twice")
    assert read_pdf(pdf_page(LINES), Metadata(name="p.pdf")).meta.warnings == ()


def test_hidden_text_is_read_and_said_to_be_that_of_an_ocr() -> None:
    """A searchable scan has its text in render mode 3."""
    document = read_pdf(pdf_page(LINES, mode=3), Metadata(name="p.pdf"))
    assert [block.reading for block in document.blocks] == TEXTS
    assert any("invisible" in warning for warning in document.meta.warnings)


def test_a_pdf_is_known_by_its_bytes() -> None:
    """Whatever its name says."""
    document = read(pdf_page(LINES), Metadata(name="page.txt"))
    assert isinstance(document, Document)
    assert document.source.original is not None
    assert document.source.original.reader == "pdf 1.1"


def test_the_labels_of_pages_are_their_printed_numbers() -> None:
    """A3, A4 ... as the file names them."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_page(LINES))) as pdf:
        pdf.pages.append(pdf.pages[0])
        labels = pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D, P=pikepdf.String("A"), St=3)])
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=labels)
        pdf.save(file)
    assert [page.label for page in read_pdf(file.getvalue(), Metadata()).pages] == ["A3", "A4"]


def encrypted() -> bytes:
    """Return a PDF that asks for a password."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_page(LINES))) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(encrypted(), "password", id="encrypted"),
        pytest.param(b"%PDF-1.7\nnothing", "cannot be opened", id="no PDF"),
        pytest.param(pdf_page(LINES)[:400], "cannot be opened", id="cut short"),
        pytest.param(pdf_page(()), "no text", id="without text"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    """With one clear error."""
    with pytest.raises(UnreadableSource, match=message):
        read_pdf(data, Metadata(name="p.pdf"))


def test_a_pdf_with_a_password_is_refused_where_it_is_drawn() -> None:
    """As where it is read."""
    with pytest.raises(UnreadableSource, match="a password-protected PDF"):
        list(draw_pages(encrypted()))


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any is read."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_page(LINES))) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.save(file)
    monkeypatch.setattr(pdf_page_reader, "MOST_PAGES", 1)
    with pytest.raises(UnreadableSource, match="a PDF of 2 pages"):
        read_pdf(file.getvalue(), Metadata(name="p.pdf"))


def test_a_lost_table_of_objects_and_a_huge_page_cost_nothing() -> None:
    """The places of the objects are found anew; a page may measure a hundred metres."""
    data = pdf_page(LINES)
    start = data.rindex(b"startxref")
    assert texts(data[:start] + b"startxref\n99999\n%%EOF") == TEXTS
    assert texts(altered(data, MediaBox=[0, 800 - 283_465, 283_465, 800])) == TEXTS


def drawing(*forms: tuple[str, str]) -> bytes:
    """Return a page that draws the first of some forms; each is a name and what it draws, by their names."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_page(LINES))) as pdf:
        made = {
            f"/{name}": pdf.make_stream(
                " ".join(f"/{other} Do" for other in inner.split()).encode(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 9, 9],
            )
            for name, inner in forms
        }
        for form in made.values():
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(made))
        pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(made)
        pdf.pages[0].contents_add(f"/{forms[0][0]} Do".encode())
        pdf.save(file)
    return file.getvalue()


def test_a_page_that_draws_itself_without_end_is_refused() -> None:
    """A form that draws itself, and forms that draw others ten times each; one that draws another is read."""
    growing = [(f"F{n}", " ".join([f"F{n + 1}"] * 10)) for n in range(9)]
    for forms in ([("A", "A A")], [("A", "B B"), ("B", "A")], [*growing, ("F9", "")]):
        with pytest.raises(UnreadableSource, match="draw themselves without end"):
            read_pdf(drawing(*forms), Metadata(name="p.pdf"))
    assert texts(drawing(("A", "B B"), ("B", ""))) == TEXTS


@pytest.mark.parametrize("kind", ["Pattern", "ExtGState"])
def test_a_pattern_or_mask_that_draws_itself_is_refused(kind: str) -> None:
    """It would be drawn without end as well."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_page(LINES))) as pdf:
        content = b"/Pattern cs /A scn 0 0 9 9 re f" if kind == "Pattern" else b"/A gs 0 0 9 9 re f"
        form = pdf.make_stream(content, BBox=[0, 0, 9, 9], PatternType=1, XStep=1, YStep=1)
        form = pdf.make_indirect(form)
        mask = pikepdf.Dictionary(SMask=pikepdf.Dictionary(S=pikepdf.Name.Luminosity, G=form))
        named = pikepdf.Dictionary(A=form if kind == "Pattern" else mask)
        form.Resources = pikepdf.Dictionary({f"/{kind}": named})
        pdf.pages[0].obj.Resources[f"/{kind}"] = named
        pdf.pages[0].contents_add(content)
        pdf.save(file)
    with pytest.raises(UnreadableSource, match="draw themselves without end"):
        read_pdf(file.getvalue(), Metadata(name="p.pdf"))


def by_hand(*objects: bytes) -> bytes:
    """Return a PDF of some objects behind its catalogue and its pages, as no library would write it."""
    data = b"%PDF-1.5\n"
    for number, each in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", *objects), start=1):
        data += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    return data + b"trailer<</Size %d/Root 1 0 R>>\n%%%%EOF" % (len(objects) + 2)


def stream(entries: bytes, content: bytes) -> bytes:
    """Return an object with content."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def a_page(content: int, resources: bytes) -> bytes:
    """Return the object of a page whose content is another."""
    head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]"
    return b"%b/Contents %d 0 R/Resources<<%b>>>>" % (head, content, resources)


ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
A_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]"
DRAWS_F = b"/XObject<</F 5 0 R>>"
DRAWS_ITSELF = stream(A_FORM + b"/Resources<</XObject<</F 5 0 R>>>>", b"/F Do /F Do")


def test_content_compressed_twice_is_not_unpacked_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused before the memory fills: what is asked of zlib is bounded."""
    monkeypatch.setattr(pdf_forms, "MOST", 1_000_000)
    form = stream(A_FORM, b" ")
    for size, refused in ((60_000_000, True), (900_000, False)):
        twice = zlib.compress(zlib.compress(bytes(size), 9), 9)
        content = stream(b"/Filter[/FlateDecode/FlateDecode]", twice)
        data = by_hand(ONE_PAGE, a_page(4, DRAWS_F), content, form)
        tracemalloc.start()
        assert pdf_forms.draws_without_end(data) is refused
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        stream(b"/Filter/DCTDecode", b"xx"),
        stream(b"/Filter/FlateDecode", b"no such thing"),
        stream(b"/Filter/ASCIIHexDecode", b"zz>"),
    ],
)
def test_a_page_that_cannot_be_decoded_hides_no_other(content: bytes) -> None:
    """The next page draws itself, and is found."""
    pages = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>"
    first, second = a_page(4, DRAWS_F), a_page(7, DRAWS_F)
    data = by_hand(pages, first, content, DRAWS_ITSELF, second, stream(b"", b"/F Do"))
    assert pdf_forms.draws_without_end(data)


def test_damage_at_the_end_of_a_content_hides_nothing_before_it() -> None:
    """A wrong checksum: a page is drawn up to there."""
    packed = zlib.compress(b"/F Do")[:-4] + b"oops"
    content = stream(b"/Filter/FlateDecode", packed)
    assert pdf_forms.draws_without_end(by_hand(ONE_PAGE, a_page(4, DRAWS_F), content, DRAWS_ITSELF))
    armoured = stream(b"/Filter[/AHx/Fl]", packed.hex().encode() + b">")
    assert pdf_forms.draws_without_end(by_hand(ONE_PAGE, a_page(4, DRAWS_F), armoured, DRAWS_ITSELF))


def test_resources_that_are_no_dictionary_are_those_from_above() -> None:
    """A number; the page's own are read instead."""
    for content, refused in ((b" ", False), (b"/F Do", True)):
        form = stream(A_FORM + b"/Resources 5", content)
        data = by_hand(ONE_PAGE, a_page(4, DRAWS_F), stream(b"", b"/F Do"), form)
        assert pdf_forms.draws_without_end(data) is refused


def test_a_hatching_that_a_map_sets_again_and_again_is_no_endless_drawing() -> None:
    """Counted once; one that draws another thousands of times is counted each time."""
    hatching = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"
    often = b"/P scn 0 0 9 9 re f\n" * 6000
    page = a_page(4, b"/Pattern<</P 5 0 R>>")
    plain = stream(hatching + b"/Resources<<>>", b"0 0 1 1 re f\n" * 3000)
    assert not pdf_forms.draws_without_end(by_hand(ONE_PAGE, page, stream(b"", often), plain))
    nested = stream(hatching + b"/Resources<</Pattern<</P 6 0 R>>>>", often)
    assert pdf_forms.draws_without_end(by_hand(ONE_PAGE, page, stream(b"", often), nested, plain))


def test_an_xfa_form_is_said_to_be_one() -> None:
    """What its program would show is not read, and nothing of it is run."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_page(LINES))) as pdf:
        form = pdf.make_stream(b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"/>')
        pdf.Root.AcroForm = pikepdf.Dictionary(XFA=form, Fields=[])
        pdf.save(file)
    document = read_pdf(file.getvalue(), Metadata(name="p.pdf"))
    assert [block.reading for block in document.blocks] == TEXTS
    assert [warning[:11] for warning in document.meta.warnings] == ["an XFA form"]


def test_characters_without_a_place_are_not_read() -> None:
    """A matrix that is no number, and one beyond all pages."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_page(LINES))) as pdf:
        font = next(iter(pdf.pages[0].Resources.Font.keys()))
        places = ("1 0 0 1 nan 1e300", "1e38 0 0 1e38 1e38 0")
        wild = " ".join(f"BT {font} 10 Tf {place} Tm (a) Tj ET" for place in places)
        pdf.pages[0].contents_add(wild.encode())
        pdf.save(file)
    assert [text for text in texts(file.getvalue()) if text in TEXTS] == TEXTS


@pytest.mark.parametrize("matrix", ["12 0 0 0", "12 0 0 0.001", "1e-30 0 0 1e-30", "0 0 0 0"])
def test_characters_without_height_are_not_read(matrix: str) -> None:
    """A matrix that flattens them: they are counted, and nothing is divided by their size."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_page(LINES))) as pdf:
        pdf.pages[0].Resources.Font["/Flat"] = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
        )
        flat = " ".join(f"{matrix} 50 {300 - 14 * line} Tm (a b c d) Tj 3 0 Td (e f) Tj" for line in range(8))
        pdf.pages[0].contents_add(f"BT /Flat 1 Tf {flat} ET".encode())
        pdf.save(file)
    assert texts(file.getvalue()) == TEXTS


def test_type_of_a_third_of_a_point_is_read() -> None:
    """It is tiny, but no size is nothing once it is rounded."""
    tiny = [Drawn("渡口改造完成", 40, 600 + 2 * line, 0.3) for line in range(8)]
    assert read_pdf(pdf_page((*LINES, *tiny)), Metadata(name="p.pdf")).blocks


def test_many_printed_rules_are_read_in_bounded_time() -> None:
    """Upright ones through every line: a character looks at no more than some."""
    rules = [(float(x % 600), 0.0, float(x % 600), 800.0) for x in range(5_000)]
    before = process_time()
    assert read_pdf(pdf_page(LINES, rules), Metadata(name="p.pdf")).blocks
    assert process_time() - before < 5
