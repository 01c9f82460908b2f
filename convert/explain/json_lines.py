"""A change as a line of JSON."""

from __future__ import annotations

import json

from convert.explain.entries import ChangeEntry


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
            "line": entry.line,
            "column": entry.column,
            "offset": entry.offset,
            "before": entry.before,
            "after": entry.after,
            "left": entry.left,
            "right": entry.right,
        },
        ensure_ascii=False,
    )
