"""What stands inside a block: its text, its changes, the milestones of line, page and zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from convert.document.changes import Joined, Kind
from convert.document.model import Block, Page, Segment
from convert.tei.characters import HYPHENS, LINE_ENDS, rend
from convert.tei.names import Attributes, ElementName, page_id
from convert.tei.write.markup import EMPTY, Markup, element, empty, has_line_end, join, text, tidy
from convert.tei.write.rules import Rules
from convert.tei.write.zones import Zone, fragment_id

_WHITE = re.compile(rf"\s+|[{HYPHENS}\xad]\s*[{LINE_ENDS}]\s*")
_SPACES = frozenset(" " * count for count in range(100))
"""What an element may tell the number of; the reader takes two digits."""
_LONGEST_WHITE = 1000
"""Characters of white space that one element names; more is marked up as any text is."""


def contents(block: Block, zones: Mapping[int, Zone], rules: Rules, pages: Sequence[Page]) -> Markup:
    """Mark up a block's segments.

    Source text that stands in one place needs no more than the block's own @facs. A paragraph put
    together from several places has a `seg` for each, in reading order, with what joined them
    between them.
    """
    parts = tuple(_parts(block, zones))
    places = [part for part in parts if isinstance(part, Zone)]
    if len(places) < 2:
        return _run([part for part in parts if not isinstance(part, Zone)], rules)
    pieces: list[Markup] = []
    stops = [number for number, part in enumerate(parts) if isinstance(part, Zone)][1:]
    for number, (begin, stop) in enumerate(pairwise([0, *stops, len(parts)])):
        if number and places[number].page != places[number - 1].page:
            pieces.append(page_beginning(pages, places[number].page))
        texts = [part for part in parts[begin:stop] if not isinstance(part, Zone)]
        seam = _line_end(texts[-1], rules) if texts and stop < len(parts) else {}
        if seam:
            texts.pop()
        pieces.append(element("seg", _fragment(places, number), _run(texts, rules)))
        if seam:
            pieces.append(empty("lb", seam))
    return join(pieces)


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


def _run(parts: Sequence[str | Segment], rules: Rules) -> Markup:
    """Mark up text that stands in one place."""
    pieces: list[Markup] = []
    for number, part in enumerate(parts, 1):
        if isinstance(part, str):
            pieces.append(text(part, opens=not pieces, closes=number == len(parts)))
        elif line := _line_end(part, rules):
            pieces.append(empty("lb", line))
        else:
            pieces.append(_changed(part, rules))
    return join(pieces)


def _parts(block: Block, zones: Mapping[int, Zone]) -> Iterator[str | Segment | Zone]:
    """Yield untouched text in one piece, changed segments, and each zone in front of its text."""
    kept: list[str] = []
    for segment in block.segments:
        zone = zones.get(segment.at) if segment.source else None
        if kept and (zone or not segment.untouched):
            yield "".join(kept)
            kept = []
        if zone:
            yield zone
        if segment.untouched:
            kept.append(segment.source)
        else:
            yield segment
    if kept:
        yield "".join(kept)


def page_beginning(pages: Sequence[Page], number: int) -> Markup:
    """Mark where another page begins."""
    label = tidy(pages[number].label) if number < len(pages) else ""
    attributes: Attributes = {"facs": f"#{page_id(number)}"}
    if label:
        attributes["n"] = label
    return empty("pb", attributes)


def _line_end(segment: str | Segment, rules: Rules) -> Attributes:
    r"""Return the attributes of a line end that reads as nothing or as a space; none if it is not one.

    "\n" -> "" : <lb rend="lf" break="no" .../>, and so for two blocks joined
    """
    if isinstance(segment, str):
        return {}
    spaces = {"": "no", " ": "yes"}.get(segment.reading)
    if spaces is None or not segment.changes:
        return {}
    if not segment.source:
        joined = isinstance(segment.changes[0], Joined)
        return {"break": spaces, **rules.traces(segment.changes)} if joined else {}
    if _is_surplus(segment) or not (_is_white(segment.source) and has_line_end(segment.source)):
        return {}
    return {"rend": rend(segment.source), "break": spaces, **rules.traces(segment.changes)}


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
        return empty("space", {"rend": rend(source), "quantity": str(len(reading)), **traces})
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
    return (
        join([empty("space", {"rend": rend(part), "dim": "vertical"}) for part in parts]) if parts else EMPTY
    )


def _is_surplus(segment: Segment) -> bool:
    return not segment.reading and any(c.kind is Kind.SURPLUS for c in segment.changes)


def _is_white(source: str) -> bool:
    return len(source) <= _LONGEST_WHITE and _WHITE.fullmatch(source) is not None
