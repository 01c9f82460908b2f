"""What stands inside a block: its text, its changes, the milestones of line, page and zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

from convert.document.changes import Joined, Kind
from convert.document.model import Block, Page, Segment
from convert.tei.characters import HYPHENS, LINE_ENDS, rend
from convert.tei.milestones import BLANK_LINE
from convert.tei.names import Attributes, ElementName, page_id
from convert.tei.write.markup import (
    EMPTY,
    Markup,
    element,
    empty,
    has_line_end,
    join,
    milestone,
    run_on,
    text,
    tidy,
)
from convert.tei.write.rules import ChangedText, Rules
from convert.tei.write.zones import Zone, fragment_id

_WHITE = re.compile(rf"\s+|[{HYPHENS}\xad]\s*[{LINE_ENDS}]\s*")
_SPACES = frozenset(" " * count for count in range(100))
"""What an element may tell the number of; the reader takes two digits."""
_LONGEST_WHITE = 1000
"""Characters of white space that one element names; more is marked up as any text is."""

_LONGEST_MARK = 6
"""Characters: ...... for ……"""

LONGEST_REMEMBERED = 40
"""Characters of a changed text whose markup is kept for the next that is the same."""
MOST_REMEMBERED = 4_096
"""So many of a document."""


class LineStart(NamedTuple):
    """Where a line begins whose place on the page is known."""

    line: str
    """Id of its zone."""


class CutText(NamedTuple):
    """Text up to the beginning of a line."""

    text: str
    line: str
    """Id of the zone of the line behind it; empty: none is known."""


def contents(
    block: Block, zones: Mapping[int, Zone], lines: Mapping[int, str], rules: Rules, pages: Sequence[Page]
) -> Markup:
    """Mark up a block's segments; a line end names the line behind it where `lines` knows its place.

    Source text that stands in one place needs no more than the block's own @facs. A paragraph put
    together from several places has a `seg` for each, in reading order, with what joined them
    between them.
    """
    parts = tuple(_parts(block, zones, lines))
    places = [part for part in parts if isinstance(part, Zone)]
    if len(places) < 2:
        return _run(_texts(parts), rules)
    pieces: list[Markup] = []
    stops = [number for number, part in enumerate(parts) if isinstance(part, Zone)][1:]
    for number, (begin, stop) in enumerate(pairwise([0, *stops, len(parts)])):
        if number and places[number].page != places[number - 1].page:
            pieces.append(page_beginning(pages, places[number].page))
        texts = _texts(parts[begin:stop])
        seam = _line_end(texts[-1], rules) if texts and stop < len(parts) else {}
        if seam:
            texts.pop()
        pieces.append(element("seg", _fragment(places, number), _run(texts, rules)))
        if seam:
            pieces.append(milestone("lb", seam))
    return join(pieces)


def _texts(parts: Sequence[str | Segment | LineStart | Zone]) -> list[str | Segment | LineStart]:
    """Return what stands in one zone; where a line begins behind it is told elsewhere."""
    texts = [part for part in parts if not isinstance(part, Zone)]
    while texts and isinstance(texts[-1], LineStart):
        texts.pop()
    return texts


def is_in_pieces(zones: Sequence[Zone]) -> bool:
    """Return whether a block with these zones has a `seg` for each."""
    return len(zones) > 1


def _fragment(places: Sequence[Zone], number: int) -> Attributes:
    """Return the attributes of a fragment: its id, its place in the source, its neighbours."""
    last = len(places) - 1
    attributes: Attributes = {
        "xml:id": fragment_id(places[number]),
        "type": "fragment",
        "facs": f"#{places[number].id}",
    }
    attributes["part"] = "I" if not number else "F" if number == last else "M"
    if number:
        attributes["prev"] = f"#{fragment_id(places[number - 1])}"
    if number < last:
        attributes["next"] = f"#{fragment_id(places[number + 1])}"
    return attributes


def _run(parts: Sequence[str | Segment | LineStart], rules: Rules) -> Markup:
    """Mark up text that stands in one place."""
    pieces: list[Markup] = []
    for number, part in enumerate(parts, 1):
        following = parts[number] if number < len(parts) else None
        place: Attributes = {"facs": f"#{following.line}"} if isinstance(following, LineStart) else {}
        if isinstance(part, LineStart):
            continue
        if isinstance(part, str) and place:
            bare = part.rstrip()
            pieces.append(text(bare, opens=not pieces))
            pieces.append(milestone("lb", {"rend": rend(part[len(bare) :]), **place}))
        elif isinstance(part, str):
            pieces.append(text(part, opens=not pieces, closes=number == len(parts)))
        elif line := _line_end(part, rules):
            pieces.append(milestone("lb", {**line, **place}))
        else:
            pieces.append(_changed_once(part, rules))
    return run_on(pieces)


def _parts(
    block: Block, zones: Mapping[int, Zone], lines: Mapping[int, str]
) -> Iterator[str | Segment | LineStart | Zone]:
    """Yield untouched text in one piece, changed segments, and each zone in front of its text.

    Untouched text is cut behind a line end where the place of the next line is known.
    """
    kept: list[str] = []
    for segment in block.segments:
        zone = zones.get(segment.at) if segment.source else None
        if kept and (zone or not segment.untouched):
            yield "".join(kept)
            kept = []
        if zone:
            yield zone
        if not segment.untouched:
            yield segment
        elif not lines:
            kept.append(segment.source)
        else:
            *before, last = _cut_behind_line_ends(segment, lines)
            for piece, line in before:
                yield "".join([*kept, piece])
                yield LineStart(line)
                kept = []
            kept.append(last.text)
        if not segment.untouched and lines and segment.source[-1:] == "\n":
            line = lines.get(segment.at + len(segment.source), "")
            if line:
                yield LineStart(line)
    if kept:
        yield "".join(kept)


def _cut_behind_line_ends(segment: Segment, lines: Mapping[int, str]) -> list[CutText]:
    """Cut a text behind each line end behind which a line begins whose place is known."""
    cuts: list[CutText] = []
    done = 0
    source = segment.source
    at = source.find("\n") + 1
    while at:
        if line := lines.get(segment.at + at):
            cuts.append(CutText(source[done:at], line))
            done = at
        at = source.find("\n", at) + 1
    return [*cuts, CutText(source[done:], "")]


def page_beginning(pages: Sequence[Page], number: int) -> Markup:
    """Mark where another page begins."""
    label = tidy(pages[number].label) if number < len(pages) else ""
    attributes: Attributes = {"facs": f"#{page_id(number)}"}
    if label:
        attributes["n"] = label
    return empty("pb", attributes)


def _line_end(segment: str | Segment | LineStart, rules: Rules) -> Attributes:
    r"""Return the attributes of a line end that reads as nothing or as a space; none if it is not one.

    "\n" -> "" : <lb rend="lf" break="no" .../>, and so for two blocks joined
    """
    if not isinstance(segment, Segment):
        return {}
    spaces = {"": "no", " ": "yes"}.get(segment.reading)
    if spaces is None or not segment.changes:
        return {}
    if not segment.source:
        joined = isinstance(segment.changes[0], Joined)
        return {"break": spaces, **rules.traces(segment.changes, "lb")} if joined else {}
    if _is_surplus(segment) or not (_is_white(segment.source) and has_line_end(segment.source)):
        return {}
    return {"rend": rend(segment.source), "break": spaces, **rules.traces(segment.changes, "lb")}


def _changed_once(segment: Segment, rules: Rules) -> Markup:
    """Mark up a changed segment, or take the markup of one that was the same."""
    if len(segment.source) + len(segment.reading) > LONGEST_REMEMBERED:
        return _changed(segment, rules)
    key = ChangedText(segment.source, segment.reading, segment.changes)
    markup = rules.marked_up.get(key)
    if markup is None:
        markup = _changed(segment, rules)
        if len(rules.marked_up) < MOST_REMEMBERED:
            rules.marked_up[key] = markup
    return Markup(markup)


def _changed(segment: Segment, rules: Rules) -> Markup:
    """Mark up a segment whose reading is not its source."""
    source, reading = segment.source, segment.reading
    if not segment.changes:
        return _parting(source) if not reading and source.isspace() else _choice(segment, {})
    traces = rules.traces(segment.changes)
    if not source:
        return element("supplied", traces, text(reading, opens=True, closes=True))
    if _is_surplus(segment):
        return element("surplus", {"reason": "repeated", **traces}, text(source, opens=True, closes=True))
    if _is_white(source) and not has_line_end(source) and reading in _SPACES:
        named: Attributes = {} if source == " " else {"rend": rend(source)}
        if reading or named:
            named["quantity"] = str(len(reading))
        return milestone("space", {**named, **rules.traces(segment.changes, "space")})
    if _is_mark(segment):
        return element("pc", {"orig": source, **rules.traces(segment.changes, "pc")}, text(reading))
    return _choice(segment, traces)


def _choice(segment: Segment, traces: Attributes) -> Markup:
    """A misreading of the print is `sic`; what the house only writes otherwise is `orig`."""
    wrong = any(c.kind in {Kind.CORRECTION, Kind.SURPLUS} for c in segment.changes)
    old: ElementName = "sic" if wrong else "orig"
    new: ElementName = "corr" if wrong else "reg"
    return element(
        "choice",
        {},
        join(
            [
                element(old, {}, text(segment.source, opens=True, closes=True)),
                element(new, traces, text(segment.reading, opens=True, closes=True)),
            ]
        ),
    )


def _parting(source: str) -> Markup:
    """The white space that parts two blocks; it reads as nothing, for the block ends there."""
    parts = [source[at : at + _LONGEST_WHITE] for at in range(0, len(source), _LONGEST_WHITE)]
    names: list[Attributes] = [{} if part == BLANK_LINE else {"rend": rend(part)} for part in parts]
    return join([milestone("space", {**named, "dim": "vertical"}) for named in names]) if parts else EMPTY


def _is_surplus(segment: Segment) -> bool:
    return not segment.reading and any(c.kind is Kind.SURPLUS for c in segment.changes)


def _is_mark(segment: Segment) -> bool:
    """Whether a punctuation mark is only written otherwise: `,` as `，`; a reader shows it once."""
    return all(c.kind is Kind.REGULARIZATION for c in segment.changes) and all(
        side and len(side) <= _LONGEST_MARK and all(category(c)[0] in "PS" for c in side)
        for side in (segment.source, segment.reading)
    )


def _is_white(source: str) -> bool:
    return len(source) <= _LONGEST_WHITE and _WHITE.fullmatch(source) is not None
