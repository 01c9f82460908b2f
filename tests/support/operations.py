"""How much work a function does, told without a clock: the steps of the interpreter while it runs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import convert

PACKAGE = Path(convert.__file__).parent


def count_operations(function: Callable[[], object]) -> int:
    """Return how many byte codes a function runs, those of all that it calls included.

    What a built-in does inside is not counted: a sum over a list is one step.
    """
    steps = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 - a trace returns itself
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(former)
    return steps


def count_calls(function: Callable[[], object]) -> Counter[str]:
    """Return how often each function of the package is called while one runs, and each built-in one by it.

    They are named by where they stand: `lines/overlap.py:54 find_overlaps`, and what it calls: `... len`.
    """
    calls: Counter[tuple[CodeType, str]] = Counter()

    def profile(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            calls[frame.f_code, ""] += 1
        elif event == "c_call":
            calls[frame.f_code, getattr(argument, "__name__", "")] += 1

    former = sys.getprofile()
    sys.setprofile(profile)
    try:
        function()
    finally:
        sys.setprofile(former)
    named: Counter[str] = Counter()
    for (code, builtin), number in calls.items():
        path = Path(code.co_filename)
        if path.is_relative_to(PACKAGE):
            place = path.relative_to(PACKAGE).as_posix()
            named[f"{place}:{code.co_firstlineno} {code.co_name} {builtin}".rstrip()] += number
    return named
