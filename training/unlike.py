"""Evidence of the network as it is on pages of a register that it never read.

The network of continuations read three registers, and pages to fit on are of the same three: trees grown on
them trust it as nothing deserves to be trusted on translated news or an old paper. So on most of the pages
its scores are made weaker, each is moved by chance, and beginnings look more like the middle of a paragraph,
as they were seen to do on text of another kind.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from convert.analysis.links.continuations import FAR
from convert.analysis.texts.seam import Evidence
from convert.language.weights import clamp

SHARE = 0.6
"""Of the pages."""
KEPT = (0.3, 0.9)
"""What is left of a score, drawn for each page."""
MOVED = (0.5, 2.0)
"""By how much a score is moved, likewise: a standard deviation."""
OPENED = 1.2
"""The most by which beginnings look open."""


def spoil(evidence: Iterable[Evidence], draw: random.Random) -> None:
    """Alter the evidence of a page's pairs as a register that the network does not know would."""
    if draw.random() >= SHARE:
        return
    kept, moved, opened = draw.uniform(*KEPT), draw.uniform(*MOVED), draw.uniform(0, OPENED)
    for one in evidence:
        if "continues" not in one:
            continue
        by = draw.gauss(0, moved)
        for name in ("continues", "continues_here"):
            one[name] = clamp(one[name] * kept + by, -FAR, FAR)
        for name in ("continues_best", "continued_best"):  # there is a rival more that was moved up
            one[name] = clamp(one[name] * kept + by - abs(draw.gauss(0, moved)) * 0.5, -FAR, FAR)
        one["head_goes_on"] = one["head_goes_on"] * kept + draw.gauss(0, 1.0)
        one["head_open"] = clamp(one["head_open"] * (1 - 0.15 * opened) + opened * 0.5, -3.0, 3.0)
