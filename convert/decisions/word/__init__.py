"""The way back from a word processor: what an editor did to a document, as decisions."""

from __future__ import annotations

from convert.decisions.word.infer import InferredDecisions, infer_decisions

__all__ = ["InferredDecisions", "infer_decisions"]
