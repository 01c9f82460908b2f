"""A change as a line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from convert.document.damage import NOT_ESTIMATED
from convert.document.model import Document
from convert.explain.entries import ChangeEntry


def estimate_as_json(document: Document, source: str) -> str:
    """Return what was estimated of a document, and the harm allowed, as one line of JSON.

    It has the keys of a change, too, so that who sorts changes by their rules need not know of it.
    """
    estimated = document.damage != NOT_ESTIMATED
    empty = dict.fromkeys(("rule", "kind", "before", "after", "left", "right"), "")
    return json.dumps(
        {
            "source": source,
            "done": True,
            "action": "estimate",
            **empty,
            "certainty": 1.0,
            "held": False,
            "line": 1,
            "column": 1,
            "offset": 0,
            "damage": asdict(document.damage) if estimated else None,
            "max_harm": document.max_harm,
        },
        ensure_ascii=False,
    )


def as_json(entry: ChangeEntry, source: str) -> str:
    """Return an entry as one line of JSON; the keys are a contract, see docs/cli.md."""
    change = entry.change
    return json.dumps(
        {
            "source": source,
            "done": entry.done,
            "action": change.action,
            "rule": change.rule,
            "kind": change.kind.value,
            "certainty": change.cert,
            "held": entry.held,
            **({"file": entry.file} if entry.file else {}),
            "line": entry.line,
            "column": entry.column,
            "offset": entry.offset,
            "before": entry.before,
            "after": entry.after,
            "left": entry.left,
            "right": entry.right,
            **({"why": entry.why} if entry.why else {}),
        },
        ensure_ascii=False,
    )
