"""Calls shared out to processes: their order, their errors, their end."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from functools import partial
from multiprocessing import active_children

import pytest

from convert.errors import BadSetting, UnreadableSource
from convert.system.processes import open_processes

MANY = range(50)


class PickyError(Exception):
    """An error that cannot be made again from what it says."""

    def __init__(self, first: str, second: str) -> None:
        """Take two texts."""
        super().__init__(first + second)


def answer(number: int) -> tuple[int, int]:
    """Return a number, and who was asked."""
    return number, os.getpid()


def fail(error: Exception, number: int) -> int:
    """Return a number; the thirtieth is an error."""
    if number == 30:
        raise error
    return number


def end(number: int) -> int:
    """Return a number; at the thirtieth the process is killed."""
    if number == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize(("jobs", "count", "others"), [(1, 50, 0), (2, 16, 0), (2, 50, 2), (3, 50, 3)])
def test_results_come_in_their_order(jobs: int, count: int, others: int) -> None:
    """Whoever was asked; a few calls, and those of one job, are made here."""
    with open_processes(answer, jobs, count) as processes:
        results = list(processes.map(MANY[:count]))
        asked = {process for _, process in results} - {os.getpid()}
        assert len(active_children()) >= others
    assert [number for number, _ in results] == list(MANY[:count])
    assert (len(asked), active_children()) == (others, [])


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (
            BadSetting("no such", location="a.txt", hint="look"),
            BadSetting,
            "a.txt: no such; look",
        ),
        (sqlite3.OperationalError("locked"), sqlite3.OperationalError, "locked"),
        (PickyError("not ", "this"), RuntimeError, "not this"),
    ],
)
def test_an_error_is_raised_in_its_turn(error: Exception, kind: type[Exception], told: str) -> None:
    """What was called before it is there, and it has its trace."""
    results: list[int] = []
    with open_processes(partial(fail, error), 2, len(MANY)) as processes, pytest.raises(kind) as raised:
        results.extend(processes.map(MANY))
    assert results == list(MANY[:30])
    assert str(raised.value) == told
    assert "in fail" in "".join(raised.value.__notes__)


def test_a_process_that_was_killed_is_told() -> None:
    """Its results would be waited for in vain."""
    with open_processes(end, 2, len(MANY)) as processes, pytest.raises(UnreadableSource, match="--jobs 1"):
        list(processes.map(MANY))
    assert active_children() == []


def test_who_stops_early_leaves_no_process() -> None:
    """Nor does the end wait for what has not begun."""
    numbers: list[int] = []

    def counted() -> int:
        numbers.append(len(numbers))
        return numbers[-1]

    asked: Callable[[], int] = counted
    with open_processes(answer, 2, 1_000_000) as processes:
        assert next(processes.map(iter(asked, 1_000_000)))[0] == 0
    assert active_children() == []
    assert len(numbers) < 100
