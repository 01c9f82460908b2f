"""The comparison as SARIF 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path, PurePath
from urllib.parse import quote

from convert import __version__
from convert.archive.diff.difference import MEANINGS, Difference
from convert.archive.diff.folders import Comparison
from convert.archive.diff.report import DiffReport, bracketed, describe, diff_runs
from convert.text.printable import printable

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(report: DiffReport) -> str:
    """Write each difference as a result: an error if its class fails, else a note."""
    results = [
        _result(report, comparison, difference)
        for comparison in report.differing
        for difference in comparison.differences
    ]
    notifications = [
        {"level": "error", "message": {"text": printable(comparison.error)}}
        for comparison in report.differing
        if comparison.error
    ]
    driver = {
        "name": "backfile diff",
        "version": __version__,
        "rules": [
            {"id": kind.value, "shortDescription": {"text": meaning}} for kind, meaning in MEANINGS.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}
        ],
        "results": results,
    }
    return (
        json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
    )


def _result(report: DiffReport, comparison: Comparison, difference: Difference) -> dict[str, object]:
    """Describe one difference; its fingerprint stays the same while the lines around it move."""
    text = bracketed(diff_runs(difference))
    message = describe(difference)
    key = [comparison.name, difference.kind, difference.message, difference.old, difference.new]
    fingerprint = sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": difference.kind,
        "level": "error" if difference.kind in report.fails else "note",
        "message": {"text": f"{message}\n{text}" if text else message},
        "locations": [_location(comparison, difference)],
        "partialFingerprints": {"difference/v1": fingerprint},
    }


def _location(comparison: Comparison, difference: Difference) -> dict[str, object]:
    """Return where the difference is in the file that the repository has.

    That is the new one, unless it lies outside (made into a temporary folder) and the old one does not.
    """
    path, line = comparison.new, difference.lines.new
    if not path or (_is_outside(path) and comparison.old and not _is_outside(comparison.old)):
        path, line = comparison.old, difference.lines.old
    uri = Path(path).as_uri() if PurePath(path).is_absolute() else quote(PurePath(path).as_posix())
    base = {} if PurePath(path).is_absolute() else {"uriBaseId": "%SRCROOT%"}
    region = {"startLine": max(1, line)}
    return {"physicalLocation": {"artifactLocation": {"uri": uri, **base}, "region": region}}


def _is_outside(path: str) -> bool:
    return PurePath(path).is_absolute() or ".." in PurePath(path).parts
