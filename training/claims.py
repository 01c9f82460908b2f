"""Fit what rules may claim of their certainty, so that it is true in every register, into claims.toml.

    python training/claims.py FOLDER...
    python training/claims.py --check FOLDER...    how true the claims that ship are, source by source

Each folder is a source and holds folders of pages with gold (newsnoise.py) that no model was fitted on. What
rules propose is judged as it would stand on record. Of each kind of decision the log odds above its rule's
threshold are multiplied by one number: the largest with which what claims .9 and what claims .97 is right so
often on every source; sources with few such cases are taken together. The order of certainties and all that
is decided stay as they are. It also prints which number each source would get from the others alone, and how
true its own claims would be then: that is what an unknown register may expect.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from convert.language import language
from convert.language.claims import Claim
from convert.language.models import CLAIMS_FILE
from convert.passes.registry import PASSES
from training.verdicts import judged_pages


class Decision(NamedTuple):
    """A kind of decision: which rule takes it, and what it does."""

    rule: str
    action: str
    start: float
    """The rule's threshold: below it nothing is lowered."""


THRESHOLDS = {step.rule.name: step.rule.threshold for step in PASSES}
DECISIONS: Mapping[str, Decision] = {
    "heading": Decision("roles", "label", THRESHOLDS["roles"]),
    "join": Decision("paragraphs", "join", THRESHOLDS["paragraphs"]),
    "move": Decision("reading-order", "place", THRESHOLDS["reading-order"]),
    "opening": Decision("articles", "place", 0.5),
}
CLAIMED = (0.9, 0.97)
"""Certainties from which on so many must be right."""
FEWEST = 20
"""Cases of a source that are judged on their own."""
SLOPES = tuple(at / 50 for at in range(50, 0, -1))
MOST = 40
"""Pages of a folder of pages."""

Cases = Mapping[str, Sequence[tuple[float, bool]]]
"""By the source: certainties, and whether each was right."""


def gather(folders: Iterable[Path], *, bare: bool) -> dict[str, dict[str, list[tuple[float, bool]]]]:
    """Judge the pages of each source: by the kind of decision and the source; `bare` lowers nothing."""
    kinds = {(kind.rule, kind.action): name for name, kind in DECISIONS.items()}
    cases: dict[str, dict[str, list[tuple[float, bool]]]] = {name: {} for name in DECISIONS}
    chinese = language("zh-Hans")
    known = replace(chinese, models=replace(chinese.models, claims={})) if bare else chinese
    for folder in folders:
        for pages in sorted(path for path in folder.iterdir() if path.is_dir()):
            for page in judged_pages(pages, PASSES, MOST, knowledge=known):
                for verdict in page.verdicts:
                    name = kinds.get((verdict.rule, verdict.action))
                    if name is not None and (verdict.rule != "roles" or verdict.is_heading):
                        cases[name].setdefault(folder.name, []).append((verdict.cert, verdict.right))
    return cases


def is_true(cases: Cases, claim: Claim) -> bool:
    """Whether what is claimed is right as often as it says, on every source."""
    for least in CLAIMED:
        few: list[bool] = []
        for of_source in cases.values():
            rights = [right for cert, right in of_source if claim.of(cert) >= least]
            if len(rights) < FEWEST:
                few += rights
            elif sum(rights) < least * len(rights):
                return False
        if few and sum(few) < least * len(few):
            return False
    return True


def fitted(cases: Cases, start: float) -> Claim:
    """Return the claim that lowers least among those that are true."""
    claims = [Claim(start, slope) for slope in SLOPES]
    return next((claim for claim in claims if is_true(cases, claim)), claims[-1])


def share(cases: Sequence[tuple[float, bool]], claim: Claim, least: float) -> str:
    """Return how much of what is claimed from a certainty on is right, and of how many."""
    rights = [right for cert, right in cases if claim.of(cert) >= least]
    return f"{sum(rights) / len(rights):.3f} of {len(rights)}" if rights else "none"


def main() -> None:
    """Fit the claims and write them, or check those that ship."""
    folders = [Path(name) for name in sys.argv[1:] if not name.startswith("-")]
    checks = "--check" in sys.argv
    text = (
        "# How the certainty of a decision becomes what is claimed of it (convert/language/claims.py).\n"
        "# Made by training/claims.py from pages of several registers, so that claims are true in each.\n"
    )
    for name, cases in gather(folders, bare=not checks).items():
        start = DECISIONS[name].start
        claim = Claim(start, 1.0) if checks else fitted(cases, start)
        print(f"\n{name}: slope {claim.slope}")
        for source, of_source in cases.items():
            bare = Claim(start, 1.0)
            row = [share(of_source, each, least) for each in (bare, claim) for least in CLAIMED]
            if not checks:
                alone = fitted({other: c for other, c in cases.items() if other != source}, start)
                row += [f"without it {alone.slope}:", *(share(of_source, alone, least) for least in CLAIMED)]
            print(f"    {source:12} {len(of_source):5}", *(f"{cell:>14}" for cell in row))
        if claim.slope < 1.0:
            text += f"\n[{name}]\nstart = {start}\nslope = {claim.slope}\n"
    if not checks:
        CLAIMS_FILE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
