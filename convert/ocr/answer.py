"""What an engine has read on the pages of a source, and the file in which that is kept.

A run is repeated from that file, without the engine: the same answer gives the same text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from convert.document.layout import Box
from convert.errors import UnreadableSource

SUFFIX = ".ocr.json"
"""Behind the name of the file that was read: page.tif.ocr.json."""
FORMAT = "backfile-ocr-1"
LOST = (1, 1)
"""Size of what stands for a page of a file that cannot be read, among others that can."""
MOST_LINES = 20_000
"""Lines of a page; no page of print has so many."""

MOST_PICTURES = 60
"""Pictures of a page."""


class RecognizedCharacter(NamedTuple):
    """A character, and where it begins and ends along its line."""

    text: str
    begin: float
    end: float
    confidence: float | None = None
    """0 to 1, 1 best."""
    spaced: bool = False
    """Whether a space stands before it."""


class RecognizedLine(NamedTuple):
    """A line of print, in pixels of the image."""

    box: Box
    characters: tuple[RecognizedCharacter, ...]
    vertical: bool = False
    """Whether it runs from top to bottom."""

    @property
    def text(self) -> str:
        """Its characters, with spaces."""
        return "".join([f" {c.text}" if c.spaced else c.text for c in self.characters]).strip()

    @property
    def confidence(self) -> float:
        """The mean of its characters'; 1 where the engine says nothing."""
        known = [c.confidence for c in self.characters if c.confidence is not None]
        return sum(known) / len(known) if known else 1.0


@dataclass(frozen=True, slots=True)
class RecognizedPage:
    """A page of a source, in pixels of its image."""

    width: int
    height: int
    dpi: float | None
    lines: tuple[RecognizedLine, ...]
    rules: tuple[Box, ...] = ()
    """Printed rules that were found in the image."""
    pictures: tuple[Box, ...] = ()
    """Areas of the image that are pictures."""


@dataclass(frozen=True, slots=True)
class EngineName:
    """Which engine has read: its answer is another one where any of these is."""

    name: str
    version: str
    models: str
    """SHA-256 of its models, in hex."""

    def __str__(self) -> str:
        """Return it as the archival XML has it: "rapidocr 3.10.0 models 0123456789ab"."""
        return f"{self.name} {self.version} models {self.models[:12]}"


@dataclass(frozen=True, slots=True)
class OcrAnswer:
    """What an engine has read of a source."""

    engine: EngineName
    pages: tuple[RecognizedPage, ...]


def write_answer(answer: OcrAnswer) -> bytes:
    """Return the file in which an answer is kept: JSON, a line of it for each line of print."""
    engine = answer.engine
    head = {"format": FORMAT, "engine": engine.name, "version": engine.version, "models": engine.models}
    pages = ",\n".join([_written_page(page) for page in answer.pages])
    return f'{_json(head)[:-1]},"pages":[\n{pages}\n]}}\n'.encode()


def _written_page(page: RecognizedPage) -> str:
    size = {"width": page.width, "height": page.height, "dpi": page.dpi}
    rules = _json([_rounded(rule) for rule in page.rules])
    lines = ",\n".join([_json(_line_values(line)) for line in page.lines])
    shown = _json([_rounded(picture) for picture in page.pictures])
    pictures = f'"pictures":{shown},' if page.pictures else ""
    return f'{_json(size)[:-1]},"rules":{rules},{pictures}"lines":[\n{lines}\n]}}'


def _line_values(line: RecognizedLine) -> list[object]:
    characters = [
        [c.text, round(c.begin, 1), round(c.end, 1), c.confidence, int(c.spaced)] for c in line.characters
    ]
    return [_rounded(line.box), int(line.vertical), characters]


def _rounded(box: Box) -> list[float]:
    return [round(value, 1) for value in box]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_answer(data: bytes, name: str = "") -> OcrAnswer:
    """Read the file of an answer.

    Raises:
        UnreadableSource: it is no such file.

    """
    try:
        values = json.loads(data)
        if values["format"] != FORMAT:
            raise UnreadableSource("an answer of another format", location=name)
        engine = EngineName(str(values["engine"]), str(values["version"]), str(values["models"]))
        return OcrAnswer(engine, tuple(_read_page(page) for page in values["pages"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnreadableSource("not the answer of an OCR engine", location=name) from error


def _read_page(values: Mapping[str, Any]) -> RecognizedPage:
    dpi = values["dpi"]
    return RecognizedPage(
        int(values["width"]),
        int(values["height"]),
        None if dpi is None else float(dpi),
        tuple(_read_line(line) for line in values["lines"][:MOST_LINES]),
        tuple(_read_box(rule) for rule in values["rules"]),
        tuple(_read_box(picture) for picture in values.get("pictures", ())[:MOST_PICTURES]),
    )


def _read_line(values: Sequence[Any]) -> RecognizedLine:
    box, vertical, characters = values
    read = tuple(
        RecognizedCharacter(
            str(text), float(begin), float(end), None if sure is None else float(sure), bool(spaced)
        )
        for text, begin, end, sure, spaced in characters
    )
    return RecognizedLine(_read_box(box), read, bool(vertical))


def _read_box(values: Sequence[Any]) -> Box:
    left, top, right, bottom = map(float, values)
    return Box(left, top, right, bottom)
