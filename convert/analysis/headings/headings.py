"""Headings: what speaks for a short block being one, by its shape and by what stands around it."""

from __future__ import annotations

from typing import NamedTuple

from convert.analysis.lines.datelines import Datelines
from convert.analysis.lines.line_shapes import NAME_ALONE, is_byline
from convert.analysis.lines.measure import Measure
from convert.analysis.texts.heading_shape import LONGEST_HEADING
from convert.analysis.texts.seam import Evidence
from convert.analysis.texts.texts import PageTexts
from convert.document.model import Block
from convert.document.roles import RUNNING_TEXT, Role
from convert.language.han import COMMAS, ends_sentence, last_word

RUNS_ON = (
    "continuation",
    "association",
    "start",
    "never_first",
    "word_across_2",
    "word_across_3",
    "word_across_4",
    "unclosed_closed",
)
"""What is taken of the seam between a block and the one below it."""
NAMED_ABOVE = frozenset(
    {Role.HEADLINE, Role.KICKER, Role.SUBTITLE, Role.BYLINE, Role.LABEL, Role.PARTICIPANT}
)
"""Roles that are evidence by their names, where they stand above."""


class Around(NamedTuple):
    """The blocks right above and right below a block, if any."""

    above: Block | None
    below: Block | None


def heading_evidence(
    text: str, around: Around, measure: Measure, page: PageTexts, datelines: Datelines
) -> Evidence:
    """Weigh whether a block is a heading: its shape, what stands around it, whether it just fills its line.

    A paragraph's cut beginning fills its last line and runs on below; a heading does neither.
    """
    below = around.below
    evidence = {**page.heading_shapes[text], **_above(around.above), **_below(below, datelines)}
    if len(text) > 7 and measure.trust > 0:
        line = {**page.typesetting.last_line(text, measure)}
        if "last_line_short" in line:  # the model was fitted with one name for both
            evidence["short"] = line.pop("last_line_short")
        evidence.update(line)
    if below is not None and below.role in RUNNING_TEXT:
        seams = page.seams
        on = seams.evidence(seams.ends[text], seams.starts[below.reading.strip()], by_words=False)
        evidence.update({f"on_{name}": on[name] for name in RUNS_ON if name in on})
    return evidence


def bare_heading_odds(text: str, page: PageTexts) -> float:
    """Return the log odds that a text is a heading, by its own shape alone."""
    if len(text) > LONGEST_HEADING:
        return -5.0
    return page.heading_odds[text]


def _above(before: Block | None) -> Evidence:
    if before is None:
        return {"first": 1.0}
    text = before.reading.strip()
    if before.role in NAMED_ABOVE:
        return {f"below_{before.role.value}": 1.0}
    if ends_sentence(text):
        return {"above_ended": 1.0}
    if text[-1:] in COMMAS:
        return {"above_comma": 1.0}
    return {"above_short": 1.0} if len(text) < 36 else {"above_open": 1.0}


def _below(below: Block | None, datelines: Datelines) -> Evidence:
    if below is None:
        return {"at_the_end": 1.0}
    text = below.reading.strip()
    if below.role is Role.LABEL or is_byline(text) or NAME_ALONE.fullmatch(text):
        return {"over_byline": 1.0}
    if datelines.begins(text):
        return {"over_dateline": 1.0}
    if len(text) < 36 and last_word(text) not in "。！？!?…，,；;：:":
        return {"over_short": 1.0}
    return {"over_text": min(1.0, len(text) / 100), "over_little": float(len(text) < 20)}
