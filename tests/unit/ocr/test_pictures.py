"""Pictures of a scanned page: dark areas in which no text was read."""

from __future__ import annotations

from PIL import Image, ImageDraw

from convert.document.layout import Box
from convert.ocr.answer import (
    EngineName,
    OcrAnswer,
    RecognizedCharacter,
    RecognizedLine,
    RecognizedPage,
    read_answer,
    write_answer,
)
from convert.ocr.pictures import find_pictures

PHOTOGRAPH = (400, 300, 900, 700)
SIZE = (1200, 1600)


def page_with(
    *areas: tuple[int, int, int, int], frame: tuple[int, int, int, int] | None = None
) -> Image.Image:
    """Return a page of paper with grey areas, and a frame of rules."""
    page = Image.new("L", SIZE, 240)
    draw = ImageDraw.Draw(page)
    for number, area in enumerate(areas):
        draw.rectangle(area, fill=90 + 20 * number)
    if frame:
        draw.rectangle(frame, outline=10, width=4)
    return page


def near(first: Box, second: tuple[int, int, int, int]) -> bool:
    """Return whether two boxes are the same to a pixel of the page in small."""
    return all(abs(a - b) < 12 for a, b in zip(first, second, strict=True))


def test_a_photograph_is_found_and_a_frame_is_none() -> None:
    """The lines of a frame are thin, and what is in it is paper."""
    [box] = find_pictures(page_with(PHOTOGRAPH, frame=(100, 900, 1100, 1500)), ())
    assert near(box, PHOTOGRAPH)


def test_a_rule_that_touches_a_photograph_is_no_part_of_it() -> None:
    """A frame around both stays outside."""
    [box] = find_pictures(page_with(PHOTOGRAPH, frame=(400, 300, 1100, 1500)), ())
    assert near(box, PHOTOGRAPH)


def test_what_was_read_there_is_text() -> None:
    """A heading set white on black, unless the engine is not sure of it."""
    letters = tuple(RecognizedCharacter(char, 400, 900, 0.95) for char in "要闻")
    line = RecognizedLine(Box(*PHOTOGRAPH), letters)
    page = page_with(PHOTOGRAPH)
    assert find_pictures(page, [line]) == ()
    unsure = RecognizedLine(line.box, tuple(char._replace(confidence=0.2) for char in letters))
    assert len(find_pictures(page, [unsure])) == 1


def test_small_specks_and_a_page_that_is_dark_all_over_are_none() -> None:
    """A stamp of a centimetre, and the ground of a page."""
    assert find_pictures(page_with((10, 10, 40, 40)), ()) == ()
    assert find_pictures(page_with((0, 0, 1199, 1500)), ()) == ()
    assert find_pictures(Image.new("L", (40, 16), 255), ()) == ()


def test_pictures_are_kept_with_what_was_read() -> None:
    """An answer without any is the file that it was before there were pictures."""
    plain = RecognizedPage(1200, 1600, 300, ())
    for page, is_in in ((plain, False), (RecognizedPage(1200, 1600, 300, (), (), (Box(1, 2, 3, 4),)), True)):
        answer = OcrAnswer(EngineName("engine", "1", "0" * 64), (page,))
        assert (b"pictures" in write_answer(answer)) is is_in
        assert read_answer(write_answer(answer)) == answer
