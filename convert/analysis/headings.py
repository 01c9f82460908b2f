"""Headings: what speaks for a short block being one, by its shape and by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from math import log2

from convert.analysis.line_shapes import BRIEF, NAME_ALONE, is_byline
from convert.analysis.measure import Measure
from convert.analysis.seam import Evidence, fullness, head_of, seam, tail_of
from convert.document.model import Block
from convert.document.roles import RUNNING_TEXT, Role
from convert.language import Language
from convert.language.han import COMMAS, ends_sentence, is_han, last_word, unclosed
from convert.language.ngrams import END, START, fold

LONGEST_HEADING = 70
RUNS_ON = (
    "bridge",
    "pull",
    "start",
    "never_first",
    "straddle_2",
    "straddle_3",
    "straddle_4",
    "unclosed_closed",
)
"""What is taken of the seam between a block and the one below it."""
DATELINE = re.compile(
    r"[（(]?(?:本报|新华社|据新华社|中新社|据|专电|本刊)[^。，]{0,16}?(?:讯|电|报道|消息)|[^。]{2,24}?[\d一二三四五六七八九十]+[日月]?电[（(\s]"
)
PARTICLES = frozenset("的了着是在也都就还而但这那我你他她它们吗呢")
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．]")


@lru_cache(maxsize=1024)
def bare_heading_odds(text: str, language: Language) -> float:
    """Return the log odds that a text is a heading, by its own shape alone."""
    if len(text) > LONGEST_HEADING:
        return -5.0
    return language.models.odds("heading_shape", heading_shape(text, language))


def heading_evidence(
    text: str, before: Block | None, below: Block | None, measure: Measure, language: Language
) -> Evidence:
    """Weigh whether a block is a heading: its shape, what stands around it, whether it just fills its line.

    A paragraph's cut beginning fills its last line and runs on below; a heading does neither.
    """
    found = {**heading_shape(text, language), **_above(before), **_below(below)}
    if len(text) > 7:
        found.update(fullness(text, measure))
    if below is not None and below.role in RUNNING_TEXT:
        head = head_of(below.reading.strip(), language)
        on = seam(tail_of(text, language), head, language, by_words=False)
        found.update({f"on_{name}": on[name] for name in RUNS_ON if name in on})
    return found


@lru_cache(maxsize=1024)
def heading_shape(text: str, language: Language) -> Mapping[str, float]:
    """Weigh whether a text has the shape of a heading: its length, its marks, how it begins and ends."""
    size = len(text)
    found: Evidence = {"bias": 1.0, "length": log2(size + 1) / 5}
    found["tiny"] = float(size <= 3)
    found["short"] = float(4 <= size <= 12)
    found["usual"] = float(8 <= size <= 26)
    found["long"] = float(size > 36)
    found["very_long"] = float(size > 48)
    last = text[-1:]
    if ends_sentence(text):
        found["question" if last in "？?！!" else "stop"] = 1.0
    elif last in COMMAS:
        found["comma_end"] = 1.0
    elif last in "：:":
        found["colon_end"] = 1.0
    elif last in "）)":
        found["bracket_end"] = 1.0
    found["commas"] = min(4.0, sum([c in "，,；;" for c in text]))
    found["inner_stop"] = float("。" in text[:-1])
    found["bracketed"] = float(text[:1] in "（(")
    found["dash"] = float("——" in text)
    found["numbered"] = float(NUMBERED.match(text) is not None)
    found["particles"] = min(3.0, 10 * sum([c in PARTICLES for c in text]) / size)
    found["gap"] = float(" " in text.strip() and all(is_han(c) for c in text.replace(" ", "")[:6]))
    found["unclosed"] = float(bool(unclosed(text)))
    found["name"] = float(NAME_ALONE.fullmatch(text) is not None)
    found["dateline_start"] = float(DATELINE.match(text) is not None)
    found["brief"] = float(BRIEF.match(text) is not None)
    if language.ngrams is not None:
        folded = fold(text)
        found["surprise"] = max(
            -2.0, min(2.0, -language.ngrams.score(folded, START) / max(1, len(folded)) / 4 - 2)
        )
        found["ending"] = max(-3.0, min(3.0, (language.ngrams.after(folded[-3:], END) + 8) / 4))
        opening = folded[:4]
        found["start"] = max(
            -3.0, min(3.0, (language.ngrams.score(opening, START) - language.ngrams.score(opening)) / 4)
        )
    return found


def _above(before: Block | None) -> Evidence:
    if before is None:
        return {"first": 1.0}
    text = before.reading.strip()
    if before.role in (Role.HEADLINE, Role.KICKER, Role.SUBTITLE, Role.BYLINE, Role.LABEL, Role.PARTICIPANT):
        return {f"below_{before.role.value}": 1.0}
    if ends_sentence(text):
        return {"above_ended": 1.0}
    if text[-1:] in COMMAS:
        return {"above_comma": 1.0}
    return {"above_short": 1.0} if len(text) < 36 else {"above_open": 1.0}


def _below(below: Block | None) -> Evidence:
    if below is None:
        return {"at_the_end": 1.0}
    text = below.reading.strip()
    if below.role is Role.LABEL or is_byline(text) or NAME_ALONE.fullmatch(text):
        return {"over_byline": 1.0}
    if DATELINE.match(text):
        return {"over_dateline": 1.0}
    if len(text) < 36 and last_word(text) not in "。！？!?…，,；;：:":
        return {"over_short": 1.0}
    return {"over_text": min(1.0, len(text) / 100), "over_little": float(len(text) < 20)}
