"""Pictures of a scanned page: dark areas in which no text was read.

a photograph, a drawing on grey ground  ->  its box; a frame around text, a table's rules  ->  none

The page is looked at in small: what a reader would take for a picture is large there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from convert.document.layout import Box
from convert.ocr.answer import MOST_PICTURES, RecognizedLine

LONGEST_SIDE = 320
"""Pixels of the page's longer side, as it is looked at."""
DARK = 0.16
"""By which part of the way from the paper to black a pixel is darker than the paper, at least."""
SMALLEST = 0.03
"""Of a picture's sides, in longer sides of the page."""
FILLED = 0.55
"""Part of a picture that is dark, at least."""
WHOLE_PAGE = 0.8
"""Part of the page from which on what is dark is the page's own ground."""
SURE, FEWEST = 0.6, 2
"""How sure an engine is of a line that is text, and how many characters that has, at least."""


def find_pictures(image: Image.Image, lines: Sequence[RecognizedLine]) -> tuple[Box, ...]:
    """Return the pictures of a page, from the top down, in pixels of the image."""
    scale = max(1.0, max(image.size) / LONGEST_SIDE)
    size = (max(1, round(image.width / scale)), max(1, round(image.height / scale)))
    tones = image if image.mode in {"L", "RGB"} else image.convert("L")
    gray = np.asarray(tones.resize(size, Image.Resampling.BOX).convert("L")).astype(np.float64)
    paper, black = float(np.quantile(gray, 0.9)), float(gray.min())
    dark = gray < paper - DARK * (paper - black)
    for line in lines:
        if line.confidence >= SURE and len(line.characters) >= FEWEST:
            left, top, right, bottom = (value / scale for value in line.box)
            dark[max(0, int(top - 0.5)) : int(bottom + 1.5), max(0, int(left - 0.5)) : int(right + 1.5)] = (
                False
            )
    least = SMALLEST * max(size)
    found = [
        Box(*(round(value * scale, 1) for value in box))
        for box in _areas(dark)
        if min(box.width, box.height) >= least and _is_picture(dark, box)
    ]
    return tuple(sorted(found, key=lambda box: (box.top, box.left))[:MOST_PICTURES])


def _is_picture(dark: NDArray[np.bool_], box: Box) -> bool:
    """Return whether an area is filled, and not the ground of the whole page."""
    left, top, right, bottom = map(int, box)
    whole = box.width * box.height > WHOLE_PAGE * dark.size
    return not whole and float(dark[top:bottom, left:right].mean()) >= FILLED


def _areas(dark: NDArray[np.bool_]) -> Iterator[Box]:
    """Yield the boxes of areas of dark pixels that touch, once thin lines are gone."""
    waiting = _without_lines(dark)
    height, width = waiting.shape
    for start in np.flatnonzero(waiting).tolist():
        y, x = divmod(start, width)
        if not waiting[y, x]:
            continue
        left, top, right, bottom = x, y, x + 1, y + 1
        stack = [(y, x)]
        waiting[y, x] = False
        while stack:
            y, x = stack.pop()
            left, top, right, bottom = min(left, x), min(top, y), max(right, x + 1), max(bottom, y + 1)
            for ny, nx in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
                if 0 <= ny < height and 0 <= nx < width and waiting[ny, nx]:
                    waiting[ny, nx] = False
                    stack.append((ny, nx))
        yield Box(left, top, right, bottom)


def _without_lines(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return what is left of dark areas without lines of two pixels: printed rules join no pictures."""
    eroded = dark.copy()
    for axis in (0, 1):
        for shift in (-1, 1):
            eroded &= np.roll(dark, shift, axis)
    grown = eroded.copy()
    for axis in (0, 1):
        for shift in (-1, 1):
            grown |= np.roll(eroded, shift, axis)
    return grown & dark
