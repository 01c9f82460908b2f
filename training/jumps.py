"""Fit the weights by which the parts of articles on several pages are linked: [jump] and [jump_sure].

    python training/jumps.py ARTICLES.jsonl... --issues 12 --presets clean jumpline seed ocr

Each file has articles as newsnoise.py reads them. Neither the n-grams nor the network may have read them: of
the month in corpus.py take fit.jsonl, of broadcasts some of the last 200 days. Issues are laid out of each
with every preset that is named (benchmarks/jump_issues.py), and the rules before `jumps` run over them. What
is measured on, invented issues and ntrex, is not fitted on.

A part that ends chooses among the parts that may begin on the page which its jump line names, a part that
begins among those that end, and "nowhere" is a choice of odds 1: conditional logit (McFadden, 1974), with a
little regularisation. Where several places in the right part may be chosen, any is right. How certain the
links are that are chosen with these weights is a logistic regression over them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import issues  # noqa: E402 - found by the path above
from jump_articles import Article, corpus  # noqa: E402
from jump_counts import Owners, part_begun, part_ended  # noqa: E402
from jump_issues import PRESETS, Issue, lay_out  # noqa: E402

from convert import conversion  # noqa: E402
from convert.analysis.context import page_context  # noqa: E402
from convert.analysis.jumps.jumps import Jumps  # noqa: E402
from convert.analysis.jumps.parts import Parts  # noqa: E402
from convert.analysis.texts.seam import Evidence  # noqa: E402
from convert.document.model import Document, Metadata  # noqa: E402
from convert.language import language  # noqa: E402
from convert.language.weights import log_odds  # noqa: E402
from convert.passes.registry import PASSES, run  # noqa: E402
from training.tables import read_weights, write_weights  # noqa: E402

CHINESE = language("zh-Hans")
Weights = Mapping[str, float]
NAMES = [step.rule.name for step in PASSES]
BEFORE = PASSES[: NAMES.index("jumps")]
FREEDOM = 2.0
"""How little the weights are regularised."""
SIGNED = 0.67
STEPS, RATE = 600, 0.1
MOST_ODDS = 12.0


class Choice(NamedTuple):
    """What one part chooses among: numbers of candidates, those that are right, none for nowhere."""

    candidates: list[int]
    right: frozenset[int]


@dataclass(slots=True)
class Sample:
    """The candidates of many issues, and the choices among them."""

    evidence: list[Evidence] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)


def repaired(issue: Issue) -> Document:
    """Run the rules before `jumps` over an issue."""
    document = conversion.read(issue.text.encode(), Metadata(language="zh-Hans"), encoding="utf-8")
    return run(document, CHINESE, BEFORE)


@dataclass(frozen=True, eq=False)
class Weighed(Jumps):
    """The parts of an issue, linked by weights that are not shipped yet."""

    weights: Mapping[str, float] = field(default_factory=dict)

    def odds(self, evidence: Evidence) -> float:
        """Return the log odds that one part continues the other."""
        return log_odds(evidence, self.weights)


def parts_of(document: Document) -> Parts:
    """Return the parts of the articles of an issue over which the rules before `jumps` have run."""
    starts = [page.at for page in document.pages[1:]]
    labels = [page.label for page in document.pages]
    return Parts(page_context(document.blocks, CHINESE, document.damage, starts, document.house, labels))


def add(sample: Sample, issue: Issue, document: Document) -> None:
    """Add the candidates of an issue, and what is chosen among them rightly."""
    jumps = Jumps(parts_of(document))
    owners, first = Owners(issue.articles), len(sample.evidence)
    text = jumps.parts.text
    ends = {end.text: part_ended(issue, owners, text(end.text)) for end, _ in jumps.candidates}
    begun = {start.text: part_begun(issue, owners, text(start.text)) for _, start in jumps.candidates}
    cut = {seam.article for seam in issue.jumps}
    by_part: dict[tuple[str, int], list[int]] = {}
    own: dict[int, bool] = {}
    for number, (end, start) in enumerate(jumps.candidates, first):
        sample.evidence.append(jumps.evidence.weigh(end, start))
        by_part.setdefault(("end", end.place), []).append(number)
        by_part.setdefault(("start", start.place), []).append(number)
        article = begun[start.text].article
        if article >= 0 and article == ends[end.text].article:
            own[number] = article in cut
    for candidates in by_part.values():
        right = frozenset(number for number in candidates if own.get(number))
        sample.choices.append(Choice([n for n in candidates if n not in own or n in right], right))


def add_links(links: list[tuple[Evidence, bool]], issue: Issue, document: Document, weights: Weights) -> None:
    """Add the links that would be chosen in an issue, and whether each is right."""
    jumps = Weighed(parts_of(document), weights)
    owners, text = Owners(issue.articles), jumps.parts.text
    for link in jumps.weighed():
        article = part_begun(issue, owners, text(link.start.text)).article
        if article >= 0:
            ended = part_ended(issue, owners, text(link.end.text)).article
            links.append((link.evidence, article == ended))


def fit_links(links: Sequence[tuple[Evidence, bool]]) -> dict[str, float]:
    """Return the weights under which the links are as certain as they are right."""
    names = sorted({name for evidence, _ in links for name in evidence})
    matrix = np.array([[evidence.get(name, 0.0) for name in names] for evidence, _ in links])
    right = np.array([is_right for _, is_right in links], float)

    def slope(weights: Any) -> Any:  # noqa: ANN401 - an array, whose type numpy leaves open
        return matrix.T @ (1.0 / (1.0 + np.exp(-matrix @ weights)) - right) + weights / FREEDOM

    weights = descend(slope, len(names))
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def fit(sample: Sample) -> dict[str, float]:
    """Return the weights under which the right choices are likeliest."""
    names = sorted({name for evidence in sample.evidence for name in evidence})
    rows = [number for choice in sample.choices for number in choice.candidates]
    group = np.repeat(np.arange(len(sample.choices)), [len(choice.candidates) for choice in sample.choices])
    right = np.array([n in choice.right for choice in sample.choices for n in choice.candidates], float)
    nowhere = np.array([not choice.right for choice in sample.choices], float)
    matrix = np.array([[evidence.get(name, 0.0) for name in names] for evidence in sample.evidence])[rows]

    def slope(weights: Any) -> Any:  # noqa: ANN401 - an array, whose type numpy leaves open
        odds = np.exp(np.clip(matrix @ weights, -MOST_ODDS, MOST_ODDS))
        every = 1.0 + np.bincount(group, odds, len(nowhere))
        chosen = nowhere + np.bincount(group, odds * right, len(nowhere))
        return matrix.T @ (odds / every[group] - odds * right / chosen[group]) + weights / FREEDOM

    weights = descend(slope, len(names))
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def descend(slope: Any, size: int) -> Any:  # noqa: ANN401 - as above
    """Go down from zero in steps that fit the slope (Adam: Kingma and Ba, 2015), at last in small ones."""
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        now = slope(weights)
        mean, square = 0.9 * mean + 0.1 * now, 0.99 * square + 0.01 * now * now
        rate = RATE if step < 0.6 * STEPS else RATE / 5
        root = np.sqrt(square / (1 - 0.99**step)) + 1e-9
        weights -= rate * mean / (1 - 0.9**step) / root
    return weights


def signed(articles: Iterator[Article], dice: Random) -> Iterator[Article]:
    """Set an author's line over two articles in three that have none: the sources lack what papers set."""
    for article in articles:
        sign = not article.byline and dice.random() < SIGNED
        yield replace(article, byline=f"本报记者 {issues.person(dice)}") if sign else article


def issues_of(path: Path, presets: Sequence[str], number: int, seed: int) -> Iterator[Issue]:
    """Lay issues out of the articles of a file, so many with each preset."""
    for preset in presets:
        dice = Random(f"{seed} {path.stem} {preset}")
        stream = signed(corpus(path, dice), dice)
        for _ in range(number):
            yield lay_out(stream, dice, preset)


def report(weights: Mapping[str, float], sample: Sample) -> None:
    """Print the weights, and how many choices of the sample they make rightly."""
    right = 0
    for choice in sample.choices:
        odds = {
            n: sum(value * weights.get(name, 0.0) for name, value in sample.evidence[n].items())
            for n in choice.candidates
        }
        best = max(odds, key=odds.__getitem__, default=-1)
        right += best in choice.right if best >= 0 and odds[best] > 0 else not choice.right
    print(f"{len(sample.choices)} choices, {right / max(1, len(sample.choices)):.3f} right")
    for name, weight in sorted(weights.items(), key=lambda item: -abs(item[1])):
        print(f"  {name:24} {weight:+.3f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Lay out, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--issues", type=int, default=10, help="of each file and preset")
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102])
    parser.add_argument("--presets", nargs="*", default=PRESETS)
    given = parser.parse_args(arguments)
    sample = Sample()
    read: list[tuple[Issue, Document]] = []
    for path in given.articles:
        own = [
            (issue, repaired(issue))
            for seed in given.seeds
            for issue in issues_of(path, given.presets, given.issues, seed)
        ]
        for issue, document in own:
            add(sample, issue, document)
        print(path.name, len(sample.choices), flush=True)
        read += own
    weights = fit(sample)
    report(weights, sample)
    links: list[tuple[Evidence, bool]] = []
    for issue, document in read:
        add_links(links, issue, document, weights)
    sure = fit_links(links)
    print(len(links), "links", sure)
    write_weights({**read_weights(), "jump": weights, "jump_sure": sure})


if __name__ == "__main__":
    main()
