"""Evidence on a seam: is what stands after it the same paragraph as what stands before it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from convert.analysis.texts.join_score import APART, JoinScore, WordCuts, cuts_before, cuts_behind, join_score
from convert.analysis.texts.text_sides import text_sides
from convert.language import Language
from convert.language.han import (
    CLOSERS,
    CLOSING,
    COLONS,
    COMMAS,
    MARKS_BEHIND,
    NEVER_FIRST,
    NEVER_LAST,
    OPENERS,
    STOPS,
    closes_first,
    is_han,
    last_word,
    unclosed,
)
from convert.language.ngrams import END, ORDER, START, Ngrams, fold, fold_each
from convert.language.weights import clamp
from convert.language.wordpairs import WordPairs
from convert.text.memo import Memo

Evidence = dict[str, float]
"""Named features; what is not named is 0."""
CHARACTERS_BEFORE, CHARACTERS_BEHIND = 4, 6
"""Folded characters on each side of a seam that are weighed."""
CHARACTERS_BOUND = ORDER - 1
"""Characters behind a seam whose probability depends on what stands before it."""
SPANS = ((4, "seen_4"), (3, "seen_3"), (2, "seen_2"))
"""Sizes of the strings across a seam that are looked up."""
SIDES_REMEMBERED, CUTS_REMEMBERED, SCORES_REMEMBERED, SEAMS_REMEMBERED = 1 << 14, 1024, 4096, 1024
BITS_REMEMBERED = 1 << 12
"""More than one page needs at once: of a long text the nearest blocks, and the sides of a million letters."""


@dataclass(frozen=True, slots=True, eq=False)
class ParagraphEnd:
    """What is before a seam, looked at once for all that it is weighed against."""

    text: str
    marks: Mapping[str, float]
    left: str
    """Its last folded characters."""
    ending: float
    """How well a paragraph ends there, in fours of bits: -3 to 3."""
    open_marks: str
    """Its brackets and quotes that are still open."""


@dataclass(frozen=True, slots=True, eq=False)
class ParagraphStart:
    """What is behind a seam, looked at once for all that it is weighed against."""

    text: str
    marks: Mapping[str, float]
    right: str
    """Its first folded characters."""
    start: float
    """Bits of its first characters at the beginning of a paragraph."""
    alone: float
    """Bits of its first characters after nothing in particular."""
    rest: float
    """Bits of those among them that are too far in to see what stands before the seam."""
    closer: str
    """Its first closing mark whose opener must stand before the seam."""


Seam = tuple[ParagraphEnd, ParagraphStart]


def paragraph_end(ngrams: Ngrams | None, text: str) -> ParagraphEnd:
    """Look at the end of a text."""
    left = fold(text[-10:])[-CHARACTERS_BEFORE:]
    ending = clamp((ngrams.after(left, END) + 8.0) / 4, -3.0, 3.0) if ngrams else 0.0
    return ParagraphEnd(text, _end_marks(text), left, ending, unclosed(text[-400:]))


def paragraph_start(ngrams: Ngrams | None, text: str) -> ParagraphStart:
    """Look at the beginning of a text."""
    return paragraph_starts(ngrams, (text,))[0]


def paragraph_starts(ngrams: Ngrams | None, texts: Sequence[str]) -> list[ParagraphStart]:
    """Look at the beginnings of texts together."""
    rights = [text[:CHARACTERS_BEHIND] for text in fold_each([text[:12] for text in texts])]
    scores = [0.0] * (3 * len(texts))
    if ngrams:
        firsts = [right[:CHARACTERS_BOUND] for right in rights]
        scores = ngrams.scores(
            [
                *[(right[CHARACTERS_BOUND:], first) for right, first in zip(rights, firsts, strict=True)],
                *[(first, START) for first in firsts],
                *[(first, "") for first in firsts],
            ]
        )
    number = len(texts)
    return [
        ParagraphStart(
            text, _start_marks(text), right, at_start + rest, alone + rest, rest, closes_first(text[:200])
        )
        for text, right, rest, at_start, alone in zip(
            texts, rights, scores[:number], scores[number : 2 * number], scores[2 * number :], strict=True
        )
    ]


# One for all texts that end or begin alike: a long page has tens of thousands.
NOTHING: Mapping[str, float] = {}
STOP: Mapping[str, float] = {"stop": 1.0}
QUOTED_STOP: Mapping[str, float] = {"stop": 1.0, "stop_quote": 1.0}
OPENS: Mapping[str, float] = {"opens": 1.0}
FORBIDDEN: Mapping[str, float] = {"never_first": 1.0}
END_MARKS: tuple[tuple[Mapping[str, float], frozenset[str]], ...] = (
    ({"comma": 1.0}, COMMAS),
    ({"colon": 1.0}, COLONS),
    ({"opener": 1.0}, NEVER_LAST),
    ({"quote": 1.0}, frozenset("”’")),
    ({"bracket": 1.0}, frozenset(CLOSERS)),
)


def _end_marks(text: str) -> Mapping[str, float]:
    """Say with which mark a text ends."""
    last, end = text[-1:], last_word(text)
    if end in STOPS or (end == "." and last == "."):
        return QUOTED_STOP if last in CLOSING and last not in "》）)" else STOP
    return next((evidence for evidence, marks in END_MARKS if last in marks), NOTHING)


def _start_marks(text: str) -> Mapping[str, float]:
    """Say with which mark a text begins."""
    first = text[:1]
    if first and first in OPENERS:
        return OPENS
    if first == '"' and text[1:2] in MARKS_BEHIND:
        return FORBIDDEN
    return FORBIDDEN if first and first in NEVER_FIRST else NOTHING


class Seams:
    """The seams of one page: each side is looked at once, and so is how the words of a pair run on."""

    __slots__ = ("across", "bits_behind", "ends", "join_scores", "language", "run_on", "sides", "starts")

    def __init__(self, language: Language) -> None:
        """Begin with nothing looked at."""
        self.language = language
        self.sides = text_sides(language)
        self.ends = Memo(partial(paragraph_end, language.ngrams), SIDES_REMEMBERED)
        self.starts = Memo(partial(paragraph_start, language.paper_ngrams), SIDES_REMEMBERED)
        self.across = Memo(partial(_across, language), SEAMS_REMEMBERED)
        self.run_on: Memo[Seam, Evidence] | None = None
        self.bits_behind: Memo[Seam, float] | None = None
        """The bits of a text's first characters behind another text."""
        if language.paper_ngrams is not None:
            self.bits_behind = Memo(partial(_bits_behind, language.paper_ngrams), BITS_REMEMBERED)
            self.run_on = Memo(
                partial(_ngram_evidence, language.paper_ngrams, self.bits_behind), SEAMS_REMEMBERED
            )
        self.join_scores: Memo[tuple[str, str], JoinScore] | None = None
        if language.pairs is not None:
            before = Memo(partial(cuts_before, language.pairs), CUTS_REMEMBERED)
            behind = Memo(partial(cuts_behind, language.pairs), CUTS_REMEMBERED)
            self.join_scores = Memo(partial(_join_score, language.pairs, before, behind), SCORES_REMEMBERED)

    def look_at(self, texts: Sequence[str], tails: Sequence[str]) -> None:
        """Look at the beginnings of texts and the ends of tails together, before anyone asks one by one."""
        if self.sides is not None:
            self.sides.beginnings.look_at(texts)
            self.sides.ends.look_at(tails)
        new = [text for text in dict.fromkeys(texts) if text and text not in self.starts]
        if len(self.starts) + len(new) > self.starts.bound:
            self.starts.clear()
        self.starts.update(zip(new, paragraph_starts(self.language.paper_ngrams, new), strict=True))

    def evidence(self, end: ParagraphEnd, start: ParagraphStart, *, by_words: bool = True) -> Evidence:
        """Weigh the words and marks on the two sides of a seam.

        ("…推进科技创新和产业创", "新深度融合，打造…")  ->  {"word_across_2": 1, "continuation": 2.1, ...}

        Which words follow which is not asked with `by_words=False`: where most seams go on, as at line ends,
        it tells nothing more and costs most.
        """
        evidence = _marks(end.text, start.text, end.marks, start.marks, end.open_marks, start.closer)
        last, first = end.text[-1:], start.text[:1]
        if self.run_on is not None:
            evidence.update(self.run_on[end, start])
        if not (is_han(last) and is_han(first)):
            return evidence
        if by_words and self.join_scores is not None:
            score = self.join_scores[end.text, start.text]
            evidence["join_score"] = clamp(score.bits / 6, -3.0, 4.0)
            evidence["join_score_high"] = clamp(score.bits / 6 - 1.0, 0.0, 4.0)
            evidence["join_word_across"] = float(score.word_across)
        size = self.across[end, start]
        if size >= 2:
            evidence[f"word_across_{min(size, 4)}"] = 1.0
        return evidence

    def association(self, end: ParagraphEnd, start: ParagraphStart) -> float:
        """Return how much likelier a text is behind another one than anywhere, in fours of bits: -2 to 6."""
        if self.bits_behind is None:
            return 0.0
        return _association(self.bits_behind[end, start], start)

    def associations(self, seams: Sequence[Seam]) -> list[float]:
        """Return the same of seams that are looked at together."""
        ngrams, known = self.language.paper_ngrams, self.bits_behind
        if ngrams is None or known is None:
            return [0.0] * len(seams)
        scores = ngrams.scores([(start.right[:CHARACTERS_BOUND], end.left) for end, start in seams])
        bits = [score + seam[1].rest for score, seam in zip(scores, seams, strict=True)]
        if len(known) + len(seams) > known.bound:
            known.clear()
        known.update(zip(seams[: known.bound], bits, strict=False))
        return [_association(each, seam[1]) for each, seam in zip(bits, seams, strict=True)]

    def look_across(self, seams: Sequence[Seam]) -> None:
        """Look up together what is asked for of seams one by one: how the characters of both sides follow."""
        ngrams, known = self.language.paper_ngrams, self.bits_behind
        if ngrams is None or known is None:
            return
        self.associations([seam for seam in seams if seam not in known])
        grams = [
            gram
            for end, start in seams
            for _, across in _across_seam(end.left, start.right)
            for gram in across
        ]
        new = [gram for gram in dict.fromkeys(grams) if gram not in ngrams.counts]
        ngrams.remember(new)

    def join_score(self, end: ParagraphEnd, start: ParagraphStart) -> JoinScore:
        """Return the bits that the words of both sides gain by standing together."""
        if self.join_scores is None or not is_han(end.text[-1:]) or not is_han(start.text[:1]):
            return APART
        return self.join_scores[end.text, start.text]


def mark_evidence(before: str, behind: str) -> Evidence:
    """Weigh the marks alone on the two sides of a seam."""
    return _marks(
        before,
        behind,
        _end_marks(before),
        _start_marks(behind),
        unclosed(before[-400:]),
        closes_first(behind[:200]),
    )


def _marks(
    before: str,
    behind: str,
    end_marks: Mapping[str, float],
    start_marks: Mapping[str, float],
    open_marks: str,
    closer: str,
) -> Evidence:
    evidence: Evidence = {"bias": 1.0, **end_marks, **start_marks}
    if before[-1:].isdigit() and behind[:1].isdigit():
        evidence["digits"] = 1.0
    if open_marks:
        evidence["unclosed_closed" if closer else "unclosed"] = 1.0
    elif closer:
        evidence["closes"] = 1.0
    return evidence


def _join_score(
    pairs: WordPairs, before: Memo[str, WordCuts], behind: Memo[str, WordCuts], texts: tuple[str, str]
) -> JoinScore:
    return join_score(before[texts[0]], behind[texts[1]], pairs)


def _bits_behind(ngrams: Ngrams, seam: Seam) -> float:
    """Return the bits of a text's first characters behind another text."""
    end, start = seam
    return ngrams.score(start.right[:CHARACTERS_BOUND], end.left) + start.rest


def _association(bits: float, start: ParagraphStart) -> float:
    """Return how many bits more these are than those of the text anywhere, in fours of bits."""
    return clamp((bits - start.alone) / 4, -2.0, 6.0)


def _across(language: Language, seam: Seam) -> int:
    end, start = seam
    return word_across(end.text[-10:], start.text[:10], language)


def _ngram_evidence(ngrams: Ngrams, bits_behind: Mapping[Seam, float], seam: Seam) -> Evidence:
    """Weigh how well the text runs on across a seam, against a paragraph's end and a new beginning."""
    end, start = seam
    left, right = end.left, start.right
    bits = bits_behind[seam]
    evidence = {
        "continuation": clamp((bits - start.start) / 4, -4.0, 6.0),
        "association": _association(bits, start),
        "ending": end.ending,
        "start": start_evidence_of(start),
    }
    counts = ngrams.counts
    for name, across in _across_seam(left, right):
        seen = sum([counts[gram] >= 0 for gram in across])
        if seen:
            evidence[name] = seen / len(across)
    return evidence


def _across_seam(left: str, right: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the strings across a seam, those of each size under the name of their evidence."""
    for size, name in SPANS:
        across = range(max(1, size - len(right)), min(size - 1, len(left)) + 1)
        yield name, [left[-k:] + right[: size - k] for k in across]


def start_evidence_of(start: ParagraphStart) -> float:
    """Return how much likelier a text is at the beginning of a paragraph than anywhere, in fours of bits."""
    return clamp((start.start - start.alone) / 4, -3.0, 3.0)


def word_across(left: str, right: str, language: Language) -> int:
    """Return the length of the word that lies across a seam, 0 if a word ends there.

    >>> from convert.language import language
    >>> word_across("和产业创", "新深度融合", language("zh-Hans"))
    2
    """
    at = 0
    if language.words is None:
        return 0
    for word in language.words(left + right):
        after = at + len(word)
        if at < len(left) < after:
            return len(word)
        if at >= len(left):
            break
        at = after
    return 0
