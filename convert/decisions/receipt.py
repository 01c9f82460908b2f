"""What a sample of decisions proves, and of what: the receipt of an acceptance sampling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SampleReceipt:
    """A sample that was drawn at random, what was looked at of it, and what that proves."""

    number: int
    title: str
    """What it was drawn from, in words; empty: from all."""
    population: int
    size: int
    """So many were drawn."""
    looked_at: int
    """So many of them are decided on by people who looked."""
    wrong: int
    """Of those: what a reviewer decided otherwise than it stood."""
    drawn: str
    """When, as of RFC 3339."""
    reviewers: tuple[str, ...]
    """Who decided; before anybody has, who drew it."""
    decided: str = ""
    """When the last decision on it was made."""
    most_wrong: int | None = None
    """So many of the population are wrong at most, with 95 % confidence; None: not all was looked at."""
    in_words: str = ""
    """What it proves, in a sentence; empty: nothing yet."""
    issues: Mapping[bytes, int] = field(default_factory=dict)
    """The issues of the population, by target, and how many were drawn of each."""

    @property
    def whole(self) -> bool:
        """Whether all of it was looked at."""
        return self.most_wrong is not None

    def as_mapping(self) -> dict[str, object]:
        """Return it as plain values; the keys are a contract, see docs/batch.md."""
        return {
            "number": self.number,
            "title": self.title,
            "reviewers": list(self.reviewers),
            "drawn": self.drawn,
            "decided": self.decided,
            "issues": len(self.issues),
            "population": self.population,
            "size": self.size,
            "looked_at": self.looked_at,
            "wrong": self.wrong,
            "most_wrong": self.most_wrong,
            "words": self.in_words,
        }
