"""What a run did and proposed on an issue, each with all that a person needs to see to decide on it.

宝塔山的旗帜[一 -> —]写在二十世纪       rule, certainty, line, page, boxes, the lines around it
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from convert.analysis.characters.look_alikes import PARTNERS
from convert.decisions import Reviewed
from convert.decisions.decision import ChangeKey, place_of, words_at
from convert.decisions.gate import RuleRequest
from convert.decisions.listing import ListedChange, entry_table, list_changes
from convert.decisions.reviewer_changes import is_confirmation, text_key
from convert.document.layout import NOWHERE, Layout, WordBox
from convert.document.model import Block, Document
from convert.document.roles import Role
from convert.review.boxes import (
    PlacedBox,
    SourceStretch,
    lines_of_block,
    page_at,
    page_hulls,
    source_stretches,
)
from convert.review.watch_list import WatchedPlace, WatchedText, watched_places
from convert.text.printable import printable

AROUND = 48
"""Characters of the source on each side of a change."""
LONGEST_TEXT = 160
"""Characters of a block by which a person knows it."""
LINES_AROUND = 2
"""Lines of the source above and below a change."""
LONGEST_LINES = 700
"""Characters of those lines in all; some sources have a page in one line."""
SEAM_LINES = 3
"""Lines on each side of a seam that are outlined."""
LOW_CONFIDENCE = 0.7
"""Words below it are asked for: of tesseract's that are 79 in 100 errors, and 5 in 100 right ones."""
WORD = "word"
"""In the place of an action: a word that may be misread, of which no rule has anything to say."""
WATCHED = "watched"
"""The same: a text that a list of misreadings has."""
MANY_ALIKE = frozenset({"edit", "label", WATCHED})
"""Actions of which many may be alike: the same text, or the same role, for the same reason."""


class PageExtent(NamedTuple):
    """A page that boxes stand on."""

    label: str
    width: float
    height: float
    dpi: float


class SourceLines(NamedTuple):
    """The lines of a source around a place."""

    text: str
    first: int
    """Number of the first line, from 1."""
    start: int
    """Where the place begins in the text."""
    stop: int


class DoubtKind(NamedTuple):
    """What alike changes have in common."""

    rule: str
    action: str
    before: str
    after: str
    why: str = ""
    """Why a list of misreadings has it."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A change or proposal, and what a person sees of it."""

    listed: ListedChange
    kind: DoubtKind
    cert: float
    place: str
    """Line and column, in which file of several."""
    page: int
    """Number of its page, from 0."""
    left: str
    right: str
    other: str
    """How the other block reads, of a join, a place or a reference."""
    lines: SourceLines
    other_lines: SourceLines | None
    """Where the other block ends, or begins that is continued; None: it is near, or there is none."""
    boxes: tuple[PlacedBox, ...]
    candidates: tuple[str, ...]
    """What a reviewer may put in its place."""

    @property
    def chance_wrong(self) -> float:
        """How likely what stands now is not what should: of a proposal, that it should have been done."""
        return 1 - self.cert if self.listed.done else self.cert


def doubts_of(
    document: Document, reviewed: Reviewed, beside: str, watched: Sequence[WatchedText] = ()
) -> tuple[ReviewItem, ...]:
    """Return all that a run did and proposed, in the order of the source.

    `document` is the source as it was read; `beside` is the name of the decisions file. Behind it come the
    places that read as one of `watched`, and words that may be misread.
    """
    viewer = _Viewer(document, reviewed.document)
    listing = list_changes(document, reviewed, beside)
    entries = one_per_place(listing.entries, reviewed.requests)
    changes = [viewer.item(entry, reviewed.requests[entry.key].cert) for entry in entries]
    places = [
        place for place in watched_places(reviewed.document, watched) if place.key not in reviewed.requests
    ]
    keys = (*reviewed.requests, *(place.key for place in places))
    return (
        *changes,
        *map(viewer.watched, places),
        *(viewer.word(word) for word in _doubtful_words(document, keys)),
    )


def one_per_place(
    entries: Iterable[ListedChange], requests: Mapping[ChangeKey, RuleRequest]
) -> list[ListedChange]:
    """Leave one of the entries that want the same in the same place: two verdicts on it would be an error.

    It is the one that was decided on, else the one that was done, else that of the surest rule.
    """
    best: dict[ChangeKey, ListedChange] = {}
    for entry in entries:
        other = best.setdefault(place_of(entry.key), entry)
        ranks = [(e.decided, e.done, requests[e.key].cert) for e in (entry, other)]
        if ranks[0] > ranks[1]:
            best[place_of(entry.key)] = entry
    return list(best.values())


def _doubtful_words(document: Document, requests: Iterable[ChangeKey]) -> Iterator[WordBox]:
    """Yield the words that the OCR engine was unsure of and no rule would change."""
    text, layout = document.source.text, document.layout or Layout()
    edits = sorted((key.at, key.at + max(1, len(key.before))) for key in requests if key.action == "edit")
    for word in layout.words:
        if word.confidence is None or word.confidence >= LOW_CONFIDENCE:
            continue
        if not any(map(str.isalnum, text[word.at : word.stop])):
            continue
        behind = bisect_right(edits, (word.stop - 1, len(text)))
        if not any(stop > word.at for _, stop in edits[max(0, behind - 1) : behind]):
            yield word


def page_sizes(document: Document) -> tuple[PageExtent, ...]:
    """Return the pages of a document; those of a text have no size, and one alone is none."""
    surfaces = document.layout.surfaces if document.layout else ()
    labels = [page.label for page in document.pages]
    if not surfaces and len(labels) > 1:
        return tuple(PageExtent(label, 0, 0, 0) for label in labels)
    return tuple(
        PageExtent(labels[n] if n < len(labels) else "", s.width, s.height, s.dpi or 0)
        for n, s in enumerate(surfaces)
    )


class _Viewer:
    """Finds what a person sees of changes of one document."""

    def __init__(self, document: Document, repaired: Document) -> None:
        self._document = document
        self._text = document.source.text
        self._layout = document.layout or Layout()
        # of a block that another one was joined to, what it was before
        self._blocks: Mapping[str, Block] = {
            block.id: block for block in chain(repaired.blocks, document.blocks)
        }
        self._starts = _line_starts(self._text)
        self._stretches = sorted(chain.from_iterable(map(source_stretches, repaired.blocks)))

    def item(self, entry: ListedChange, cert: float) -> ReviewItem:
        """Return what a person sees of an entry."""
        key = entry.key
        in_text = key.action in {"edit", "split"}
        stop = key.at + len(key.before) if key.action == "edit" else key.at
        own = self._stretch(key.at)
        return ReviewItem(
            entry,
            kind_of(key),
            cert,
            self._place(key.at),
            page_at(self._document, key.at),
            self._text[max(0, key.at - AROUND) : key.at],
            self._text[stop : stop + AROUND] if in_text else own.reading[:LONGEST_TEXT],
            self._other(key),
            self._lines(key.at, stop),
            self._other_lines(key),
            tuple(self._boxes(key, max(stop, key.at + 1) if in_text else own.stop)),
            candidates(key),
        )

    def watched(self, place: WatchedPlace) -> ReviewItem:
        """Return what a person sees of a text that a list of misreadings has."""
        key, entry = place
        table = entry_table(self._document, key, words_at(self._text, key.at, key.before))
        comment = (
            f"# {self._place(key.at)}  of a list of misreadings  {entry.chance:.2f}",
            f"#   {printable(key.before)} → {printable(key.after)}",
        )
        listed = ListedChange(key, done=False, decided=False, comment=comment, table=table)
        item = self.item(listed, entry.chance)
        return replace(item, kind=item.kind._replace(action=WATCHED, why=entry.why))

    def word(self, word: WordBox) -> ReviewItem:
        """Return what a person sees of a word that may be misread; there is nothing that a rule wants."""
        text = self._text[word.at : word.stop]
        key = text_key(word.at, text, text)
        table = entry_table(self._document, key, words_at(self._text, word.at, text))
        comment = f"# {self._place(word.at)}  of low confidence  {word.confidence or 0:.2f}"
        lines = (comment, f"#   {printable(text)}")
        listed = ListedChange(key, done=True, decided=False, comment=lines, table=table)
        return self.item(listed, word.confidence or 0)

    def _place(self, at: int) -> str:
        return self._document.source.location(at).removeprefix(f"{self._document.source.name or '-'}:")

    def _stretch(self, at: int) -> SourceStretch:
        """Return what is read from a place in the source on, to the end of its block."""
        number = bisect_right(self._stretches, (at, len(self._text) + 1)) - 1
        if number >= 0 and self._stretches[number].stop > at:
            own = self._stretches[number]
            return (
                own._replace(start=at)
                if own.start == at
                else SourceStretch(at, own.stop, self._text[at : own.stop])
            )
        return SourceStretch(at, at + 1, self._text[at : at + LONGEST_TEXT])

    def _other(self, key: ChangeKey) -> str:
        block = self._blocks.get(key.after if key.action == "ref" else key.behind)
        if block is None:
            return ""
        reading = block.reading or block.source
        return reading[:LONGEST_TEXT] if key.action == "ref" else reading[-LONGEST_TEXT:]

    def _other_lines(self, key: ChangeKey) -> SourceLines | None:
        """Return the lines around the place with which a change links its own, where that is far away."""
        block = self._blocks.get(key.after if key.action == "ref" else key.behind)
        stretches = list(source_stretches(block)) if block else []
        if not stretches:
            return None
        at = stretches[0].start if key.action == "ref" else max(stretches[-1].stop - 1, 0)
        if abs(self._text.count("\n", min(at, key.at), max(at, key.at))) <= LINES_AROUND:
            return None
        return self._lines(at, at + 1)

    def _lines(self, at: int, stop: int) -> SourceLines:
        """Return the lines around a place, cut where they are too long."""
        number = bisect_right(self._starts, at) - 1
        first = max(0, number - LINES_AROUND)
        last = min(len(self._starts), bisect_right(self._starts, max(at, stop - 1)) + LINES_AROUND)
        begin = max(self._starts[first], at - LONGEST_LINES // 2)
        end = self._starts[last] - 1 if last < len(self._starts) else len(self._text)
        end = min(max(end, stop), max(stop, at + LONGEST_LINES // 2))
        line = int(self._document.source.location(at).rsplit(":", 2)[1]) - self._text.count("\n", begin, at)
        return SourceLines(self._text[begin:end], line, at - begin, min(stop, end) - begin)

    def _seam_boxes(self, at: int) -> Iterator[PlacedBox]:
        """Yield the boxes of the text before a place and behind it: in its line, else in the line before."""
        line = next(iter(self._layout.lines_of(at, at + 1)), None)
        if line is None:
            return
        before = self._layout.box_of(line.at, at)
        if line.at == at:
            lines = self._layout.lines_of(max(0, at - LONGEST_LINES), at)[-1:]
            yield from page_hulls(self._layout, lines, 1)
        elif before != NOWHERE:
            yield PlacedBox(self._layout.surface_at(line.at), *before, 1)
        yield PlacedBox(self._layout.surface_at(at), *self._layout.box_of(at, line.stop))

    def _boxes(self, key: ChangeKey, stop: int) -> Iterator[PlacedBox]:
        """Yield the boxes of what a change is on, and of the other block: of a seam, those on both sides."""
        if not self._layout.surfaces:
            return
        if key.action == "split":
            yield from self._seam_boxes(key.at)
            return
        if key.action == "edit":
            box = self._layout.box_of(key.at, stop)
            if box == NOWHERE:  # the end of a line, which stands between two
                yield from self._seam_boxes(stop)
            else:
                yield PlacedBox(self._layout.surface_at(key.at), *box)
            return
        own = self._layout.lines_of(key.at, stop)
        yield from page_hulls(self._layout, own[:SEAM_LINES] if key.action == "join" else own, 0)
        other = self._blocks.get(key.after if key.action == "ref" else key.behind)
        if other:
            lines = lines_of_block(self._layout, other)
            lines = lines[:SEAM_LINES] if key.action == "ref" else lines[-SEAM_LINES:]
            yield from page_hulls(self._layout, lines, 1)


def kind_of(key: ChangeKey) -> DoubtKind:
    """Return what a change has in common with those that are alike; of joins and places, their rule."""
    if is_confirmation(key):
        return DoubtKind(key.rule, WORD, "", "")
    if key.action in MANY_ALIKE:
        return DoubtKind(key.rule, key.action, key.before, key.after)
    return DoubtKind(key.rule, key.action, "", "")


def candidates(key: ChangeKey) -> tuple[str, ...]:
    """Return what a reviewer may want instead: what the rule wants, what stands there, what looks alike."""
    if key.action == "label":
        return tuple(dict.fromkeys((key.after, key.before, *(role.value for role in Role))))
    if key.action != "edit":
        return ()
    alike = PARTNERS.get(key.before, "") if len(key.before) == 1 else ""
    return tuple(dict.fromkeys((key.after, key.before, *alike)))


def _line_starts(text: str) -> Sequence[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
