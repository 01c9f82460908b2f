"""Pages as an OCR engine answers for them, and pages drawn as a scanner would see them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from convert.document.layout import Box
from convert.ocr.answer import EngineName, OcrAnswer, RecognizedCharacter, RecognizedLine, RecognizedPage

ENGINE = EngineName("rapidocr", "3.10.0", "ab" * 32)
FONT = max(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*Serif*.otf"))


def recognized(text: str, left: float, top: float, size: float = 20) -> RecognizedLine:
    """Return a line of Han characters, each as wide as its size; a space leaves one out."""
    places = [(char, left + size * number) for number, char in enumerate(text) if char != " "]
    characters = tuple(RecognizedCharacter(char, x, x + size, 0.9) for char, x in places)
    return RecognizedLine(Box(left, top, places[-1][1] + size, top + 1.2 * size), characters)


def upright(text: str, left: float, top: float, size: float = 20) -> RecognizedLine:
    """Return a line that runs from top to bottom."""
    ys = [top + size * number for number in range(len(text))]
    characters = tuple(RecognizedCharacter(char, y, y + size) for char, y in zip(text, ys, strict=True))
    return RecognizedLine(Box(left, top, left + 1.2 * size, ys[-1] + size), characters, vertical=True)


def answer_of(lines: Sequence[RecognizedLine], rules: Sequence[Box] = ()) -> OcrAnswer:
    """Return the answer of an engine for one page."""
    return OcrAnswer(ENGINE, (RecognizedPage(1000, 1400, 150, tuple(lines), tuple(rules)),))


def scan_of(columns: Sequence[Sequence[str]], size: int = 28) -> Image.Image:
    """Draw columns of lines beside one another, dark on white."""
    font = ImageFont.truetype(str(FONT), size)
    width = max(len(line) for lines in columns for line in lines) * size + 2 * size
    height = max(map(len, columns)) * size * 3 // 2 + 4 * size
    image = Image.new("L", (width * len(columns) + 2 * size, height), 255)
    draw = ImageDraw.Draw(image)
    for number, lines in enumerate(columns):
        for row, line in enumerate(lines):
            draw.text((2 * size + number * width, 2 * size + size * 3 // 2 * row), line, 0, font)
    return image


def image_file(images: Sequence[Image.Image], form: str = "PNG", **options: object) -> bytes:
    """Return images as one file."""
    file = BytesIO()
    first, *others = images
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(file, form, **more, **options)
    return file.getvalue()
