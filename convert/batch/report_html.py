"""The batch as one HTML page: how fast it went, what failed, what the rules did, what wants a reviewer.

Nothing is loaded and no script runs; charts are drawn as SVG. The page is built as a tree: what comes from
sources, file names included, becomes text nodes in `bdi`, so that it is never markup.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import quote

from lxml import etree
from lxml.etree import _Element as Element

from convert.batch.records import FormerOutput, Issue, State
from convert.batch.statistics import BatchStatistics, Bin, DamageStatistics, RuleStatistics
from convert.decisions.receipt import SampleReceipt
from convert.issue.page_problems import FolderProblem
from convert.outcome import passed_over_in_words, remarks
from convert.system.paths import printable_path
from convert.text.printable import printable
from convert.text.xml_safe import sanitize

When = Callable[[float], str]
"""Writes seconds since 1970 as people of the place do."""

STYLE = """
:root { color-scheme: light dark; --line: #8884; --bar: #2f6f9f; --bad: #b3261e; --dim: #666 }
@media (prefers-color-scheme: dark) { :root { --bar: #7fb8e0; --bad: #ff8a80; --dim: #aaa } }
* { box-sizing: border-box }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  margin: 0 auto; max-width: 72rem; padding: 1.5rem }
h1 { font-size: 1.5rem; margin: 0 }
h2 { border-top: 1px solid var(--line); font-size: 1.15rem; margin: 2rem 0 .5rem; padding-top: 1rem }
p { margin: .25rem 0 }
.dim { color: var(--dim) }
.tiles { display: grid; gap: .75rem; grid-template-columns: repeat(2, 1fr); margin: 1rem 0 }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem }
.tile:first-child:nth-last-child(odd) { grid-column: 1 / -1 }
@media (min-width: 46rem) {
  .tiles { grid-auto-columns: 1fr; grid-auto-flow: column; grid-template-columns: none }
  .tiles.rows { grid-template-rows: 1fr 1fr }
  .tile:first-child:nth-last-child(odd) { grid-column: auto }
  .tiles.rows .tile:first-child:nth-last-child(odd) { grid-row: 1 / -1 }
}
.tile b { display: block; font-size: 1.4rem; font-variant-numeric: tabular-nums }
.bad b, .bad { color: var(--bad) }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: start;
  vertical-align: baseline }
th { font-weight: 600 } td:first-child { overflow-wrap: anywhere }
.number { font-variant-numeric: tabular-nums; text-align: end; white-space: nowrap }
svg { display: block; height: auto; max-width: 100% } rect { fill: var(--bar) } rect.bad { fill: var(--bad) }
text { fill: currentColor; font: 12px system-ui, sans-serif } line { stroke: var(--line) }
.scroll { overflow-x: auto } .scroll + .scroll { margin-top: 1.5rem }
.outputs { color: var(--dim); font-size: .85rem; margin-inline-start: .5rem; white-space: nowrap }
a { color: inherit }
"""
POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
NUMBERS = frozenset(
    {"issues", "version", "done", "proposed", "only proposed", "changes", "looked at", "wrong"}
)
"""Columns of numbers."""
DAMAGE = {
    "any": "any at all",
    "cuts": "paragraphs cut by a column's end",
    "repeats": "lines read twice",
    "order": "columns in the wrong order",
    "orphans": "articles without their heading",
    "misreadings": "misread characters",
}
"""Kinds of damage in words."""
FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "UnreadableSource": "could not be read",
        "InvalidArchive": "archival XML that was altered, or is not backfile's",
        "BadSetting": "something is wrong in a settings file",
        "UnknownFormat": "a format that backfile does not know",
        "StyleError": "something is wrong in the style",
        "UnwritableOutput": "the output could not be written",
        "ProtectedOutput": "an output was edited, and was left as it is",
        "DiskFull": "the disk was full",
        "DuplicateIssue": "two sources say that they are one issue",
        "InvariantError": "a promise of the program was broken: please report it",
        "internal": "a fault of the program, or of a plugin",
        "memory": "took more memory than it may",
        "timeout": "took longer than it may",
        "crash": "ended its worker",
        "cluster": "was given up by the cluster",
        State.QUARANTINED: "ended its worker twice",
    }
)
"""Kinds of failure in words."""
STATES: Mapping[str, str] = MappingProxyType(
    {
        State.DONE: "converted",
        State.QUARANTINED: "ended their worker twice",
        State.ORPHANED: "outputs without a source",
        "only proposed": "changes only proposed",
    }
)
"""What a tile is called, where it is not what the ledger calls it."""
MOST_IN_A_ROW = 6
"""Tiles."""
FEWEST_BINS, FEWEST_ISSUES = 10, 50
"""A chart of fewer stretches, or of fewer issues, would tell nothing."""
WIDE, HIGH = 1020, 160
SPARK_WIDE, SPARK_HIGH = 220, 26
MOST_LISTED = 500
"""Issues with warnings, and files that would not be written again, that the page lists."""


def as_page(statistics: BatchStatistics, when: When, outputs: str = "") -> str:
    """Write the page; the same ledger gives the same page.

    `outputs` leads from the page to the folder of the batch; without it, outputs are no links.
    """
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    page = etree.Element("html", {"lang": "en"})
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", {"charset": "utf-8"})
    policy = {"http-equiv": "Content-Security-Policy", "content": POLICY.format(digest)}
    etree.SubElement(head, "meta", policy)
    etree.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    etree.SubElement(head, "meta", {"name": "referrer", "content": "no-referrer"})
    _add(head, "title", "Batch report")
    etree.SubElement(head, "style").text = STYLE
    body = etree.SubElement(page, "body")
    _add(body, "h1", "Batch report")
    _summary(body, statistics, when)
    main = etree.SubElement(body, "main")
    _throughput(main, statistics.bins, when)
    _errors(main, statistics.errors, statistics.bad)
    _problems(main, statistics.problems)
    _orphans(main, statistics.orphans)
    _former(main, statistics.former)
    _remarks(main, statistics.remarked, outputs)
    _rules(main, statistics.rules)
    _damage(main, statistics.damage)
    _review(main, statistics.review, outputs)
    _samples(main, statistics.samples)
    text: str = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text + "\n"


def _summary(body: Element, statistics: BatchStatistics, when: When) -> None:
    """Say in a line and some tiles how the batch stands."""
    if statistics.began is not None and statistics.ended is not None:
        runs = "one run" if statistics.runs == 1 else f"{statistics.runs:,} runs"
        _add(body, "p", f"{runs}, {when(statistics.began)} to {when(statistics.ended)}", "dim")
    if statistics.passed_over:
        _foreign(etree.SubElement(body, "p", {"class": "dim"}), passed_over_in_words(statistics.passed_over))
    shown = [tile for tile in statistics.tiles if tile.number or tile.name == State.DONE]
    style = "tiles rows" if len(shown) > MOST_IN_A_ROW else "tiles"
    tiles = etree.SubElement(body, "div", {"class": style})
    for tile in shown:
        style = "tile bad" if tile.is_bad and tile.number else "tile"
        box = etree.SubElement(tiles, "div", {"class": style})
        _add(box, "b", f"{tile.number:,}")
        _add(box, "span", STATES.get(tile.name, tile.name))


def _throughput(main: Element, bins: Sequence[Bin], when: When) -> None:
    """Draw how many issues ended in each stretch of time, where they are enough for that."""
    if not bins:
        _add(main, "p", "No issue was converted yet.", "dim")
        return
    if len(bins) < FEWEST_BINS or sum(stretch.done for stretch in bins) < FEWEST_ISSUES:
        return
    _add(main, "h2", "Throughput")
    seconds = bins[0].seconds
    fastest = max(b.done / b.seconds for b in bins)
    _add(main, "p", f"Issues a second, in stretches of {_span(seconds)}; at most {fastest:.1f}.", "dim")
    chart = _svg(main, WIDE, HIGH + 20, f"Throughput: at most {fastest:.1f} issues a second")
    step = WIDE / len(bins)
    for number, stretch in enumerate(bins):
        _bar(chart, number * step, step, stretch.done / seconds / fastest if fastest else 0, HIGH)
    etree.SubElement(chart, "line", {"x1": "0", "x2": str(WIDE), "y1": str(HIGH), "y2": str(HIGH)})
    _label(chart, 0, HIGH + 15, when(bins[0].began), "start")
    _label(chart, WIDE, HIGH + 15, when(bins[-1].began + seconds), "end")


def _errors(main: Element, errors: Counter[str], bad: Sequence[Issue]) -> None:
    """Count what failed by kind, and name it."""
    _add(main, "h2", "What failed")
    if not errors:
        _add(main, "p", "Nothing failed.", "dim")
        return
    table = _table(main, ("what happened", "issues", ""))
    most = max(errors.values())
    for kind, count in errors.most_common():
        row = etree.SubElement(table, "tr")
        _foreign(etree.SubElement(row, "td"), FAULTS.get(kind, kind))
        _add(row, "td", f"{count:,}", "number")
        chart = _svg(etree.SubElement(row, "td"), SPARK_WIDE, 14, f"{count:,} issues")
        etree.SubElement(
            chart, "rect", {"width": f"{SPARK_WIDE * count / most:.1f}", "height": "14", "class": "bad"}
        )
    table = _table(main, ("issue", "what is wrong", "what to do"))
    for issue in bad:
        row = etree.SubElement(table, "tr")
        for text in (issue.name, issue.fault, issue.failure.hint if issue.failure else ""):
            _foreign(etree.SubElement(row, "td"), text)


def _problems(main: Element, problems: Sequence[FolderProblem]) -> None:
    """Name the folders in which something does not fit together."""
    if not problems:
        return
    _add(main, "h2", "Folders with files that do not fit together")
    table = _table(main, ("folder", "what to look at"))
    for problem in problems[:MOST_LISTED]:
        row = etree.SubElement(table, "tr")
        for text in (printable_path(problem.folder), problem.message):
            _foreign(etree.SubElement(row, "td"), text)
    _and_more(main, len(problems))


def _orphans(main: Element, orphans: Sequence[Issue]) -> None:
    """Name the outputs whose sources are gone."""
    if not orphans:
        return
    _add(main, "h2", "Outputs whose sources are gone")
    _add(main, "p", "bag and catalogue leave them out; `backfile batch --prune` moves them aside.", "dim")
    table = _table(main, ("issue", "outputs"))
    for issue in orphans:
        row = etree.SubElement(table, "tr")
        _foreign(etree.SubElement(row, "td"), issue.name)
        names = ", ".join(output.path for output in issue.outcome.outputs.values())
        _foreign(etree.SubElement(row, "td"), names)


def _former(main: Element, former: Sequence[FormerOutput]) -> None:
    """Name the files that would not be written again."""
    if not former:
        return
    _add(main, "h2", "Files that would not be written again")
    _add(main, "p", "bag and catalogue leave them out; `backfile batch --prune` moves them aside.", "dim")
    table = _table(main, ("file", "issue", "why"))
    for each in former[:MOST_LISTED]:
        row = etree.SubElement(table, "tr")
        for text in (printable_path(each.path), each.name, each.reason.in_words):
            _foreign(etree.SubElement(row, "td"), text)
    _and_more(main, len(former))


def _and_more(main: Element, count: int) -> None:
    """Say where the rest of a long list stands."""
    if count > MOST_LISTED:
        _add(main, "p", f"And {count - MOST_LISTED:,} more: `backfile status --json` has all.", "dim")


def _remarks(main: Element, issues: Sequence[Issue], outputs: str) -> None:
    """Name the issues with warnings, and what follows from decisions."""
    _add(main, "h2", "Warnings, and what follows from decisions")
    if not issues:
        _add(main, "p", "No issue has a warning, and nothing follows from a decision.", "dim")
        return
    table = _table(main, ("issue", "what to know"))
    for issue in issues[:MOST_LISTED]:
        row = etree.SubElement(table, "tr")
        _named(etree.SubElement(row, "td"), issue, outputs)
        cell = etree.SubElement(row, "td")
        for remark in remarks(issue.outcome):
            line = etree.SubElement(cell, "div")
            line.text = f"{remark.label}: "
            _foreign(line, remark.text)
    _and_more(main, len(issues))


def _rules(main: Element, rules: Sequence[RuleStatistics]) -> None:
    """Say what each rule did, and draw how that went over time."""
    _add(main, "h2", "Changes per rule over time")
    if not rules:
        _add(main, "p", "No rule did anything.", "dim")
        return
    table = _table(main, ("rule", "version", "done", "proposed", "changes an issue, over time"))
    for rule in rules:
        row = etree.SubElement(table, "tr")
        _foreign(etree.SubElement(row, "td"), rule.name)
        _add(row, "td", ", ".join(map(str, rule.versions)), "number")
        _add(row, "td", f"{rule.done:,}", "number")
        _add(row, "td", f"{rule.proposed:,}", "number")
        most = max(rule.over_time, default=0.0)
        chart = _svg(etree.SubElement(row, "td"), SPARK_WIDE, SPARK_HIGH, f"at most {most:.2f} an issue")
        step = SPARK_WIDE / max(1, len(rule.over_time))
        for number, value in enumerate(rule.over_time):
            _bar(chart, number * step, step, value / most if most else 0.0, SPARK_HIGH)


def _damage(main: Element, kinds: Sequence[DamageStatistics]) -> None:
    """Say how many issues were damaged in each way, by what was estimated of them."""
    if not kinds:
        return
    _add(main, "h2", "Damage of the sources, as estimated")
    _add(main, "p", f"Of {kinds[0].estimated:,} issues so many have more likely than not:", "dim")
    table = _table(main, ("damage", "issues", ""))
    for kind, likely, estimated in kinds:
        row = etree.SubElement(table, "tr")
        _add(row, "td", DAMAGE[kind])
        _add(row, "td", f"{likely:,}", "number")
        chart = _svg(etree.SubElement(row, "td"), SPARK_WIDE, 14, f"{likely:,} of {estimated:,} issues")
        _bar(chart, 0, SPARK_WIDE * likely / estimated + 1, 1.0, 14)


def _review(main: Element, review: Sequence[Issue], outputs: str) -> None:
    """Name the issues that most need a reviewer."""
    _add(main, "h2", "Issues that most need a reviewer")
    if not review:
        _add(main, "p", "No issue has a warning or anything that was only proposed.", "dim")
        return
    table = _table(main, ("issue", "pages", "only proposed", "changes", "warnings"))
    for issue in review:
        row = etree.SubElement(table, "tr")
        _named(etree.SubElement(row, "td"), issue, outputs)
        for count in (len(issue.sources), issue.outcome.proposals, issue.outcome.changes):
            _add(row, "td", f"{count:,}", "number")
        cell = etree.SubElement(row, "td")
        for warning in issue.outcome.warnings[:3]:
            _foreign(etree.SubElement(cell, "div"), warning)


def _samples(main: Element, samples: Sequence[SampleReceipt]) -> None:
    """Say what was looked at by sample, and what that proves."""
    if not samples:
        return
    _add(main, "h2", "What samples prove")
    _add(main, "p", "Drawn at random; wrong is what a reviewer decided otherwise than it stood.", "dim")
    table = _table(main, ("drawn from", "looked at", "wrong", "what that proves", "reviewer", "drawn"))
    for sample in samples:
        row = etree.SubElement(table, "tr")
        _foreign(etree.SubElement(row, "td"), sample.title or "all")
        _add(row, "td", f"{sample.looked_at:,} of {sample.size:,}", "number")
        _add(row, "td", f"{sample.wrong:,}", "number")
        _add(row, "td", sample.in_words or "nothing yet: it is not looked at to its end")
        _foreign(etree.SubElement(row, "td"), ", ".join(sample.reviewers))
        _foreign(etree.SubElement(row, "td"), sample.drawn[:10])


def _named(cell: Element, issue: Issue, outputs: str) -> None:
    """Name an issue, with links to its outputs."""
    _foreign(cell, issue.name)
    if not outputs or issue.target is None:
        return
    links = etree.SubElement(cell, "span", {"class": "outputs"})
    for form in sorted(issue.outcome.outputs):
        link = _add(links, "a", form.upper())
        link.set("href", f"{outputs}/{quote(issue.target)}.{quote(form)}")
        link.tail = " "


def _table(main: Element, heads: Sequence[str]) -> Element:
    """Add a table with its head; return its body."""
    table = etree.SubElement(etree.SubElement(main, "div", {"class": "scroll"}), "table")
    row = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    for head in heads:
        _add(row, "th", head, "number" if head in NUMBERS else "")
    return etree.SubElement(table, "tbody")


def _svg(parent: Element, wide: int, high: int, label: str) -> Element:
    """Add an empty chart with what it says for those who do not see it."""
    size = {"width": str(wide), "height": str(high), "viewBox": f"0 0 {wide} {high}"}
    chart = etree.SubElement(parent, "svg", {**size, "role": "img", "aria-label": label})
    _add(chart, "title", label)
    return chart


def _bar(chart: Element, x: float, wide: float, share: float, high: int) -> None:
    """Add a bar that stands on the ground line."""
    size = {"x": f"{x:.1f}", "width": f"{max(0.5, wide - 1):.1f}"}
    etree.SubElement(
        chart, "rect", {**size, "y": f"{high * (1 - share):.1f}", "height": f"{high * share:.1f}"}
    )


def _label(chart: Element, x: int, y: int, text: str, anchor: str) -> None:
    etree.SubElement(chart, "text", {"x": str(x), "y": str(y), "text-anchor": anchor}).text = text


def _span(seconds: float) -> str:
    """Return a length of time in words."""
    if seconds >= 120:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds:.0f} seconds" if seconds != 1 else "one second"


def _add(parent: Element, name: str, text: str, style: str = "") -> Element:
    element = etree.SubElement(parent, name, {"class": style} if style else {})
    element.text = text
    return element


def _foreign(parent: Element, text: str) -> None:
    """Add a text that is not ours."""
    _add(parent, "bdi", sanitize(printable(text)))
