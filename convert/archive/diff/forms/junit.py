"""The comparison as JUnit XML: a test case an issue, which every CI system can show."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from lxml.etree import _Element as Element

from convert.archive.diff.classes import Difference
from convert.archive.diff.folders import Compared
from convert.archive.diff.forms.report import Report, place, said, word_pieces
from convert.text.printable import printable
from convert.text.xml_safe import sanitize


def as_junit(report: Report) -> str:
    """Write each issue as a test case: failed by the classes that fail, with all others as its output."""
    cases = [_case(report, compared) for compared in report.compared]
    failures = sum(1 for case in cases if case.find("failure") is not None)
    errors = sum(1 for case in cases if case.find("error") is not None)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": str(errors)}
    root = etree.Element("testsuites", counts)
    suite = etree.SubElement(root, "testsuite", {"name": "backfile diff", **counts, "skipped": "0"})
    suite.extend(cases)
    etree.indent(root)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made.decode() + "\n"


def _case(report: Report, compared: Compared) -> Element:
    """Write one issue."""
    case = etree.Element(
        "testcase", {"classname": "archive", "name": sanitize(printable(compared.name)), "time": "0"}
    )
    failing = [d for d in compared.differences if d.kind in report.fails]
    others = [d for d in compared.differences if d.kind not in report.fails]
    if compared.trouble:
        error = etree.SubElement(
            case, "error", {"message": sanitize(printable(compared.trouble)), "type": "trouble"}
        )
        error.text = sanitize(printable(compared.trouble))
    elif failing:
        kinds = list(dict.fromkeys(d.kind for d in failing))
        message = ", ".join(f"{sum(1 for d in failing if d.kind is kind)} {kind}" for kind in kinds)
        failure = etree.SubElement(case, "failure", {"message": message, "type": kinds[0].value})
        failure.text = _told(compared, failing)
    if others:
        etree.SubElement(case, "system-out").text = _told(compared, others)
    return case


def _told(compared: Compared, differences: Iterable[Difference]) -> str:
    """Return the differences as lines of text."""
    lines: list[str] = []
    for difference in differences:
        lines.append(f"{difference.kind}  {place(compared, difference)}  {said(difference)}")
        found = word_pieces(difference)
        if found:
            lines.append("    " + "".join(p.old if p.same else f"[{p.old} → {p.new}]" for p in found))
    return sanitize("\n".join(lines))
