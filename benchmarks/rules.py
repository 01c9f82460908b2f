"""Rule by rule: what each sets right, what it sets wrong, and what of its kind is left undone.

A rule's row is the whole chain against the chain without it, on the same pages; a rule that runs twice is
left out twice. Precision is what it set right of all it changed; recall is what it set right of that and of
what is still wrong of its kind:

    lines                   paragraphs parted inside a block of the page, or not parted there
    reading-order, paragraphs  paragraphs still cut between blocks that stand apart, or next to each other
    furniture, roles        furniture, captions and credits left in the text; headings and bylines not told
    rules of characters     half-width marks, strokes for dashes, look-alikes, traditional forms, quotes
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import score
from scoring import Output, as_blocks

from convert.analysis.characters.look_alikes import PARTNERS
from convert.language.traditional import SIMPLIFIED
from convert.passes.confusables import DIGIT
from convert.passes.registry import PASSES, Pass

Chain = Callable[[str, Sequence[Pass]], Output]
"""Runs passes over a page's text."""
SHEET = frozenset({"caption", "credit"})
BOUNDS, CHARS, ROLES = "bounds", "chars", "roles"
MEANS = {
    **dict.fromkeys(("lines", "reading-order", "paragraphs"), BOUNDS),
    **dict.fromkeys(("furniture", "roles"), ROLES),
    **dict.fromkeys(("dashes", "confusables", "stray-traditional", "fullwidth-punctuation", "quotes"), CHARS),
}
"""What a rule is there for; of the others nothing that is left can be told from the page."""


TWICE = {"late-roles": "roles", "joined-repeats": "repeated-heads"}
"""Rules that are another one, run once more."""


@dataclass(frozen=True)
class Marks:
    """How a page came out."""

    wrong: frozenset[tuple[Any, ...]]
    """Boundaries."""
    right: frozenset[int]
    """Characters, by their places in the gold text."""
    roles: int
    """Blocks whose role is right."""
    left: Counter[str]
    """What is still wrong, by the rule that is there for it."""


def noisy(gold: Path) -> str:
    """Return the noisy text of a page."""
    return gold.with_name(gold.name.replace(".gold.json", ".txt")).read_text("utf-8")


def marks(page: Path, output: Output) -> Marks:
    """Mark what became of a page."""
    gold, text = score.read_doc(str(page)), noisy(page)
    result = score.evaluate(gold, output)
    wrong = {("false", p) for p in result["_false"]} | {("missed", p) for p in result["_missed"]}
    wrong |= {("together", *pair) for pair in result["_badpairs"]}
    left = Counter(_char_rules(result, output))
    left.update(_bound_rules(result, gold, text))
    left["furniture"] += result["f_left"]
    for role, (number, hit) in result["roles"].items():
        if role != "paragraph":
            left["furniture" if role in SHEET else "roles"] += number - hit
    return Marks(frozenset(wrong), frozenset(result["_ok"]), result["r_ok"], left)


def _char_rules(result: dict[str, Any], output: Output) -> list[str]:
    """List the rules that are there for the characters still wrong."""
    wanted, got = result["_G"], score.Stream(output)
    places = score.align(wanted, got)[2]
    found = []
    for at, (char, place) in enumerate(zip(wanted.raw, places, strict=True)):
        if at not in result["_ok"] and place != -1:
            rule = _char_rule(char, got.raw[place])
            if rule:
                found.append(rule)
    return found


def _char_rule(wanted: str, got: str) -> str:
    """Return the rule that reads one character as another."""
    if wanted in "，；：？！（）" and got in ",;:?!()":
        return "fullwidth-punctuation"
    if wanted == "—" and got == "一":
        return "dashes"
    if got in PARTNERS.get(wanted, "") or DIGIT.get(got) == wanted:
        return "confusables"
    if SIMPLIFIED.get(got) == wanted:
        return "stray-traditional"
    return "quotes" if wanted in "“”" and got == '"' else ""


def _bound_rules(result: dict[str, Any], gold: dict[str, Any], text: str) -> list[str]:
    """List the rules that are there for the boundaries still wrong."""
    page = as_blocks(text)
    before, blocks = score.evaluate(gold, page), score.Stream(page)
    places = score.align(result["_G"], blocks)[2]
    found = ["lines" for p in result["_missed"] if p in before["_missed"]]
    for p in result["_false"]:
        if p not in before["_false"]:
            found.append("lines")
        elif -1 not in (places[p - 1], places[p]):
            apart = blocks.blk[places[p]] - blocks.blk[places[p - 1]]
            found.append("paragraphs" if 0 <= apart <= 1 else "reading-order")
    return found


def rule_table(pages: Sequence[Path], chain: Chain) -> None:
    """Print what each rule sets right, sets wrong and leaves: the chain with it against the chain without."""
    print("\nrule by rule: places set right and wrong by it, the rest of the chain being the same")
    heads = f"{'bounds right':>13}{'wrong':>7}{'chars right':>13}{'wrong':>7}{'roles':>8}"
    print(f"{'rule':22}{heads}{'precision':>11}{'recall':>8}")
    whole = [marks(path, chain(noisy(path), PASSES)) for path in pages]
    left = sum((page.left for page in whole), Counter())
    for name in dict.fromkeys(TWICE.get(step.rule.name, step.rule.name) for step in PASSES):
        rest = [step for step in PASSES if name not in (step.rule.name, TWICE.get(step.rule.name))]
        bare = [marks(path, chain(noisy(path), rest)) for path in pages]
        pairs = list(zip(whole, bare, strict=True))
        right = {
            BOUNDS: sum(len(b.wrong - w.wrong) for w, b in pairs),
            CHARS: sum(len(w.right - b.right) for w, b in pairs),
            ROLES: sum(w.roles - b.roles for w, b in pairs),
        }
        wrong = sum(len(w.wrong - b.wrong) for w, b in pairs), sum(len(b.right - w.right) for w, b in pairs)
        precision = share(right[BOUNDS] + right[CHARS], sum(wrong))
        recall = share(right[MEANS[name]], left[name]) if name in MEANS else "-"
        cells = f"{right[BOUNDS]:13}{wrong[0]:7}{right[CHARS]:13}{wrong[1]:7}{right[ROLES]:+8}"
        print(f"{name:22}{cells}{precision:>11}{recall:>8}")


def share(good: int, bad: int) -> str:
    """Return the share of what is good, "-" where there is nothing at all."""
    return f"{good / (good + bad):.3f}" if good > 0 or bad else "-"
