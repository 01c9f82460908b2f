"""What is true of a noisy page: where each of its blocks stands in the gold text."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parents[2] / "shared"
sys.path.insert(0, str(SHARED / "eval"))

import score as score  # noqa: E402, PLC0414 - the scorer lies beside the project; others take it from here


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece of text stands in the gold text: first and last place, and how much of it is new."""

    first: int
    last: int
    fresh: float
    """Share of its characters that stand nowhere else on the page before it: 0 for a repeat."""


class Gold:
    """A page's gold text, and what it says of pieces of the noisy page."""

    def __init__(self, path: Path) -> None:
        """Read NAME.gold.json."""
        self.page: dict[str, Any] = json.loads(path.read_text("utf-8"))
        self.stream = score.Stream(self.page)

    def spots(self, texts: Sequence[str]) -> list[Spot | None]:
        """Find each text; None for furniture and other text that is not in the gold articles."""
        blocks = [{"role": "paragraph", "text": text} for text in texts]
        noisy = score.Stream({"articles": [{"blocks": blocks}]})
        places, repeats, _ = score.align(self.stream, noisy)
        spots: list[Spot | None] = [None] * len(texts)
        kept = [i for i, text in enumerate(texts) if any(score.fold_char(c) for c in text)]
        for number, index in enumerate(kept):
            span = range(noisy.start[number], noisy.end[number])
            placed = [places[x] for x in span if places[x] != -1]
            fresh = [places[x] for x in span if places[x] != -1 and not repeats[x]]
            if len(placed) * 2 >= len(span):
                own = fresh if len(fresh) * 3 > len(placed) else placed
                spots[index] = Spot(own[0], own[-1], len(fresh) / len(placed))
        return spots

    def goes_on(self, tail: Spot | None, head: Spot | None) -> bool:
        """Whether head continues the paragraph of tail, right behind it."""
        if tail is None or head is None:
            return False
        block = self.stream.blk
        return block[tail.last] == block[head.first] and 0 < head.first - tail.last <= 8

    def role(self, spot: Spot) -> str:
        """Return the gold role of the block a piece lies in."""
        role: str = score.role(self.stream.blocks[self.stream.blk[spot.first]][1])
        return role

    def article(self, spot: Spot) -> int:
        """Return the gold article a piece lies in."""
        number: int = self.stream.art_of[self.stream.blk[spot.first]]
        return number

    def begins_block(self, spot: Spot) -> bool:
        """Whether a piece begins its gold paragraph."""
        block = self.stream.blk
        return spot.first == 0 or block[spot.first] != block[max(0, spot.first - 2)]

    def ends_block(self, spot: Spot) -> bool:
        """Whether a piece ends its gold paragraph."""
        block = self.stream.blk
        return spot.last + 2 >= len(block) or block[spot.last] != block[spot.last + 2]

    def begins_orphan(self, spot: Spot) -> bool:
        """Whether a piece begins an article that has lost its head: it may begin anywhere."""
        number = self.article(spot)
        first = spot.first == 0 or self.stream.art_of[self.stream.blk[max(0, spot.first - 2)]] != number
        return first and bool(self.page["articles"][number]["orphan"])

    def ends_truncated(self, spot: Spot) -> bool:
        """Whether a piece ends an article that has lost its tail: it may end anywhere."""
        number, block = self.article(spot), self.stream.blk
        after = min(spot.last + 2, len(block) - 1)
        last = after == spot.last or self.stream.art_of[block[after]] != number
        return last and bool(self.page["articles"][number]["truncated"])
