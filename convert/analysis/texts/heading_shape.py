"""The shape of a heading: what speaks for a short text being one, by its own length, marks and words."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from math import log2

from convert.analysis.lines.datelines import DATELINE, closed_up
from convert.analysis.lines.line_shapes import BRIEF, NAME_ALONE
from convert.analysis.texts.seam import Evidence
from convert.language import Language
from convert.language.han import COLONS, COMMAS, STOPS, ends_sentence, is_han, last_word, unclosed
from convert.language.ngrams import END, START, Ngrams, fold_each
from convert.language.weights import clamp

LONGEST_HEADING = 70
PARTICLES = frozenset("的了着是在也都就还而但这那我你他她它们吗呢")
NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}(?:、|[.．](?!\d))"
)


COLUMN = re.compile(r"[（(][^（）()。，]{2,12}[）)]$|^【[^【】。]{1,14}】|【[^【】。]{1,14}】$")
"""The name of a column before or behind a headline: （人民时评）, 【微观】."""
NAME_OF_COLUMN = re.compile(r"([\u4e00-\u9fff]{2,8})[ \u3000]?[|｜丨·：:][ \u3000]?(?=\S)")
"""What may be the name of a column before a headline: 人民时评：…; a pack tells which are."""
SHORTEST_UNDER_COLUMN = 4
SET_LATER = "short"
"""A clue that a short last line may set, too: its place among the others decides how their sum is rounded."""


def names_column(text: str, columns: Container[str]) -> bool:
    """Whether a heading bears the name of a column: by its brackets, or by what a pack has counted."""
    if COLUMN.search(text):
        return True
    name = NAME_OF_COLUMN.match(text)
    return name is not None and name[1] in columns


def without_column(text: str, columns: Container[str] = ()) -> str:
    """Return a headline without the column that it stands in, and without an OCR program's blanks.

    >>> without_column("大兴安岭森林中的一颗钢钉（寻访）"), without_column("【微观】老街新灯")
    ('大兴安岭森林中的一颗钢钉', '老街新灯')
    >>> without_column("微观：老街新灯亮了", {"微观"}), without_column("微观：老街新灯亮了")
    ('老街新灯亮了', '微观：老街新灯亮了')
    """
    closed = closed_up(text)
    bare = COLUMN.sub("", closed).strip() if len(closed) <= LONGEST_HEADING else ""
    if bare and columns and (name := NAME_OF_COLUMN.match(bare)) is not None and name[1] in columns:
        bare = bare[name.end() :]
    return bare if len(bare) >= SHORTEST_UNDER_COLUMN else closed


def heading_shape(language: Language, text: str, columns: Container[str] = ()) -> Evidence:
    """Weigh whether a text has the shape of a heading: its length, its marks, how it begins and ends."""
    return heading_shapes(language, columns, (text,))[0]


def heading_shapes(language: Language, columns: Container[str], texts: Sequence[str]) -> list[Evidence]:
    """Weigh the same of texts together."""
    bare = [without_column(text, columns) for text in texts]
    by_ngrams = [{}] * len(bare) if language.ngrams is None else _by_ngrams(bare, language.ngrams)
    return [
        {name: value for name, value in evidence.items() if value or name == SET_LATER}
        for text, of_ngrams in zip(bare, by_ngrams, strict=True)
        for evidence in (_by_marks(text) | of_ngrams,)
    ]


def _by_marks(text: str) -> Evidence:
    """Weigh a text's length, its marks, how it begins and ends."""
    size = len(text)
    evidence: Evidence = {"bias": 1.0, "length": log2(size + 1) / 5}
    evidence["tiny"] = float(size <= 3)
    evidence["short"] = float(4 <= size <= 12)
    evidence["usual"] = float(8 <= size <= 26)
    evidence["long"] = float(size > 36)
    evidence["very_long"] = float(size > 48)
    if (ending := _ending(text)) is not None:
        evidence[ending] = 1.0
    evidence["commas"] = min(4.0, sum([c in "，,；;" for c in text]))
    evidence["inner_stop"] = float("。" in text[:-1])
    evidence["bracketed"] = float(text[:1] in "（(")
    evidence["dash"] = float("——" in text)
    evidence["numbered"] = float(NUMBERED.match(text) is not None)
    evidence["particles"] = min(3.0, 10 * sum([c in PARTICLES for c in text]) / size)
    evidence["gap"] = float(" " in text.strip() and all(is_han(c) for c in text.replace(" ", "")[:6]))
    evidence["unclosed"] = float(bool(unclosed(text)))
    evidence["name"] = float(NAME_ALONE.fullmatch(text) is not None)
    evidence["dateline_start"] = float(DATELINE.match(text) is not None)
    evidence["brief"] = float(BRIEF.match(text) is not None)
    return evidence


def _ending(text: str) -> str | None:
    """Name how a text ends, where that says something."""
    last = text[-1:]
    if ends_sentence(text):
        return "question" if last in "？?！!" else "stop"
    if last in COMMAS:
        return "comma_end"
    if last in "：:":
        return "colon_end"
    return "bracket_end" if last in "）)" else None


def _by_ngrams(texts: Sequence[str], ngrams: Ngrams) -> list[Evidence]:
    """Weigh how usual the words of texts are, and whether they begin and end as paragraphs do."""
    folded = fold_each(texts)
    scores = ngrams.scores(
        [
            scored
            for text in folded
            for scored in (
                (text, START),
                (END, text[-3:]),
                (text[:4], START),
                (text[:4], ""),
            )
        ]
    )
    return [
        {
            "surprise": clamp(-whole / max(1, len(text)) / 4 - 2, -2.0, 2.0),
            "ending": clamp((end + 8) / 4, -3.0, 3.0),
            "start": clamp((opening - alone) / 4, -3.0, 3.0),
        }
        for text, whole, end, opening, alone in zip(
            folded, scores[::4], scores[1::4], scores[2::4], scores[3::4], strict=True
        )
    ]


def bare_heading(text: str) -> Evidence:
    """Weigh whether one of two neighbouring texts looks like a heading: short, no stop, few marks."""
    evidence: Evidence = {}
    if len(text) <= 45:
        evidence["short_text"] = 1.0 - len(text) / 60
        if last_word(text) not in STOPS and text[-1:] not in COMMAS and text[-1:] not in COLONS:
            evidence["bare_end"] = 1.0
        if not any(c in "，,。" for c in text):
            evidence["no_comma"] = 1.0
    return evidence
