"""Decisions that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from convert.decisions.decision import ChangeKey, Decision, Decisions, Verdict, place_of
from convert.decisions.reviewer_changes import is_taken_back
from convert.errors import BadSetting


def check_agreement(decisions: Decisions) -> None:
    """Refuse two verdicts on one change of one place, whichever rules they name.

    Raises:
        BadSetting: names both lines.

    """
    first: dict[ChangeKey, Decision] = {}
    for decision in decisions.entries:
        if is_taken_back(decision):
            continue
        other = first.setdefault(place_of(decision.key), decision)
        if _verdict(other) != _verdict(decision):
            name = decision.file or decisions.name
            here = f"{name}:{decision.line}" if decision.line else name
            there = f"line {other.line}" if other.line else "the other"
            there += f" of {other.file}" if other.file != decision.file else ""
            raise BadSetting(
                f"two verdicts on one place: {decision.key.rule} {_in_words(decision)},"
                f" {other.key.rule} {_in_words(other)} ({there})",
                location=here,
                hint="make both the same, or leave one undecided",
            )


def newest(earlier: Iterable[Decision], later: Iterable[Decision]) -> tuple[Decision, ...]:
    """Put decisions together; a later one takes the place of all earlier ones on the same change."""
    later = tuple(later)
    places = {place_of(decision.key) for decision in later}
    kept = (decision for decision in earlier if place_of(decision.key) not in places)
    return (*kept, *later)


def _verdict(decision: Decision) -> tuple[Verdict, str]:
    return decision.verdict, decision.replacement


def _in_words(decision: Decision) -> str:
    return f"{decision.verdict}s"
