"""The comparison as one HTML page: side by side, with nothing to load and no script.

Built as a tree: what comes from the files becomes text nodes, in `bdi`, so that marks of direction in
it turn nothing around it. The policy in the page forbids everything but its own style sheet.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from lxml import etree
from lxml.etree import _Element as Element

from convert.archive.diff.difference import MEANINGS, DiffClass, Difference
from convert.archive.diff.folders import Comparison
from convert.archive.diff.report import DiffReport, describe, diff_runs
from convert.archive.diff.words import DiffRun
from convert.text.printable import printable
from convert.text.xml_safe import sanitize

STYLE = """
:root { color-scheme: light dark; --line: #8884; --old: #b3261e; --new: #146c2e; --old-bg: #b3261e1f;
  --new-bg: #146c2e1f; --dim: #666 }
@media (prefers-color-scheme: dark) { :root { --old: #ff8a80; --new: #7fdb9a; --old-bg: #ff8a8026;
  --new-bg: #7fdb9a26; --dim: #aaa } }
* { box-sizing: border-box }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  margin: 0 auto; max-width: 82rem; padding: 1.5rem }
h1 { font-size: 1.5rem; margin: 0 0 .25rem }
h2 { display: inline; font-size: 1.1rem; overflow-wrap: anywhere }
p { margin: .25rem 0 }
.paths, .what, .lines, .meaning { color: var(--dim) }
.paths { overflow-wrap: anywhere }
fieldset { border: 1px solid var(--line); border-radius: .5rem; display: grid; gap: .25rem 1.5rem;
  grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr)); margin: 1.25rem 0; padding: .75rem 1rem }
legend { padding: 0 .5rem }
label { align-items: baseline; display: flex; gap: .5rem }
.count { font-variant-numeric: tabular-nums; font-weight: 600 }
.name { white-space: nowrap }
.fails .name { color: var(--old); font-weight: 600 }
details { border-top: 1px solid var(--line); padding: .75rem 0 }
summary { cursor: pointer }
.difference { border-top: 1px solid var(--line); margin-top: .75rem; padding-top: .5rem }
.head { align-items: baseline; display: flex; flex-wrap: wrap; gap: 0 .75rem }
.kind { border: 1px solid currentColor; border-radius: 1rem; font-size: .8rem; padding: 0 .6rem }
.fails .kind, .error { color: var(--old) }
.sides { display: grid; gap: .75rem; grid-template-columns: 1fr 1fr; margin-top: .35rem }
.side { border-inline-start: 3px solid var(--line); overflow-wrap: anywhere; padding-inline-start: .75rem;
  white-space: pre-wrap }
del { background: var(--old-bg); color: var(--old); text-decoration: line-through }
ins { background: var(--new-bg); color: var(--new); text-decoration: underline }
@media (max-width: 44rem) { .sides { grid-template-columns: 1fr } }
""" + "".join(f"body:has(#show-{kind}:not(:checked)) .{kind} {{ display: none }}\n" for kind in DiffClass)
"""A class whose box is not ticked is hidden."""

FEW_ISSUES = 20
"""Issues whose differences are all unfolded."""

POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def as_html(report: DiffReport) -> str:
    """Write the page."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    page = etree.Element("html", {"lang": "en"})
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", {"charset": "utf-8"})
    etree.SubElement(
        head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY.format(digest)}
    )
    etree.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    etree.SubElement(head, "meta", {"name": "referrer", "content": "no-referrer"})
    _text(head, "title", "Archival XML compared")
    etree.SubElement(head, "style").text = STYLE
    body = etree.SubElement(page, "body")
    top = etree.SubElement(body, "header")
    _text(top, "h1", "Archival XML compared")
    _text(top, "p", report.summary())
    paths = etree.SubElement(top, "p", {"class": "paths"})
    _foreign(paths, report.old).tail = " → "
    _foreign(paths, report.new)
    main = etree.SubElement(body, "main")
    if report.differing:
        main.append(_choice(report))
    main.extend(_issue(report, comparison) for comparison in report.differing)
    text: str = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text + "\n"


def _choice(report: DiffReport) -> Element:
    """Offer the classes with their counts, to be hidden or shown."""
    choice = etree.Element("fieldset")
    _text(choice, "legend", "Show")
    for kind, count in report.counts.items():
        label = etree.SubElement(choice, "label", {"class": "fails" if kind in report.fails else "passes"})
        etree.SubElement(label, "input", {"type": "checkbox", "id": f"show-{kind}", "checked": "checked"})
        _text(label, "span", f"{count:,}", "count")
        _text(label, "span", kind.value, "name")
        _text(label, "span", MEANINGS[kind], "meaning")
    return choice


def _issue(report: DiffReport, comparison: Comparison) -> Element:
    """Write one issue."""
    part = etree.Element("details", {"open": "open"} if len(report.differing) <= FEW_ISSUES else {})
    summary = etree.SubElement(part, "summary")
    _foreign(etree.SubElement(summary, "h2"), comparison.name)
    if comparison.error:
        _foreign(etree.SubElement(part, "p", {"class": "trouble"}), comparison.error)
    for difference in comparison.differences:
        fails = " fails" if difference.kind in report.fails else ""
        item = etree.SubElement(part, "section", {"class": f"difference {difference.kind}{fails}"})
        head = etree.SubElement(item, "div", {"class": "head"})
        _text(head, "span", difference.kind.value, "kind")
        _foreign(head, describe(difference))
        _text(head, "span", _lines(difference), "lines")
        runs = diff_runs(difference, short=False)
        if runs:
            sides = etree.SubElement(item, "div", {"class": "sides"})
            _side(sides, "del", ((run, run.old) for run in runs))
            _side(sides, "ins", ((run, run.new) for run in runs))
    return part


def _lines(difference: Difference) -> str:
    old, new = difference.lines.old, difference.lines.new
    if old and new:
        return f"line {old:,} → {new:,}"
    return f"old line {old:,}" if old else f"new line {new:,}" if new else ""


def _side(parent: Element, mark: str, texts: Iterable[tuple[DiffRun, str]]) -> None:
    """Write one side's text, with marks where the other side has something else."""
    inner = etree.SubElement(etree.SubElement(parent, "div", {"class": "side"}), "bdi")
    last: Element | None = None
    for run, text in texts:
        if not text:
            continue
        if not run.same:
            last = etree.SubElement(inner, mark)
            last.text = sanitize(text)
        elif last is None:
            inner.text = (inner.text or "") + sanitize(text)
        else:
            last.tail = (last.tail or "") + sanitize(text)


def _text(parent: Element, name: str, text: str, style: str = "") -> Element:
    element = etree.SubElement(parent, name, {"class": style} if style else {})
    element.text = text
    return element


def _foreign(parent: Element, text: str) -> Element:
    """Add a text that is not ours."""
    return _text(parent, "bdi", sanitize(printable(text)))
