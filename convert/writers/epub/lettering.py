"""Letters of one font at one size, measured and drawn; with a memory for who draws many covers."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from convert.text.memo import Memo

MOST_LETTERS = 3_000
"""Letters that are kept as they are drawn, some 2 kB each."""
MOST_LENGTHS = 10_000


class DrawnLetter(NamedTuple):
    """A character as the font draws it."""

    mask: Image.Image
    left: int
    """Pixels from where it is set to its picture; `top` from the line's upper edge."""
    top: int
    right: int
    advance: float
    """Pixels to where the next one is set."""


class Lettering:
    """A font at one size."""

    def __init__(self, font: ImageFont.FreeTypeFont, *, keeps_letters: bool) -> None:
        """Begin with nothing measured; `keeps_letters` where the same ones are drawn again and again."""
        self.font = font
        self.size = round(font.size)
        self._lengths: Memo[str, float] = Memo(font.getlength, MOST_LENGTHS)
        self._letters = Memo(self._drawn, MOST_LETTERS) if keeps_letters else None

    def getlength(self, text: str) -> float:
        """Return the width of a text, in pixels."""
        return self._lengths[text] if len(text) < 3 else self.font.getlength(text)

    def draw(self, draw: ImageDraw.ImageDraw, x: float, y: int, text: str, grey: int) -> None:
        """Draw a line; letters that are kept are put together, to the same pixels."""
        if self._letters is None or not float(x).is_integer() or not self._is_set_apart(text):
            draw.text((x, y), text, font=self.font, fill=grey)
            return
        place = int(x)
        for letter in [self._letters[character] for character in text]:
            draw.bitmap((place + letter.left, y + letter.top), letter.mask, fill=grey)
            place += int(letter.advance)

    def _is_set_apart(self, text: str) -> bool:
        """Whether each letter of a line stands where it would without the others, and touches none."""
        letters = self._letters
        if letters is None:
            return False
        place, end = 0.0, -float("inf")
        for letter in [letters[character] for character in text]:
            if place + letter.left < end or not letter.advance.is_integer():
                return False
            end = max(end, place + letter.right)
            place += letter.advance
        return place == self.font.getlength(text)

    def _drawn(self, character: str) -> DrawnLetter:
        left, top, right, bottom = map(int, self.font.getbbox(character))
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        ImageDraw.Draw(mask).text((-left, -top), character, font=self.font, fill=255)
        return DrawnLetter(mask, left, top, right, self.font.getlength(character))
