"""The comparison as JUnit XML: a test case an issue, which every CI system can show."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from lxml.etree import _Element as Element

from convert.archive.diff.difference import Difference
from convert.archive.diff.folders import Comparison
from convert.archive.diff.report import DiffReport, bracketed, describe, diff_runs, locate
from convert.text.printable import printable
from convert.text.xml_safe import sanitize


def as_junit(report: DiffReport) -> str:
    """Write each issue as a test case: failed by the classes that fail, with all others as its output."""
    cases = [_case(report, comparison) for comparison in report.comparisons]
    failures = sum(1 for case in cases if case.find("failure") is not None)
    errors = sum(1 for case in cases if case.find("error") is not None)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": str(errors)}
    root = etree.Element("testsuites", counts)
    suite = etree.SubElement(root, "testsuite", {"name": "backfile diff", **counts, "skipped": "0"})
    suite.extend(cases)
    etree.indent(root)
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data.decode() + "\n"


def _case(report: DiffReport, comparison: Comparison) -> Element:
    """Write one issue."""
    case = etree.Element(
        "testcase", {"classname": "archive", "name": sanitize(printable(comparison.name)), "time": "0"}
    )
    failing = [d for d in comparison.differences if d.kind in report.fails]
    others = [d for d in comparison.differences if d.kind not in report.fails]
    if comparison.error:
        error = etree.SubElement(
            case, "error", {"message": sanitize(printable(comparison.error)), "type": "trouble"}
        )
        error.text = sanitize(printable(comparison.error))
    elif failing:
        kinds = list(dict.fromkeys(d.kind for d in failing))
        message = ", ".join(f"{sum(1 for d in failing if d.kind is kind)} {kind}" for kind in kinds)
        failure = etree.SubElement(case, "failure", {"message": message, "type": kinds[0].value})
        failure.text = _as_text(comparison, failing)
    if others:
        etree.SubElement(case, "system-out").text = _as_text(comparison, others)
    return case


def _as_text(comparison: Comparison, differences: Iterable[Difference]) -> str:
    """Return the differences as lines of text."""
    lines: list[str] = []
    for difference in differences:
        lines.append(f"{difference.kind}  {locate(comparison, difference)}  {describe(difference)}")
        if runs := diff_runs(difference):
            lines.append(f"    {bracketed(runs)}")
    return sanitize("\n".join(lines))
