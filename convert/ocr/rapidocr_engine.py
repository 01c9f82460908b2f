"""RapidOCR: PaddleOCR's models by ONNX Runtime, from its wheel; nothing is fetched.

Its networks are asked for one thread, so that an answer is the same on every machine and a batch can have a
worker a core.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import rapidocr
from PIL import Image

from convert.document.layout import Box
from convert.ocr.answer import MOST_LINES, EngineName, RecognizedCharacter, RecognizedLine

LONGEST_SIDE = 3400
"""Pixels of an image that is read, a page of 15 by 22 inches at 150 dpi; a larger one is made smaller."""
LINES_SIDE = 2400
"""Pixels of the image in which lines are looked for: of 3400 they take 1.7 GB, and are the same."""
MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")
"""Those that find lines and that read them, as the wheel has them."""
UPRIGHT = 1.5
"""Times its width that a line of several characters is high where it runs from top to bottom."""


class RapidEngine:
    """RapidOCR with its own models."""

    def __init__(self) -> None:
        """Load the models.

        Raises:
            FileNotFoundError: this version of the wheel has others.

        """
        folder = Path(rapidocr.__file__).parent / "models"
        digest = sha256()
        for model in MODELS:
            digest.update((folder / model).read_bytes())
        self.name = EngineName("rapidocr", version("rapidocr"), digest.hexdigest())
        find, read = (str(folder / model) for model in MODELS)
        settings = {
            "Global.log_level": "error",
            "Global.max_side_len": LONGEST_SIDE,
            "Global.text_score": 0.0,  # what is unsure is kept in the answer, and told
            "Global.use_cls": False,
            "Det.max_candidates": MOST_LINES,
            "Det.limit_type": "max",
            "Det.limit_side_len": LINES_SIDE,
            "Det.model_path": find,
            "Rec.model_path": read,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        self._engine = rapidocr.RapidOCR(params=settings)

    def read(self, image: Image.Image, language: str = "") -> tuple[RecognizedLine, ...]:  # noqa: ARG002 - one model reads all
        """Return the lines of a page, in the order in which the engine has found them."""
        pixels = np.asarray(image.convert("RGB"))[:, :, ::-1]
        answer: Any = self._engine(pixels, return_word_box=True, return_single_char_box=True)
        if answer.boxes is None:
            return ()
        return tuple(_lines(answer.boxes, answer.word_results))


def _lines(boxes: Sequence[Any], words: Sequence[Any]) -> Iterator[RecognizedLine]:
    for corners, characters in zip(boxes, words, strict=True):
        box = _box(corners)
        vertical = len(characters) > 1 and box.height > UPRIGHT * box.width
        read: list[RecognizedCharacter] = []
        spaced = False
        for text, confidence, places in characters:
            if not text.strip():
                spaced = True
                continue
            place = _box(places)
            begin, end = (place.top, place.bottom) if vertical else (place.left, place.right)
            read.append(RecognizedCharacter(text, begin, end, round(float(confidence), 3), spaced))
            spaced = False
        if read:
            yield RecognizedLine(box, tuple(read), vertical)


def _box(corners: Any) -> Box:  # noqa: ANN401 - an array or a list, as the library has it
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def load() -> RapidEngine:
    """Load the engine, as every module of an engine does."""
    return RapidEngine()
