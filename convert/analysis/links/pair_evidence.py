"""What speaks for one fragment's being the continuation of another, group by group.

Each group is a function of the pair; `features.py` lists and describes all that they name.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from convert.analysis.lines.overlap import is_end, is_start
from convert.analysis.links.continuations import Continuations
from convert.analysis.links.fragments import Fragment, run_words
from convert.analysis.texts.cohesion import Words, cohesion
from convert.analysis.texts.heading_shape import bare_heading
from convert.analysis.texts.seam import Evidence, Seam, Seams
from convert.analysis.texts.texts import PageTexts
from convert.language.ngrams import fold_each
from convert.language.weights import clamp
from convert.text.memo import Memo

CHARACTERS_AROUND = 12_000
"""Characters of running text in which words are looked up: about two pages, so that time stays linear."""
LIST_ITEM = re.compile(r"[^、，,。；;“”：:]*")


class Pair(NamedTuple):
    """Two fragments, the second of which may continue the first; so many characters stand in both."""

    tail: Fragment
    head: Fragment
    overlap: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class PairPage:
    """What pairs are weighed by, beside the two of them."""

    texts: PageTexts
    run_words: Memo[int, Words]
    around: Surroundings
    continuations: Continuations | None
    """None: the language has no network of them."""


def pair_page(fragments: Sequence[Fragment], page: PageTexts) -> PairPage:
    """Look at what the pairs of a page share."""
    page.words.look_at(fragment.text for fragment in fragments)
    return PairPage(
        page,
        run_words(fragments, page),
        Surroundings(fragments),
        None if page.seams.sides is None else Continuations(fragments, page.seams.sides),
    )


class Surroundings:
    """The folded text that stands around each fragment: a page's worth, or so."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        """Part the fragments into stretches of a page."""
        self.numbers = array("L", [fragment.number for fragment in fragments])
        self.ends = array("L")
        """Where each stretch ends."""
        size = 0
        for at, folded in enumerate(fold_each([fragment.text for fragment in fragments]), 1):
            size += len(folded)
            if size > CHARACTERS_AROUND or at == len(fragments):
                self.ends.append(at)
                size = 0
        self.stretches = Memo(partial(_stretch, fragments, self.ends), bound=1)

    def text(self, fragment: Fragment) -> str:
        """Return what stands around a fragment; they come in order, so that one stretch is kept."""
        at = bisect_left(self.numbers, fragment.number)
        return self.stretches[bisect_right(self.ends, at)]


def _stretch(fragments: Sequence[Fragment], ends: Sequence[int], stretch: int) -> str:
    first = ends[stretch - 1] if stretch else 0
    return "\n".join(fold_each([fragments[at].text for at in range(first, ends[stretch])]))


def pair_evidence(pair: Pair, page: PairPage) -> Evidence:
    """Weigh one pair: the seam, how full the tail's last line is, the distance, a repeated line."""
    evidence = _at_the_seam(pair, page)
    evidence.update(_of_each(pair))
    evidence.update(_places(pair))
    evidence.update(_shared_words(pair, page))
    evidence.update(_heights(pair))
    evidence.update(_repeats(pair))
    if page.continuations is not None:
        evidence.update(page.continuations.evidence(pair.tail, pair.head, pair.overlap))
    return evidence


def _at_the_seam(pair: Pair, page: PairPage) -> Evidence:
    """Weigh the words and marks on both sides, a repeated line passed over."""
    seams, tail = page.texts.seams, pair.tail.text
    end, start = seam_of(pair, seams)
    evidence = seams.evidence(end, start)
    evidence.update(seen_around(end.left, start.right, page.around.text(pair.tail)))
    evidence.update(list_rhythm(tail, start.text))
    return evidence


def seen_around(left: str, right: str, around: str) -> Evidence:
    """Say which strings of two to four characters across a seam stand elsewhere on the page."""
    if not left or not right or left[-1] + right[0] not in around:
        return {}
    evidence: Evidence = {"page_2": 1.0}
    for size in (3, 4):
        if any(left[-k:] + right[: size - k] in around for k in range(1, size)):
            evidence[f"page_{size}"] = 1.0
    return evidence


def list_rhythm(tail: str, head: str) -> Evidence:
    """Weigh a list that is cut: 质量提高、存量 | 盘活、效益增长, items of one length, of one ending."""
    items = re.split(r"[，,。；;：:]", tail[-40:])[-1].split("、")
    rest = LIST_ITEM.match(head)
    if len(items) < 2 or rest is None or not items[-2]:
        return {}
    item = items[-1] + rest.group()
    return {
        "list_goes_on": float(head[rest.end() : rest.end() + 1] == "、"),
        "list_even": float(len(item) == len(items[-2])),
        "list_rhyme": float(item[-1:] == items[-2][-1:]),
    }


def seam_of(pair: Pair, seams: Seams) -> Seam:
    """Return both sides of the seam between two fragments, a repeated line passed over."""
    text = pair.head.text
    start = seams.starts[text[pair.overlap :]] if 0 < pair.overlap < len(text) else pair.head.start
    return seams.ends[pair.tail.text], start


def _of_each(pair: Pair) -> Evidence:
    """Weigh how each of both begins and ends by itself."""
    tail, head = pair.tail, pair.head
    evidence = {
        **tail.last_line,
        **{f"tail_{name}": value for name, value in bare_heading(tail.text).items()},
        **{f"head_{name}": value for name, value in bare_heading(head.text).items()},
        "head_open": clamp(head.start_odds, -3.0, 3.0),
        "tail_cut": clamp(tail.cut_odds, -3.0, 4.0),
        "tail_heading": tail.heading_odds,
        "head_heading": head.heading_odds,
    }
    if tail.label_odds is not None:
        evidence["tail_label"] = tail.label_odds
        evidence["tail_labelled"] = 1.0
    if head.label_odds is not None:
        evidence["head_label"] = head.label_odds
        evidence["both_labelled" if tail.label_odds is not None else "head_labelled"] = 1.0
    if head.above != "ended":
        evidence[f"head_under_{head.above}"] = 1.0
    if tail.below != "text":
        evidence[f"tail_over_{tail.below}"] = 1.0
    return evidence


def _places(pair: Pair) -> Evidence:
    """Weigh how far apart both stand."""
    tail, head = pair.tail, pair.head
    apart, articles = head.run - tail.run, abs(head.article - tail.article)
    evidence = {
        f"apart_{apart}" if -3 <= apart <= 4 else "apart_far": 1.0,
        "same_article" if articles == 0 else "next_article" if articles == 1 else "far_article": 1.0,
    }
    if head.number - tail.number == 1:
        evidence["next"] = 1.0
        if tail.at_foot:
            evidence["foot"] = 1.0
    return evidence


def _shared_words(pair: Pair, page: PairPage) -> Evidence:
    """Weigh the content words that both share, and their runs."""
    tail, head, words = pair.tail, pair.head, page.texts.words
    suffix = "" if head.run - tail.run == 1 else "_apart"
    both = cohesion(words[tail.text], words[head.text])
    runs = cohesion(page.run_words[tail.run], page.run_words[head.run])
    return {f"cohesion{suffix}": min(1.0, both * 3), f"cohesion_runs{suffix}": min(1.0, runs * 3)}


def _heights(pair: Pair) -> Evidence:
    """Weigh how high both runs are: the columns of an article are equally high but for its last one."""
    tail, head = pair.tail, pair.head
    apart = head.run - tail.run
    if not (tail.run_lines and head.run_lines and apart):
        return {}
    higher = head.run_lines - tail.run_lines
    name = "even" if abs(higher) <= 1.5 else "lower" if higher < 0 else "higher"
    return {
        name if apart == 1 else f"{name}_apart": 1.0,
        "uneven": min(6.0, abs(higher)),
        "run_longer": clamp(higher, -6.0, 6.0),
        "head_run_cut": float(head.run_is_cut),
        "head_run_uneven": min(6.0, abs(higher)) if head.run_is_cut else 0.0,
    }


def _repeats(pair: Pair) -> Evidence:
    """Weigh a line that was read twice at this seam."""
    evidence: Evidence = {}
    if repeats_at_seam(pair.tail, pair.head):
        evidence["repeat"] = 1.0
    if pair.overlap:
        evidence["overlap"] = 1.0
        evidence["overlap_long"] = min(2.0, pair.overlap / 12)
    return evidence


def repeats_at_seam(tail: Fragment, head: Fragment) -> bool:
    """Whether a line that stood alone at one end of this seam is part of the text at the other end."""
    return bool(
        (tail.repeat_behind and is_start(tail.repeat_behind, head.text))
        or (head.repeat_above and is_end(head.repeat_above, tail.text))
    )
