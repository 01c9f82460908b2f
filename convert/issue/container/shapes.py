"""Areas of a page that a METS gives as coordinates, without an id of what stands there.

SHAPE="RECT" COORDS="120,80,900,1400"             ->  the box of these edges
SHAPE="POLY" COORDS="120,80,900,80,900,1400,…"    ->  the box around these points
SHAPE="CIRCLE" COORDS="500,500,100"               ->  the box around a circle: its middle and its radius

Source: the METS schema, attributes SHAPE and COORDS of area, which follow those of HTML's image maps.
"""

from __future__ import annotations

import re
from math import isfinite

from convert.document.layout import Box

FARTHEST = 1e7
"""A coordinate beyond it is none."""
_BETWEEN = re.compile(r"[\s,;]+")


def shape_box(shape: str | None, coordinates: str | None) -> Box | None:
    """Return the box around a shape; None where it has no shape, or a number is missing or none.

    >>> shape_box("RECT", "10,20,40,60"), shape_box("CIRCLE", "50 50 10")
    (Box(left=10.0, top=20.0, right=40.0, bottom=60.0), Box(left=40.0, top=40.0, right=60.0, bottom=60.0))
    >>> shape_box("POLY", "0,0,9,0,9,5"), shape_box("RECT", "1,2,3"), shape_box("RECT", "1,2,nan,4")
    (Box(left=0.0, top=0.0, right=9.0, bottom=5.0), None, None)
    """
    try:
        numbers = [float(word) for word in _BETWEEN.split((coordinates or "").strip())]
    except ValueError:
        return None
    if not all(isfinite(number) and abs(number) <= FARTHEST for number in numbers):
        return None
    kind = (shape or "").upper()
    if kind == "CIRCLE" and len(numbers) == 3:
        across, down, radius = numbers
        numbers = [across - radius, down - radius, across + radius, down + radius]
    elif kind != "RECT" and not (kind.startswith("POLY") and len(numbers) >= 6):
        return None
    if len(numbers) % 2 or len(numbers) < 4 or (kind == "RECT" and len(numbers) != 4):
        return None
    return Box(min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2]))
