"""Stanzas among the lines of a page: which lines that follow one another are verse, whole.

    "水乡" / "石　上" / "一支橹" / "摇醒了半条街的门板" / …   ->  a title, a poet, and a stanza
    "过洞庭" / "八月湖平浸碧空，" / "轻帆一片趁西风。" / …     ->  a title and a stanza

What one stanza is like, analysis/line_groups/verse.py tells; here it is found where it begins and ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from convert.analysis.line_groups.verse import (
    FEWEST_BARE,
    LONGEST_HAN,
    OF_LINES,
    REGULAR,
    UNEVEN,
    has_mark,
    is_verse,
    is_verse_end,
    may_join_stanza,
    without_prose,
)
from convert.analysis.lines.measure import UNKNOWN, from_lines, width
from convert.language.han import HAN, ends_sentence

FEWEST = 3
"""Lines of a stanza without its title, at least."""
SHORTEST = 11
"""Characters of a line with blank lines around it that may be more than a line of verse."""
LONGEST_POEM = 60
"""Lines of a stanza or of a poem that no blank line parts."""
LONGEST_VERSE = 64
"""Characters."""
MOST_TITLES = 2
"""Lines above a poem that belong to its block: its title, its poet."""
LONGEST_TITLE = 4.0
"""Squares of a title that looks like a line of verse: 深秋帖."""
SHORT_STANZA = range(2, 4)
"""Lines of a stanza that only the one beside it shows to be one."""

LONGER_STANZA = range(4, 9)
"""The same of a stanza without a mark, whose lines are about equally long by chance."""

FEWEST_OF_SMALL = 7
"""Lines of a free poem whose stanzas have two or three each."""
LONGEST_OF_SMALL, MEAN_OF_SMALL = 10.0, 6.0
"""Squares of its longest line, and of its lines on the average."""


class PlacedLine(NamedTuple):
    """A line of a page and how it stands there."""

    text: str
    close: bool
    """Whether it stands right under the line before it, with no blank line between."""
    wrapped: bool = False
    """Whether it was several printed lines: no line of verse is."""


def find_stanzas(lines: Sequence[PlacedLine]) -> Iterator[range]:
    """Yield whole stanzas: lines with blank lines above and below, or one after the other."""
    runs = [run for run in runs_of_close(lines) if not any(lines[number].wrapped for number in run)]
    stanzas = [stanza for run in runs for stanza in _within(lines, run)]
    single = [number for run in runs if len(run) == 1 for number in run]
    small = [*_small(lines, runs)]
    even = [each for run in _even(lines, single) if (each := _under_title(lines, run))]
    if stanzas or even or small:
        verse = {number for run in stanzas for number in run}
        around = [lines[n].text for run in runs if len(run) > 1 for n in run[:-1] if n not in verse]
        measure = from_lines(around)  # that of the running text
        whole = [
            run for run in (*stanzas, *even) if is_verse(_texts(lines, run), measure, together=run in stanzas)
        ]
        whole += small
        yield from _disjoint((*whole, *_beside(lines, runs, whole)))


def _disjoint(stanzas: Sequence[range]) -> Iterator[range]:
    """Yield the stanzas that share no line with a longer one."""
    taken: set[int] = set()
    for run in sorted(stanzas, key=len, reverse=True):
        if taken.isdisjoint(run):
            taken.update(run)
            yield run


def _within(lines: Sequence[PlacedLine], run: range) -> Sequence[range]:
    """Return the stanzas of a run of close lines: the run without its title, or several with a title each."""
    stanza = _without_title(lines, run, together=True)
    return [stanza] if stanza else _titled(lines, run) or [*_regular(lines, run)]


def _beside(lines: Sequence[PlacedLine], runs: Sequence[range], stanzas: Sequence[range]) -> Iterator[range]:
    """Yield the short runs of close lines that stand right before or behind a stanza: stanzas, too."""
    ends = {run.stop: run for run in stanzas}
    starts = {run.start: run for run in stanzas}
    again = Counter(tuple(_texts(lines, run)) for run in runs if len(run) in SHORT_STANZA)
    for run in runs:
        if run.start in starts or run.stop in ends or not _may_be_beside(lines, run):
            continue
        near = [stanza for stanza in (ends.get(run.start), starts.get(run.stop)) if stanza is not None]
        near += [ends[run.start - 1]] if run.start - 1 in ends else []  # a line stands between
        texts = _texts(lines, run)
        refrain = again[tuple(texts)] > 1
        if any(may_join_stanza(texts, _texts(lines, stanza), refrain=refrain) for stanza in near):
            yield run
            ends[run.stop] = starts[run.start] = run  # beside it may stand another one


def _may_be_beside(lines: Sequence[PlacedLine], run: range) -> bool:
    """Whether a run has few lines, or more without any mark, as the stanza of free verse beside it."""
    if len(run) in SHORT_STANZA:
        return True
    return len(run) in LONGER_STANZA and not any(lines[n].wrapped or has_mark(lines[n].text) for n in run)


def _without_title(lines: Sequence[PlacedLine], run: range, *, together: bool) -> range:
    """Return the stanza that a run is, its title and poet left out; an empty one if it is none."""
    run = run[slice(*without_prose(_texts(lines, run)))]
    if not run:
        return run
    short = len(run) <= LONGEST_POEM and max(len(lines[n].text) for n in run) <= LONGEST_VERSE
    titles = range(MOST_TITLES + 1 if short else 0)
    tried = (run[left:] for left in titles if not left or len(run) - left > FEWEST)
    whole = (each for each in tried if is_verse(_texts(lines, each), UNKNOWN, together=together))
    return next(whole, run[:0])


def _under_title(lines: Sequence[PlacedLine], run: range) -> range:
    """Return the stanza that a run of single lines is; a short first line over bare ones is its title.

    Where something else stands above, the title is in that: a heading longer than verse, or a poet's name.
    """
    stanza = _without_title(lines, run, together=False)
    above = lines[stanza.start - 1].text if stanza and stanza.start else ""
    bare = all(OF_LINES.search(lines[n].text) is None for n in stanza)
    untitled = bare and len(stanza) > FEWEST and (not above or ends_sentence(above))
    return stanza[1:] if untitled and width(lines[stanza.start].text) <= LONGEST_TITLE else stanza


def _titled(lines: Sequence[PlacedLine], run: range) -> list[range]:
    """Return the regular stanzas that a run of close lines is, a title or two over each; none if it is more.

    "登楼" / "百尺危楼接水平，" … "犹伴渔舟夜夜声。" / "过洞庭" / …  ->  two stanzas
    """
    stanzas: list[range] = []
    for marked, same in groupby(run, lambda n: OF_LINES.search(lines[n].text) is not None):
        part = [*same]
        texts = _texts(lines, part)
        if not marked and len(part) <= MOST_TITLES and max(map(width, texts)) <= LONGEST_HAN:
            continue
        regular = len(part) >= FEWEST_BARE and {len(HAN.findall(text)) for text in texts} <= REGULAR
        if not marked or not regular or not is_verse(texts, UNKNOWN, together=True):
            return []
        stanzas.append(range(part[0], part[-1] + 1))
    return stanzas


def _small(lines: Sequence[PlacedLine], runs: Sequence[range]) -> Iterator[range]:
    """Yield the small stanzas of a free poem: short uneven lines without a mark, two or three together.

    "她把车票折成" / "一只小小的船"  and  "汽笛响了" / "船没有开" / "人走了"  and  …

    A column as narrow has straight lines and marks; the lines of headlines are longer.
    """
    for small, same in groupby(runs, lambda run: _is_small(lines, run)):
        together = [*same] if small else []
        wide = [width(lines[n].text) for run in together for n in run]
        if len(wide) < FEWEST_OF_SMALL or sum(wide) > MEAN_OF_SMALL * len(wide):
            continue
        above = [width(lines[n].text) for run in together for n in run[:-1]]
        if max(map(len, together)) > MOST_TITLES and max(above) - min(above) >= UNEVEN:
            yield from together


def _is_small(lines: Sequence[PlacedLine], run: range) -> bool:
    """Whether a run of close lines may be a small stanza, by its lines one by one."""
    texts = _texts(lines, run)
    return (
        1 < len(run) < LONGER_STANZA.stop
        and all(width(text) <= LONGEST_OF_SMALL and is_verse_end(text) for text in texts)
        and not any(lines[n].wrapped or has_mark(lines[n].text) for n in run)
    )


def _regular(lines: Sequence[PlacedLine], run: range) -> Iterator[range]:
    """Yield the regular stanzas right above or below prose: four lines and more, each ending in a mark.

    "月落乌啼霜满天，" … "夜半钟声到客船。" / "这首诗人人会背，可是到过寺里的人不多。"  ->  the stanza

    In a column as narrow as that hardly a line ends in a mark.
    """
    for size, same in groupby(run, lambda n: _size_of_regular(lines[n].text)):
        part = [*same]
        whole = (
            size and len(part) >= FEWEST_BARE and len(part) % 2 == 0 and ends_sentence(lines[part[-1]].text)
        )
        if whole and is_verse(_texts(lines, part), UNKNOWN, together=True):
            yield range(part[0], part[-1] + 1)


def _size_of_regular(text: str) -> int:
    """Return how many characters a line of regulated verse has that ends in its only mark; else nothing."""
    size = len(text) - 1
    return size if size in REGULAR and size == len(HAN.findall(text)) and OF_LINES.search(text) else 0


def _even(lines: Sequence[PlacedLine], single: Sequence[int]) -> Iterator[range]:
    """Yield runs of equally long lines, of short ones, and of bare ones, among those that stand alone."""
    sizes = {number: len(lines[number].text) for number in single}
    short = {number: size < SHORTEST for number, size in sizes.items()}
    bare = {number: size and _is_bare(lines[number].text) for number, size in sizes.items()}
    keys: list[Callable[[int], int]] = [sizes.__getitem__, short.__getitem__, bare.__getitem__]
    for measured in keys:
        for size, same in groupby(single, measured):
            run = [*same]
            if size and len(run) >= FEWEST and run[-1] - run[0] == len(run) - 1:
                yield range(run[0], run[-1] + 1)


def _is_bare(text: str) -> bool:
    """Whether a line may be one of free verse: short, and without a mark at its end."""
    return width(text) <= LONGEST_HAN and OF_LINES.search(text) is None


def runs_of_close(lines: Sequence[PlacedLine]) -> Iterator[range]:
    """Part lines at blank lines."""
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or not lines[number].close:
            yield range(start, number)
            start = number


def _texts(lines: Sequence[PlacedLine], run: Sequence[int]) -> list[str]:
    return [lines[number].text for number in run]
