"""What a reviewer decided on changes and proposals, obeyed in the next run: determinism is the undo."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from convert.decisions.decision import ChangeKey, Decision, Decisions, Verdict
from convert.decisions.review import Reviewed, review

if TYPE_CHECKING:
    from convert.decisions.file import read_decisions
    from convert.decisions.listing import as_toml

__all__ = ["ChangeKey", "Decision", "Decisions", "Reviewed", "Verdict", "as_toml", "read_decisions", "review"]

if not TYPE_CHECKING:  # for a type checker only what is imported above is there

    def __getattr__(name: str) -> object:
        """Import what reads and writes decisions when it is asked for: most sources have none."""
        if name == "read_decisions":
            return import_module("convert.decisions.file").read_decisions
        if name == "as_toml":
            return import_module("convert.decisions.listing").as_toml
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
