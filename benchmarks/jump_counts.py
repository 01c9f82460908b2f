"""What became of the jumps of an issue: which parts were linked with their own, and which with another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from jump_articles import Article
from jump_issues import PROBE, Issue, folded

from convert.document.changes import Joined
from convert.document.model import Block, Document
from convert.document.roles import ALL_HEADINGS, TEXT

GRAM = 6
CONTEXT = 300
"""Characters of a text by which its article is known."""
ALIKE, SURELY_ALIKE, THE_SAME = 0.6, 0.85, 0.97
"""What two texts share, at least, that are the same but for misread letters; of texts too short for more."""


@dataclass(slots=True)
class Counts:
    """What became of the jumps of some issues."""

    parts: int = 0
    right: int = 0
    wrong: int = 0
    askew: int = 0
    open: int = 0
    cuts: int = 0
    joined: int = 0
    amiss: int = 0
    characters: int = 0
    seconds: float = 0.0
    proposed: int = 0

    def row(self) -> str:
        """Return the counts as a row."""
        cases = max(1, self.parts + self.open)
        return (
            f"{self.parts:6} {self.right / max(1, self.parts):6.3f} {self.wrong / cases:6.3f}"
            f" {self.askew / max(1, self.right):6.3f} {self.open:5}"
            f" {self.cuts:5} {self.joined / max(1, self.cuts):6.3f} {self.amiss / max(1, self.cuts):6.3f}"
            f" {self.seconds * 6000 / max(1, self.characters):7.3f}"
        )


class Owners:
    """Whose words some text has: the article that shares most short strings with it."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Look up the strings of all articles."""
        self.titles = [article.title for article in articles]
        self.grams: dict[str, set[int]] = {}
        for number, article in enumerate(articles):
            text = folded("".join(article.paragraphs))
            for at in range(len(text) - GRAM + 1):
                self.grams.setdefault(text[at : at + GRAM], set()).add(number)

    def under(self, head: str) -> int:
        """Return the number of the article that has a headline; -1 if there is none."""
        alike = [likeness(head, title) for title in self.titles]
        best = max(range(len(alike)), key=alike.__getitem__, default=-1)
        return best if best >= 0 and alike[best] >= SURELY_ALIKE else -1

    def of(self, text: str) -> int:
        """Return the number of the article; -1 if there is none."""
        text = folded(text)
        votes: Counter[int] = Counter()
        for at in range(len(text) - GRAM + 1):
            owners = self.grams.get(text[at : at + GRAM], ())
            for owner in owners:
                votes[owner] += 1.0 / len(owners)  # type: ignore[assignment]
        return votes.most_common(1)[0][0] if votes else -1


def likeness(one: str, other: str) -> float:
    """Return how much of two short texts is the same: 1, and less for misread letters."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


class Whose(NamedTuple):
    """Whose a text is, by number (-1: nobody's), and whether it stands right at the cut of that article."""

    article: int
    at_cut: bool


def part_ended(issue: Issue, owners: Owners, text: str) -> Whose:
    """Return whose part ends with a text, and whether it is the end of the first part."""
    tail = folded(text)[-PROBE:]
    seams = (*issue.jumps, *issue.cuts)
    return _whose(owners.of(text[-CONTEXT:]), {s.article: likeness(tail, s.tail) for s in seams})


def part_begun(issue: Issue, owners: Owners, text: str) -> Whose:
    """Return whose part begins with a text, and whether it is the beginning of the second part."""
    head = folded(text)[:PROBE]
    seams = (*issue.jumps, *issue.cuts)
    return _whose(owners.of(text[:CONTEXT]), {s.article: likeness(head, s.head) for s in seams})


def _whose(owner: int, alike: Mapping[int, float]) -> Whose:
    if owner < 0:  # too short to tell but by its letters
        owner = max(alike, key=alike.__getitem__, default=-1)
        return Whose(owner, at_cut=True) if alike.get(owner, 0.0) >= SURELY_ALIKE else Whose(-1, at_cut=False)
    best = max(alike, key=alike.__getitem__, default=owner)
    if alike.get(best, 0.0) >= THE_SAME > alike.get(owner, 0.0):  # of formulas that many articles have
        owner = best
    return Whose(owner, alike.get(owner, 0.0) >= ALIKE)


def divisions_of(document: Document) -> dict[str, list[Block]]:
    """Return the divisions of a document by the id of each block."""
    own: list[Block] = []
    home: dict[str, list[Block]] = {}
    for block in document.blocks:
        if block.opens is not None:
            own = []
        own.append(block)
        home[block.id] = own
    return home


class PartsLinked(NamedTuple):
    """Two texts on two pages, one of which was taken to continue the other."""

    before: str
    behind: str
    is_jump: bool
    is_join: bool
    """Whether they became one paragraph; else the one part refers to the other."""
    head: str = ""
    """The headline under which the first part is read, of one that refers."""


def links_of(document: Document) -> Iterator[PartsLinked]:
    """Yield both sides of each link, and of each join over a page's end."""
    home = divisions_of(document)
    joined: set[str] = set()
    for block in document.blocks:
        at = 0
        for number, segment in enumerate(block.segments):
            change = next((c for c in segment.changes if isinstance(c, Joined)), None)
            if change is not None and number + 1 < len(block.segments):
                ends = block.segments[number - 1], block.segments[number + 1]
                pages = [sum(p.at <= s.at for p in document.pages) for s in ends]
                if pages[0] != pages[1]:
                    is_jump = change.rule == "jumps"
                    yield PartsLinked(block.reading[:at], block.reading[at:], is_jump, is_join=True)
                    if change.rule == "jumps":
                        joined.add(f"{block.id} {pages[1]}")
            at += len(segment.reading)
    lines = {block.refers: number for number, block in enumerate(document.blocks) if block.refers}
    for block in document.blocks:
        if block.continues:
            page = sum(p.at <= block.segments[0].at for p in document.pages)
            above = document.blocks[: lines[block.id]] if block.id in lines else home[block.continues]
            before = [b for b in above if is_text(b)]
            here = [b for b in home[block.id] if is_text(b)]
            if before and here and f"{before[-1].id} {page}" not in joined:
                head = next((b.reading for b in home[block.continues] if b.role in ALL_HEADINGS), "")
                yield PartsLinked(before[-1].reading, here[0].reading, is_jump=True, is_join=False, head=head)


def is_text(block: Block) -> bool:
    """Whether a block has text that runs on: no heading, no name, no picture's."""
    return block.role in TEXT and bool(block.reading.strip())


def count(issue: Issue, document: Document, counts: Counts, *, tell: bool = False) -> None:
    """Add what became of an issue's jumps."""
    owners = Owners(issue.articles)
    linked: set[int] = set()
    joined: set[int] = set()
    short = {seam.article: {seam.carried, seam.first} - {""} for seam in issue.jumps}
    for link in links_of(document):
        before, behind = part_ended(issue, owners, link.before), part_begun(issue, owners, link.behind)
        article = behind.article
        if article < 0 and folded(link.behind) in short.get(before.article, ()):
            article = before.article
        if article in {before.article, owners.under(link.head)}:
            (linked if link.is_jump else joined).add(article)
            counts.askew += link.is_join and link.is_jump and not (before.at_cut and behind.at_cut)
            continue
        counts.wrong += link.is_jump
        counts.amiss += not link.is_jump
        if tell:
            print("WRONG" if link.is_jump else "AMISS", repr(link.before[-40:]), "->", repr(link.behind[:40]))
    counts.parts += len(issue.jumps)
    counts.right += sum(s.article in linked for s in issue.jumps)
    if tell:
        for seam in issue.jumps:
            if seam.article not in linked:
                print("MISSED", issue.articles[seam.article].title, seam)
    counts.open += issue.nowhere
    counts.cuts += len(issue.cuts)
    counts.joined += sum(s.article in joined for s in issue.cuts)
    counts.characters += len(issue.text)
