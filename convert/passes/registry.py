"""Passes: the whole policy, in running order. A pass proposes; `rewrite` applies and records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from convert import __version__
from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit, Gate, Rule, TextEdit, by_certainty
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Tally
from convert.language import Language, language
from convert.passes import (
    articles,
    characters,
    confusions,
    dashes,
    furniture,
    lines,
    marks,
    mojibake,
    paragraphs,
    repeats,
    roles,
    spaces,
    stitch,
)
from convert.system.entry_points import summary_of

Propose = Callable[[PageContext], Iterable[Action]]
"""Sees the page at hand and yields proposals."""

ProposeText = Callable[[str, Language], Iterable[TextEdit]]
"""Sees one text, the reading of a block, and yields edits of it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """A rule and the function that proposes for it."""

    rule: Rule
    propose: Propose
    before: str = ""
    """The rule before which an installed one runs."""
    after: str = ""
    """The rule after which it runs; where neither is named, it comes last."""
    description: str = ""
    """What it does in one line, where the first line of the function's docstring does not say it."""

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        propose = self.propose
        return self.description or summary_of(propose.propose if isinstance(propose, EachBlock) else propose)


@dataclass(frozen=True, slots=True)
class EachBlock:
    """A function over one text, lifted to one over all blocks of a page."""

    propose: ProposeText

    def __call__(self, page: PageContext) -> Iterator[Action]:
        """Yield what it proposes of each block's reading."""
        for number, block in enumerate(page.blocks):
            if block.reading:
                for edit in self.propose(block.reading, page.language):
                    yield Edit(number, edit.start, edit.end, edit.reading, edit.cert)


def each(propose: ProposeText) -> EachBlock:
    """Lift a function over one text to one over all blocks."""
    return EachBlock(propose)


LATER = "The same as {}, once paragraphs are joined."

PASSES: tuple[Pass, ...] = (
    Pass(Rule("mojibake", Kind.CORRECTION), each(mojibake.repair_mojibake)),
    Pass(Rule("compose", Kind.REGULARIZATION), each(characters.compose)),
    Pass(Rule("unify", Kind.REGULARIZATION), each(characters.unify)),
    Pass(Rule("unseen", Kind.CORRECTION), each(characters.drop_unseen)),
    Pass(Rule("lines", Kind.LAYOUT, threshold=0.5, version=2), lines.unwrap),
    Pass(Rule("indents", Kind.LAYOUT), each(lines.strip_indents)),
    Pass(Rule("furniture", Kind.LAYOUT), furniture.label_furniture),
    Pass(Rule("repeated-lines", Kind.SURPLUS), repeats.drop_repeated_lines),
    Pass(Rule("roles", Kind.LAYOUT, threshold=0.65, version=2), roles.label_roles),
    Pass(Rule("stitch", Kind.LAYOUT, threshold=0.5, version=2), stitch.place_fragments),
    Pass(Rule("repeated-heads", Kind.SURPLUS), repeats.drop_repeated_heads),
    Pass(Rule("paragraphs", Kind.LAYOUT, threshold=0.5, version=2), paragraphs.join_paragraphs),
    Pass(
        Rule("joined-repeats", Kind.SURPLUS),
        repeats.drop_repeated_heads,
        description=LATER.format("repeated-heads"),
    ),
    Pass(
        Rule("late-roles", Kind.LAYOUT, threshold=0.5), roles.label_roles, description=LATER.format("roles")
    ),
    Pass(Rule("articles", Kind.LAYOUT, threshold=articles.LEAST, version=2), articles.open_articles),
    Pass(Rule("dashes", Kind.CORRECTION, threshold=0.93), each(dashes.restore_dashes)),
    Pass(Rule("look-alikes", Kind.CORRECTION, threshold=0.93), each(confusions.correct_look_alikes)),
    Pass(Rule("strays", Kind.CORRECTION), confusions.simplify_strays),
    Pass(Rule("spaces", Kind.REGULARIZATION), spaces.close_gaps),
    Pass(Rule("wide-marks", Kind.REGULARIZATION, version=2), marks.widen),
    Pass(Rule("quotes", Kind.REGULARIZATION), marks.curl),
)
"""The policy: what runs, in this order."""

RULESET = f"backfile {__version__}"
"""The name of the policy, which goes into the archival XML."""


def run(
    document: Document,
    knowledge: Language,
    passes: Sequence[Pass] = PASSES,
    gate: Gate = by_certainty,
) -> Document:
    """Run the passes over a document, in order; after each the source still tiles.

    A rule judges a document once: what it did and what it left open is on record, and a second run, to
    which the first one's work would look like new evidence, does not guess again.

    Raises:
        InvariantError: a pass proposed what cannot be, or a character was lost.

    """
    page = PageContext(document.blocks, knowledge)
    for step in passes:
        rule = step.rule
        if rule.name in document.rules:
            continue
        rules = {**document.rules, rule.name: Tally(rule.version, rule.kind, distribution=rule.distribution)}
        document = replace(document, rules=MappingProxyType(rules))
        document = rewrite(document, rule, step.propose(replace(page, blocks=document.blocks)), gate)
    whole = {step.rule.name for step in PASSES} <= document.rules.keys()
    return replace(document, ruleset=RULESET) if whole else document


def repair(document: Document, gate: Gate = by_certainty, passes: Sequence[Pass] = PASSES) -> Document:
    """Run passes over a document, by default the whole policy, with the knowledge of its language.

    Raises:
        InvariantError: a pass proposed what cannot be, or a character was lost.

    """
    return run(document, language(document.meta.language), passes, gate)
