"""What a reviewer decided on changes and proposals, obeyed in the next run: determinism is the undo."""

from __future__ import annotations

from convert.decisions.decision import ChangeKey, Decision, Decisions, Verdict
from convert.decisions.file import read_decisions
from convert.decisions.listing import as_toml
from convert.decisions.review import Reviewed, review

__all__ = ["ChangeKey", "Decision", "Decisions", "Reviewed", "Verdict", "as_toml", "read_decisions", "review"]
