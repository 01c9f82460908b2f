"""ALTO as archives deliver it, with the faults that their files have."""

from __future__ import annotations

import pytest

from convert.conversion import read as read_source
from convert.document.integrity import check
from convert.document.layout import NOWHERE, Box, Surface
from convert.errors import UnreadableSource
from convert.readers.signatures import is_alto
from tests.support.alto_files import alto, block, layout_of, line, read, text_block, word

NAMESPACES = [
    "",
    "http://schema.ccs-gmbh.com/ALTO",
    "http://www.loc.gov/standards/alto/ns-v2#",
    "http://www.loc.gov/standards/alto/ns-v3#",
    "http://www.loc.gov/standards/alto/ns-v4#",
]


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_namespace_is_read(namespace: str) -> None:
    """And none at all; a source is known as ALTO by its first element."""
    data = alto(text_block("渡口改造", "昨日开工"), namespace=namespace).encode()
    assert is_alto(data)
    document = read_source(data)
    assert document.source.text == "渡口改造\n昨日开工\n\n"
    assert document.layout is not None
    assert document.layout.reader.startswith("alto ")
    check(document)


def test_other_files_are_no_alto() -> None:
    """What is named by hand is looked at all the same."""
    assert not is_alto(b"<altona>alto</altona>")
    assert not is_alto("<上接第一版>\n".encode())
    with pytest.raises(UnreadableSource, match="not an ALTO file"):
        read("<a/>")
    with pytest.raises(UnreadableSource, match="no text"):
        read(alto(block(line(word("")))))


def test_a_declared_encoding_that_lies_is_warned_of() -> None:
    """UTF-8 under the name of Latin-1."""
    data = b"<?xml version='1.0' encoding='ISO-8859-1'?>" + alto(text_block("même")).encode()
    document = read(data)
    assert document.source.text == "même\n\n"
    assert document.meta.warnings == ("declares the encoding ISO-8859-1, but is UTF-8, and was read as that",)


def test_a_page_has_size_unit_image_and_number() -> None:
    """As the file says them."""
    description = (
        "<Description><MeasurementUnit>mm10</MeasurementUnit>"
        "<sourceImageInformation><fileName>//nas/a b/0001.tif</fileName></sourceImageInformation>"
        "</Description>"
    )
    page = 'WIDTH="2590" HEIGHT="4050.5" PHYSICAL_IMG_NR="3" PRINTED_IMG_NR="171"'
    document = read(alto(text_block("a"), page=page, before=description))
    assert document.layout is not None
    assert document.layout.surfaces == (Surface(0, 2590, 4050.5, "mm10", None, "//nas/a b/0001.tif"),)
    assert document.pages[0].label == "171"


@pytest.mark.parametrize(
    ("numbers", "label"),
    [
        ('PHYSICAL_IMG_NR="3"', "3"),
        ('PHYSICAL_IMG_NR="0"', ""),
        ('PHYSICAL_IMG_NR="7" PRINTED_IMG_NR="—■ i>72 m"', "7"),
        ('PHYSICAL_IMG_NR="7" PRINTED_IMG_NR="A3"', "A3"),
        ('PHYSICAL_IMG_NR="x"', ""),
        ("", ""),
    ],
)
def test_the_number_of_a_page(numbers: str, label: str) -> None:
    """The printed one, if it was read as one; programs that know no number write 0."""
    assert read(alto(text_block("a"), page=numbers)).pages[0].label == label


def test_a_page_without_a_size_is_as_large_as_what_is_on_it() -> None:
    """The hull of its boxes."""
    page = alto(
        block(line(word("a", "10 20 30 5"), at="10 20 30 5"), at="10 20 50 8"), page='WIDTH="0" HEIGHT="x"'
    )
    assert layout_of(page).surfaces[0] == Surface(0, 60, 28)


def test_several_pages_in_one_file() -> None:
    """Each begins with a form feed, and has its own number."""
    one = '<Page PHYSICAL_IMG_NR="{}"><PrintSpace>{}</PrintSpace></Page>'
    pages = one.format(4, text_block("a")) + one.format(5, text_block("b"))
    document = read(f"<alto><Layout>{pages}</Layout></alto>")
    assert document.source.text == "a\n\n\fb\n\n"
    assert [page.label for page in document.pages] == ["4", "5"]


def test_ids_may_be_double_or_missing() -> None:
    """A place is told by the numbers of the elements; an id is only a hint."""
    file = alto(text_block("a b", more='ID="x"'), text_block("c", more='ID="x"'), text_block("d"))
    layout = layout_of(file)
    assert [(region.id, region.ref) for region in layout.regions] == [
        ("x", "alto:/0/0/0/0"),
        ("x", "alto:/0/0/0/1"),
        ("", "alto:/0/0/0/2"),
    ]
    assert [each.ref for each in layout.words] == [
        "alto:/0/0/0/0/0/0",
        "alto:/0/0/0/0/0/2",
        "alto:/0/0/0/1/0/0",
        "alto:/0/0/0/2/0/0",
    ]


@pytest.mark.parametrize("boxes", [True, False])
def test_words_that_all_stand_in_the_first_line_go_to_their_own(boxes: bool) -> None:  # noqa: FBT001 - a case
    """By their boxes, or where a line has none, where they begin on the left again."""
    places = ["0 0 90 10", "0 12 90 10", "0 24 90 10"] if boxes else ["", "", ""]
    words = [
        word("Streben", "0 1 40 8"),
        word("durch", "45 1 40 8"),
        word("gütige", "0 13 40 8"),
        word("Theil-", "45 13 40 8"),
        word("nahme", "0 25 40 8"),
    ]
    first, second, third = places
    assert read(alto(block(line(*words, at=first), line(at=second), line(at=third)))).source.text == (
        "Streben durch\ngütige Theil-\nnahme\n\n"
    )


def test_words_of_a_true_line_stay_in_it() -> None:
    """Lines without a word below it are empty, and no words run backwards."""
    words = [word("a", "0 1 10 8"), word("b", "45 1 10 8")]
    assert read(alto(block(line(*words, at="0 0 90 10"), line(at="0 12 90 10")))).source.text == "a b\n\n"


def test_words_without_text_are_none_and_spaces_inside_stay() -> None:
    """An empty CONTENT, none, white space alone."""
    words = [word(""), "<String/>", word(" "), word("17 000"), "<SP/>", word("Mark")]
    layout = layout_of(alto(block(line(*words))))
    assert [(each.stop - each.at, each.ref[-2:]) for each in layout.words] == [(6, "/3"), (4, "/5")]


def test_a_word_has_no_line_end() -> None:
    """Whatever is in it."""
    assert read(alto(block(line(word("渡口&#10;改造"), word("a")), line(word("b&#x2028;"))))).source.text == (
        "渡口 改造 a\nb\n\n"
    )


def test_text_in_margins_is_read_in_the_order_of_the_file() -> None:
    """The regions say that they are of the margin, whatever their blocks are."""
    tagged = text_block("Der Bote", more='TAGREFS="t"')
    margin = f"<TopMargin>{tagged}</TopMargin>"
    space = f"<PrintSpace>{text_block('渡口')}</PrintSpace>"
    foot = f"<BottomMargin>{text_block('Druck')}</BottomMargin>"
    tags = '<Tags><LayoutTag ID="t" LABEL="table"/></Tags>'
    document = read(f"<alto>{tags}<Layout><Page>{margin}{space}{foot}</Page></Layout></alto>")
    assert document.source.text == "Der Bote\n\n渡口\n\nDruck\n\n"
    assert document.layout is not None
    assert [region.kind for region in document.layout.regions] == ["margin", "text", "margin"]


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [
        ("Advertisement", ["advertisement", "advertisement"]),
        ("Table", ["table", "table"]),
        ("Illustration", ["image", "text", "text"]),
        ("container", ["text", "text"]),
    ],
)
def test_composed_blocks_nest_and_have_kinds(kind: str, kinds: list[str]) -> None:
    """An outer kind holds of what is inside; a picture is a region, and its caption is text."""
    inner = f"<ComposedBlock>{text_block('b')}</ComposedBlock>"
    file = alto(f'<ComposedBlock TYPE="{kind}" HPOS="1" VPOS="1">{text_block("a")}{inner}</ComposedBlock>')
    assert [region.kind for region in layout_of(file).regions] == kinds


def test_pictures_are_regions_and_lines_of_print_rules() -> None:
    """Of an illustration inside a composed one there is one region, not two."""
    picture = '<Illustration HPOS="5" VPOS="5" WIDTH="40" HEIGHT="30"/>'
    rule = '<GraphicalElement HPOS="0" VPOS="50" WIDTH="90" HEIGHT="1"/>'
    file = alto(f'<ComposedBlock TYPE="Illustration">{picture}{text_block("渡口")}</ComposedBlock>', rule)
    layout = layout_of(file)
    assert [(region.kind, region.box) for region in layout.regions] == [
        ("image", Box(5, 5, 45, 35)),
        ("text", NOWHERE),
    ]
    assert layout.surfaces[0].rules == (Box(0, 50, 90, 51),)


@pytest.mark.parametrize(
    ("stated", "rotation"), [("90.00", 270), ("-90", 90), ("0", 0), ("x", 0), ("1e999", 0)]
)
def test_turned_blocks(stated: str, rotation: int) -> None:
    """The file counts against the clock; the lines of a block are turned with it."""
    layout = layout_of(alto(text_block("a", more=f'ROTATION="{stated}"')))
    assert (layout.regions[0].rotation, layout.lines[0].rotation) == (rotation, rotation)


def confidences(*words: str) -> list[float | None]:
    """Return the confidences of the words of a line, to two digits."""
    found = layout_of(alto(block(line(*words)))).words
    return [None if each.confidence is None else round(each.confidence, 2) for each in found]


def test_confidence_is_0_to_1_and_1_the_best() -> None:
    """WC goes upwards and CC downwards, a digit a character."""
    assert confidences(word("ab", more='WC="0.5" CC="09"'), word("c", more='WC="1"')) == [0.5, 1.0]
    assert confidences(word("ab", more='WC="50"'), word("c", more='WC="99"')) == [0.5, 0.99]
    characters = [word("ab", more='CC="09"'), word("cd", more='CC="1 1"'), word("e")]
    assert confidences(*characters) == [0.5, 0.89, None]
    assert confidences(*[word("a", more=f'WC="{value}"') for value in ("-1", "x", "nan")]) == [None] * 3


def test_confidence_of_characters_counts_where_that_of_words_says_nothing() -> None:
    """All words have the same; and a digit too many is that of a hyphen."""
    constant = 'WC="1" CC="{}"'
    words = [word("ab", more=constant.format("99")), word("Har", more=constant.format("0009"))]
    assert confidences(*words) == [0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "hyphen", "read_as"),
    [
        ("inter", "-", "inter-"),
        ("inter-", "-", "inter-"),
        ("inter", "\u00ad", "inter\u00ad"),
        ("inter-", "\u00ad", "inter-"),
        ("inter⸗", "-", "inter⸗"),
        ("inter", "", "inter"),
    ],
)
def test_a_hyphen_at_a_line_end_is_read_once(text: str, hyphen: str, read_as: str) -> None:
    """Whether the word has it, or an element of its own, or both."""
    file = alto(block(line(word(text), f'<HYP CONTENT="{hyphen}"/>'), line(word("national"))))
    document = read(file)
    assert document.source.text == f"{read_as}\nnational\n\n"
    assert document.layout is not None
    assert len(document.layout.words) == (3 if len(read_as) > len(text) else 2)


def test_the_whole_of_a_cut_word_is_no_reading() -> None:
    """SUBS_CONTENT stands on both halves, and has slips of its own."""
    halves = [
        line(word("ecclésias-", more='SUBS_TYPE="HypPart1" SUBS_CONTENT="ecclésiasques"')),
        line(word("tiques", more='SUBS_TYPE="HypPart2" SUBS_CONTENT="ecclésiasques"')),
    ]
    document = read(alto(block(*halves)))
    assert document.source.text == "ecclésias-\ntiques\n\n"


def test_type_is_inherited_from_the_block_to_the_word() -> None:
    """Most of a line's characters decide; references to paragraphs say nothing of type."""
    styles = (
        '<Styles><TextStyle ID="t9" FONTSIZE="9"/>'
        '<TextStyle ID="t20" FONTSIZE="20.5" FONTSTYLE="bold italics"/>'
        '<TextStyle ID="bad" FONTSIZE="x"/><ParagraphStyle ID="p" ALIGN="Left"/></Styles>'
    )
    lines = [
        line(word("plain")),
        line(word("line"), more='STYLEREFS="p t20"'),
        line(word("long-word", more='STYLEREFS="t20"'), word("a", more='STYLEREFS="t9"')),
        line(word("own", more='STYLE="bold"')),
        line(word("none"), more='STYLEREFS="bad"'),
    ]
    inner = block(*lines, more='STYLEREFS="p"')
    file = alto(f'<ComposedBlock STYLEREFS="t9">{inner}</ComposedBlock>', before=styles)
    assert [(each.size, each.bold, each.italic) for each in layout_of(file).lines] == [
        (9, False, False),
        (20.5, True, True),
        (20.5, True, True),
        (9, True, False),
        (None, False, False),
    ]


def test_spaces_that_the_file_does_not_have_are_implied() -> None:
    """But not before a mark that touches the word; nor, if the file has spaces elsewhere, at no gap."""
    at = "0 0 100 10"
    implied = [
        word("steht", "0 0 20 10"),
        word(",", "20 0 2 10"),
        word("und", "23 0 10 10"),
        word("es", "33 0 5 10"),
    ]
    assert read(alto(block(line(*implied, at=at)))).source.text == "steht, und es\n\n"
    spaced = [word("288.—", "0 0 20 10"), word("Dinstag", "20 0 30 10"), "<SP/>", word("7.", "55 0 5 10")]
    apart = word("Mai", "80 0 9 10")
    assert read(alto(block(line(*spaced, apart, at=at)))).source.text == "288.—Dinstag 7. Mai\n\n"


def test_han_is_written_without_the_spaces_that_programs_put_between_characters() -> None:
    """A gap that is as wide as a character was printed."""
    places = [("今", 0), ("日", 12), ("晴", 24), ("明", 50), ("日", 62), ("雨", 74), ("。", 86), ("”", 97)]
    words = ["<SP/>".join(word(text, f"{left} 0 9 9") for text, left in places)]
    assert read(alto(block(line(*words, at="0 0 99 9")))).source.text == "今日晴 明日雨。”\n\n"


def test_vertical_han_is_measured_downwards() -> None:
    """A column of characters is a line."""
    words = [word(text, f"5 {top} 9 9") for text, top in [("申", 0), ("報", 12), ("館", 24), ("啟", 50)]]
    assert read(alto(block(line(*words, at="5 0 9 60")))).source.text == "申報館 啟\n\n"


@pytest.mark.parametrize(
    ("stated", "box"),
    [
        ("-5 0 10 10", Box(-5, 0, 5, 10)),
        ("7 8 -9 -9", Box(7, 8, 7, 8)),
        ("7 8.5 9", Box(7, 8.5, 16, 8.5)),
        ("0 0 1e300 10", NOWHERE),
        ("nan 0 1 1", NOWHERE),
        ("0 inf 1 1", NOWHERE),
        ("0 x 1 1", NOWHERE),
        ("0", NOWHERE),
    ],
)
def test_boxes_that_cannot_be(stated: str, box: Box) -> None:
    """Too far off or no numbers: no place. What goes beyond the sheet, or has no size, stays as it is."""
    names = ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    place = " ".join(f'{name}="{value}"' for name, value in zip(names, stated.split(), strict=False))
    assert layout_of(alto(block(line(word("a", more=place))))).words[0].box == box


@pytest.mark.parametrize("bad", ["-5 0 10 10", "0 x 1 1", "0 0 -1 10", "nan 0 1 1", "0 0 1e8 1", "0"])
def test_a_box_that_cannot_be_costs_no_other_its_place(bad: str) -> None:
    """The numbers of a block are read at once, and one by one where one of them is odd."""
    names = ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    odd = " ".join(f'{name}="{value}"' for name, value in zip(names, bad.split(), strict=False))
    good = word("a", "1 2 10 8", 'WC="0.5"')
    page = alto(block(line(good, word("b", more=odd)), line(good)))
    words = layout_of(page).words
    assert [(each.box, each.confidence) for each in (words[0], words[2])] == [(Box(1, 2, 11, 10), 0.5)] * 2
