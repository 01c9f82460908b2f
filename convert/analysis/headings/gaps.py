"""Gaps: the places where an article may open, and what speaks for its opening there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from convert.analysis.headings.habits import DAY, HeadingGroup, echoes, heading_marks, weigh_habits
from convert.analysis.headings.headings import bare_heading_odds
from convert.analysis.headings.topic_flow import TopicFlow
from convert.analysis.lines.datelines import learn_datelines
from convert.analysis.lines.jump_lines import parse_jump_line
from convert.analysis.lines.line_shapes import LABEL
from convert.analysis.texts.chains import count_chains, weigh_chains
from convert.analysis.texts.cohesion import Words, cohesion, merged
from convert.analysis.texts.ends import looks_truncated
from convert.analysis.texts.heading_shape import LONGEST_HEADING, NUMBERED, without_column
from convert.analysis.texts.seam import Evidence
from convert.analysis.texts.texts import PageTexts
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Block
from convert.document.roles import ALL_HEADINGS, ASIDE, TEXT, Role
from convert.language.han import ends_sentence
from convert.language.weights import clamp
from convert.text.memo import Memo

BLOCKS_COMPARED = 5
"""Blocks on each side of a gap whose words are compared."""
BLOCKS_OF_A_SECTION = 12
"""Blocks of text under a heading that are looked at."""
BLOCKS_COUNTED = 8
SIGNED = re.compile(r"[（(][^（）()。]{2,24}[）)]\s*$")


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between two blocks of text where an article may open."""

    at: int
    """The block that would open it: the first of a group of headings, or a block of text."""
    group: tuple[int, ...]
    """The headings there, if any."""
    evidence: Evidence
    ends_briefs: bool = False
    """Whether a column of briefs ends there: what heads text behind it is no subhead of theirs."""
    below: Gap | None = None
    """The gap below the first of several headings, if that may be the end of the text above."""


def gaps(blocks: Sequence[Block], page: PageTexts, damage: Damage = NOT_ESTIMATED) -> Iterator[Gap]:
    """Yield the places where an article may open, each with its evidence."""
    numbers = [n for n, b in enumerate(blocks) if b.role not in ASIDE and b.reading.strip()]
    shown = Shown([blocks[n] for n in numbers], page)
    spans = list(_spans(shown))
    headed = [span for span in spans if shown.heads(span)]
    groups = [shown.group(span) for span in headed]
    habits = weigh_habits(groups)
    lower = [*map(partial(_below_first, shown), headed)]
    lower_habits = weigh_habits(groups, [*map(partial(_lower_group, shown), groups, headed, lower)])
    parted = dict(zip(headed, lower, strict=True))
    prior = _prior(damage)
    credited = {n for n, b in enumerate(blocks) if b.role is Role.CREDIT}
    for span in spans:
        at = numbers[span.start]
        evidence = gap_evidence(shown, span) | prior
        below: Gap | None = None
        heads = shown.heads(span)
        if heads:
            evidence |= next(habits)
            habits_below, bounds = next(lower_habits), parted[span]
            if bounds is not None:
                with shown.taking_for_text(span.start):
                    seen = gap_evidence(shown, bounds) | prior | habits_below
                below = Gap(numbers[bounds.start], tuple(numbers[n] for n in heads[1:]), seen)
        evidence["under_credit"] = float(at - 1 in credited)
        evidence |= _jump_lines_above(blocks[numbers[span.start - 1] + 1 if span.start else 0 : at])
        evidence["under_aside"] = float(span.start > 0 and numbers[span.start - 1] < at - 1)
        roles = [shown.blocks[n].role for n in (span.start - 1, span.end) if 0 <= n < len(numbers)]
        group = tuple(numbers[n] for n in heads)
        yield Gap(at, group, evidence, roles == [Role.BRIEF, Role.BODY], below)


def _below_first(shown: Shown, span: GapBounds) -> GapBounds | None:
    """Return the gap below the first of several headings, if that looks like the end of a text."""
    first, end = span
    if not first or shown.heads(span)[:2] != [first, first + 1]:
        return None
    return GapBounds(first + 1, end) if looks_truncated(shown.texts[first]) else None


def _lower_group(shown: Shown, group: HeadingGroup, span: GapBounds, below: GapBounds | None) -> HeadingGroup:
    """Return what stands about the headings of a gap, its first one taken for text where that may be."""
    if below is None:
        return group
    with shown.taking_for_text(span.start):
        return shown.group(below)


def _jump_lines_above(blocks: Sequence[Block]) -> Evidence:
    """Weigh the jump lines between a gap and the text above it: one part ends there, or another begins."""
    lines = [parse_jump_line(block.reading) for block in blocks if block.role is Role.JUMP]
    onward = [line.onward for line in lines if line is not None]
    return {
        "under_jump_back": float(any(way is not True for way in onward)),
        "under_jump_on": float(any(way is not False for way in onward)),
    }


def _prior(damage: Damage) -> Evidence:
    """Return what the whole document shows: in an undamaged one no article has lost its heading."""
    return {
        "damaged": damage.any,
        "damaged_cuts": damage.cuts,
        "damaged_order": damage.order,
        "damaged_orphans": damage.orphans,
    }


class GapBounds(NamedTuple):
    """A gap among the blocks that are shown: headings and bylines, if any, up to the first text."""

    start: int
    end: int
    """The first block of text behind the gap."""


def _spans(shown: Shown) -> Iterator[GapBounds]:
    place, size = 0, len(shown.blocks)
    while place < size:
        end = place
        while end < size and not shown.is_text[end]:
            end += 1
        yield GapBounds(place, end)
        place = end + 1


class Shown:
    """The blocks of a page that are no furniture and have something to read."""

    def __init__(self, blocks: Sequence[Block], page: PageTexts) -> None:
        """Look at no words yet."""
        self.blocks = blocks
        self.page = page
        self.texts = [block.reading.strip() for block in blocks]
        self.datelines = learn_datelines(self.texts, page.knowledge.leads)
        self.is_text = [block.role in TEXT for block in blocks]
        running = [at for at, is_text in enumerate(self.is_text) if is_text]
        self.number_of_text = {at: number for number, at in enumerate(running)}
        ngrams = page.language.ngrams
        self.chains = [] if ngrams is None else count_chains([self.texts[at] for at in running], ngrams)
        """The weight of the chains over the gap before each text."""
        sides = page.seams.sides
        self.flow = TopicFlow([self.texts[at] for at in running], sides) if sides is not None else None
        """How well the texts before it go on in those behind it."""
        page.words.look_at(blocks[at].reading for at in running)
        self.words = Memo(partial(_words, page.words, blocks), bound=4 * BLOCKS_OF_A_SECTION)
        """The content words of a block of running text."""
        self.cohesion = Memo(partial(_cohesion, self.words), bound=1024)
        """How much two such blocks share; each is compared over several gaps."""
        self.merged = Memo(partial(_merged, self.words), bound=8 * BLOCKS_OF_A_SECTION)
        """The words of several such blocks; they stand before one gap and behind another."""

    @contextmanager
    def taking_for_text(self, place: int) -> Iterator[None]:
        """Take a heading for running text meanwhile."""
        self.is_text[place] = True
        try:
            yield
        finally:
            self.is_text[place] = False

    def text(self, place: int) -> str:
        """Return what a block says; nothing before the first and behind the last one."""
        return self.texts[place] if 0 <= place < len(self.texts) else ""

    def heads(self, span: GapBounds) -> list[int]:
        """Return the headings of a gap."""
        return [n for n in range(*span) if self.blocks[n].role in ALL_HEADINGS]

    def group(self, span: GapBounds) -> HeadingGroup:
        """Return what stands about the headings of a gap."""
        above = self.texts_from(span.start - 1, -1, BLOCKS_COUNTED * 2)
        under = self.text(span.end)
        return HeadingGroup(
            texts=tuple(self.texts[n] for n in self.heads(span)),
            under=under,
            byline=any(self.blocks[n].role is Role.BYLINE for n in range(*span)),
            dateline=self.is_dated(span),
            texts_above=len(above),
            characters_above=sum(len(self.texts[n]) for n in above),
            columns=self.page.knowledge.columns,
        )

    def is_dated(self, span: GapBounds) -> bool:
        """Whether the text under a gap begins as a report does, or has a dateline between headings and it."""
        top = max(self.heads(span), default=span.start)
        above = any(block.role is Role.DATELINE for block in self.blocks[top : span.end])
        return above or self.datelines.begins(self.text(span.end))

    def texts_from(self, start: int, step: int, most: int) -> range:
        """Return the places of running text from one on to the next heading, so many at most."""
        end = start
        while 0 <= end < len(self.blocks) and self.is_text[end] and abs(end - start) < most:
            end += step
        return range(start, end, step)

    def section(self, start: int, step: int) -> Words:
        """Return the words of the running text from a place on to the next heading."""
        return self.merged[tuple(sorted(self.texts_from(start, step, BLOCKS_OF_A_SECTION)))]

    def near(self, place: int, step: int) -> list[int]:
        """Return the places of the texts before a place, or from it on, those without any words left out."""
        reach = BLOCKS_COMPARED + 2
        first, last = (place - reach, place) if step < 0 else (place, place + reach)
        places = range(max(0, first), min(last, len(self.blocks)))
        near = [at for at in places if self.is_text[at] and self.words[at].bits]
        return near[-BLOCKS_COMPARED:] if step < 0 else near[:BLOCKS_COMPARED]


def _words(words: Memo[str, Words], blocks: Sequence[Block], place: int) -> Words:
    return words[blocks[place].reading]


def _merged(words: Mapping[int, Words], places: tuple[int, ...]) -> Words:
    return merged([words[place] for place in places])


def _cohesion(words: Mapping[int, Words], places: tuple[int, int]) -> float:
    return cohesion(words[places[0]], words[places[1]])


def gap_evidence(shown: Shown, span: GapBounds) -> Evidence:
    """Weigh one gap by itself."""
    place, end = span
    heads = [block for block in shown.blocks[place:end] if block.role in ALL_HEADINGS]
    under = [block for block in shown.blocks[place:end] if block.role not in ALL_HEADINGS]
    before, behind = shown.near(place, -1), shown.near(end, 1)
    suffix = "_heading" if heads else ""
    evidence: Evidence = {"bias": 1.0}
    evidence["byline"] = float(any(block.role is Role.BYLINE for block in under) and bool(heads))
    evidence["people"] = float(any(LABEL.fullmatch(block.reading.strip()) for block in under))
    if shown.is_dated(span):
        evidence["dateline_under_heading" if heads else "dateline"] = 1.0
    evidence |= _above(shown.text(place - 1))
    evidence |= {name + suffix: value for name, value in shared_words(shown, before, behind).items()}
    number = shown.number_of_text.get(end, 0)
    if number and shown.chains:
        evidence |= weigh_chains(shown.chains, number)
    if shown.flow is not None:
        evidence |= shown.flow.evidence(number)
    evidence["little_before"] = float(len(before) <= 1)
    return evidence | (_with_headings(shown, heads, place, end) if heads else _without(shown, place, end))


def _above(text: str) -> Evidence:
    """Weigh how the text above a gap ends."""
    if not text:
        return {}
    return {
        "above_cut": float(looks_truncated(text)),
        "above_signed": float(SIGNED.search(text) is not None),
        "above_ended": float(ends_sentence(text)),
    }


def _with_headings(shown: Shown, heads: Sequence[Block], place: int, end: int) -> Evidence:
    """Weigh the headings there, and the words of the sections that they part."""
    columns = shown.page.knowledge.columns
    text = without_column(heads[0].reading.strip(), columns)
    return {
        "heading": 1.0,
        **heading_marks(text, columns),
        **echoes(text, *_texts_around(shown, place, end)),
        "headings": float(len(heads) > 1),
        "short_heading": float(len(text) <= 7),
        "usual_heading": float(9 <= len(text) <= 30),
        "numbered_heading": float(NUMBERED.match(text) is not None),
        "quoted_heading": float(text[:1] in "“「"),
        "sure_heading": clamp(bare_heading_odds(text, shown.page), -3.0, 3.0),
        **_sections(shown, place, end),
    }


def _texts_around(shown: Shown, place: int, end: int) -> tuple[str, str, str]:
    """Return the first text under a heading, the others of its section, and those of the section above."""
    behind = [shown.texts[n] for n in shown.texts_from(end, 1, BLOCKS_OF_A_SECTION)]
    before = [shown.texts[n] for n in shown.texts_from(place - 1, -1, BLOCKS_OF_A_SECTION)]
    return "".join(behind[:1]), "".join(behind[1:]), "".join(before)


def _without(shown: Shown, place: int, end: int) -> Evidence:
    """Weigh a text with no heading over it."""
    text = shown.text(end)
    evidence: Evidence = {}
    if text:
        evidence["goes_on"] = clamp(shown.page.start_odds[text], -3.0, 3.0)
        evidence["goes_on_surely"] = float(evidence["goes_on"] > 1)
    evidence["size"] = min(3.0, len(text) / 100)
    evidence["day"] = float(DAY.match(text) is not None)
    evidence["tiny_text"] = float(len(text) < 20)
    evidence["text_before"] = float(len(shown.texts_from(place - 1, -1, BLOCKS_COUNTED)))
    evidence["text_behind"] = float(len(shown.texts_from(end, 1, BLOCKS_COUNTED)))
    return evidence | _sections(shown, place, end) | _like_a_heading(shown, text, shown.text(end + 1))


def _sections(shown: Shown, place: int, end: int) -> Evidence:
    """Weigh the words that the sections before and behind a gap share."""
    sections = cohesion(shown.section(place - 1, -1), shown.section(end, 1))
    return {"sections": min(1.0, 5 * sections), "sections_none": float(sections < 0.01)}


def _like_a_heading(shown: Shown, text: str, below: str) -> Evidence:
    """Weigh whether a text that was taken for no heading is one for all that: it ends without a stop."""
    if not text or not below or ends_sentence(text):
        return {}
    evidence: Evidence = {"stopless": 1.0, "below_goes_on": clamp(shown.page.start_odds[below], -3.0, 3.0)}
    if len(text) <= LONGEST_HEADING:
        evidence["stopless_short"] = 1.0
        evidence["shape"] = clamp(bare_heading_odds(text, shown.page), -3.0, 3.0)
        evidence["echo_below"] = echoes(text, below, "", "").get("echo_first", 0.0)
    return evidence


def shared_words(shown: Shown, before: Sequence[int], behind: Sequence[int]) -> Evidence:
    """Weigh which words the texts before a gap share with those behind it, and each side with itself."""
    near = shown.cohesion[before[-1], behind[0]] if before and behind else 0.0
    crossed = max([shown.cohesion[a, b] for a in before[-3:] for b in behind[:3]], default=0.0)
    words, above, below = shown.merged, tuple(before[-3:]), tuple(behind[:3])
    shared = cohesion(words[above], words[below])
    inside = cohesion(words[below[:1]], words[below[1:]])
    outside = cohesion(words[above[-1:]], words[above[:-1]])
    return {
        "near": min(1.0, 5 * near),
        "near_none": float(near < 0.01),
        "crossed": min(1.0, 5 * crossed),
        "crossed_none": float(crossed < 0.02),
        "shared": min(1.0, 4 * shared),
        "shared_none": float(shared < 0.02),
        "contrast": clamp(4 * (inside - shared), -1.0, 1.0),
        "contrast_before": clamp(4 * (outside - shared), -1.0, 1.0),
    }
