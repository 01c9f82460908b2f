"""The comparison for programs: as JSON, and as SARIF 2.1.0 (OASIS) for code scanning."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path, PurePath
from urllib.parse import quote

from convert import __version__
from convert.archive.diff.classes import MEANINGS, Difference
from convert.archive.diff.folders import Compared
from convert.archive.diff.forms.report import Report, said, word_pieces
from convert.text.printable import printable

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_json(report: Report) -> str:
    """Write all that was found; the keys are a contract, see docs/ci.md."""
    found = {
        "old": report.old,
        "new": report.new,
        "exit_status": report.exit_status,
        "fail_on": sorted(report.fails),
        "issues": len(report.compared),
        "counts": dict(report.counts),
        "differing": [
            {
                "issue": compared.name,
                "old": compared.old,
                "new": compared.new,
                "trouble": compared.trouble or None,
                "differences": [_described(d) for d in compared.differences],
            }
            for compared in report.unlike
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _described(difference: Difference) -> dict[str, object]:
    return {
        "class": difference.kind,
        "what": difference.what,
        "times": difference.times,
        "block": difference.block or None,
        "old_line": difference.lines.old or None,
        "new_line": difference.lines.new or None,
        "rules": list(difference.rules),
        "old": difference.old,
        "new": difference.new,
    }


def as_sarif(report: Report) -> str:
    """Write each difference as a result: an error if its class fails, else a note."""
    results = [
        _result(report, compared, difference)
        for compared in report.unlike
        for difference in compared.differences
    ]
    troubles = [
        {"level": "error", "message": {"text": printable(compared.trouble)}}
        for compared in report.unlike
        if compared.trouble
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
        "invocations": [{"executionSuccessful": not troubles, "toolExecutionNotifications": troubles}],
        "results": results,
    }
    return (
        json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
    )


def _result(report: Report, compared: Compared, difference: Difference) -> dict[str, object]:
    """Describe one difference; its fingerprint stays the same while the lines around it move."""
    texts = word_pieces(difference)
    shown = "".join(p.old if p.same else f"[{p.old} → {p.new}]" for p in texts)
    what = said(difference)
    message = f"{what}\n{shown}" if shown else what
    told = [compared.name, difference.kind, difference.what, difference.old, difference.new]
    fingerprint = sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": difference.kind,
        "level": "error" if difference.kind in report.fails else "note",
        "message": {"text": message},
        "locations": [_location(compared, difference)],
        "partialFingerprints": {"difference/v1": fingerprint},
    }


def _location(compared: Compared, difference: Difference) -> dict[str, object]:
    """Return where the difference is in the file that the repository has.

    That is the new one, unless it lies outside (made into a temporary folder) and the old one does not.
    """
    path, line = compared.new, difference.lines.new
    if not path or (_is_outside(path) and compared.old and not _is_outside(compared.old)):
        path, line = compared.old, difference.lines.old
    uri = Path(path).as_uri() if PurePath(path).is_absolute() else quote(PurePath(path).as_posix())
    base = {} if PurePath(path).is_absolute() else {"uriBaseId": "%SRCROOT%"}
    region = {"startLine": max(1, line)}
    return {"physicalLocation": {"artifactLocation": {"uri": uri, **base}, "region": region}}


def _is_outside(path: str) -> bool:
    return PurePath(path).is_absolute() or ".." in PurePath(path).parts
