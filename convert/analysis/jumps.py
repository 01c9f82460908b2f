"""Jumps: where an article goes on that a jump line sends to another page.

    page 1: 全市防汛动员会召开 / "…向沿江各镇派出" / （下转第四版）
    page 4: （上接第一版） / 防汛动员 / "工作组二十四个，…"          ->  the second part continues the first

A jump line names a page. There each place where a part may begin is weighed: under a jump line that leads
back, under a heading that repeats words of the headline, by how the two texts run on, by the words that both
parts share. The places compete, and so do the parts that may go on there; what is certain enough is linked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log2
from types import MappingProxyType
from typing import NamedTuple

from convert.analysis.cohesion import NO_WORDS, Words, cohesion
from convert.analysis.ends import looks_truncated
from convert.analysis.fragments import BlockView, find_fragments
from convert.analysis.latin import CLOSERS, STOPS
from convert.analysis.overlap import fold_marks
from convert.analysis.pair_evidence import Pair, pair_evidence, pair_page
from convert.analysis.parts import PartEnd, Parts, PartStart, is_small
from convert.analysis.seam import Evidence
from convert.document.roles import RUNNING_TEXT, TEXT, Role
from convert.language.continuations import BEGINNING, STEPS
from convert.language.weights import clamp, log_odds
from convert.text.memo import Memo

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "bias": -2.3,
        "both_lines": 1.2,
        "only_two": 2.3,
        "onward_alone": 0.0,
        "back_alone": -0.6,
        "line_missing": -2.1,
        "next_page": 0.6,
        "head_like": 1.2,
        "head_same": 1.8,
        "head_other": -1.0,
        "headless": -0.9,
        "inside": -1.4,
        "key": 2.0,
        "cut": 0.3,
        "cut_seam": 0.5,
        "cut_open": -0.2,
        "continues": 0.45,
        "continues_best": 0.3,
        "continued_best": 0.3,
        "ended_open": 0.0,
        "ended_closed": 2.0,
        "small_behind_cut": 3.0,
        "capital_behind_cut": -1.0,
        "small_behind_stop": -2.5,
        "capital_behind_stop": 1.5,
        "cohesion": 5.0,
        "cohesion_none": -1.5,
    }
)
"""What each clue says, in log odds: fitted on issues laid out of the People's Daily, and rounded; what the
network of continuations says of a cut text was set beside them, for it came later."""
GRAM, LATIN_GRAM = 2, 4
"""Characters of the strings by which two headings are compared."""
NOWHERE = 1.0
"""The odds that a part goes on nowhere in the issue, or comes from nowhere."""
LEAST_SHARE = 0.05
"""Below it a place is not even proposed."""
AGAINST_ORDER = 0.49
"""The certainty, at most, of a part that would go on on an earlier page."""
SAME_HEAD = 0.5
"""Share of a heading's strings that the headline has, from which it is that headline carried over."""
OTHER_HEAD = 0.25
"""Below it it is another one."""
FAR, NEAR = 8.0, 4.0
"""Larger scores, and larger margins, count as these."""
GOES_ON = -2.0
"""Log odds of a beginning in mid-sentence, from which on a cut paragraph goes on there."""
LONG_WORD = 5
"""Letters of a word in Latin script that may say what a text is about."""
LATIN_BITS = 6.0
"""The rarity of each of them, of which nothing else is known."""
FEWEST_PARTS = 3
"""In an issue of no more nothing can be said of its words."""


class PageScores(NamedTuple):
    """How well texts continue texts, in natural logarithms: by the last block of a part, then the first."""

    scores: Mapping[int, Mapping[int, float]]


class Jump(NamedTuple):
    """A part of an article that continues another one, and how certain that is."""

    end: PartEnd
    start: PartStart
    cert: float
    heads: tuple[int, ...]
    """The headings over the later part."""
    subheads: tuple[int, ...]
    """Those of its headings that are not the headline carried over: they head the text that goes on."""
    is_cut: bool
    """Whether a paragraph goes on there."""


@dataclass(frozen=True, eq=False)
class Jumps:
    """The parts of an issue's articles, and how they are linked."""

    parts: Parts

    @property
    def is_chinese(self) -> bool:
        """Whether the issue's language is Chinese."""
        return self.parts.page.language.is_chinese

    def linked(self) -> list[Jump]:
        """Choose which part continues which, the surest first; each goes on once and begins once."""
        pairs = self._pairs
        weights = [
            exp(clamp(log_odds(self.evidence(end, start), WEIGHTS), -12.0, 12.0)) for end, start in pairs
        ]
        of_end: dict[int, float] = {}
        of_start: dict[int, float] = {}
        for (end, start), weight in zip(pairs, weights, strict=True):
            of_end[end.text] = of_end.get(end.text, NOWHERE) + weight
            of_start[start.text] = of_start.get(start.text, NOWHERE) + weight
        jumps = [
            self._jump(end, start, weight / max(of_end[end.text], of_start[start.text]))
            for (end, start), weight in zip(pairs, weights, strict=True)
        ]
        ends: set[int] = set()
        starts: set[int] = set()
        chosen: list[Jump] = []
        for jump in sorted(jumps, key=lambda jump: -jump.cert):
            if jump.cert < LEAST_SHARE or jump.end.text in ends or jump.start.text in starts:
                continue
            ends.add(jump.end.text)
            starts.add(jump.start.text)
            chosen.append(jump)
        return chosen

    def candidates(self) -> Iterator[tuple[PartEnd, PartStart]]:
        """Yield the parts of which a jump line may say that one continues the other."""
        on_page: dict[int, list[PartStart]] = {}
        come_from: dict[int, set[int]] = {}
        for start in self.parts.starts.values():
            on_page.setdefault(start.page, []).append(start)
            for line in start.lines:
                come_from.setdefault(line.target, set()).add(start.page)
        for end in self.parts.ends.values():
            pages = {line.target for line in end.lines} or come_from.get(end.page, set())
            for start in (start for page in sorted(pages) for start in on_page.get(page, ())):
                named = all(line.target == end.page for line in start.lines)
                if named and (end.lines or start.lines) and start.page != end.page:
                    yield end, start

    def evidence(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh whether one part continues another."""
        both = bool(end.lines and start.lines)
        evidence: Evidence = {"bias": 1.0, "both_lines" if both else _alone(end): 1.0}
        if self.parts.is_two_sided and not both:
            evidence["line_missing"] = 1.0
        if both and self._lines_between[end.page, start.page] == (1, 1):
            evidence["only_two"] = 1.0
        evidence["next_page"] = float(start.page == end.page + 1)
        evidence |= self._heads(end, start)
        evidence |= self._seam(end, start)
        before = self.parts.section(end.text, -1)
        behind = self.parts.section(start.text, 1)
        share = cohesion(self._words(before), self._words(behind))
        evidence["cohesion"] = min(1.0, 3 * share)
        evidence["cohesion_none"] = float(share < 0.01)
        return evidence

    @cached_property
    def _lines_between(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """How many jump lines lead onward from one page to another, and how many back from it to the one."""
        onward: Counter[tuple[int, int]] = Counter()
        back: Counter[tuple[int, int]] = Counter()
        for line in self.parts.lines.values():
            if line.leads_onward:
                onward[line.page, line.target] += 1
            else:
                back[line.target, line.page] += 1
        return {pages: (onward[pages], back[pages]) for pages in onward.keys() | back.keys()}

    def heads_of(self, end: PartEnd, start: PartStart) -> tuple[int, ...]:
        """Return the headings over a later part; over its jump line only the headline counts."""
        over_line = bool(start.heads and start.lines and start.heads[-1] < start.lines[0].number)
        if over_line and self._likeness(end, start.heads) < SAME_HEAD:
            return ()
        return start.heads

    def _heads(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh the heading over the later part against the headline of the first."""
        heads = self.heads_of(end, start)
        if not heads:
            return {"inside" if start.inside else "headless": 1.0}
        alike = self._likeness(end, heads)
        named = [line.line.words for line in (*end.lines, *start.lines) if len(line.line.words) > 2]
        over = self._joined(heads)
        return {
            "head_like": alike,
            "head_same": float(alike >= SAME_HEAD),
            "head_other": float(alike < OTHER_HEAD),
            "key": max((self._share(name, over) for name in named), default=0.0),
        }

    def _likeness(self, end: PartEnd, heads: Sequence[int]) -> float:
        """Return how much of the heading over a later part stands in the headlines over the part before."""
        headline = self._joined(self.parts.headlines(end))
        return max((self._share(self.parts.text(head), headline) for head in heads), default=0.0)

    def _joined(self, numbers: Iterable[int]) -> str:
        return "\n".join([self.parts.text(number) for number in numbers])

    def _share(self, part: str, whole: str) -> float:
        """Return how many of the short strings of one text stand in another."""
        part, whole, size = _letters(part), _letters(whole), GRAM if self.is_chinese else LATIN_GRAM
        grams = {part[at : at + size] for at in range(len(part) - size + 1)} or {part}
        return sum(gram in whole for gram in grams) / len(grams) if part else 0.0

    def _seam(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh how the two texts run on: by the scores that link the paragraphs of one page."""
        tail, head = self.parts.text(end.text), self.parts.text(start.text)
        if not self.is_chinese:
            before = "stop" if tail.rstrip(CLOSERS)[-1:] in STOPS else "cut"
            return {f"{'small' if is_small(head) else 'capital'}_behind_{before}": 1.0}
        opened = self.parts.page.texts.start_odds[head]
        if not looks_truncated(tail):
            return {"ended_open": clamp(opened, 0.0, 3.0), "ended_closed": float(opened < -1.0)}
        odds = clamp(self._pair_odds(tail, head), -4.0, 6.0)
        evidence = {"cut": 1.0, "cut_seam": odds, "cut_open": clamp(opened, -3.0, 3.0)}
        return evidence | self._continues(end, start)

    def _continues(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh how well the one text continues the other by itself, and beside its rivals on that page."""
        if self.parts.page.texts.seams.sides is None:
            return {}
        scores = self._scores[start.page]
        own = scores.scores[end.text][start.text]
        others = (value for number, value in scores.scores[end.text].items() if number != start.text)
        rivals = (row[start.text] for number, row in scores.scores.items() if number != end.text)
        return {
            "continues": clamp(own, -FAR, FAR),
            "continues_best": clamp(own - max(others, default=own), -NEAR, NEAR),
            "continued_best": clamp(own - max(rivals, default=own), -NEAR, NEAR),
        }

    @cached_property
    def _scores(self) -> Memo[int, PageScores]:
        """By a page: how well each part that may begin there continues each that may go on there."""
        return Memo(self._score_page, bound=len(self.parts.page.starts) + 1)

    def _score_page(self, page: int) -> PageScores:
        sides = self.parts.page.texts.seams.sides
        tails = list(dict.fromkeys(end.text for end, start in self._pairs if start.page == page))
        heads = list(dict.fromkeys(start.text for _, start in self._pairs if start.page == page))
        if sides is None or not tails:
            return PageScores({})
        model = sides.load()
        left = sides.ends.vectors_of([self.parts.text(number) for number in tails])
        right = sides.beginnings.vectors_of([self.parts.text(number) for number in heads])
        usual = model.usual(BEGINNING, right)
        return PageScores(
            {
                tail: {
                    head: (score - mean) / STEPS for head, score, mean in zip(heads, row, usual, strict=True)
                }
                for tail, row in zip(tails, model.scores(left, right).tolist(), strict=True)
            }
        )

    @cached_property
    def _pairs(self) -> list[tuple[PartEnd, PartStart]]:
        return list(self.candidates())

    def _pair_odds(self, tail: str, head: str) -> float:
        """Return the log odds that one text continues another, as if they stood one below the other."""
        texts = self.parts.page.texts
        views = [BlockView(Role.BODY, text, "") for text in (tail, head)]
        fragments = find_fragments(views, texts)
        evidence = pair_evidence(Pair(fragments[0], fragments[1]), pair_page(fragments, texts))
        return texts.language.models.odds("pair", evidence)

    def _words(self, numbers: Iterable[int]) -> Words:
        """Return the content words of some blocks; those that many articles of the issue have weigh less."""
        own: dict[str, float] = {}
        for number in numbers:
            own.update(self._bits(number))
        bits = {word: rarity * self._own_share(word) for word, rarity in own.items()}
        return Words(bits, sum(bits.values())) if bits else NO_WORDS

    def _bits(self, number: int) -> Mapping[str, float]:
        """Return the content words of a block, each with its rarity in the language."""
        text = self.parts.text(number)
        return self.parts.page.texts.words[text].bits if self.is_chinese else _long_words(text)

    def _own_share(self, word: str) -> float:
        """Return how well a word tells an article from the others: 1, if two parts have it alone."""
        divisions, count = self._divisions_with
        if divisions <= FEWEST_PARTS:
            return 1.0
        return clamp(log2(divisions / max(2, count[word])) / log2(divisions / 2), 0.0, 1.0)

    @cached_property
    def _divisions_with(self) -> tuple[int, Mapping[str, int]]:
        """How many divisions the issue has, and how many of them each content word."""
        words: dict[int, set[str]] = {}
        for number in self.parts.shown:
            if self.parts.role(number) in TEXT:
                words.setdefault(self.parts.openers[number], set()).update(self._bits(number))
        return len(words), Counter(word for own in words.values() for word in own)

    def _jump(self, end: PartEnd, start: PartStart, cert: float) -> Jump:
        if start.page < end.page:
            cert = min(cert, AGAINST_ORDER)
        tail, head = self.parts.text(end.text), self.parts.text(start.text)
        if self.is_chinese:
            is_cut = looks_truncated(tail) and self.parts.page.texts.start_odds[head] > GOES_ON
        else:
            is_cut = tail.rstrip(CLOSERS)[-1:] not in STOPS
        is_cut = is_cut and {self.parts.role(number) for number in (end.text, start.text)} <= RUNNING_TEXT
        heads = self.heads_of(end, start)
        subheads = tuple(number for number in heads if self._likeness(end, [number]) < SAME_HEAD)
        return Jump(end, start, cert, heads, subheads, is_cut)


def _alone(end: PartEnd) -> str:
    return "onward_alone" if end.lines else "back_alone"


def _letters(text: str) -> str:
    return "".join([c for c in fold_marks(text).casefold() if c.isalnum()])


def _long_words(text: str) -> Mapping[str, float]:
    """Return the words of a text in Latin script that may say what it is about: long ones, and names."""
    words = ("".join([c for c in word if c.isalnum()]) for word in text.split())
    return {word.casefold(): LATIN_BITS for word in words if len(word) >= LONG_WORD}
