"""Which of the shipped models are trees, and how each is grown."""

from __future__ import annotations

from training import forest

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
