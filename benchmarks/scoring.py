"""Scoring: what a tool made of a page, against what was printed, in our measures and in the field's.

The scorer lies in the folder `shared` beside the project (its README says what each measure counts). The
field's measures are here:

    successor    share of blocks behind which the next block of their article follows at once
    order        edit distance between an article's blocks as printed and as read, over their number
    block-art    F1 of blocks that stand in the article that most of theirs stand in
    cMER         wrong characters over right and wrong ones; pages better, equal and worse than untouched
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(SHARED / "eval")]

import score  # noqa: E402 - the scorer lies beside the project

from convert import conversion  # noqa: E402 - found by the path above
from convert.document.model import Document  # noqa: E402
from convert.language import language  # noqa: E402
from convert.passes.registry import PASSES, Pass, run  # noqa: E402

Output = dict[str, Any]
"""What the scorer reads: articles of blocks, and furniture."""
Tool = Callable[[str], Output]
ALIAS = {"body": "paragraph", "label": "kicker", "table-cell": "paragraph"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it was read, and the file that says how it was printed."""

    text: str
    gold: Path


@cache
def printed(path: Path) -> Output:
    """Read how a page was printed."""
    found: Output = json.loads(path.read_text("utf-8"))
    return found


def as_blocks(text: str) -> Output:
    """Take blank lines as the ends of blocks: what a tool that gives plain text says."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    blocks = [{"role": "paragraph", "text": part} for part in parts]
    return {"articles": [{"blocks": blocks}], "furniture": []}


def as_output(document: Document) -> Output:
    """Put a document into the form that the scorer reads."""
    articles_out = [
        {"blocks": [{"role": ALIAS.get(b.role, str(b.role)), "text": b.reading} for b in a.readable]}
        for a in document.articles
    ]
    return {"articles": articles_out, "furniture": [b.reading for b in document.blocks if b.is_furniture]}


def backfile(text: str, passes: Sequence[Pass] = PASSES) -> Output:
    """Run our passes."""
    document = conversion.read(text.encode("utf-8", "surrogatepass"))
    return as_output(run(document, language(document.meta.language), passes))


@cache
def untouched(sheet: Sheet) -> dict[str, Any]:
    """Return the score of a page as it was read."""
    found: dict[str, Any] = score.evaluate(printed(sheet.gold), as_blocks(sheet.text))
    return found


def measure(tool: Tool, sheets: Iterable[Sheet]) -> dict[str, float]:
    """Score a tool on pages: our rates, the field's, and seconds of processor a page (`seconds`)."""
    total: dict[str, Any] = {}
    field: Counter[str] = Counter()
    spent = 0.0
    for sheet in sheets:
        start = time.process_time()
        output = tool(sheet.text)
        spent += time.process_time() - start
        gold = printed(sheet.gold)
        result, before = score.evaluate(gold, output), untouched(sheet)
        result["x_fixed"] = len(result["_ok"] - before["_ok"])
        broken = before["_ok"] - result["_ok"]
        result["x_broken"] = len(broken)
        result["x_letters"] = sum(result["_G"].raw[place].isalnum() for place in broken)
        field += _field_counts(gold, output)
        was, became = _wrong(before), _wrong(result)
        field.update(pages=1, better=int(became < was), worse=int(became > was))
        score.add(total, result)
    rates: dict[str, float] = score.rates(total)
    letters = 1e5 * total["x_letters"] / total["n_chars"]
    spent /= max(1, field["pages"])
    return {**rates, **_field_rates(field, total), "letters_per_100k": letters, "seconds": spent}


def rates(pages: Iterable[tuple[Output, Output]]) -> dict[str, float]:
    """Score what was made of pages, each with what was printed, by the scorer's own measures."""
    total: dict[str, Any] = {}
    for gold, output in pages:
        score.add(total, score.evaluate(gold, output))
    shares: dict[str, float] = score.rates(total)
    return shares


def _wrong(result: dict[str, Any]) -> float:
    """Return cMER: wrong characters over right and wrong ones."""
    wrong = result["sub"] + result["del"] + result["ins"]
    right = result["n_chars"] - result["sub"] - result["del"]
    return float(wrong / max(1, wrong + right))


def _field_rates(field: Counter[str], total: dict[str, Any]) -> dict[str, float]:
    """Divide what was counted."""
    precision = field["block_right"] / max(1, field["block_placed"])
    recall = field["block_right"] / max(1, field["blocks"])
    return {
        "successor": field["follows"] / max(1, field["pairs"]),
        "order": field["order_edits"] / max(1, field["ordered"]),
        "block_article": 2 * precision * recall / max(1e-9, precision + recall),
        "cMER": _wrong(total),
        "better": field["better"],
        "equal": field["pages"] - field["better"] - field["worse"],
        "worse": field["worse"],
    }


def _field_counts(gold: Output, output: Output) -> Counter[str]:
    """Count a page's successors, edits of order, and blocks that stand in their article."""
    wanted, got = score.Stream(gold), score.Stream(output)
    places, repeats, back = score.align(wanted, got)
    known = [place for place, printed_at in enumerate(places) if printed_at != -1 and not repeats[place]]
    following = dict(pairwise(known))
    spans = [
        [back[at] for at in range(wanted.start[k], wanted.end[k]) if back[at] != -1]
        for k in range(len(wanted.blocks))
    ]
    counts: Counter[str] = Counter(blocks=len(spans), block_placed=sum(map(bool, spans)))
    for members in _articles(wanted):
        for one, two in pairwise(members):
            counts["pairs"] += 1
            if spans[one] and spans[two]:
                counts["follows"] += following.get(max(spans[one])) == min(spans[two])
        placed = [block for block in members if spans[block]]
        as_read = sorted(placed, key=lambda block: min(spans[block]))
        counts["order_edits"] += Levenshtein.distance(as_read, placed)
        counts["ordered"] += len(placed)
    counts["block_right"] = _in_their_article(wanted, got, spans)
    return counts


def _articles(stream: score.Stream) -> Iterator[list[int]]:
    """Yield the blocks of each printed article."""
    members: dict[int, list[int]] = {}
    for block, article in enumerate(stream.art_of):
        members.setdefault(article, []).append(block)
    yield from members.values()


def _in_their_article(wanted: score.Stream, got: score.Stream, spans: Sequence[Sequence[int]]) -> int:
    """Count blocks that stand in the output's article that was matched, by characters, with their own."""
    shared: Counter[tuple[int, int]] = Counter()
    for block, span in enumerate(spans):
        shared.update((wanted.art_of[block], got.art_of[got.blk[place]]) for place in span)
    partner: dict[int, int] = {}
    for (one, other), _ in shared.most_common():
        if one not in partner and other not in partner.values():
            partner[one] = other
    right = 0
    for block, span in enumerate(spans):
        where = Counter(got.art_of[got.blk[place]] for place in span)
        right += bool(where) and where.most_common(1)[0][0] == partner.get(wanted.art_of[block])
    return right
