"""Examples for each of the shipped models, drawn from pages whose gold text is known.

The folders are those of fit.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

from convert import conversion
from convert.analysis.characters.look_alikes import CONFUSABLE, PARTNERS, TextOnPage, look_alikes
from convert.analysis.damage import KINDS, damage_evidence, signs_of
from convert.analysis.headings.gaps import gaps
from convert.analysis.headings.headings import Around, heading_evidence
from convert.analysis.line_groups.printed_lines import lines_of, stands_alone
from convert.analysis.lines.datelines import learn_datelines
from convert.analysis.lines.line_shapes import LABEL, is_byline
from convert.analysis.lines.measure import UNKNOWN, from_lines
from convert.analysis.links.fragments import Fragment, block_views, find_fragments, page_measure
from convert.analysis.links.links import candidate_columns, candidates, possible_pairs, scored_link
from convert.analysis.links.matching import rival_evidence
from convert.analysis.links.pair_evidence import Pair, pair_evidence, pair_page
from convert.analysis.texts.column_measure import SHORTEST_CUT_TEXT
from convert.analysis.texts.ends import cut_evidence, looks_truncated, start_evidence
from convert.analysis.texts.heading_shape import LONGEST_HEADING
from convert.analysis.texts.line_ends import line_evidence, model_name
from convert.analysis.texts.seam import Evidence
from convert.analysis.texts.texts import PageTexts, page_texts
from convert.document.damage import Damage
from convert.document.model import Document
from convert.document.roles import ASIDE, RUNNING_TEXT, Role
from convert.language import language
from convert.language.han import ends_sentence
from convert.language.trees import trees_from
from convert.passes.registry import PASSES, run
from training import forest
from training.checks import Example
from training.growth import MANY
from training.truth import Gold, Spot
from training.unlike import spoil

CHINESE = language("zh-Hans")
MOST = 40
"""Pages of each folder that are fitted on."""
FEW = 20
"""Pages of each folder that the fit is tried on."""
DRAWN = 2_000
"""The same of a folder of drawn pages, each of which is one example."""
DAMAGE = {
    "cuts": ("split",),
    "repeats": ("overlap",),
    "order": ("order",),
    "orphans": ("orphan",),
    "misreadings": ("ocr", "spaces"),
    "any": ("split", "overlap", "order", "orphan", "truncate", "ocr", "spaces"),
}
"""Kinds of damage by what newsnoise.py counts of them."""
MISREAD = (0.005, 0.005, 0.005, 0.02)
"""Shares of the characters with look-alikes that are misread; each page is misread with each."""
PARTS = 3
"""Of the pages: what is fitted on what a model says hears what it says of pages that it has not seen."""


Examples = Iterator[tuple[str, Example]]
"""(model, example)"""


def pages(folder: Path, presets: str, most: int, before: str = "") -> Iterator[tuple[Gold, Document]]:
    """Yield each page with its gold, after the passes that run before the named one.

    `seed ocr` takes the folders seed, seed41, ocr, daily_ocr_12..., `most` pages of each, or DRAWN pages.
    """
    names = [step.rule.name for step in PASSES]
    steps = PASSES[: names.index(before) if before in names else None] if before else ()
    wanted = {*presets.split()}
    folders = [f for f in sorted(folder.iterdir()) if wanted & {*f.name.rstrip("0123456789").split("_")}]
    of_folder = {f: DRAWN if f.name == "drawn" else most for f in folders}
    for path in (p for f in folders for p in sorted(f.glob("page_???.gold.json"))[: of_folder[f]]):
        noisy = path.with_name(path.name.replace(".gold.json", ".txt"))
        document = conversion.read(noisy.read_bytes())
        yield Gold(path), run(document, CHINESE, steps)


def line_examples(folder: Path, most: int) -> Examples:
    """Line ends inside blocks: does the paragraph go on below?"""
    for gold, document in pages(folder, "pdfflat ocr pdftotext noblank", most):
        blocks = [lines_of(b.reading) for b in document.blocks]
        texts = [line.text for block in blocks for line in block]
        spots = gold.spots(texts)
        measure = from_lines([line.text for block in blocks if len(block) > 1 for line in block])
        seams = page_texts(CHINESE).seams
        number = 0
        for block in blocks:
            first = True
            for here, below in pairwise(block):
                truth = gold.goes_on(spots[number], spots[number + 1])
                if not stands_alone(here.text) and not stands_alone(below.text):
                    shown = f"{here.text} | {below.text}"
                    evidence = line_evidence(here.text, below.text, measure, seams, first=first)
                    yield model_name(measure, first=first), Example(evidence, truth, shown)
                    evidence = line_evidence(here.text, below.text, UNKNOWN, seams, first=first)
                    yield "line_unmeasured", Example(evidence, truth, shown)
                number += 1
                spot = spots[number]
                first = not truth and (spot is None or gold.begins_block(spot))
            number += 1


def heading_examples(folder: Path, most: int) -> Examples:
    """Blocks: is it a heading?"""
    for gold, document in pages(folder, "seed ocr pdftotext pdfflat drawn", most, "roles"):
        shown = [b for b in document.blocks if b.role not in ASIDE and b.reading.strip()]
        spots = gold.spots([b.reading for b in shown])
        page = page_texts(CHINESE)
        measure = page_measure(block_views(shown), page)
        datelines = learn_datelines([b.reading.strip() for b in shown])
        for number, (block, spot) in enumerate(zip(shown, spots, strict=True)):
            text = block.reading.strip()
            skipped = is_byline(text) or LABEL.fullmatch(text) or len(text) > LONGEST_HEADING
            if block.role is not Role.BODY or spot is None or skipped:
                continue
            truth = gold.role(spot) in ("headline", "kicker", "subtitle", "subhead")
            if not truth and len(text) < 25 and gold.begins_block(spot) and not ends_sentence(text):
                continue  # a subhead that the gold calls a paragraph
            before = shown[number - 1] if number else None
            below = shown[number + 1] if number + 1 < len(shown) else None
            evidence = heading_evidence(text, Around(before, below), measure, page, datelines)
            yield "heading", Example(evidence, truth, text[:40])
            yield "heading_shape", Example(page.heading_shapes[text], truth, text[:40])


def head_examples(folder: Path, most: int) -> Examples:
    """Blocks of running text: does it begin in mid-sentence?"""
    for gold, document in pages(folder, "seed ocr", most, "reading-order"):
        page = page_texts(CHINESE)
        fragments = find_fragments(block_views(document.blocks), page)
        for fragment, spot in zip(fragments, gold.spots([f.text for f in fragments]), strict=True):
            if spot is not None and spot.fresh > 0.9 and not gold.begins_orphan(spot):
                start = page.seams.starts[fragment.text]
                evidence = start_evidence(start, page.seams, fragment.last_line)
                yield "head_open", Example(evidence, not gold.begins_block(spot), fragment.text[:30])


def cut_examples(folder: Path, most: int) -> Examples:
    """Blocks of running text that look cut: were they?"""
    for gold, document in pages(folder, "seed ocr", most, "reading-order"):
        texts = [b.reading.strip() for b in document.blocks if b.role in RUNNING_TEXT and b.reading.strip()]
        spots = gold.spots(texts)
        seams = page_texts(CHINESE).seams
        for at, (text, spot) in enumerate(zip(texts, spots, strict=True)):
            if spot is None or len(text) <= SHORTEST_CUT_TEXT or not looks_truncated(text):
                continue
            below = seams.starts[texts[at + 1]] if at + 1 < len(texts) else None
            evidence = cut_evidence(seams.ends[text], below, seams)
            yield "cut", Example(evidence, not gold.ends_block(spot) or gold.ends_truncated(spot), text[-30:])


class WeighedPair(NamedTuple):
    """A pair of a tail and a head, what speaks for it, and whether it is one paragraph."""

    pair: Pair
    evidence: Evidence
    truth: bool

    @property
    def shown(self) -> str:
        """Both ends, for the list of the worst mistakes."""
        tail, head = self.pair.tail, self.pair.head
        return f"{tail.text[-16:]} | {head.text[:16]} {head.run - tail.run} {self.pair.overlap}"


class Fragments(NamedTuple):
    """The fragments of a page as they are linked."""

    gold: Gold
    fragments: list[Fragment]
    page: PageTexts
    damage: Damage


class WeighedPage(NamedTuple):
    """The candidate pairs of a page."""

    pairs: list[WeighedPair]
    damage: Damage


def fragments_of(folder: Path, most: int) -> Iterator[Fragments]:
    """Yield the fragments of each page."""
    for gold, document in pages(folder, "seed ocr pdftotext mixed", most, "reading-order"):
        page = page_texts(CHINESE)
        yield Fragments(gold, find_fragments(block_views(document.blocks), page), page, document.damage)


def candidate_examples(folder: Path, most: int) -> Examples:
    """Pairs far apart that nothing rules out: is it one paragraph?"""
    for gold, fragments, page, _ in fragments_of(folder, most):
        spots = dict(zip(fragments, gold.spots([f.text for f in fragments]), strict=True))
        shared = pair_page(fragments, page)
        apart = [
            pair
            for pair in possible_pairs(fragments)
            if pair.head.number != pair.tail.number + 1 and not pair.overlap
        ]
        if shared.continuations is not None:
            shared.continuations.expect(pair.tail.number for pair in apart if not pair.tail.truncated)
        columns = candidate_columns(apart, shared) if apart else {}
        for (tail, head, _), row in zip(apart, zip(*columns.values(), strict=True), strict=True):
            truth = gold.goes_on(spots[tail], spots[head])
            yield "candidate", Example(dict(zip(columns, row, strict=True)), truth)


@lru_cache(maxsize=2)
def weighed_pages(folder: Path, most: int) -> list[WeighedPage]:
    """List the candidate pairs of each page: two models are fitted on them."""
    weighed: list[WeighedPage] = []
    for gold, fragments, page, damage in fragments_of(folder, most):
        spots = dict(zip(fragments, gold.spots([f.text for f in fragments]), strict=True))
        shared = pair_page(fragments, page)
        pairs = [
            WeighedPair(
                pair,
                pair_evidence(pair, shared),
                continues(gold, spots[pair.tail], spots[pair.head], pair.overlap),
            )
            for pair in candidates(fragments, shared)
        ]
        weighed.append(WeighedPage(pairs, damage))
    return weighed


@lru_cache(maxsize=1)
def spoilt_pages(folder: Path, most: int) -> list[WeighedPage]:
    """List the same, most of them as pages of a register that the network of continuations never read."""
    weighed, draw = weighed_pages(folder, most), random.Random(98)
    for page in weighed:
        spoil([pair.evidence for pair in page.pairs], draw)
    return weighed


def pair_examples(folder: Path, most: int) -> Examples:
    """Pairs of a tail and a head: is it one paragraph?"""
    for page in (spoilt_pages if most == MOST else weighed_pages)(folder, most):
        for pair in page.pairs:
            yield "pair", Example(pair.evidence, pair.truth, pair.shown)


def link_examples(folder: Path, most: int) -> Examples:
    """The same pairs among their rivals, each weighed by trees grown on other pages, as a new page's are."""
    weighed = (spoilt_pages if most == MOST else weighed_pages)(folder, most)
    for part in range(PARTS):
        others = [pair for n, page in enumerate(weighed) if n % PARTS != part for pair in page.pairs]
        trees = trees_from(
            forest.grow_many([p.evidence for p in others], [p.truth for p in others], MANY["pair"])
        )
        for page in weighed[part::PARTS]:
            scored = [scored_link(p.pair, {**p.evidence}, trees.odds(p.evidence)) for p in page.pairs]
            for pair, evidence in zip(page.pairs, rival_evidence(scored, page.damage), strict=True):
                yield "link", Example(evidence, pair.truth, pair.shown)


def article_examples(folder: Path, most: int) -> Examples:
    """Gaps between blocks: does another article begin, with headings there and without?"""
    for gold, document in pages(folder, "seed ocr pdftotext hard drawn", most, "articles"):
        spots = gold.spots([b.reading for b in document.blocks])
        last = -1
        for gap in gaps(document.blocks, page_texts(CHINESE), document.damage):
            spot = spots[gap.at]
            if spot is None:
                continue
            number = gold.article(spot)
            if last >= 0:
                shown = f"{number != last} {document.blocks[gap.at].reading[:30]}"
                model = "article" if gap.group else "unheaded"
                yield model, Example(gap.evidence, number != last, shown)
            last = number


def look_alike_examples(folder: Path, most: int) -> Examples:
    """Characters that print alike, a few of them misread at random: is it the other one?"""
    draw = random.Random(1998)
    every = [*pages(folder, "seed ocr pdftotext pdfflat hard drawn", most)]
    for share, (gold, _) in product(MISREAD, every):
        texts = [block["text"] for article in gold.page["articles"] for block in article["blocks"]]
        text = "\n".join(texts)
        misread = {
            match.start(): draw.choice(PARTNERS[match.group()])
            for match in CONFUSABLE.finditer(text)
            if draw.random() < share
        }
        noisy = "".join(misread.get(at, char) for at, char in enumerate(text))
        for found in look_alikes([TextOnPage(noisy, 0)], noisy, CHINESE):
            shown = f"{noisy[found.at - 6 : found.at]}[{found.reading}]{noisy[found.at : found.at + 6]}"
            truth = found.at in misread and found.reading == text[found.at]
            yield "look_alike", Example(found.evidence, truth, shown)


def damage_examples(folder: Path, most: int) -> Examples:
    """Whole pages: is there damage of each kind? Each is told by its own signs: none may take a shortcut."""
    for gold, document in pages(folder, "drawn", most, "furniture"):
        evidence = damage_evidence(document.blocks, page_texts(CHINESE))
        for kind in KINDS if evidence else ():
            truth = any(gold.page["noise"].get(name, 0) for name in DAMAGE[kind])
            yield f"damage_{kind}", Example(signs_of(kind, evidence), truth, str(gold.page["noise"]))


def continues(gold: Gold, tail: Spot | None, head: Spot | None, overlap: int) -> bool:
    """Whether a head continues a tail, a repeated line between them allowed."""
    if gold.goes_on(tail, head):
        return True
    if tail is None or head is None or not overlap:
        return False
    block = gold.stream.blk
    return block[tail.last] == block[head.first] and -overlap - 8 <= head.first - tail.last <= 8


SOURCES: dict[str, Callable[[Path, int], Examples]] = {
    "line": line_examples,
    "heading": heading_examples,
    "head": head_examples,
    "cut": cut_examples,
    "candidate": candidate_examples,
    "pair": pair_examples,
    "link": link_examples,
    "article": article_examples,
    "look_alike": look_alike_examples,
    "damage": damage_examples,
}


def gather(name: str, folder: Path, most: int) -> dict[str, list[Example]]:
    """Collect a source's examples by model."""
    examples: dict[str, list[Example]] = {}
    for model, example in SOURCES[name](folder, most):
        examples.setdefault(model, []).append(example)
    return examples
