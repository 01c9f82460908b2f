"""What is known of the texts of a page, each by itself or two of them together, and worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from convert.analysis.lines.full_lines import FullLines, full_lines
from convert.analysis.lines.line_shapes import FurnitureShape, furniture_shape
from convert.analysis.lines.measure import Typesetting
from convert.analysis.lines.overlap import EdgesOfTexts
from convert.analysis.texts.cohesion import ContentWords
from convert.analysis.texts.ends import cut_odds, start_odds_alone
from convert.analysis.texts.evidence_memo import EvidenceMemo
from convert.analysis.texts.heading_shape import heading_shapes
from convert.analysis.texts.seam import Seams
from convert.document.knowledge import NO_KNOWLEDGE, Knowledge
from convert.language import Language
from convert.text.memo import Memo

ODDS_REMEMBERED = 1 << 16
"""Numbers are small, and several passes ask for that of each text: those of a long book are kept."""
SHAPES_REMEMBERED = 1 << 15
"""Only short texts have the shape of a heading, and what says nothing of one is not kept."""


@dataclass(frozen=True, slots=True, eq=False)
class PageTexts:
    """What is known of the texts of one page; it is remembered by the text, whatever becomes of its block."""

    language: Language
    seams: Seams
    """The two sides of each place where a text ends and another one begins."""
    start_odds: Memo[str, float]
    """By a text: the log odds that it begins in mid-sentence, as its own words tell."""
    cut_odds: Memo[tuple[str, str | None], float]
    """By a text and the one below it: the log odds that it was cut at its end."""
    heading_shapes: EvidenceMemo
    """By a text: what speaks for its being a heading, by its shape alone."""
    furniture_shapes: Memo[str, FurnitureShape | None]
    """By a short text: which piece of furniture it may be by its shape alone."""
    heading_odds: Memo[str, float]
    """By a short text: the log odds that it is a heading, by its shape alone."""
    words: ContentWords
    """By a text: its content words."""
    typesetting: Typesetting
    """The texts set in lines."""
    edges: EdgesOfTexts
    """By a text: its first and last characters, as they are compared with those of others."""
    full_lines: FullLines
    """By a text and its indent: in which measures it ends in a full line."""
    knowledge: Knowledge = NO_KNOWLEDGE
    """What was counted in the paper's issues."""


def page_texts(language: Language, knowledge: Knowledge = NO_KNOWLEDGE) -> PageTexts:
    """Begin a page, of whose texts nothing is known yet but what was counted in the paper's issues."""
    seams, typesetting = Seams(language), Typesetting()
    shapes = EvidenceMemo(partial(heading_shapes, language, knowledge.columns), SHAPES_REMEMBERED)
    return PageTexts(
        language,
        seams,
        start_odds=Memo(partial(start_odds_alone, seams), ODDS_REMEMBERED),
        cut_odds=Memo(partial(cut_odds, seams), ODDS_REMEMBERED),
        heading_shapes=shapes,
        furniture_shapes=Memo(furniture_shape, SHAPES_REMEMBERED),
        heading_odds=Memo(partial(_heading_odds, language, shapes), SHAPES_REMEMBERED),
        words=ContentWords(language),
        typesetting=typesetting,
        edges=EdgesOfTexts(),
        full_lines=full_lines(typesetting),
        knowledge=knowledge,
    )


def _heading_odds(language: Language, shapes: EvidenceMemo, text: str) -> float:
    return language.models.odds("heading_shape", shapes[text])
