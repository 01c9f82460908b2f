"""The paragraphs of a frame: at an indent, behind a line that ends short, or behind white.

老人说。            ->  two paragraphs, for the first line ends short
次日一早，
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from convert.geometry.frames import OTHER_TYPE, L, TextFrame
from convert.language.han import ends_sentence, is_han, is_wide

SHORT = 1.6
"""Ems that a line lacks at its end, at least, where it ends a paragraph."""
SLACK = 0.3
"""Ems that a line may leave beside the word that it has no room for."""
WHITER = 1.25
"""A distance between lines, in those of the frame, that parts paragraphs."""
WIDEST_WHITE = 2.1
"""The same, at most."""
SENTENCE_END = re.compile(r"[。！？][”’」』]?(?=.)|[.!?][”’\"]? +(?=[A-Z“‘\"])")
"""Amid a line, another sentence behind it."""
FEWEST_PARTED = 3
"""White between paragraphs of a page that shows how these are parted."""


def paragraphs_of(frame: TextFrame[L], *, by_white: bool = False) -> list[tuple[L, ...]]:
    """Part a frame at the lines that begin a paragraph: indented, or behind white or a line that ends short.

    `by_white`: paragraphs of the page are parted by white, so that a short line ends none.
    """
    lines = frame.lines
    starts = [number for number in range(1, len(lines)) if _begins(frame, number, by_white=by_white)]
    return [lines[a:b] for a, b in pairwise([0, *starts, len(lines)])]


def is_indented(frame: TextFrame[L], number: int) -> bool:
    """Return whether a line begins further right than others of its frame, as the first of a paragraph."""
    return number in frame.indented


def has_indents(frame: TextFrame[L]) -> bool:
    """Return whether a frame has a line that is indented: so those that are not go on."""
    return bool(frame.indented)


def room_after(frame: TextFrame[L], number: int) -> float:
    """Return how many ems a line leaves at its end."""
    line = frame.lines[number]
    return (frame.right - line.box.right) / line.size


def first_width(text: str) -> float:
    """Return how wide the first word of a line is, in ems: 1 for a Han character, half for a letter.

    >>> first_width("海啸来袭"), first_width("Mel Smith")
    (1.0, 1.5)
    """
    if not text or is_wide(text[0]):
        return 1.0
    word = next((at for at, char in enumerate(text) if char == " " or is_wide(char)), len(text))
    return 0.5 * word


def is_full(frame: TextFrame[L], number: int, following: str = "") -> bool:
    """Return whether a line reaches the right edge of its frame, or had no room for the next word."""
    return room_after(frame, number) < max(SHORT, first_width(following) + SLACK)


def are_parted_by_white(frames: Sequence[TextFrame[L]]) -> bool:
    """Return whether white parts most of the paragraphs of a page that show where they end.

    It may be so wide that each is a frame of its own.
    """
    white = short = 0
    columns: dict[int, list[TextFrame[L]]] = {}
    for frame in frames:
        columns.setdefault(round(frame.left / frame.size) if frame.size else 0, []).append(frame)
        for number in range(1, len(frame.lines)):
            if _stands_off(frame, number):
                white += 1
            elif not has_indents(frame):
                short += _ends_short(frame, number - 1)
    for column in columns.values():
        column.sort(key=lambda frame: frame.box.top)
        white += sum(_is_next_paragraph(above, below) for above, below in pairwise(column))
    return white >= FEWEST_PARTED and white >= short


def _is_next_paragraph(above: TextFrame[L], below: TextFrame[L]) -> bool:
    """Return whether a frame stands under another one as its next paragraph does, with white between."""
    if len(above.lines) < 2 or has_indents(above) or above.bold != below.bold:
        return False
    step = below.lines[0].baseline - above.lines[-1].baseline
    same = abs(above.size - below.size) < OTHER_TYPE * above.size
    return same and WHITER * above.step < step < WIDEST_WHITE * above.step


def starts_paragraph(frame: TextFrame[L], number: int, *, by_white: bool) -> bool | None:
    """Return whether a line of a frame without indents begins a paragraph; None: nothing of its print says.

    A full line that ends a sentence may end a paragraph, unless white parts paragraphs.
    """
    if not number:
        return None
    if _begins(frame, number, by_white=by_white):
        return True
    if by_white:
        return False
    above, line = frame.lines[number - 1 : number + 1]
    is_last = _ends_sentence(above.text) or not is_full(frame, number - 1, line.text)
    return None if is_last else False


def is_full_stop(frame: TextFrame[L], number: int) -> bool:
    """Return whether a line ends a sentence and leaves no room: it may end a paragraph, too."""
    line, following = frame.lines[number : number + 2]
    return _ends_sentence(line.text) and is_full(frame, number, following.text)


def going_on_share(frames: Sequence[TextFrame[L]]) -> float:
    """Return which part of the sentences of frames without indents are followed by one of their paragraph.

    That is counted where it shows: sentences that end amid a line, and lines that end a sentence with room.
    """
    amid = last = 1
    for frame in frames:
        if has_indents(frame):
            continue
        for number, line in enumerate(frame.lines):
            amid += sum(1 for _ in SENTENCE_END.finditer(line.text.rstrip()))
            last += number + 1 < len(frame.lines) and _ends_short(frame, number)
    return amid / (amid + last)


def _begins(frame: TextFrame[L], number: int, *, by_white: bool = False) -> bool:
    indented = [is_indented(frame, at) for at in (number - 1, number)]
    above, line = frame.lines[number - 1 : number + 1]
    if indented[1] and not (indented[0] and _is_same_left(frame, number)):
        return True
    if indented[1] and indented[0]:  # one paragraph of one line behind another
        return not is_full(frame, number - 1, line.text) or ends_sentence(above.text)
    if abs(above.size - line.size) > OTHER_TYPE * line.size or _stands_off(frame, number):
        return True
    return not (by_white or has_indents(frame)) and _ends_short(frame, number - 1)


def _ends_short(frame: TextFrame[L], number: int) -> bool:
    """Return whether a line ends a sentence, and leaves room for the first word of the next one."""
    line, following = frame.lines[number : number + 2]
    room = room_after(frame, number)
    return room > first_width(following.text) + SLACK and _ends_sentence(line.text)


def _ends_sentence(text: str) -> bool:
    han = is_han(text[-1:]) or any(map(is_han, text[-4:]))
    return ends_sentence(text) or (not han and text[-1:] in '.!?"”:')


def _stands_off(frame: TextFrame[L], number: int) -> bool:
    """Return whether there is more white over a line than over the others of its frame."""
    lines = frame.lines
    if len(lines) < 4:
        return False
    step = lines[number].baseline - lines[number - 1].baseline
    return step > WHITER * frame.step


def _is_same_left(frame: TextFrame[L], number: int) -> bool:
    first, second = frame.lines[number - 1 : number + 1]
    return abs(first.box.left - second.box.left) < 0.3 * second.size
