"""Passes: the whole policy, in running order. A pass proposes; `rewrite` applies and records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from convert import __version__
from convert.analysis.characters.confidence import WEIGHED, read_confidences, weigh_edit
from convert.analysis.columns.text_order import NO_TEXT_ORDER, text_order
from convert.analysis.context import PageContext, page_context
from convert.analysis.damage import estimate_damage
from convert.analysis.priors import PRIORS
from convert.document.actions import Action, Edit, Gate, Rule, TextEdit, by_certainty
from convert.document.changes import Kind
from convert.document.damage import NOT_ESTIMATED
from convert.document.engine import STRUCTURE, rewrite
from convert.document.model import Document, Tally
from convert.document.offsets import Offsets
from convert.issue.printed_pages import with_printed_pages
from convert.language import Language, language
from convert.passes.articles import LEAST_CHANCE, articles
from convert.passes.column_order import column_order
from convert.passes.columns import columns
from convert.passes.confusables import confusables
from convert.passes.cut_words import cut_words
from convert.passes.dashes import dashes
from convert.passes.doubled_glyphs import doubled_glyphs
from convert.passes.fullwidth_punctuation import fullwidth_punctuation
from convert.passes.furniture import furniture
from convert.passes.harm import MAX_HARM, calibrated, held_back
from convert.passes.indents import indents
from convert.passes.invisible_characters import invisible_characters
from convert.passes.joined_repeats import joined_repeats
from convert.passes.jump_lines import jump_lines
from convert.passes.jumps import SURE, jumps
from convert.passes.kept_tables import keep_tables
from convert.passes.late_roles import late_roles
from convert.passes.latin_marks import latin_marks
from convert.passes.ligatures import ligatures
from convert.passes.line_groups import line_groups
from convert.passes.lines import lines
from convert.passes.misread_words import misread_words
from convert.passes.mojibake import mojibake
from convert.passes.nfc import nfc
from convert.passes.paragraphs import paragraphs
from convert.passes.quotes import quotes
from convert.passes.reading_order import reading_order
from convert.passes.repeated_heads import repeated_heads
from convert.passes.repeated_lines import repeated_lines
from convert.passes.roles import roles
from convert.passes.spaces import spaces
from convert.passes.stray_traditional import stray_traditional
from convert.passes.structure import structure
from convert.passes.table_captions import table_captions
from convert.passes.tables import tables
from convert.passes.unify_variants import unify_variants
from convert.system.entry_points import summary_of
from convert.text.late import LateModule

if TYPE_CHECKING:
    from convert.analysis.columns import page_geometry
else:
    page_geometry = LateModule("convert.analysis.columns.page_geometry")

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

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        propose = self.propose
        return summary_of(propose.propose if isinstance(propose, EachBlock) else propose)


@dataclass(frozen=True, slots=True)
class EachBlock:
    """A function over one text, lifted to one over all blocks of a page."""

    propose: ProposeText

    def __call__(self, page: PageContext) -> Iterator[Action]:
        """Yield what it proposes of each block's reading."""
        language = page.language
        for number, block in enumerate(page.blocks):
            if block.reading:
                for edit in self.propose(block.reading, language):
                    yield Edit(number, edit.start, edit.end, edit.reading, edit.cert)


def each(propose: ProposeText) -> EachBlock:
    """Lift a function over one text to one over all blocks."""
    return EachBlock(propose)


PASSES: tuple[Pass, ...] = (
    Pass(Rule("mojibake", Kind.CORRECTION), each(mojibake)),
    Pass(Rule("nfc", Kind.REGULARIZATION), each(nfc)),
    Pass(Rule("ligatures", Kind.REGULARIZATION), each(ligatures)),
    Pass(Rule("unify-variants", Kind.REGULARIZATION), each(unify_variants)),
    Pass(Rule("invisible-characters", Kind.CORRECTION), each(invisible_characters)),
    Pass(Rule("doubled-glyphs", Kind.CORRECTION), each(doubled_glyphs)),
    Pass(Rule("tables", Kind.LAYOUT), tables),
    Pass(Rule("columns", Kind.LAYOUT), columns),
    Pass(Rule("column-order", Kind.LAYOUT), column_order),
    Pass(Rule("lines", Kind.LAYOUT, threshold=0.5, version=3), lines),
    Pass(Rule("indents", Kind.LAYOUT), each(indents)),
    Pass(Rule("jump-lines", Kind.LAYOUT, version=2), jump_lines),
    Pass(Rule("table-captions", Kind.LAYOUT), table_captions),
    Pass(Rule("line-groups", Kind.LAYOUT), line_groups),
    Pass(Rule("furniture", Kind.LAYOUT, version=2), furniture),
    Pass(Rule("repeated-lines", Kind.SURPLUS, version=2), repeated_lines),
    Pass(Rule(STRUCTURE, Kind.LAYOUT), structure),
    Pass(Rule("roles", Kind.LAYOUT, threshold=0.65, version=4), roles),
    Pass(Rule("reading-order", Kind.LAYOUT, threshold=0.55, version=3), reading_order),
    Pass(Rule("repeated-heads", Kind.SURPLUS, version=2), repeated_heads),
    Pass(Rule("paragraphs", Kind.LAYOUT, threshold=0.55, version=3), paragraphs),
    Pass(Rule("joined-repeats", Kind.SURPLUS, version=2), joined_repeats),
    Pass(Rule("late-roles", Kind.LAYOUT, threshold=0.5, version=2), late_roles),
    Pass(Rule("articles", Kind.LAYOUT, threshold=LEAST_CHANCE, version=3), articles),
    Pass(Rule("jumps", Kind.LAYOUT, threshold=SURE, version=2), jumps),
    Pass(Rule("cut-words", Kind.CORRECTION), cut_words),
    Pass(Rule("misread-words", Kind.CORRECTION, threshold=0.92), misread_words),
    Pass(Rule("dashes", Kind.CORRECTION, threshold=0.93, version=2), each(dashes)),
    Pass(Rule("confusables", Kind.CORRECTION, threshold=0.7, version=3), confusables),
    Pass(Rule("stray-traditional", Kind.CORRECTION, version=2), stray_traditional),
    Pass(Rule("fullwidth-punctuation", Kind.REGULARIZATION, version=3), fullwidth_punctuation),
    Pass(Rule("quotes", Kind.REGULARIZATION, version=2), quotes),
    Pass(Rule("latin-marks", Kind.REGULARIZATION), latin_marks),
    Pass(Rule("spaces", Kind.REGULARIZATION, version=2), spaces),
)
"""The policy: what runs, in this order."""

RULESET = f"backfile {__version__}"
"""The name of the policy, which goes into the archival XML."""

REWRITES = frozenset({Kind.CORRECTION, Kind.REGULARIZATION})
"""Kinds of rules before which what is known of a page's texts is let go: they make other texts of them.

Of several in a row, before the first.
"""

ESTIMATED_BEFORE = "furniture"
"""The rule before which the damage of the document is estimated: lines are joined, no more is changed."""

SETTLING = ("reading-order", "repeated-heads", "paragraphs")
"""Rules that run again on what they made, until nothing changes: a moved column has new neighbours."""
MOST_ROUNDS = 3
"""How often, at most."""


def run(
    document: Document,
    knowledge: Language,
    passes: Sequence[Pass] = PASSES,
    gate: Gate = by_certainty,
    max_harm: float | None = None,
) -> Document:
    """Run the passes over a document, in order; after each the source still tiles.

    With `max_harm` the rules together are held back to so many characters in 100,000 that are changed
    wrongly, as far as is known of pages with such damage; a rule's own threshold is the least.

    A rule judges a document once: what it did and what it left open is on record, and a second run, to
    which the first one's work would look like new evidence, does not guess again.

    Raises:
        InvariantError: a pass proposed what cannot be, or a character was lost.

    """
    starts = [start.at for start in document.pages[1:]]
    labels = [page.label for page in document.pages]
    layout = document.layout
    context = partial(
        page_context,
        language=knowledge,
        starts=starts,
        house=document.house,
        labels=labels,
        layout=layout,
        geometry=page_geometry.page_geometry(layout, document.source.text) if layout else None,
        text_order=NO_TEXT_ORDER if layout else text_order(document.source.text, knowledge, starts),
    )
    page = context((), damage=document.damage)  # each rule is handed the blocks as they are then
    thresholds = _thresholds(document, passes, knowledge, max_harm)
    rewriting = True  # of a new page nothing is known that could be let go
    waiting = {step.rule.name: step for step in passes if step.rule.name not in document.rules}
    document = _with_tallies(document, waiting)
    for step in passes:
        rule = step.rule
        if waiting.pop(rule.name, None) is None:
            continue
        if rule.name == ESTIMATED_BEFORE and document.damage == NOT_ESTIMATED:
            document = replace(document, damage=estimate_damage(document.blocks, page.texts))
            page = replace(page, damage=document.damage)
            thresholds = _thresholds(document, passes, knowledge, max_harm)
        if rule.kind in REWRITES and not rewriting:
            page = context((), damage=document.damage)
        rewriting = rule.kind in REWRITES
        if page.blocks is not document.blocks:
            page = replace(page, blocks=document.blocks)
        document = rewrite(document, held_back(rule, thresholds), _proposed(step, page), gate)
        if rule.name == SETTLING[-1]:
            again = [each for each in passes if each.rule.name in SETTLING]
            careful = [replace(each, rule=held_back(each.rule, thresholds)) for each in again]
            page = replace(page.forget_links(), blocks=())  # a reading is looked at in another way
            document = _settle(document, page, careful, gate)
            page = page.forget_links()
    whole = {step.rule.name for step in PASSES} <= document.rules.keys()
    if not whole or document.ruleset:
        return document
    return replace(document, ruleset=RULESET, max_harm=max_harm)


def _with_tallies(document: Document, steps: Mapping[str, Pass]) -> Document:
    """Return the document with the rules on record that are to judge it, none of which has done anything."""
    rules = [step.rule for step in steps.values()]
    tallies = {rule.name: Tally(rule.version, rule.kind, distribution=rule.distribution) for rule in rules}
    return replace(document, rules=MappingProxyType({**document.rules, **tallies}))


def _thresholds(
    document: Document, passes: Sequence[Pass], knowledge: Language, max_harm: float | None
) -> Mapping[str, float]:
    """Return the thresholds of the rules that are held back on a document."""
    if max_harm is None:
        return {}
    return calibrated(knowledge.models.harm, (step.rule for step in passes), document.damage, max_harm)


def _proposed(step: Pass, page: PageContext) -> Iterator[Action]:
    """Yield what a pass proposes; edits are weighed by what the whole document shows.

    Whoever moves or joins weighs before it decides.
    """
    rule = step.rule.name
    confidences = read_confidences(page.layout) if rule in WEIGHED else None
    actions = keep_tables(step.propose(page), page.blocks)
    if confidences is None and rule not in PRIORS:
        yield from actions
        return
    offsets = Offsets(page.blocks)
    for action in actions:
        if not isinstance(action, Edit):
            yield action
            continue
        edit = replace(action, cert=page.weigh(rule, action.cert)) if rule in PRIORS else action
        yield weigh_edit(edit, page.blocks[edit.block], confidences, offsets) if confidences else edit


def _settle(document: Document, page: PageContext, passes: Sequence[Pass], gate: Gate) -> Document:
    """Run the rules that set order and paragraphs on their own reading, as a second run of it would.

    What they are not certain of then is on record already.
    """
    for turn in range(1, MOST_ROUNDS + 1):
        before = document.blocks
        order = {block.id: number for number, block in enumerate(before)}
        for step in passes:
            seen = replace(page, blocks=document.blocks, order=order, layout=None, geometry=None)
            proposed = _proposed(step, seen)
            certain = [action for action in proposed if action.cert >= step.rule.threshold]
            document = rewrite(document, step.rule, certain, gate, turn)
        if document.blocks == before:
            break
    return document


def repair(
    document: Document,
    gate: Gate = by_certainty,
    passes: Sequence[Pass] = PASSES,
    max_harm: float | None = MAX_HARM,
) -> Document:
    """Run passes over a document, by default the whole policy, with the knowledge of its language.

    One that was read from its archival XML was repaired when that was written, and stays as it is. Pages
    that have no number by then take it from their folios.

    Raises:
        InvariantError: a pass proposed what cannot be, or a character was lost.

    """
    if document.archive:
        return document
    knowledge = language(document.meta.language, document.house.knowledge.grams)
    unrepaired = [document]
    del document  # a long one is let go as it is rewritten, unless the caller keeps it
    return with_printed_pages(run(unrepaired.pop(), knowledge, passes, gate, max_harm))
