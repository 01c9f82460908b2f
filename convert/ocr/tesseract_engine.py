"""Tesseract as it is installed: its command, asked for a table of words; no shell, and bounded in time."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from shutil import which
from statistics import median

from PIL import Image

from convert.document.layout import Box
from convert.errors import BadSetting, UnreadableSource
from convert.language.han import is_han
from convert.ocr.answer import EngineName, RecognizedCharacter, RecognizedLine

PROGRAM = "tesseract"
SECONDS = 600
"""That a page may take."""
LANGUAGES = {"zh-hant": "chi_tra", "zh-tw": "chi_tra", "zh-hk": "chi_tra", "zh": "chi_sim", "en": "eng"}
"""Tags of languages, by their beginning, the longer one first; and what tesseract calls them."""
WIDE = 2.5
"""Ems of white that part a line; less tells nothing, for the boxes of its words are rough."""
WHITE, LITTLE, FAR = 1.1, 0.3, 3.0
"""Heights of a line that white between two cells has, and that between most of its characters has not; and
white that no two characters of a word have between them."""
_FOLDER = re.compile(r'"([^"]+)"')
_WORD, _COLUMNS = "5", 12


class TesseractEngine:
    """The command, and the models that it has."""

    def __init__(self, program: str) -> None:
        """Ask the command for its version and its languages.

        Raises:
            BadSetting: it does not answer, or has none of our languages.

        """
        self._program = program
        env = which("env")
        self._alone = [env, "OMP_THREAD_LIMIT=1"] if env else []
        """A page is read on one core: threads that wait for one another cost twice the time."""
        version = self._ask("--version").split()
        folder, *names = self._ask("--list-langs").splitlines()
        self._languages = [name for name in dict.fromkeys(LANGUAGES.values()) if name in names]
        if not self._languages:
            hint = "install tesseract-ocr-chi-sim, or the language of the paper"
            raise BadSetting("tesseract has no language data that backfile uses", hint=hint)
        place = _FOLDER.search(folder)
        digest = sha256()
        for name in self._languages if place else ():
            digest.update(Path(place[1] if place else "", f"{name}.traineddata").read_bytes())
        self.name = EngineName(PROGRAM, version[1] if len(version) > 1 else "", digest.hexdigest())

    def _ask(self, option: str) -> str:
        try:
            done = subprocess.run(  # noqa: S603 - a program of the user's own path, and no shell
                [self._program, option], capture_output=True, timeout=SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise BadSetting("tesseract does not run", hint="run tesseract --version") from error
        return (done.stdout or done.stderr).decode("utf-8", "replace")

    def read(self, image: Image.Image, language: str = "") -> tuple[RecognizedLine, ...]:
        """Return the lines of a page, in tesseract's order.

        Raises:
            UnreadableSource: it fails, or takes too long.

        """
        file = BytesIO()
        image.save(file, "PNG", compress_level=1)
        command = [
            *self._alone,
            self._program,
            "stdin",
            "stdout",
            "-l",
            self._models(language),
            "--psm",
            "3",
            "tsv",
        ]
        try:
            done = subprocess.run(  # noqa: S603 - a program of the user's own path, and no shell
                command, input=file.getvalue(), capture_output=True, timeout=SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise UnreadableSource(
                "tesseract could not read a page", hint="run tesseract on it alone"
            ) from error
        return tuple(_lines(done.stdout.decode("utf-8", "replace")))

    def _models(self, language: str) -> str:
        tag = language.lower()
        named = [model for begin, model in LANGUAGES.items() if tag.startswith(begin)]
        wanted = [model for model in named[:1] if model in self._languages] or self._languages
        return "+".join(wanted)


def _lines(table: str) -> Iterator[RecognizedLine]:
    """Yield the lines of a table of words; words of one line have the same first numbers."""
    words: list[list[str]] = []
    for row in table.splitlines()[1:]:
        values = row.split("\t", _COLUMNS - 1)
        if len(values) < _COLUMNS or values[0] != _WORD or not values[-1].strip():
            continue
        if words and words[-1][1:5] != values[1:5]:
            yield _line(words)
            words = []
        words.append(values)
    if words:
        yield _line(words)


def _line(words: Sequence[Sequence[str]]) -> RecognizedLine:
    characters: list[RecognizedCharacter] = []
    boxes: list[Box] = []
    for values in words:
        left, top, width, height = map(float, values[6:10])
        boxes.append(Box(left, top, left + width, top + height))
        text, confidence = values[-1].strip(), round(max(float(values[10]), 0) / 100, 3)
        step = width / len(text)
        for number, character in enumerate(text):
            begin = left + number * step
            before = characters[-1].text if characters else ""
            spaced = bool(before) and number == 0 and not (is_han(before) or is_han(character))
            characters.append(RecognizedCharacter(character, begin, begin + step, confidence, spaced))
    box = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    return RecognizedLine(box, tuple(_in_a_row(characters, median([each.height for each in boxes]))))


def _in_a_row(characters: Sequence[RecognizedCharacter], height: float) -> Iterator[RecognizedCharacter]:
    """Place characters one behind the other: tesseract's words of Han overlap, and turn back.

    In a row of a table there is white between some of them, and hardly any between the others; `height` is
    that of most words.
    """
    begins = list(accumulate((c.begin for c in characters), max))
    ends = list(accumulate((c.end for c in characters), max))
    widths = [1.0 if is_han(c.text) or not c.text.isascii() else 0.55 for c in characters]
    em = (ends[-1] - begins[0]) / sum(widths)
    gaps = [begin - end for begin, end in zip(begins[1:], ends, strict=False)]
    widest, usual = (max(gaps), median(gaps)) if gaps else (0.0, 0.0)
    in_cells = widest > FAR * height or (widest > WHITE * height and usual < LITTLE * height)
    if not in_cells and all(gap < WIDE * em for gap in gaps):
        begins = [begins[0] + em * at for at in accumulate(widths[:-1], initial=0.0)]
        characters = [c._replace(end=b + em * w) for c, b, w in zip(characters, begins, widths, strict=True)]
    for number, character in enumerate(characters):
        following = begins[number + 1] if number + 1 < len(begins) else character.end
        end = max(begins[number], min(character.end, following))
        yield character._replace(begin=begins[number], end=end)


def load() -> TesseractEngine:
    """Load the engine, as every module of an engine does."""
    return TesseractEngine(which(PROGRAM) or PROGRAM)
