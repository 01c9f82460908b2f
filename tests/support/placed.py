"""A short page whose words have places, as a reader of such files makes it."""

from __future__ import annotations

from dataclasses import replace

from convert.document.layout import Box, LineBox, Region, Surface
from convert.document.model import Document, Metadata
from convert.readers.stream import ReadWord, StreamBuilder

LINES = (
    ("渡口改造完成",),
    ("本报讯", "记者", "林知远"),
    ("昨日，渡口的改造工程全部",),
    ("完成，两岸出行方便。",),
)


def placed_page(*, shift: float = 0) -> Document:
    """Return a page of a headline, a paragraph, a picture and a rule; `shift` moves its last line right."""
    stream = StreamBuilder("test", 1)
    surface = Surface(0, 1000, 1400, "pixel", 300, "images/p 1.jp2", (Box(500, 0, 502, 1400),))
    stream.begin_page(surface, "3")
    placed = [_line(words, number, shift if number == 3 else 0) for number, words in enumerate(LINES)]
    stream.add_region(Region(0, 0, Box(10, 10, 490, 60), ref="test:/0/0", id="t1"), placed[:1])
    stream.add_region(Region(0, 0, Box(10, 70, 490, 300), "image", ref="test:/0/1"), ())
    stream.add_region(Region(0, 0, Box(10, 310, 490, 400), rotation=90, ref="test:/0/2"), placed[1:])
    data = f"shifted by {shift}".encode()
    document = stream.document(data, Metadata(name="p 1.xml"))
    return replace(document, meta=replace(document.meta, date="1951-03-02"))


def _line(words: tuple[str, ...], number: int, shift: float) -> tuple[LineBox, list[ReadWord]]:
    top = 285 + 25 * number if number else 10
    left = 10 + shift
    read: list[ReadWord] = []
    for place, word in enumerate(words):
        box = Box(left, top, left + 20 * len(word), top + 20)
        read.append(ReadWord(word, box, 0.25 * (place + 1), f"test:/0/{number}/{place}"))
        left = box.right + 10
    return LineBox(0, 0, Box(10 + shift, top, left, top + 20), ref=f"test:/0/{number}"), read
