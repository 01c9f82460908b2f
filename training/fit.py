"""Fit the weights that combine the evidence, and write them to the package's weights.toml.

    python training/fit.py PAGES_TRAIN PAGES_TUNE [MODEL...]
    python training/fit.py --check PAGES... [MODEL...]    how true the shipped models are on other pages

Each folder holds folders seed, ocr, pdftotext, pdfflat and noblank (and seed41, daily_ocr_12... for other
seeds, sources and layouts) that newsnoise.py filled; for `damage` a folder drawn, by training/draw_pages.py.
Neither the n-grams nor the network may have read their articles: of the month in corpus.py take fit.jsonl and
hold.jsonl, of broadcasts and laws the last 200: what follows what elsewhere looks four times as sure.
`cut`, `head_open`, `candidate`, `pair` and `link` were fitted on 90 folders of 14 pages (the last two: of
11): the daily, broadcasts and laws, some dressed by house_styles.py; columns of 12 to 22 characters, one to
fourteen articles, rates of damage drawn, some of the folders (mixed) in right order, hard, flat or without
blank lines. Fit them one after another, in this order: what a later one sees depends on the earlier ones.

Logistic regression (scikit-learn), a little regularised, or trees; the fit on the tune pages is printed. Only
this script needs scikit-learn: the package reads the weights and adds them up.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from convert import conversion
from convert.analysis.columns import SHORTEST_CUT_TEXT
from convert.analysis.damage import KINDS, damage_evidence, signs_of
from convert.analysis.datelines import learn_datelines
from convert.analysis.ends import cut_evidence, looks_truncated, start_evidence
from convert.analysis.fragments import Fragment, block_views, find_fragments, page_measure
from convert.analysis.gaps import gaps
from convert.analysis.heading_shape import LONGEST_HEADING
from convert.analysis.headings import Around, heading_evidence
from convert.analysis.line_ends import line_evidence, model_name
from convert.analysis.line_shapes import LABEL, is_byline
from convert.analysis.links import candidate_columns, candidates, possible_pairs, scored_link
from convert.analysis.look_alikes import CONFUSABLE, PARTNERS, TextOnPage, look_alikes
from convert.analysis.matching import rival_evidence
from convert.analysis.measure import UNKNOWN, from_lines
from convert.analysis.pair_evidence import Pair, pair_evidence, pair_page
from convert.analysis.printed_lines import lines_of, stands_alone
from convert.analysis.seam import Evidence
from convert.analysis.texts import PageTexts, page_texts
from convert.document.damage import Damage
from convert.document.model import Document
from convert.document.roles import ASIDE, RUNNING_TEXT, Role
from convert.language import language
from convert.language.han import ends_sentence
from convert.language.models import TREES_FILE
from convert.language.trees import trees_from
from convert.language.weights import certainty
from convert.passes.registry import PASSES, run
from training import forest
from training.checks import Example, check, report
from training.tables import read_weights, write_weights
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
MISREAD = 0.005
"""Share of the characters with look-alikes that are misread: between a good print and a poor one."""
DRAWS = 4
"""Times that each page is misread, each time elsewhere."""
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
    for gold, _ in DRAWS * [*pages(folder, "seed ocr pdftotext pdfflat hard drawn", most)]:
        texts = [block["text"] for article in gold.page["articles"] for block in article["blocks"]]
        text = "\n".join(texts)
        misread = {
            match.start(): draw.choice(PARTNERS[match.group()])
            for match in CONFUSABLE.finditer(text)
            if draw.random() < MISREAD
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


FOREST = frozenset({"article", "unheaded", "pair", "link"})
"""Models that are trees: one clue matters only beside another."""
SHARED = frozenset(
    "near crossed shared sections chains chains_beyond flow_next flow_first flow flow_wide flow_back".split()
)
"""Clues of a gap that speak against another article, the more the more there is of them."""
PARTED = frozenset(
    (
        "near_none crossed_none shared_none sections_none chains_none chains_depth chains_valley contrast "
        "contrast_before flow_behind flow_before under_jump_back under_jump_on"
    ).split()
)
"""Those that speak for one. Bound to this, trees err less on papers that are not among the examples: left out
of the fit, web pages and a daily have an article F1 of .83 and .82, and else of .79 and .73."""
SIGNS = dict.fromkeys(SHARED, -1) | dict.fromkeys(PARTED, 1)
MANY = {
    "pair": forest.Shape(120, 16),
    "link": forest.Shape(100, 8),
    "article": forest.Shape(140, 16, rate=0.1, least=20),
    "unheaded": forest.Shape(240, 8, rate=0.05, least=20, signs=SIGNS),
}
"""Those of many examples: how their trees are grown."""


FREEDOM = {"look_alike": 30.0}
"""How little a model is regularised, where it is not 1: it has few examples, and few clues that all count."""


def fit_trees(train: dict[str, list[Example]], tune: dict[str, list[Example]]) -> dict[str, dict[str, Any]]:
    """Grow each model's trees and print how they do on pages they have not seen."""
    made = {}
    for model, examples in sorted(train.items()):
        evidence, truths = [e.evidence for e in examples], [e.truth for e in examples]
        if model in MANY:
            made[model] = forest.grow_many(evidence, truths, MANY[model])
        else:
            made[model] = forest.grow(evidence, truths)
        ready = trees_from(made[model])
        report(model, [certainty(ready.odds(e.evidence)) for e in tune[model]], tune[model])
    return made


def fit(train: dict[str, list[Example]], tune: dict[str, list[Example]]) -> dict[str, dict[str, float]]:
    """Fit each model and print how it does on pages it has not seen."""
    fitted = {}
    for model, examples in sorted(train.items()):
        table = DictVectorizer(sort=True)
        matrix = table.fit_transform([e.evidence for e in examples])
        machine = LogisticRegression(C=FREEDOM.get(model, 1.0), max_iter=5000, fit_intercept=False)
        machine.fit(matrix, [e.truth for e in examples])
        names = table.get_feature_names_out()
        fitted[model] = {n: round(float(w), 3) for n, w in zip(names, machine.coef_[0], strict=True)}
        report(
            model,
            machine.predict_proba(table.transform([e.evidence for e in tune[model]]))[:, 1],
            tune[model],
        )
    return fitted


def gather(name: str, folder: Path, most: int) -> dict[str, list[Example]]:
    """Collect a source's examples by model."""
    examples: dict[str, list[Example]] = {}
    for model, example in SOURCES[name](folder, most):
        examples.setdefault(model, []).append(example)
    return examples


def gather_all(name: str, folder: Path) -> dict[str, list[Example]]:
    """Collect a source's examples of a folder to look at."""
    return gather(name, folder, FEW)


def main() -> None:
    """Fit what is asked for and keep the other models as they are; or only check."""
    arguments = [a for a in sys.argv[1:] if not a.startswith("-")]
    if "--check" in sys.argv:
        folders = [Path(name) for name in arguments if name not in SOURCES]
        check(folders, [name for name in arguments if name in SOURCES] or list(SOURCES), gather_all)
        return
    train, tune = Path(arguments[0]), Path(arguments[1])
    random.seed(1998)
    table = read_weights()
    forests = json.loads(TREES_FILE.read_text("utf-8")) if TREES_FILE.exists() else {}
    for name in arguments[2:] or list(SOURCES):
        if name in FOREST:
            forests |= fit_trees(gather(name, train, MOST), gather(name, tune, FEW))
        else:
            table |= fit(gather(name, train, MOST), gather(name, tune, FEW))
    forest.write(forests, TREES_FILE)
    write_weights(table)


if __name__ == "__main__":
    main()
