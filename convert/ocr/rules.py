"""Printed rules of a scanned page: long dark runs, far longer than thick."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from convert.document.layout import Box

LONGEST_SIDE = 3400
"""Pixels of an image that is looked at; a larger one is made smaller for it."""
LENGTH = 0.035
"""Of a rule, at least, in longest sides of the page: larger than the strokes of a heading."""
DARK = 0.92
"""The part of a rule's pixels that are dark, at least."""
THICK = 0.12
"""Of a rule, at most, in its length: what is thicker is a picture."""
MOST = 2000


def find_rules(image: Image.Image, least: float = 0) -> tuple[Box, ...]:
    """Return the rules of a page, level and upright, in pixels of the image; none is shorter than `least`."""
    scale = max(1.0, max(image.size) / LONGEST_SIDE)
    small = image.convert("L")
    if scale > 1:
        small = small.resize((round(image.width / scale), round(image.height / scale)))
    gray = np.asarray(small)
    dark = gray < (int(gray.min()) + float(np.median(gray))) / 2
    length = max(24, round(LENGTH * max(small.size)), round(least / scale))
    level = [Box(*run) for run in _runs(dark, length)]
    upright = [Box(top, left, bottom, right) for left, top, right, bottom in _runs(dark.T, length)]
    found = [Box(*(round(value * scale, 1) for value in box)) for box in (*level, *upright)]
    return tuple(sorted(found, key=lambda box: (box.top, box.left))[:MOST])


def _runs(dark: NDArray[np.bool_], length: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the level rules of a page as left, top, right and bottom."""
    if dark.shape[1] <= length:
        return
    total = np.zeros((dark.shape[0], dark.shape[1] + 1), np.int32)
    np.cumsum(dark, axis=1, out=total[:, 1:])
    starts = (total[:, length:] - total[:, :-length]) >= DARK * length
    open_rules: list[list[int]] = []
    for y in np.flatnonzero(starts.any(axis=1)).tolist():
        columns = np.flatnonzero(starts[y])
        cuts = np.flatnonzero(np.diff(columns) > length)
        edges = [0, *(cuts + 1).tolist(), len(columns)]
        for a, b in pairwise(edges):
            left, right = int(columns[a]), int(columns[b - 1]) + length
            same = next((r for r in open_rules if r[3] >= y - 1 and r[0] < right and r[2] > left), None)
            if same is None:
                open_rules.append([left, y, right, y + 1])
            else:
                same[:] = [min(left, same[0]), same[1], max(right, same[2]), y + 1]
    for left, top, right, bottom in open_rules[:MOST]:
        if bottom - top <= max(3, THICK * (right - left)):
            ink = np.flatnonzero(dark[top:bottom, left:right].any(axis=0))
            yield left + int(ink[0]), top, left + int(ink[-1]) + 1, bottom
