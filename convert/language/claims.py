"""What a rule may claim: the certainty of its models, lowered to what turned out true in every register.

    a join, certain to .98 by its model, and right in .93 of such joins on one register  ->  claims .93

Models are fitted on some registers and are too certain in others, most so where they are surest. A claim
keeps the order of certainties and all that is decided by them: up to the threshold of its rule it is the
certainty itself, and above it its log odds rise more slowly. So a rule does the same and says less of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from convert.language.weights import certainty


@dataclass(frozen=True, slots=True)
class Claim:
    """How the certainty of a kind of decision becomes what is claimed (made by training/claims.py)."""

    start: float
    """Up to here, the threshold of its rule, a certainty is claimed as it is."""
    slope: float
    """By how much the claimed log odds rise above that, for each one of the certainty's; 1 at most."""

    def of(self, cert: float) -> float:
        """Return what is claimed of a certainty; what is proved, 1.0, stays so.

        >>> round(Claim(0.5, 0.5).of(0.9), 3)
        0.75
        """
        if not self.start < cert < 1.0:
            return cert
        floor = log(self.start / (1 - self.start))
        return certainty(floor + self.slope * (log(cert / (1 - cert)) - floor))


Claims = Mapping[str, Claim]
"""By the kind of decision: heading, join, move, opening."""


def claims_from(table: Mapping[str, Mapping[str, float]]) -> Claims:
    """Read the claims of data/claims.toml."""
    return {name: Claim(values["start"], values["slope"]) for name, values in table.items()}
