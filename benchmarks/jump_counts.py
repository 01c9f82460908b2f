"""What became of the jumps of an issue: which parts were linked with their own, and which with another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from jump_articles import Article
from jump_issues import PROBE, Issue, Seam, folded

from convert.document.changes import Joined
from convert.document.model import Block, Document
from convert.document.roles import ALL_HEADINGS

GRAM = 6


@dataclass(slots=True)
class Counts:
    """What became of the jumps of some issues."""

    parts: int = 0
    right: int = 0
    wrong: int = 0
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
            f"{self.parts:6} {self.right / max(1, self.parts):6.3f} {self.wrong / cases:6.3f} {self.open:5}"
            f" {self.cuts:5} {self.joined / max(1, self.cuts):6.3f} {self.amiss / max(1, self.cuts):6.3f}"
            f" {self.seconds * 6000 / max(1, self.characters):7.3f}"
        )


class Owners:
    """Whose words some text has: the article that shares most short strings with it."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Look up the strings of all articles."""
        self.grams: dict[str, set[int]] = {}
        for number, article in enumerate(articles):
            text = folded("".join(article.paragraphs))
            for at in range(len(text) - GRAM + 1):
                self.grams.setdefault(text[at : at + GRAM], set()).add(number)

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


def seam_at(issue: Issue, tail: str, head: str) -> Seam | None:
    """Return the cut between two texts, if it is one of the issue's."""
    alike = [(min(likeness(tail, s.tail), likeness(head, s.head)), s) for s in (*issue.jumps, *issue.cuts)]
    best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= (0.9 if issue.exact else 0.6) else None


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


def links_of(document: Document) -> Iterator[tuple[str, str, bool]]:
    """Yield both sides of each link and of each join over a page's end, and whether it is a jump."""
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
                    yield block.reading[:at], block.reading[at:], change.rule == "jumps"
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
                yield before[-1].reading, here[0].reading, True


def is_text(block: Block) -> bool:
    """Whether a block has text that is no heading."""
    return not block.is_furniture and bool(block.reading.strip()) and block.role not in ALL_HEADINGS


def count(issue: Issue, document: Document, counts: Counts, *, tell: bool = False) -> None:
    """Add what became of an issue's jumps."""
    owners = Owners(issue.articles)
    linked: set[int] = set()
    joined: set[int] = set()
    for before, behind, jumped in links_of(document):
        tail, head = folded(before)[-PROBE:], folded(behind)[:PROBE]
        truth = seam_at(issue, tail, head)
        if truth is not None:
            (linked if jumped else joined).add(truth.article)
            continue
        ends = owners.of(before[-300:]), owners.of(behind[:300])
        if ends[0] == ends[1]:
            continue
        counts.wrong += jumped
        counts.amiss += not jumped
        if tell:
            print("WRONG" if jumped else "AMISS", repr(before[-40:]), "->", repr(behind[:40]))
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
