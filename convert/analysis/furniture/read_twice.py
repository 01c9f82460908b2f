"""Whether words that end one text and begin another are one line of print that was read twice.

    "…正积极将此类个案经" / "个案经验转化为制度…"    ->  yes: the line was cut in mid-word
    "老街修缮完工" / "老街修缮完工，茶馆又坐满了人。"   ->  no: a heading, whose words its text takes up
    "会有崩盘吗？" … "会有崩盘吗？"                   ->  no: a question that is asked twice

A writer repeats whole words: a refrain, a question, a name. Print repeats a line, and a line ends where the
measure cuts it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

from convert.analysis.context import PageContext
from convert.analysis.furniture.sheet import sheet_odds
from convert.analysis.lines.overlap import LONGEST_LINE, fold_marks
from convert.analysis.texts.seam import word_across
from convert.document.damage import NOT_ESTIMATED
from convert.language.han import CLOSING, COLONS, NEVER_FIRST, OPENERS, STOPS, is_han, without_gaps
from convert.language.weights import certainty
from convert.text.pattern import LatePattern

IN_MID_WORD = 3.5
"""Log odds of a line that is cut within a word, on a page of which nothing is known."""
IN_MID_SENTENCE = 2.5
"""The same of one that is cut between two words, where a sentence goes before it in its block."""
BETWEEN_WORDS = 0.5
"""The same where nothing tells its block from a heading but its length."""
UNDAMAGED = -4.0
"""What a page says that shows no damage of any other kind."""
SHORTEST_BEFORE = 12
"""Characters before a repeated line that make a paragraph of its block; in a heading there are less."""
GOES_ON = 6
"""Characters behind a line that stand on the page again where a writer repeated more than a line."""
REACH = 4
"""Blocks from a line within which its continuation is looked for."""
AT_SEAM = 40
"""Characters on each side of a line's end in which a word is looked for."""
NEAR = 1 << 18
"""Characters before and behind a line in which its other readings are counted: some forty pages."""
LINE_ENDS = STOPS | COLONS | CLOSING | frozenset("；;—.")
CLAUSE = LatePattern(r"[，,。；;！？]|[：:][“「\"]")


class RepeatedLines:
    """What can be said of the repeated lines among some texts of a page."""

    def __init__(self, page: PageContext, texts: Sequence[str]) -> None:
        """Look at nothing yet: on most pages there is no candidate."""
        self._page = page
        self._texts = texts
        self._folded: str | None = None
        self._starts = array("L")
        """Where each text begins in those that are folded."""

    def _count(self, line: str, number: int) -> int:
        """Return how often a folded line stands in the texts that stand about one of them."""
        if self._folded is None:
            folded = [fold_marks(text) for text in self._texts]
            self._starts.extend(accumulate([len(text) + 1 for text in folded], initial=0))
            self._folded = "\n".join(folded)
        start = self._starts[number]
        return self._folded.count(line, max(0, start - NEAR), start + NEAR)

    def certainty(self, i: int, j: int, size: int) -> float:
        """Return how certain the first characters of text j, which text i ends with, are one line read twice.

        It is 0 where they are whole sentences, stand anywhere else, or are two equal blocks.
        """
        before, text = self._texts[i], self._texts[j]
        line, rest = text[:size].rstrip(), text[size:].lstrip()
        folded = fold_marks(line)
        if not 0 < len(folded) <= LONGEST_LINE or line[-1:] in LINE_ENDS or self._count(folded, i) != 2:
            return 0.0
        within = before[: max(0, len(before) - size)]
        if len(within.strip()) > 1:
            odds = self._behind_a_text(j, within, line, rest)
        elif rest:
            odds = self._alone(i, j, line, rest)
        else:
            return 0.0
        return 0.0 if odds is None else round(certainty(odds + self._page_says()), 4)

    def _page_says(self) -> float:
        """Return what the page says of its having been read off columns at all."""
        if self._page.damage == NOT_ESTIMATED:
            return 0.0
        sheet = sheet_odds(self._page)
        return sheet or UNDAMAGED

    def _behind_a_text(self, number: int, within: str, line: str, rest: str) -> float | None:
        """Weigh a line that ends one block and begins another, or is all of it."""
        if not rest:
            return IN_MID_WORD if self._is_mid_word(within, line) else None
        if not self._goes_on(number, line, rest):
            return None
        in_sentence = CLAUSE.search(within) is not None
        if not in_sentence and len(within) < SHORTEST_BEFORE:
            return None
        if self._is_mid_word(line, rest):
            return IN_MID_WORD
        return IN_MID_SENTENCE if in_sentence else BETWEEN_WORDS

    def _alone(self, i: int, j: int, line: str, rest: str) -> float | None:
        """Weigh a line that is a block by itself and begins another one.

        It may be a heading, or the first line of another paragraph, which goes on near by.
        """
        near = (k for k in range(max(0, i - REACH), min(len(self._texts), i + REACH + 1)) if k not in {i, j})
        if not self._goes_on(j, line, rest) or any(self._continues(line, self._texts[k], rest) for k in near):
            return None
        if self._is_mid_word(line, rest):
            return IN_MID_WORD
        return BETWEEN_WORDS if CLAUSE.search(line) else None

    def _goes_on(self, number: int, line: str, rest: str) -> bool:
        """Whether what follows a line is the same sentence, and is not repeated with it.

        A capital begins another one, but not behind the first word of a foreign name in a Chinese text.
        """
        in_name = self._page.language.is_chinese and line[-1:].isascii() and line[-1:].isalpha()
        if rest[0] in NEVER_FIRST or rest[0] in OPENERS or (rest[0].isupper() and not in_name):
            return False
        following = fold_marks(rest[: 2 * GOES_ON])[:GOES_ON]
        return self._count(following, number) == 1

    def _continues(self, line: str, other: str, rest: str) -> bool:
        """Whether another block begins in mid-sentence, and with the rest of the line's last word.

        Where what stands behind the line's other reading makes a likelier word, it is no rival: 推动金 goes
        on with 融系统, and not with 来的.
        """
        if not self._is_mid_word(line, other) or self._bits(line, other) < self._bits(line, rest):
            return False
        if not self._page.language.is_chinese:  # no model tells there how a text begins
            return other[:1].islower()
        return self._page.texts.start_odds[other] > 0

    def _bits(self, left: str, right: str) -> float:
        """Return how much likelier the words at the end of a line are with those behind it."""
        left, right = _at_seam(left, right)
        seams = self._page.texts.seams
        return seams.join_score(seams.ends[left], seams.starts[right]).bits

    def _is_mid_word(self, left: str, right: str) -> bool:
        """Whether a word lies across the place where a line ends."""
        left, right = _at_seam(left, right)
        if left[-1:].isascii() and left[-1:].isalpha():
            return right[:1].isascii() and right[:1].isalpha()
        seams = self._page.texts.seams
        if not is_han(left[-1:]) or not is_han(right[:1]):
            return False
        score = seams.join_score(seams.ends[left], seams.starts[right])
        return score.word_across or word_across(left[-10:], right[:10], self._page.language) >= 2


def _at_seam(left: str, right: str) -> tuple[str, str]:
    """Return what stands on both sides of a line's end; a recogniser's gaps hide no word there."""
    return without_gaps(left[-AT_SEAM:])[0], without_gaps(right.lstrip()[:AT_SEAM])[0]
