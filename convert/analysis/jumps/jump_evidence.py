"""What speaks for a part of an article on another page being its continuation.

    "…向沿江各镇派出" / （下转第四版）      （上接第一版） / 防汛动员 / "工作组二十四个，…"

Both jump lines name the other page; the head has words of the headline; the text goes on in mid-sentence;
both parts have words that other articles of the issue lack. Each is weighed by itself, and beside its rivals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from convert.analysis.jumps.jump_words import PartWords
from convert.analysis.jumps.parts import PartEnd, Parts, PartStart, is_small
from convert.analysis.latin.latin_items import CLOSERS, STOPS
from convert.analysis.lines.datelines import begins_report
from convert.analysis.lines.overlap import fold_marks
from convert.analysis.links.fragments import BlockView, find_fragments
from convert.analysis.links.pair_evidence import Pair, pair_evidence, pair_page
from convert.analysis.texts.ends import looks_truncated
from convert.analysis.texts.seam import Evidence
from convert.document.roles import Role
from convert.language.continuations import BEGINNING, STEPS
from convert.language.weights import clamp
from convert.text.memo import Memo

GRAM, LATIN_GRAM = 2, 4
"""Characters of the strings by which two headings are compared."""
SAME_HEAD = 0.5
"""Share of a heading's strings that the headline has, from which it is that headline carried over."""
MOST_TIMES = 3
"""Other headings that may have its words, at most: the headline, a second line, another part's head."""
WHOLE_HEAD = 0.95
"""From here on nothing of it is missing there."""
OTHER_HEAD = 0.25
"""Below it it is another one."""
FAR, NEAR = 8.0, 4.0
"""Larger scores, and larger margins, count as these."""
ENOUGH_TEXT = 150
"""Characters of the shorter part that would have words of the other one, if both were of one article."""
SHORT_TEXT = 12
"""Characters of a text that says nothing by itself, for it is what is left of a paragraph."""

Candidate = tuple[PartEnd, PartStart]
PairScores = Mapping[tuple[int, int], float]
"""A number for each last text of a part and each first text of one that may go on there."""


@dataclass(frozen=True, eq=False)
class JumpEvidence:
    """What speaks for each of the candidates of an issue."""

    parts: Parts
    candidates: Sequence[Candidate]

    @property
    def is_chinese(self) -> bool:
        """Whether the issue's language is Chinese."""
        return self.parts.page.language.is_chinese

    def weigh(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh whether one part continues another."""
        evidence = {"bias": 1.0, **self._lines(end, start), **self._heads(end, start)}
        evidence |= self._seam(end, start)
        if not (end.lines and start.lines):
            evidence |= self._alone(start, evidence)
        return evidence | self._shared_words(end, start)

    def _shared_words(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh what words both parts have, by themselves and beside what their rivals share."""
        by_chance = self._words.by_chance(end.text, start.text)
        could = min(1.0, self._words.shorter(end.text, start.text) / ENOUGH_TEXT)
        share, paired = self._shared[end.text, start.text], self._words.shared_pairs(end.text, start.text)
        best, best_end = (self._beside(self._shared, end, start, ends=ends) for ends in (False, True))
        raw = {"cohesion": min(1.0, 3 * share)} if not self.is_chinese else {}
        return raw | {
            "cohesion_none": could * (share < 0.01),
            "cohesion_best": clamp(share - best, -0.5, 0.5),
            "cohered_best": clamp(share - best_end, -0.5, 0.5),
            "cohesion_beyond": clamp(share - by_chance.words, -0.5, 0.5),
            "pairs_none": could * (paired < 0.05),
            "pairs_beyond": clamp(paired - by_chance.pairs, -2.0, 2.0),
        }

    def _lines(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh the jump lines on both sides, and those that the two parts leave to others."""
        both = bool(end.lines and start.lines)
        onward, back = self._lines_between.get((end.page, start.page), (0, 0))
        evidence: Evidence = {
            "both_lines" if both else "onward_alone" if end.lines else "back_alone": 1.0,
            "next_page": float(start.page == end.page + 1),
            "earlier_page": float(start.page < end.page),
        }
        if both:
            evidence["only_two"] = float(onward == back == 1)
        else:
            evidence["line_missing"] = float(self.parts.is_two_sided)
            own, other = (onward, back) if end.lines else (back, onward)
            evidence["line_lost"] = float(own > other)
            evidence["line_of_other"] = float(other > 0)
            evidence["lines_enough"] = float(other > 0 and own <= other)
            of_column = [line.may_name(start.page) for line in end.below]
            of_column += [line.may_name(end.page) for line in start.above]
            evidence["column_named"] = float(bool(of_column) and all(of_column))
            evidence["column_other"] = float(not all(of_column))
        return evidence

    def _alone(self, start: PartStart, evidence: Evidence) -> Evidence:
        """Weigh what else there is where a jump line is missing: in disorder any fragment may stand there."""
        is_same = evidence.get("head_same", 0.0)
        return {
            "alone_same": is_same,
            "alone_headless": evidence.get("headless", 0.0),
            "alone_other": evidence.get("head_other", 0.0) + evidence.get("subhead_other", 0.0),
            "alone_short": float(len(self.parts.text(start.text)) < SHORT_TEXT),
            "alone_in_disorder": self.parts.page.damage.order * (1.0 - is_same),
        }

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
        if over_line and self.likeness(end, start.heads) < SAME_HEAD:
            return ()
        return start.heads

    def has_same_head(self, end: PartEnd, start: PartStart) -> bool:
        """Whether a headline over the first part is carried over to the later one."""
        heads = [head for head in self.heads_of(end, start) if not self._is_common[head]]
        return bool(heads) and self.likeness(end, heads) >= SAME_HEAD

    def _heads(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh the heading over the later part against the headlines of the first, and of its page."""
        heads = self.heads_of(end, start)
        evidence: Evidence = {
            "byline": float(self.parts.has_byline(start)),
            "dateline": float(begins_report(self.parts.text(start.text))),
        }
        if not heads:
            return evidence | {"inside" if start.inside else "headless": 1.0}
        if all(self._is_common[head] for head in heads):
            return evidence | {"head_common": 1.0}
        alike = self.likeness(end, heads)
        on_page = max((self._alike[head].get(end.page, 0.0) for head in heads), default=0.0)
        named = [line.line.words for line in (*end.lines, *start.lines) if len(line.line.words) > 2]
        over = self._joined(heads)
        subheads = all(self.parts.role(head) is Role.SUBHEAD for head in heads)
        other = alike < OTHER_HEAD
        return evidence | {
            "head_like": alike,
            "head_same": float(alike >= SAME_HEAD),
            "head_whole": float(alike >= WHOLE_HEAD),
            "head_other": float(other and not subheads),
            "subhead_other": float(other and subheads),
            "head_on_page": float(alike < SAME_HEAD <= on_page),
            "head_elsewhere": float(on_page < SAME_HEAD <= self._alike_elsewhere(heads, end.page)),
            "head_words": self._head_words(end, heads),
            "key": max((self._share(name, over) for name in named), default=0.0),
        }

    def _alike_elsewhere(self, heads: Sequence[int], page: int) -> float:
        """Return how much of some headings stands in a headline of a page on which they do not stand."""
        own = self.parts.first_page(heads[0])
        return max(
            (
                share
                for head in heads
                for other, share in self._alike[head].items()
                if other not in {own, page}
            ),
            default=0.0,
        )

    @cached_property
    def _is_common(self) -> Memo[int, bool]:
        """Whether a heading stands over several articles, as names of columns and bare subheads do."""
        return Memo(lambda head: self._times[head] > MOST_TIMES, bound=1 << 12)

    @cached_property
    def _times(self) -> Memo[int, int]:
        """By a heading: how many others of the issue have its strings."""

        def times(head: int) -> int:
            grams = self._grams[self.parts.text(head)]
            shared = Counter(number for gram in grams for number in self._headings_with.get(gram, ()))
            return sum(n != head and count >= WHOLE_HEAD * len(grams) for n, count in shared.items())

        return Memo(times, bound=1 << 12)

    @cached_property
    def _headings_with(self) -> Mapping[str, list[int]]:
        """By a short string: the blocks that may be headings and have it."""
        headings: dict[str, list[int]] = {}
        for number in sorted(self.parts.may_be_headings):
            for gram in self._grams[self.parts.text(number)]:
                headings.setdefault(gram, []).append(number)
        return headings

    @cached_property
    def _alike(self) -> Memo[int, Mapping[int, float]]:
        """By a heading: how much of it stands in one of the headlines of each page that has any of it."""

        def alike(head: int) -> Mapping[int, float]:
            grams = self._grams[self.parts.text(head)]
            times = Counter(number for gram in grams for number in self._headings_with.get(gram, ()))
            best: dict[int, float] = {}
            for number, shared in times.items():
                page = self.parts.first_page(number)
                best[page] = max(best.get(page, 0.0), shared / len(grams))
            return best

        return Memo(alike, bound=1 << 12)

    def _head_words(self, end: PartEnd, heads: Sequence[int]) -> float:
        """Return how many of the short strings of the headings stand in the text of the part before."""
        before = self._joined(self.parts.section(end.text, -1))
        return max(self._share(self.parts.text(head), before) for head in heads)

    def likeness(self, end: PartEnd, heads: Sequence[int]) -> float:
        """Return how much of the heading over a later part stands in the headlines over the part before."""
        headline = self._joined(self.parts.headlines(end))
        return max((self._share(self.parts.text(head), headline) for head in heads), default=0.0)

    def _joined(self, numbers: Iterable[int]) -> str:
        return "\n".join([self.parts.text(number) for number in numbers])

    def _share(self, part: str, whole: str) -> float:
        """Return how many of the short strings of one text stand in another."""
        grams = self._grams[part]
        return sum(gram in self._letters[whole] for gram in grams) / len(grams) if grams else 0.0

    @cached_property
    def _grams(self) -> Memo[str, frozenset[str]]:
        """The short strings of a text."""
        size = GRAM if self.is_chinese else LATIN_GRAM

        def grams(text: str) -> frozenset[str]:
            letters = self._letters[text]
            of_size = frozenset(letters[at : at + size] for at in range(len(letters) - size + 1))
            return of_size or frozenset({letters} if letters else ())

        return Memo(grams, bound=1 << 12)

    @cached_property
    def _letters(self) -> Memo[str, str]:
        return Memo(_letters, bound=1 << 12)

    def _seam(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh how the two texts run on: by the scores that link the paragraphs of one page."""
        tail, head = self.parts.text(end.text), self.parts.text(start.text)
        if not self.is_chinese:
            before = "stop" if tail.rstrip(CLOSERS)[-1:] in STOPS else "cut"
            return {f"{'small' if is_small(head) else 'capital'}_behind_{before}": 1.0}
        opened = self.parts.page.texts.start_odds[head]
        own = self._continues(end, start)
        if not looks_truncated(tail):
            ended = {"ended_open": clamp(opened, 0.0, 3.0), "ended_closed": float(opened < -1.0)}
            return ended | {f"ended_{name}": value for name, value in own.items()}
        odds = clamp(self._pair_odds(tail, head), -4.0, 6.0)
        return {"cut": 1.0, "cut_seam": odds, "cut_open": clamp(opened, -3.0, 3.0), **own}

    def _continues(self, end: PartEnd, start: PartStart) -> Evidence:
        """Weigh how well the one text continues the other by itself, and beside its rivals on that page."""
        if self.parts.page.texts.seams.sides is None:
            return {}
        own = self._scores[end.text, start.text]
        best, best_end = (self._beside(self._scores, end, start, ends=ends) for ends in (False, True))
        return {
            "continues": clamp(own, -FAR, FAR),
            "continues_best": clamp(own - best, -NEAR, NEAR),
            "continued_best": clamp(own - best_end, -NEAR, NEAR),
        }

    def _beside(self, scores: PairScores, end: PartEnd, start: PartStart, *, ends: bool = False) -> float:
        """Return the best score of the start with another end (`ends`), or of the end with another start."""
        rivals = self._ends_of[start.text] if ends else self._starts_of[end.text, start.page]
        if ends:
            values = [scores[other, start.text] for other in rivals if other != end.text]
        else:
            values = [scores[end.text, other] for other in rivals if other != start.text]
        return max(values, default=scores[end.text, start.text])

    @cached_property
    def _starts_of(self) -> Mapping[tuple[int, int], list[int]]:
        """The first texts that may continue a last text, by page."""
        starts: dict[tuple[int, int], list[int]] = {}
        for end, start in self.candidates:
            starts.setdefault((end.text, start.page), []).append(start.text)
        return starts

    @cached_property
    def _ends_of(self) -> Mapping[int, list[int]]:
        """The last texts that a first text may continue."""
        ends: dict[int, list[int]] = {}
        for end, start in self.candidates:
            ends.setdefault(start.text, []).append(end.text)
        return ends

    @cached_property
    def _words(self) -> PartWords:
        """The words that the parts share."""
        return PartWords(self.parts, [(end.text, start.text) for end, start in self.candidates])

    @cached_property
    def _shared(self) -> PairScores:
        """How many content words the parts share."""
        return {(e.text, s.text): self._words.shared(e.text, s.text) for e, s in self.candidates}

    @cached_property
    def _scores(self) -> PairScores:
        """How well texts continue texts, in natural logarithms, less how well the beginning goes with any."""
        of_page: dict[int, list[Candidate]] = {}
        for candidate in self.candidates:
            of_page.setdefault(candidate[1].page, []).append(candidate)
        return {pair: score for own in of_page.values() for pair, score in self._scores_of(own)}

    def _scores_of(self, candidates: Sequence[Candidate]) -> Iterator[tuple[tuple[int, int], float]]:
        """Yield the scores of the candidates of a page."""
        sides = self.parts.page.texts.seams.sides
        if sides is None:
            return
        model = sides.load()
        tails = list(dict.fromkeys(end.text for end, _ in candidates))
        heads = list(dict.fromkeys(start.text for _, start in candidates))
        sides.look_at([self.parts.text(number) for number in (*tails, *heads)])
        left = sides.ends.vectors_of([self.parts.text(number) for number in tails])
        right = sides.beginnings.vectors_of([self.parts.text(number) for number in heads])
        usual = model.usual(BEGINNING, right)
        rows = {number: row for row, number in enumerate(tails)}
        columns = {number: column for column, number in enumerate(heads)}
        scores = model.scores(left, right).tolist()
        for end, start in candidates:
            column = columns[start.text]
            yield (end.text, start.text), (scores[rows[end.text]][column] - usual[column]) / STEPS

    def _pair_odds(self, tail: str, head: str) -> float:
        """Return the log odds that one text continues another, as if they stood one below the other."""
        texts = self.parts.page.texts
        views = [BlockView(Role.BODY, text, "") for text in (tail, head)]
        fragments = find_fragments(views, texts)
        evidence = pair_evidence(Pair(fragments[0], fragments[1]), pair_page(fragments, texts))
        return texts.language.models.odds("pair", evidence)


def _letters(text: str) -> str:
    return "".join([c for c in fold_marks(text).casefold() if c.isalnum()])
