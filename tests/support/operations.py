"""How much work a function does, told without a clock: the steps of the interpreter while it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


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


def count_calls(function: Callable[[], object]) -> int:
    """Return how many functions are called while one runs, built-in ones too: a faster count."""
    calls = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    former = sys.getprofile()
    sys.setprofile(profile)
    try:
        function()
    finally:
        sys.setprofile(former)
    return calls
