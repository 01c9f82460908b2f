"""The comparison as JUnit XML: a test case an issue, which every CI system can show.

The form is what two schemas allow both: that of Ant's report (JUnit.xsd of Windy Road), which wants a time, a
host and both streams, and Jenkins' junit-10.xsd.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from lxml import etree
from lxml.etree import _Element as Element

from convert.archive.diff.difference import DiffClass, Difference
from convert.archive.diff.folders import Comparison
from convert.archive.diff.report import DiffReport, bracketed, describe, diff_runs, locate
from convert.text.printable import printable
from convert.text.xml_safe import sanitize

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Ant's schema has no report without a time, and no clock is read: 0 of SOURCE_DATE_EPOCH."""


def as_junit(report: DiffReport) -> str:
    """Write each issue as a test case: failed by the classes that fail; all others are the suite's output."""
    cases = [_case(report, comparison) for comparison in report.comparisons]
    failures = sum(1 for case in cases if case.find("failure") is not None)
    errors = sum(1 for case in cases if case.find("error") is not None)
    root = etree.Element("testsuites")
    time = f"{report.timestamp or NO_TIME:%Y-%m-%dT%H:%M:%S}"
    suite = etree.SubElement(
        root, "testsuite", {"name": "diff", "package": "backfile", "id": "0", "timestamp": time}
    )
    counts = {"tests": len(cases), "failures": failures, "errors": errors, "skipped": 0}
    suite.attrib.update({name: str(count) for name, count in counts.items()})
    suite.attrib.update({"hostname": "localhost", "time": "0"})
    properties = etree.SubElement(suite, "properties")
    classes = ",".join(kind for kind in DiffClass if kind in report.fails) or "none"
    for name, value in (("old", report.old), ("new", report.new), ("fail-on", classes)):
        etree.SubElement(properties, "property", {"name": name, "value": sanitize(printable(value))})
    suite.extend(cases)
    passed = (_as_text(c, [d for d in c.differences if d.kind not in report.fails]) for c in report.differing)
    etree.SubElement(suite, "system-out").text = "\n".join(filter(None, passed))
    etree.SubElement(suite, "system-err").text = "\n".join(_error(c) for c in report.differing if c.error)
    etree.indent(root)
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data.decode() + "\n"


def _case(report: DiffReport, comparison: Comparison) -> Element:
    """Write one issue."""
    name = sanitize(printable(comparison.name))
    case = etree.Element("testcase", {"classname": "backfile.diff", "name": name, "time": "0"})
    failing = [d for d in comparison.differences if d.kind in report.fails]
    if comparison.error:
        message = _error(comparison)
        etree.SubElement(case, "error", {"message": message, "type": "trouble"}).text = message
    elif failing:
        kinds = list(dict.fromkeys(d.kind for d in failing))
        message = ", ".join(f"{sum(1 for d in failing if d.kind is kind)} {kind}" for kind in kinds)
        failure = etree.SubElement(case, "failure", {"message": message, "type": kinds[0].value})
        failure.text = _as_text(comparison, failing)
    return case


def _error(comparison: Comparison) -> str:
    return sanitize(printable(comparison.error))


def _as_text(comparison: Comparison, differences: Iterable[Difference]) -> str:
    """Return the differences as lines of text."""
    lines: list[str] = []
    for difference in differences:
        lines.append(f"{difference.kind}  {locate(comparison, difference)}  {describe(difference)}")
        if runs := diff_runs(difference):
            lines.append(f"    {bracketed(runs)}")
    return sanitize("\n".join(lines))
