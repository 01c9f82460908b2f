"""What stands inside a block: its text, its changes, the milestones of line, page and zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from convert.archive.characters import HYPHENS, LINE_ENDS, rend
from convert.model import Block, Kind, Page, Segment
from convert.writers.tei.markup import EMPTY, Markup, element, empty, has_line_end, join, text, tidy
from convert.writers.tei.rules import Rules
from convert.writers.tei.zones import Zone, page_id

JOINED = "¶"
"""What a change puts down as the text before it where two blocks were joined."""

_WHITE = re.compile(rf"\s+|[{HYPHENS}\xad]\s*[{LINE_ENDS}]\s*")
_LONGEST = 1000
"""Characters of white space that one element names; more is marked up as any text is."""


def contents(block: Block, found: Mapping[int, Zone], rules: Rules, pages: Sequence[Page]) -> Markup:
    """Mark up a block's segments; its first zone is the business of the block's own element."""
    pieces: list[Markup] = []
    line: dict[str, str] = {}  # a line end that may yet become the milestone of the next zone
    page: int | None = None
    parts = tuple(_parts(block, found))
    for number, part in enumerate(parts, 1):
        if isinstance(part, Zone):
            if page is not None:
                if part.page != page:
                    pieces.append(page_beginning(pages, part.page))
                pieces.append(empty("lb", {"break": "no", **line, "facs": f"#{part.id}"}))
                line = {}
            page = part.page
            continue
        if line:
            pieces.append(empty("lb", line))
        line = {} if isinstance(part, str) else _line_end(part, rules)
        if isinstance(part, str):
            pieces.append(text(part, opens=not pieces, closes=number == len(parts)))
        elif not line:
            pieces.append(_changed(part, rules))
    if line:
        pieces.append(empty("lb", line))
    return join(pieces)


def _parts(block: Block, found: Mapping[int, Zone]) -> Iterator[str | Segment | Zone]:
    """Yield untouched text in one piece, changed segments, and each zone in front of its text."""
    kept: list[str] = []
    for segment in block.segments:
        zone = found.get(segment.at) if segment.source else None
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
    return empty("pb", {"facs": f"#{page_id(number)}", **({"n": label} if label else {})})


def _line_end(segment: Segment, rules: Rules) -> dict[str, str]:
    r"""Return the attributes of a line end that reads as nothing or as a space; none if it is not one.

    "\n" -> "" : <lb rend="lf" break="no" .../>, and so for two blocks joined
    """
    spaces = {"": "no", " ": "yes"}.get(segment.reading)
    if spaces is None or not segment.changes:
        return {}
    if not segment.source:
        joined = segment.changes[0].before == JOINED
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
    if _is_white(source) and not has_line_end(source) and not reading.strip(" "):
        return empty("space", {"rend": rend(source), "quantity": str(len(reading)), **traces})
    return _choice(segment, traces)


def _choice(segment: Segment, traces: Mapping[str, str]) -> Markup:
    """A misreading of the print is `sic`; what the house only writes otherwise is `orig`."""
    wrong = any(c.kind in {Kind.CORRECTION, Kind.SURPLUS} for c in segment.changes)
    old, new = ("sic", "corr") if wrong else ("orig", "reg")
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
    parts = [source[at : at + _LONGEST] for at in range(0, len(source), _LONGEST)]
    return (
        join([empty("space", {"rend": rend(part), "dim": "vertical"}) for part in parts]) if parts else EMPTY
    )


def _is_surplus(segment: Segment) -> bool:
    return not segment.reading and any(c.kind is Kind.SURPLUS for c in segment.changes)


def _is_white(source: str) -> bool:
    return len(source) <= _LONGEST and _WHITE.fullmatch(source) is not None
