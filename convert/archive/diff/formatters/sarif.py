"""The comparison as SARIF 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from convert import __version__
from convert.archive.diff.difference import MEANINGS, DiffClass, Difference
from convert.archive.diff.folders import Comparison
from convert.archive.diff.report import DiffReport, bracketed, describe, diff_runs
from convert.text.printable import printable

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


FINGERPRINT = "difference/v1"
MAX_RESULTS = 5000
"""Results of a run. GitHub refuses a file with more than 25,000, and shows the 5,000 worst of a run."""
LONGEST_MESSAGE = 4000
"""Characters of a result's text."""
LEFT_OUT = "left-out"
"""The rule of the result that stands for all that is not listed."""
_ERROR, _NOTE = "error", "note"
_SEVERITY: Mapping[DiffClass, int] = MappingProxyType({kind: number for number, kind in enumerate(DiffClass)})
"""The worst class first: lost words before a rule's new version."""


class _Located(NamedTuple):
    """A difference, and between which two files it is."""

    comparison: Comparison
    difference: Difference


def as_sarif(report: DiffReport) -> str:
    """Write each difference as a result: an error if its class fails, else a note.

    The worst come first; where there are more than `MAX_RESULTS`, the last one counts what is left out.
    """
    located = [_Located(c, difference) for c in report.differing for difference in c.differences]
    located.sort(key=lambda one: (one.difference.kind not in report.fails, _SEVERITY[one.difference.kind]))
    listed = located if len(located) <= MAX_RESULTS else located[: MAX_RESULTS - 1]
    left_out = located[len(listed) :]
    results = [_result(report, *one) for one in listed]
    notifications = [_notification(_ERROR, c.error) for c in report.differing if c.error]
    successful = not notifications
    if left_out:
        results.append(_left_out(report, left_out))
        notifications.append(_notification("warning", _counted(left_out)))
    rules = [(kind.value, meaning) for kind, meaning in MEANINGS.items()]
    rules += [(LEFT_OUT, "differences that are not listed, for there are too many")] if left_out else []
    driver = {
        "name": "backfile diff",
        "version": __version__,
        "rules": [{"id": name, "shortDescription": {"text": meaning}} for name, meaning in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": successful, "toolExecutionNotifications": notifications}],
        "results": results,
    }
    return (
        json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
    )


def _notification(level: str, text: str) -> dict[str, object]:
    return {"level": level, "message": {"text": _shortened(printable(text))}}


def _counted(left_out: Sequence[_Located]) -> str:
    """Say how many differences are not listed: 23,801 ...: 12 text, 23,789 correction."""
    counts: Counter[DiffClass] = Counter()
    for _, difference in left_out:
        counts[difference.kind] += difference.times
    classes = ", ".join(f"{counts[kind]:,} {kind}" for kind in DiffClass if counts[kind])
    issues = len({id(one.comparison) for one in left_out})
    where = "1 issue" if issues == 1 else f"{issues:,} issues"
    return f"{counts.total():,} differences in {where} are not listed here: {classes}"


def _left_out(report: DiffReport, left_out: Sequence[_Located]) -> dict[str, object]:
    """Stand for all that is not listed; it is found again in the next run, whatever it counts."""
    fails = any(one.difference.kind in report.fails for one in left_out)
    hint = "the formats html and json of backfile diff have all of them"
    return {
        "ruleId": LEFT_OUT,
        "level": _ERROR if fails else _NOTE,
        "message": {"text": f"{_counted(left_out)}; {hint}"},
        "locations": [_location(*left_out[0])],
        "partialFingerprints": {FINGERPRINT: sha256(LEFT_OUT.encode()).hexdigest()},
    }


def _shortened(text: str) -> str:
    """Return a text no longer than a result shows."""
    more = len(text) - LONGEST_MESSAGE
    return f"{text[:LONGEST_MESSAGE]}… ({more:,} more characters)" if more > 0 else text


def _result(report: DiffReport, comparison: Comparison, difference: Difference) -> dict[str, object]:
    """Describe one difference; its fingerprint stays the same while the lines around it move."""
    text = bracketed(diff_runs(difference))
    message = describe(difference)
    key = [comparison.name, difference.kind, difference.message, difference.old, difference.new]
    fingerprint = sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": difference.kind,
        "level": _ERROR if difference.kind in report.fails else _NOTE,
        "message": {"text": _shortened(f"{message}\n{text}" if text else message)},
        "locations": [_location(comparison, difference)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
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
