"""The text of a page that has boxes, and where each character of it stands."""

from __future__ import annotations

import pytest

from convert.document.cells import MOST_COLUMNS, Cell
from convert.document.integrity import check
from convert.document.layout import NOWHERE, Box, LineBox, Region, Surface
from convert.document.model import Document, Metadata
from convert.errors import UnreadableSource
from convert.readers.issue import ReadPart, combine
from convert.readers.stream import ReadCell, ReadWord, StreamBuilder

LINE = LineBox(0, 0, Box(10, 10, 90, 20))


def read_two_pages() -> Document:
    """Return a document of two pages: a heading, a picture, two lines; then one line."""
    stream = StreamBuilder("test", 1)
    stream.begin_page(Surface(0, 100, 200), "3")
    stream.add_region(Region(0, 0, Box(10, 10, 90, 20)), [(LINE, [ReadWord("头版", Box(10, 10, 30, 20))])])
    stream.add_region(Region(0, 0, Box(10, 30, 90, 60), "image"), [])
    lines = [
        (LINE, [ReadWord("今日", Box(10, 70, 30, 80)), ReadWord("晴", Box(31, 70, 40, 80), close=True)]),
        (LINE, [ReadWord(" ")]),
        (LINE, [ReadWord("明日"), ReadWord("雨", confidence=0.4, ref="test:/0/1")]),
    ]
    stream.add_region(Region(0, 0, Box(10, 70, 90, 90)), lines)
    stream.begin_page(Surface(0, 100, 200), "4")
    stream.add_region(Region(0, 0, NOWHERE), [(LINE, [ReadWord("尾")])])
    return stream.document(b"file", Metadata(name="a.xml"))


def test_words_lines_regions_and_pages_are_parted_by_one_rule() -> None:
    """A space, a line feed, a second one, a form feed; what has no visible character is left out."""
    document = read_two_pages()
    assert document.source.text == "头版\n\n今日晴\n明日 雨\n\n\f尾\n\n"
    assert [block.reading for block in document.blocks] == ["头版", "今日晴\n明日 雨", "尾"]
    assert [(page.label, page.at) for page in document.pages] == [("3", 0), ("4", 15)]
    check(document)


def test_every_offset_finds_its_box() -> None:
    """Words, lines and regions stand where the text has them; a picture has a place and no text."""
    document = read_two_pages()
    layout, text = document.layout, document.source.text
    assert layout is not None
    assert [text[word.at : word.stop] for word in layout.words] == ["头版", "今日", "晴", "明日", "雨", "尾"]
    assert [text[line.at : line.stop] for line in layout.lines] == ["头版", "今日晴", "明日 雨", "尾"]
    assert [text[r.at : r.stop] for r in layout.regions] == ["头版", "", "今日晴\n明日 雨", "尾"]
    assert layout.box_of(4, 7) == Box(10, 70, 40, 80)
    assert [word.ref for word in layout.words_of(11, 12)] == ["test:/0/1"]
    assert layout.box_of(15, 16) == LINE.box
    assert [region.kind for region in layout.regions_of(0, 7)] == ["text", "text"]
    assert [layout.surface_at(at) for at in (0, 14, 15)] == [0, 0, 1]


def test_the_digest_is_that_of_the_file() -> None:
    """An archivist compares checksums of files, not of what was read out of them."""
    source = read_two_pages().source
    assert source.original is not None
    assert source.digest == "3b9c358f36f0a31b6ad3e14f309c7cf198ac9246e8316f9ce543d5b19ac02b80"
    assert (source.original.reader, source.original.data) == ("test 1.1", b"file")


def test_the_layouts_of_an_issues_files_are_moved_with_their_texts() -> None:
    """The second file begins where the first one ends."""
    document = read_two_pages()
    parts = [ReadPart(document, name="1.xml"), ReadPart(document, name="2.xml")]
    issue = combine(parts, Metadata(name="issue"))
    assert issue.layout is not None
    text, half = issue.source.text, len(document.source.text)
    assert [text[word.at : word.stop] for word in issue.layout.words[6:]] == [
        "头版",
        "今日",
        "晴",
        "明日",
        "雨",
        "尾",
    ]
    assert [surface.at for surface in issue.layout.surfaces] == [0, 15, half, half + 15]


def test_a_file_without_a_word_is_said_to_have_no_text() -> None:
    """Pictures alone make no document."""
    stream = StreamBuilder("test", 1)
    stream.begin_page(Surface())
    stream.add_region(Region(0, 0, NOWHERE, "image"), [])
    with pytest.raises(UnreadableSource, match="no text"):
        stream.document(b"", Metadata(name="a.xml"))


@pytest.mark.parametrize("columns", [MOST_COLUMNS, MOST_COLUMNS + 1])
def test_a_table_that_is_too_large_is_told(columns: int) -> None:
    """Its text is kept, its rows and columns are not."""
    stream = StreamBuilder("test", 1)
    stream.begin_page(Surface())
    line = LineBox(0, 0, NOWHERE)
    cells = [
        ReadCell(Cell(row, column), Region(0, 0, NOWHERE), [(line, [ReadWord("12")])])
        for row in range(2)
        for column in range(columns)
    ]
    stream.add_table(Region(0, 0, NOWHERE, "table"), cells)
    document = stream.document(b"file", Metadata())
    assert document.layout
    fits = columns == MOST_COLUMNS
    assert len(document.layout.tables) == fits
    assert document.source.text.count("12") == 2 * columns
    told = ["a table of 2 rows and 61 columns is too large: its rows stay lines"]
    assert list(document.meta.warnings) == ([] if fits else told)
