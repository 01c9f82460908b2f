"""What differs beside the text: the header, the rules, the open proposals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from types import MappingProxyType

from lxml.etree import _Element as Element

from convert.archive.diff.classes import Class, Difference, Lines
from convert.tei.content import content
from convert.tei.issue import Field, Issue, RuleLine, line
from convert.tei.names import TEI

_FILE = "fileDesc/sourceDesc/bibl[file]/"
_ISSUE = "fileDesc/sourceDesc/biblStruct/monogr/"

NAMES = MappingProxyType(
    {
        "fileDesc/titleStmt/title": "title of the file",
        f"{_ISSUE}title[j]": "newspaper",
        f"{_ISSUE}textLang": "language",
        f"{_ISSUE}imprint/date": "date",
        f"{_ISSUE}biblScope[issue]": "issue number",
        f"{_ISSUE}biblScope[page]": "page",
        f"{_FILE}title[u]": "source file",
        f"{_FILE}idno[sha256]": "digest of the source",
        f"{_FILE}note[encoding]": "encoding",
        f"{_FILE}note[bom]": "byte order mark",
        f"{_FILE}extent/measure[byte]": "size of the source",
        "profileDesc/langUsage/language": "language of the text",
        "encodingDesc/appInfo/application[backfile]": "software",
    }
)
"""What a statement of the header is called; others go by their place."""

DERIVED = frozenset({f"{_FILE}idno[sha256]", f"{_FILE}extent/measure[byte]"})
"""Follow from the text: told only where nothing else tells of it."""
SOFTWARE = "encodingDesc/appInfo/"

NOTHING = Field("", 0)
_ACTING = frozenset({Class.TEXT, Class.CORRECTION, Class.STRUCTURE, Class.ORDER, Class.ROLE})


def header_differences(old: Issue, new: Issue, others: Collection[Difference]) -> Iterator[Difference]:
    """Yield the differences of the header that do not follow from `others`, those of the text."""
    kinds = {d.kind for d in others}
    named: list[Difference] = []
    derived: list[Difference] = []
    for path in sorted(old.fields.keys() | new.fields.keys()):
        was, now = old.fields.get(path, NOTHING), new.fields.get(path, NOTHING)
        if was.value != now.value:
            kind = Class.RULE_VERSION if path.startswith(SOFTWARE) else Class.METADATA
            found = Difference(
                kind, NAMES.get(path, path), was.value, now.value, "", Lines(was.line, now.line)
            )
            (derived if path in DERIVED else named).append(found)
    yield from named
    encoding = any(d.what in {"encoding", "byte order mark"} for d in named)
    if not kinds & {Class.TEXT, Class.ORDER} and not encoding:
        yield from derived
    proposals = list(_proposals(old, new))
    yield from _rules(old, new, counts_follow=bool(kinds & _ACTING or proposals))
    yield from proposals


def _rules(old: Issue, new: Issue, *, counts_follow: bool) -> Iterator[Difference]:
    """Compare the rules; how often they acted follows from what they did."""
    for name in dict.fromkeys((*old.rules, *new.rules)):
        was, now = old.rules.get(name), new.rules.get(name)
        if was is None or now is None:
            here = was or now
            what = f"{name}: {'no longer run' if was else 'new'}"
            lines = Lines(was.line if was else 0, now.line if now else 0)
            if here:
                yield Difference(Class.RULE_VERSION, what, _said(was), _said(now), "", lines, (name,))
        elif (was.kind, was.version) != (now.kind, now.version):
            what = f"{name}: version {was.version} → {now.version}"
            if was.version == now.version:
                what = f"{name}: {was.kind} → {now.kind}"
            yield Difference(Class.RULE_VERSION, what, "", "", "", Lines(was.line, now.line), (name,))
        elif (was.done, was.proposed) != (now.done, now.proposed) and not counts_follow:
            what = f"{name}: other counts"
            yield Difference(
                Class.RULE_VERSION, what, _counted(was), _counted(now), "", Lines(was.line, now.line), (name,)
            )
    if list(old.rules) != list(new.rules) and old.rules.keys() == new.rules.keys():
        yield Difference(
            Class.RULE_VERSION, "the rules ran in another order", ", ".join(old.rules), ", ".join(new.rules)
        )


def _said(rule: RuleLine | None) -> str:
    return f"{rule.kind}, version {rule.version}" if rule else ""


def _counted(rule: RuleLine) -> str:
    return f"{rule.done} done, {rule.proposed} proposed"


def _proposals(old: Issue, new: Issue) -> Iterator[Difference]:
    """Compare what rules only proposed, by rule, kind and text."""
    waiting: defaultdict[tuple[str, ...], list[Element]] = defaultdict(list)
    for element in old.proposals:
        waiting[_key(element, old.name)].append(element)
    come = []
    for element in new.proposals:
        same = waiting[_key(element, new.name)]
        if same:
            same.pop()
        else:
            come.append(element)
    for elements, issue, fate in (
        ([e for left in waiting.values() for e in left], old, "no longer proposed"),
        (come, new, "newly proposed"),
    ):
        for element in elements:
            rule, action = _key(element, issue.name)[:2]
            held = content(element, issue.name)
            at = line(element)
            lines = Lines(at, 0) if issue is old else Lines(0, at)
            what = f"{rule}: {action} {fate}"
            yield Difference(Class.RULE_VERSION, what, held.source, held.reading, rules=(rule,), lines=lines)


def _key(element: Element, name: str) -> tuple[str, ...]:
    """Tell one proposal from others, wherever in the file it stands."""
    rule = element.get("ana", "").replace("#rule.", "")
    if element.tag == f"{TEI}link":
        return rule, "join", element.get("target", ""), element.get("rend", "")
    held = content(element, name)
    return rule, element.get("type", ""), held.source, held.reading
