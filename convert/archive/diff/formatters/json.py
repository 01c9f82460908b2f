"""The comparison as JSON, for programs."""

from __future__ import annotations

import json

from convert.archive.diff.difference import Difference
from convert.archive.diff.report import DiffReport


def as_json(report: DiffReport) -> str:
    """Write all differences; the keys are a contract, see docs/ci.md."""
    report_object = {
        "old": report.old,
        "new": report.new,
        "exit_status": report.exit_status,
        "fail_on": sorted(report.fails),
        "issues": len(report.comparisons),
        "counts": dict(report.counts),
        "differing": [
            {
                "issue": comparison.name,
                "old": comparison.old,
                "new": comparison.new,
                "trouble": comparison.error or None,
                "differences": [_described(d) for d in comparison.differences],
            }
            for comparison in report.differing
        ],
    }
    return json.dumps(report_object, ensure_ascii=False, indent=1) + "\n"


def _described(difference: Difference) -> dict[str, object]:
    return {
        "class": difference.kind,
        "what": difference.message,
        "times": difference.times,
        "block": difference.block or None,
        "old_line": difference.lines.old or None,
        "new_line": difference.lines.new or None,
        "rules": list(difference.rules),
        "old": difference.old,
        "new": difference.new,
    }
