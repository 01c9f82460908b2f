"""Verse: lines that end where the poet ends them, not where a column does.

    "落日孤帆一水长，" "白鸥飞尽暮山苍。" "楼头不见归人影，" "唯有秋风送夕阳。"  ->  verse
    "我走过那条" "铺着青石板的老街" "报馆的灯" "还亮着"                     ->  verse, without marks
    "I walked beside the weir at dawn," "The mist lay on the stream,"         ->  verse

Lines that a column ends are as long as it is wide, end in mid-clause, and in Latin script begin with small
letters; lines of verse are shorter than that, or all end in a mark, or all of one length without any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import log

from convert.analysis.latin.latin_items import BEGINNING as BEGINS_ANEW
from convert.analysis.latin.latin_items import BROKEN_OFF, CLOSERS, STOPS, awaits_name, share_of_capitals
from convert.analysis.lines.line_shapes import furniture_role, is_byline, is_credit, is_person
from convert.analysis.lines.measure import NARROWEST, Measure, width
from convert.language.han import HAN, is_han
from convert.text.pattern import LatePattern

FEWEST_LINES = 3
"""Of a stanza in which each line ends in a mark."""
FEWEST_BARE = 4
"""Of a stanza without marks, and of Latin script."""
FEWEST_LOOSE = 6
"""Of unmarked lines with blank lines between: as many headings never stand together."""
LONGEST_SHORT = 5.0
"""Squares of a line of free verse that is no headline."""
SHORTEST_FRAGMENT = 9.5
"""Squares of a line with blank lines around it; what a column's end cuts off is mostly longer."""
LONGEST_HAN = 16.0
"""Squares of a line of Chinese verse: two halves of seven characters, and their marks."""
LONGEST_LATIN = 64
"""Characters of a line of verse in Latin script."""
LONGER = 3.0
"""Squares by which the lines of a burden may be longer than the stanza above it."""
MOST_OF_A_REST = 4
"""Lines above a stanza, in its block, that end the sentence of the column before."""
REGULAR = frozenset({5, 7})
"""Characters in a line of regulated verse."""
COUPLET = frozenset(range(4, 16))
"""Characters in a half of a couplet."""
ROOM = 2.0
"""Squares by which lines of verse are shorter than a column, at least."""
UNEVEN = 2.0
"""Squares between the longest and the shortest line of a free stanza; print sets its columns straight."""
LONGEST_UNEVEN = 12.0
"""Squares of the longest line of a stanza that has marks at some of its ends."""
STRAIGHT = 0.88
"""How long the shortest line of a wrapped paragraph in Latin script is at least, of the longest."""
OF_LINES = LatePattern(r"(?<![，。；！？、：…,.;!?—])[，。；！？、：…,.;!?—]+[”’」』）\"]*$")
STOP = LatePattern(r"[。！？…!?.][”’」』）\"']*$")
DIGIT = re.compile(r"\d")
COMMA = LatePattern(r"[，、；：,;]$")
INNER = LatePattern(r"[，。；！？：]")
HALVES = LatePattern(r"[，。；！？：,;! \u3000]+")
LATIN_MARK = LatePattern(r"[.,;:!?—-][\"'’”)]*$")
BEGINNING = LatePattern(r"[\"'“‘(\[]*[A-ZÀ-ÖØ-Þ]")
LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
VOWELS = "aeiouyäöüàâéèêëîïôùû"
CAPITAL, SMALL = 0.86, -0.5
"""What it weighs how a line begins: by how rare capitals are within the lines, or with a small letter."""
MARKED, UNMARKED = 1.4, -0.7
"""How a line ends."""
WITH_ROOM, WITHOUT_ROOM = 0.9, -0.25
"""Whether the next word would have found room on it."""
RHYMED, UNRHYMED = -0.3, -0.7
STANZA = -1.7
"""Log odds of lines of which nothing is known.

All were fitted on half of 533 stanzas in English and German and of 42,700 paragraphs in seven languages,
set in columns of 22 to 55 characters. Of the other half, .69 of the stanzas and 1 in 20,000 of the paragraphs
have log odds of 2 and more.
"""
MOST_WITH_FIGURES = 0.2
"""Share of the lines of a stanza in which there are figures."""
LEAST_SURE, LEAST_OF_RHYMES = 2.0, 0.0
"""Log odds from which lines are a stanza, and from which those are that have capitals, marks and rhymes."""


def is_verse(lines: Sequence[str], measure: Measure, *, together: bool) -> bool:
    """Whether lines that follow one another are a stanza, whole.

    `measure` is the column of the running text around it; `together` says that no blank lines part them.
    """
    if len(lines) < FEWEST_LINES or max(map(len, lines)) > LONGEST_LATIN:
        return False
    han = sum([len(HAN.findall(line)) for line in lines])
    if 2 * han >= sum(map(len, lines)):
        short = max(map(len, lines)) <= 2 * LONGEST_HAN
        verse = short and _is_chinese(lines, measure, together=together)
    else:
        verse = together and not han and len(lines) >= FEWEST_BARE and _is_latin(lines)
    return verse and not _has_others(lines)


def without_prose(lines: Sequence[str]) -> tuple[int, int]:
    """Return where verse may begin and end among lines that no blank line parts."""
    start = rest_of_sentence(lines)
    return start, len(lines) - prose_below(lines[start:])


def rest_of_sentence(lines: Sequence[str]) -> int:
    """Return how many first lines end a sentence that began in the column before: they are no verse.

    "…avait pris fin hé-" / "roïquement comme le" "poème de Victor Hugo." "Plus de queue,"  ->  2

    Nor are those that end in a colon, in a line that goes on: "…nommés dans l'ordre" / "de la Légion :".
    """
    for number, line in enumerate(lines[1:MOST_OF_A_REST], 1):
        below = lines[number + 1 :]
        if below and line[:1].islower() and line.endswith(":") and all(map(BEGINNING.match, below)):
            return number + 1
    if not lines[0][:1].islower():
        return 0
    for number, (line, below) in enumerate(pairwise(lines[: MOST_OF_A_REST + 1]), 1):
        if STOP.search(line):
            return number if BEGINNING.match(below) else 0
    return 0


def prose_below(lines: Sequence[str]) -> int:
    """Return how many last lines are prose: they begin behind a stop, and go on in a small letter.

    "Und ist der Borger ein gar Hasser." / "Der Spruch ist alt, und der jetzige Wirt" / "läßt ihn…"  ->  2

    All lines above begin with a capital.
    """
    first = next((n for n, line in enumerate(lines) if BEGINNING.match(line) is None), len(lines)) - 1
    if first < FEWEST_BARE or first == len(lines) - 1 or not lines[first + 1][:1].islower():
        return 0
    return len(lines) - first if STOP.search(lines[first - 1]) and not LATIN_MARK.search(lines[first]) else 0


def has_mark(line: str) -> bool:
    """Whether there is a mark of running text in a line, within or at its end."""
    return OF_LINES.search(line) is not None or INNER.search(line) is not None


def is_couplet(first: str, second: str) -> bool:
    """Whether two lines may be the halves of a couplet: equally long, and of Han alone but for a last mark.

    >>> is_couplet("门前绿水穿桥去", "屋后青山入户来"), is_couplet("市水务局", "昨天公布的")
    (True, False)
    """
    if max(len(first), len(second)) > max(COUPLET) + 1:
        return False
    halves = [OF_LINES.sub("", line) for line in (first, second)]
    sizes = {len(half) for half in halves}
    return len(sizes) == 1 and sizes <= COUPLET and all(map(is_han, first[:-1] + second[:-1]))


def may_join_stanza(lines: Sequence[str], stanza: Sequence[str], *, refrain: bool) -> bool:
    """Whether a few lines may be a stanza of their own beside one that is: no longer, and as bare.

    A refrain stands there again, and may be longer; so may lines that all end in a mark, a little.
    """
    ended = STOP.search(lines[-1]) is not None and all(OF_LINES.search(line) for line in lines)
    longest = LONGEST_HAN if refrain else max(map(width, stanza)) + (LONGER if ended else 1)
    if any(width(line) > longest or not is_verse_end(line) or _is_other(line) for line in lines):
        return False
    marked = {OF_LINES.search(line) is not None for line in stanza}
    return len(marked) > 1 or all((OF_LINES.search(line) is not None) in marked for line in lines)


def _has_others(lines: Sequence[str]) -> bool:
    """Whether one of some lines is no verse; among others one may look like a name by chance: 江水."""
    named = [_is_name(line) for line in lines]
    return named[0] or named[-1] or sum(named) > 1 or any(map(_is_of_sheet, lines))


def _is_other(line: str) -> bool:
    """Whether a line belongs to the sheet or to a picture, or names somebody."""
    return _is_of_sheet(line) or _is_name(line)


def _is_of_sheet(line: str) -> bool:
    return furniture_role(line) is not None or is_byline(line) or is_credit(line)


def _is_name(line: str) -> bool:
    """Whether a line names somebody; 白日依山尽　黄河入海流 has the same shape."""
    return is_person(line) and not _has_two_halves(line)


def _is_chinese(lines: Sequence[str], measure: Measure, *, together: bool) -> bool:
    wide = [width(line) for line in lines]
    room = measure.squares - ROOM if measure.trust >= 0.5 else LONGEST_HAN
    if max(wide) > min(room, LONGEST_HAN) or not all(map(is_verse_end, lines)):
        return False
    marked = [OF_LINES.search(line) is not None for line in lines]
    sizes = {len(HAN.findall(line)) for line in lines}
    if len(lines) >= FEWEST_BARE and len(sizes) == 1 and (all(marked) or not any(marked)):
        size = sizes.pop()
        return size in REGULAR or size in {2 * n for n in REGULAR} or (together and size <= 8)
    if all(map(_has_two_halves, lines)):
        return True
    if not together:
        return _is_loose(lines, wide, marked)
    if all(marked):
        inner = [len(INNER.findall(line)) for line in lines]
        few = max(inner) <= 2 or (
            len(lines) >= FEWEST_BARE and max(inner) <= 3 and sum(inner) <= 2 * len(lines)
        )
        shaped = len(lines) >= FEWEST_BARE or measure.trust > 0 or len(sizes) > 1
        shaped = shaped or sizes <= REGULAR
        whole = few and shaped and STOP.search(lines[-1]) is not None
        return whole or _is_loose(lines, wide, marked)
    return _is_free(lines, wide, marked) or _is_uneven(lines, wide) or _is_ragged(lines, wide)


def is_verse_end(line: str) -> bool:
    """Whether a line of verse may end so; figures are those of tables."""
    return not DIGIT.search(line) and (is_han(line[-1]) or OF_LINES.search(line) is not None)


def _has_two_halves(line: str) -> bool:
    """Whether a line is two lines of regulated verse: 旧岁又添几个喜，新年更上一层楼。 is one."""
    halves = [len(half) for half in HALVES.split(line.rstrip("。！？.!?")) if half]
    return len(halves) == 2 and halves[0] == halves[1] and halves[0] in REGULAR


def _is_loose(lines: Sequence[str], wide: Sequence[float], marked: Sequence[bool]) -> bool:
    """Whether short lines with blank lines between are verse: some end in a comma, or many have no mark."""
    if max(wide) > SHORTEST_FRAGMENT:
        return not any(marked) and _is_bare(wide)
    if all(marked):
        return len(lines) >= FEWEST_LOOSE - 1 and 3 * sum(map(bool, map(COMMA.search, lines))) >= len(lines)
    return len(lines) >= FEWEST_LOOSE and not any(marked) and max(wide) - min(wide) >= UNEVEN


def _is_bare(wide: Sequence[float]) -> bool:
    """Whether lines without a mark, blank lines between, are free verse: headlines are longer.

    "一支橹" / "摇醒了半条街的门板" / "卖菱角的女人蹲在桥洞下" / "把早晨" / "一枚一枚" / …  ->  True
    """
    short = sum(each <= LONGEST_SHORT for each in wide)
    return len(wide) >= FEWEST_LOOSE and 4 * short >= len(wide) and short < len(wide)


def _is_free(lines: Sequence[str], wide: Sequence[float], marked: Sequence[bool]) -> bool:
    """Whether uneven lines with hardly a mark are free verse."""
    few = 4 * sum(marked) <= len(lines) and not any(INNER.search(line[:-1]) for line in lines)
    full = sorted(wide[:-1])
    return (
        len(lines) >= FEWEST_BARE
        and few
        and full[-1] - full[0] >= UNEVEN
        and sum(wide) / len(wide) <= LONGEST_HAN - 6
        and min(wide) >= 1
    )


def _is_uneven(lines: Sequence[str], wide: Sequence[float]) -> bool:
    """Whether short lines with marks at their ends alone are verse: no column's end made them so uneven.

    "带着高粱的颜色，" / "也带着" / "母亲在灯下缝进衣角的" / "几句叮咛。"  ->  True
    """
    full = wide[:-1]
    alike = sum(abs(a - b) <= 1 for a, b in pairwise(full))
    return (
        len(lines) >= FEWEST_BARE
        and max(wide) <= LONGEST_UNEVEN
        and max(full) - min(full) >= (UNEVEN if max(wide) < NARROWEST else UNEVEN + 1)
        and (max(wide) < NARROWEST or 3 * alike <= 2 * (len(full) - 1))
        and not any(INNER.search(line[:-1]) for line in lines)
        and not any(STOP.search(line) for line in lines[:-1])
        and sum(COMMA.search(line) is not None for line in lines) > 1
        and STOP.search(lines[-1]) is not None
    )


def _is_ragged(lines: Sequence[str], wide: Sequence[float]) -> bool:
    """Whether several lines end far from where the longest does, and not behind a sentence: no column's do.

    "清晨的菜市，" / "有露水，有泥土，" / "有还没睡醒的鱼。" / "母亲讨价还价的声音，" / …  ->  True
    """
    if len(lines) < FEWEST_BARE + 1 or max(wide) > LONGEST_UNEVEN or STOP.search(lines[-1]) is None:
        return False
    ends = sum(OF_LINES.search(line) is not None for line in lines)
    above = zip(lines[:-1], wide[:-1], strict=True)
    short = sum(size <= max(wide) - UNEVEN and STOP.search(line) is None for line, size in above)
    return short >= FEWEST_LINES and ends >= FEWEST_LINES


def _is_latin(lines: Sequence[str]) -> bool:
    """Whether lines of Latin script are a stanza, by how they begin, end, rhyme and fill a line."""
    if max(map(len, lines)) > LONGEST_LATIN or any(line.isupper() for line in lines):
        return False
    if sum(DIGIT.search(line) is not None for line in lines) > MOST_WITH_FIGURES * len(lines):
        return False
    rhymed = _rhymes(lines)
    odds = _stanza_odds(lines, rhymed)
    return odds >= LEAST_SURE or (odds >= LEAST_OF_RHYMES and _is_regular(lines, rhymed))


def _stanza_odds(lines: Sequence[str], rhymed: int) -> float:
    """Return the log odds that lines are a stanza rather than a paragraph set in a column."""
    share, longest = share_of_capitals(lines), max(map(len, lines))
    odds = STANZA + RHYMED * rhymed + UNRHYMED * (len(lines) - rhymed)
    for line, below in pairwise(lines):
        if line[-1] in BROKEN_OFF or awaits_name(line, below):
            return -1.0
        if BEGINS_ANEW.match(below) is None:
            odds += SMALL
        elif line.rstrip(CLOSERS)[-1:] not in STOPS:
            odds -= CAPITAL * log(share)
        odds += MARKED if LATIN_MARK.search(line) else UNMARKED
        odds += WITH_ROOM if len(line) + 1 + len(below.split(None, 1)[0]) <= longest else WITHOUT_ROOM
    return odds


def _is_regular(lines: Sequence[str], rhymed: int) -> bool:
    """Whether lines begin with capitals, and end in marks or rhyme."""
    sizes = [len(line) for line in lines]
    if sum(sizes) < 12 * len(lines) or any(BEGINNING.match(line) is None for line in lines):
        return False
    count = len(lines)
    marked = sum(LATIN_MARK.search(line) is not None for line in lines)
    if not LATIN_MARK.search(lines[-1]):
        return False
    mostly = 4 * marked >= 3 * count
    if min(sizes[:-1]) >= STRAIGHT * max(sizes):  # as straight as a column
        return mostly and 2 * rhymed >= count
    return 2 * rhymed >= count or (mostly and rhymed > 0)


def _rhymes(lines: Sequence[str]) -> int:
    """Count the lines that end as one of the three before or behind them does."""
    ends = [_rhyme(line) for line in lines]
    rhymed = set[int]()
    for at, (word, end) in enumerate(ends):
        for behind in range(at + 1, min(at + 4, len(ends))):
            other, other_end = ends[behind]
            if end and end == other_end and word != other:
                rhymed |= {at, behind}
    return len(rhymed)


def _rhyme(line: str) -> tuple[str, str]:
    """Return a line's last word, and its end from the last vowel that a consonant follows.

    "…on the stream," -> ("stream", "eam")
    """
    match = LAST_WORD.search(line)
    if match is None:
        return "", ""
    word = match[1].lower()
    bare = word[:-1] if word.endswith("e") and len(word) > 3 else word
    at = len(bare) - 1
    while at > 0 and bare[at] not in VOWELS:
        at -= 1
    while at > 0 and bare[at - 1] in VOWELS:
        at -= 1
    end = word[at:]
    return word, end if len(end) > 1 else word[-2:]
