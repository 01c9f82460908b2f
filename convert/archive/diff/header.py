"""What differs beside the text: the header, the rules, the open proposals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from convert.archive.diff.difference import DiffClass, Difference, Lines
from convert.archive.diff.pages import PageMatches
from convert.tei.header import DeclaredRule, HeaderPath, HeaderStatement
from convert.tei.issue import ArchivedIssue, ArchivedProposal

NAMES: Mapping[str, str] = MappingProxyType(
    {
        HeaderPath.FILE_TITLE: "title of the file",
        HeaderPath.REVIEWER: "reviewer",
        HeaderPath.TITLE: "newspaper",
        HeaderPath.LANGUAGE: "language",
        HeaderPath.DATE: "date",
        HeaderPath.NUMBER: "issue number",
        HeaderPath.PAGE: "page",
        HeaderPath.CREATOR: "creator",
        HeaderPath.ISSN: "ISSN",
        HeaderPath.PUBLISHER: "publisher",
        HeaderPath.PLACE: "place of publication",
        HeaderPath.RIGHTS: "rights",
        HeaderPath.LICENCE: "licence",
        HeaderPath.HOLDING_INSTITUTION: "holding institution",
        HeaderPath.COLLECTION: "collection",
        HeaderPath.CALL_NUMBER: "call number",
        HeaderPath.SOURCE_NAME: "source file",
        HeaderPath.SOURCE_DIGEST: "digest of the source",
        HeaderPath.SOURCE_ENCODING: "encoding",
        HeaderPath.SOURCE_BOM: "byte order mark",
        HeaderPath.SOURCE_SIZE: "size of the source",
        HeaderPath.SOURCE_TEXT_DIGEST: "digest of the text",
        HeaderPath.SOURCE_READER: "reader of the source",
        HeaderPath.ISSUE_NAME: "name of the issue",
        HeaderPath.ISSUE_DIGEST: "digest of the source",
        HeaderPath.TEXT_LANGUAGE: "language of the text",
        HeaderPath.SOFTWARE: "software",
        HeaderPath.PROFILE: "profile of the archival XML",
    }
)
"""What a statement of the header is called; others go by their path."""

DERIVED = frozenset(
    {
        HeaderPath.SOURCE_DIGEST,
        HeaderPath.SOURCE_TEXT_DIGEST,
        HeaderPath.SOURCE_SIZE,
        HeaderPath.ISSUE_DIGEST,
    }
)
"""Follow from the text: told only where nothing else tells of it."""
_OF_FILES = "fileDesc/sourceDesc/bibl[@type='file'][@xml:id="
"""What is said of each of several files is compared by page."""
OF_PROGRAMS = ("encodingDesc/appInfo/", HeaderPath.PROFILE)

ALL, LISTED = "every rule", "those with something to do"
ABSENT = HeaderStatement("", 0)
_ACTING = frozenset(
    {
        DiffClass.TEXT,
        DiffClass.PAGE,
        DiffClass.CORRECTION,
        DiffClass.STRUCTURE,
        DiffClass.ORDER,
        DiffClass.ROLE,
    }
)


def header_differences(
    old: ArchivedIssue, new: ArchivedIssue, others: Collection[Difference], pages: PageMatches
) -> Iterator[Difference]:
    """Yield the differences of the header that do not follow from `others`, those of the text and pages."""
    kinds = {d.kind for d in others}
    named: list[Difference] = []
    derived: list[Difference] = []
    for path in sorted(old.statements.keys() | new.statements.keys()):
        was, now = old.statements.get(path, ABSENT), new.statements.get(path, ABSENT)
        if was.value != now.value and not path.startswith(_OF_FILES):
            kind = DiffClass.RULE_VERSION if path.startswith(OF_PROGRAMS) else DiffClass.METADATA
            lines = Lines(was.line, now.line)
            difference = Difference(kind, NAMES.get(path, path), was.value, now.value, "", lines)
            (derived if path in DERIVED else named).append(difference)
    yield from named
    encoding = any(d.message in {"encoding", "byte order mark"} for d in named)
    told = {DiffClass.TEXT, DiffClass.PAGE, DiffClass.ORDER, DiffClass.GEOMETRY}
    if not kinds & told and not encoding:
        same_text = _same_text(old, new)
        yield from (same_text,) if same_text else derived
    proposals = list(_proposals(old, new, pages))
    yield from _rules(old, new, counts_follow=bool(kinds & _ACTING or proposals))
    yield from proposals


def _same_text(old: ArchivedIssue, new: ArchivedIssue) -> Difference | None:
    """Say that the only file is another one, out of which the same text was read; None: it is not so."""
    was, now = (issue.statements.get(HeaderPath.SOURCE_DIGEST, ABSENT) for issue in (old, new))
    texts = {issue.statements.get(HeaderPath.SOURCE_TEXT_DIGEST, ABSENT).value for issue in (old, new)}
    if was.value == now.value or len(texts) > 1 or "" in texts:
        return None
    message = f"the source is another file with the same text: {was.value[:12]} → {now.value[:12]}"
    return Difference(DiffClass.GEOMETRY, message, lines=Lines(was.line, now.line))


def _rules(old: ArchivedIssue, new: ArchivedIssue, *, counts_follow: bool) -> Iterator[Difference]:
    """Compare the rules; how often they acted follows from what they did."""
    for name in dict.fromkeys((*old.rules, *new.rules)):
        was, now = old.rules.get(name), new.rules.get(name)
        lines = Lines(was.line if was else 0, now.line if now else 0)
        # a file that names its set of rules does not list those that found nothing to do
        was = was or _idle(now, old)
        now = now or _idle(was, new)
        if was is None or now is None:
            message = f"{name}: {'no longer run' if was else 'new'}"
            yield Difference(
                DiffClass.RULE_VERSION, message, _described(was), _described(now), "", lines, (name,)
            )
        elif (was.kind, was.version, was.distribution) != (now.kind, now.version, now.distribution):
            message = f"{name}: {_altered(was, now)}"
            yield Difference(DiffClass.RULE_VERSION, message, "", "", "", lines, (name,))
        elif (was.done, was.proposed) != (now.done, now.proposed) and not counts_follow:
            message = f"{name}: other counts"
            yield Difference(DiffClass.RULE_VERSION, message, _counts(was), _counts(now), "", lines, (name,))
    if bool(old.ruleset) != bool(new.ruleset):
        was_listed, now_listed = (LISTED if issue.ruleset else ALL for issue in (old, new))
        yield Difference(DiffClass.METADATA, "the rules that are listed", was_listed, now_listed)
    common = old.rules.keys() & new.rules.keys()
    before, after = ([name for name in issue.rules if name in common] for issue in (old, new))
    if before != after:
        message = "the rules ran in another order"
        yield Difference(DiffClass.RULE_VERSION, message, ", ".join(before), ", ".join(after))


def _idle(other: DeclaredRule | None, issue: ArchivedIssue) -> DeclaredRule | None:
    """Return what a file does not say of a rule that the other file lists: it ran and did nothing."""
    return other._replace(done="0", proposed="0") if other and issue.ruleset else None


def _altered(was: DeclaredRule, now: DeclaredRule) -> str:
    """Say what else a rule is: version 1 → 2."""
    if was.version != now.version:
        return f"version {was.version} → {now.version}"
    if was.kind != now.kind:
        return f"{was.kind} → {now.kind}"
    return f"{was.distribution or 'built in'} → {now.distribution or 'built in'}"


def _described(rule: DeclaredRule | None) -> str:
    return f"{rule.kind}, version {rule.version}" if rule else ""


def _counts(rule: DeclaredRule) -> str:
    return f"{rule.done} done, {rule.proposed} proposed"


def _proposals(old: ArchivedIssue, new: ArchivedIssue, pages: PageMatches) -> Iterator[Difference]:
    """Compare what rules only proposed, by rule, kind and text; not on pages that only one file has."""
    gone, come = _pointers(old, pages.lost), _pointers(new, pages.added)
    waiting: defaultdict[tuple[str, ...], list[ArchivedProposal]] = defaultdict(list)
    for proposal in old.proposals:
        if gone.intersection(proposal.target.split()):
            continue
        waiting[_key(proposal, old)].append(proposal)
    added: list[ArchivedProposal] = []
    for proposal in new.proposals:
        same = waiting[_key(proposal, new)]
        if same:
            same.pop()
        elif not come.intersection(proposal.target.split()):
            added.append(proposal)
    for left in waiting.values():
        yield from (_proposal(proposal, old, "no longer proposed") for proposal in left)
    yield from (_proposal(proposal, new, "newly proposed", is_new=True) for proposal in added)


def _pointers(issue: ArchivedIssue, pages: frozenset[int]) -> frozenset[str]:
    """Return the pointers to the blocks of some pages."""
    return (
        frozenset(f"#{block.id}" for block in issue.blocks if block.page in pages) if pages else frozenset()
    )


def _proposal(
    proposal: ArchivedProposal, issue: ArchivedIssue, fate: str, *, is_new: bool = False
) -> Difference:
    """Describe a proposal that only one file has."""
    inside = issue.content(proposal)
    return Difference(
        DiffClass.RULE_VERSION,
        f"{proposal.rule}: {proposal.action} {fate}",
        inside.source,
        inside.reading,
        rules=(proposal.rule,),
        lines=Lines(0, proposal.line) if is_new else Lines(proposal.line, 0),
    )


def _key(proposal: ArchivedProposal, issue: ArchivedIssue) -> tuple[str, ...]:
    """Tell one proposal from others, wherever in the file it stands."""
    if proposal.is_link:
        return proposal.rule, proposal.action, proposal.target, proposal.glue
    inside = issue.content(proposal)
    return proposal.rule, proposal.action, inside.source, inside.reading
