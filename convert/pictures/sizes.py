"""How large pictures are allowed to be, by the choice of the user."""

from __future__ import annotations

from typing import NamedTuple

from convert.issue.metadata import IMAGES

NONE, SMALL, FULL = IMAGES
"""Words of `--images` and of the key `images`."""
DEFAULT = SMALL
"""What a reader of a newspaper expects: its pictures, in a file that can still be sent."""
MOST_PICTURES = 1_000
"""Of an issue."""
MOST_BYTES = 100_000_000
"""Of all pictures of an issue, and of all images of its pages."""
MOST_DECODED = 400_000_000
"""Bytes that an image of a page may take in memory: 400 million pixels in grey, 100 million in colour."""
MOST_JPX = 60_000_000
"""Pixels of a JPEG 2000 in a PDF, which is decoded as a whole before it is drawn: a broadsheet at 350 dpi."""


class Size(NamedTuple):
    """The bounds of one kind of picture."""

    longest: int
    """Pixels of the longer side."""
    quality: int
    """Of a JPEG."""


PICTURE_SIZES = {SMALL: Size(1200, 80), FULL: Size(6000, 90)}
PAGE_SIZES = {NONE: Size(1600, 70), SMALL: Size(1600, 70), FULL: Size(5000, 85)}
"""Of the images of whole pages."""
