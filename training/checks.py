"""How true the models are: what they claim beside what is so, by certainty and by source."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from convert.language import language
from convert.language.weights import certainty

CHINESE = language("zh-Hans")


@dataclass(frozen=True, slots=True)
class Example:
    """What a model saw, and what was true."""

    evidence: Mapping[str, float]
    truth: bool
    shown: str = ""


Gather = Callable[[str, Path], Mapping[str, Sequence[Example]]]
"""Collects the examples of a source in a folder, by model."""


def report(model: str, guesses: Sequence[float], examples: Sequence[Example]) -> None:
    """Print accuracy, calibration and the worst mistakes of a model."""
    right = sum((g >= 0.5) == e.truth for g, e in zip(guesses, examples, strict=True))
    positive = sum(e.truth for e in examples)
    hit = sum(g >= 0.5 and e.truth for g, e in zip(guesses, examples, strict=True))
    claimed = sum(g >= 0.5 for g in guesses)
    print(
        f"{model}: {len(examples)} examples, {positive} true, accuracy {right / len(examples):.4f},", end=" "
    )
    print(f"precision {hit / max(1, claimed):.4f}, recall {hit / max(1, positive):.4f}")
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = [e.truth for g, e in zip(guesses, examples, strict=True) if low <= g < high]
        if inside:
            share = sum(inside) / len(inside)
            print(f"    claims {low:.2f}-{min(high, 1):.2f}: {len(inside)}, true {share:.3f}")
    if "-v" in sys.argv:
        worst = sorted(zip(guesses, examples, strict=True), key=lambda p: -abs(p[0] - p[1].truth))
        for guess, example in worst[:25]:
            print(f"    {guess:.2f} {example.truth} {example.shown}")


SURE = 0.97
"""What a model claims to be sure of."""
DIFFERS = 0.02
"""By how much less than SURE may be right of that, in a sample."""


def check(folders: Sequence[Path], names: Sequence[str], gather: Gather) -> None:
    """Print how the shipped models do on pages that they have not seen, and a table by source."""
    sure: dict[str, dict[str, str]] = {}
    for folder in folders:
        print(f"\n{folder.name}")
        for name in names:
            for model, examples in gather(name, folder).items():
                guesses = [certainty(CHINESE.models.odds(model, e.evidence)) for e in examples]
                report(model, guesses, examples)
                sure.setdefault(model, {})[folder.name] = _right_of_sure(guesses, examples)
    print(f"\nright of what is claimed or denied with {SURE}, and of how many; ! where it is too little")
    print("".join(f"{head:>18}" for head in ("", *(folder.name for folder in folders))))
    for model, by_source in sure.items():
        cells = (by_source.get(folder.name, "-") for folder in folders)
        print("".join(f"{cell:>18}" for cell in (model, *cells)))


def _right_of_sure(guesses: Sequence[float], examples: Sequence[Example]) -> str:
    """Return the shares of what a model is sure of that are so: of what it claims, and of what it denies."""
    claims = [e.truth for g, e in zip(guesses, examples, strict=True) if g >= SURE]
    denials = [not e.truth for g, e in zip(guesses, examples, strict=True) if g <= 1 - SURE]
    shares = [sum(right) / len(right) if right else 1.0 for right in (claims, denials)]
    mark = "!" if min(shares) < SURE - DIFFERS else ""
    return f"{mark}{shares[0]:.3f}/{shares[1]:.3f} {len(claims)}"
