"""Quotation marks that are repeated at the beginning of each line, and those that open a quotation there."""

from __future__ import annotations

from typing import SupportsIndex, overload

import pytest

from convert.analysis.latin.repeated_quotes import repeated_quotes


@pytest.mark.parametrize("marks", [('"', '"'), ("“", "”"), ("„", "“"), ("''", "''")])
def test_marks_in_two_lines_right_below_an_open_one_are_repeated(marks: tuple[str, str]) -> None:
    """They begin each line until the quotation closes at a sentence's end."""
    mark, close = marks
    lines = [
        f"he said, {mark}that he",
        f"{mark}was sensible of",
        f"{mark}it.{close} So",
        f"{mark}b{close} air",
    ]
    assert repeated_quotes(lines) == {1: len(mark), 2: len(mark)}


def test_a_blank_belongs_to_a_guillemet() -> None:
    """« que and « qu'il."""
    assert repeated_quotes(["dit: « La", "« que le", "« qu'il ne", "varie"]) == {1: 2, 2: 2}


@pytest.mark.parametrize("marks", [('"', '"'), ("“", "”"), ("„", "“"), ("« ", " »"), ("''", "''")])
@pytest.mark.parametrize(
    "lines",
    [
        ("was 24{0} wide, and he called it", "{0}sound{1} in every part"),
        ("said, {0}Come and see it, and spoke of the", "{0}free trade{1} that he"),
        ("said, {0}Come", "and see it, and spoke of the", "{0}free trade{1} that he", "{0}sold{1} there"),
        ("said, {0}Come", "{0}and see it, and spoke of the", "{0}free trade{1} that he", "{0}sold{1} there"),
        ("said, {0}Come", "{0}and see it, and spoke of it", "for a year", "{0}when asked in the"),
        ("said, {0}Come.", "{0}and see it, and spoke of it", "for a year"),
    ],
)
def test_marks_that_open_a_quotation_stay(lines: tuple[str, ...], marks: tuple[str, str]) -> None:
    """So do marks in one line alone, and those whose own closing mark follows in the line."""
    assert not repeated_quotes([line.format(*marks) for line in lines])


class _Counted(list[str]):
    """Lines that count how many of them were asked for."""

    asked = 0

    @overload
    def __getitem__(self, at: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: SupportsIndex | slice) -> str | list[str]:
        found = super().__getitem__(at)
        self.asked += len(found) if isinstance(at, slice) else 1
        return found


@pytest.mark.parametrize("count", [100, 1000])
def test_each_line_is_asked_for_a_few_times(count: int) -> None:
    """However long a block is, what stands far above a line is not gone over again."""
    lines = _Counted(['he said, "that', *['"was so of'] * count])
    assert len(repeated_quotes(lines)) == count
    assert lines.asked <= 3 * count
