"""What the damage of the whole document says of each rule's proposals: a prior, and not a switch.

A rule was fitted on damaged pages, and expects what those have. Where the whole document shows no such
damage, the log odds of its certainty are lowered by as much as the estimate's own; where it shows it, or
where nothing was estimated, the certainty stays as it is.

    a move, certain to .60, on a page whose columns are in order to .95  ->  .13, and proposed only
    the same, certain to .99                                             ->  .90, and done
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from convert.document.damage import Damage, log_odds_of
from convert.language.weights import certainty, clamp

LEAST = 0.005
"""Estimates are given in hundredths: 0 is anything below this."""


class Prior(NamedTuple):
    """The kind of damage that a rule repairs, and how much of its log odds counts."""

    estimate: Callable[[Damage], float]
    weight: float = 1.0


PRIORS: Mapping[str, Prior] = MappingProxyType(
    {
        "reading-order": Prior(lambda damage: damage.order),
        "paragraphs": Prior(lambda damage: damage.cuts),
        "articles": Prior(lambda damage: damage.any, 0.5),  # of openings without a heading
        # these three claim .97 at most: with more weight nothing would mend a lone slip on a good page
        "dashes": Prior(lambda damage: damage.misreadings, 0.3),
        "confusables": Prior(lambda damage: damage.misreadings, 0.3),
        "stray-traditional": Prior(lambda damage: damage.misreadings, 0.3),
    }
)
"""By the rule. Repeated lines and furniture weigh the estimate where they prove their repetition or place."""


def weigh(rule: str, cert: float, damage: Damage) -> float:
    """Return how certain a rule's proposal is, given what the whole document shows."""
    prior = PRIORS.get(rule)
    if prior is None:
        return cert
    shift = prior.weight * log_odds_of(clamp(prior.estimate(damage), LEAST, 1 - LEAST))
    if shift >= 0:
        return cert
    return certainty(log_odds_of(clamp(cert, 0.001, 0.999)) + shift)
