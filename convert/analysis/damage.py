"""How damaged a document is, estimated from its blocks as read: paragraphs are known, nothing is moved yet.

    every paragraph ends in a stop, none begins in mid-sentence      ->  cuts .02, order .01
    eight ends that look cut, six of them with no continuation below ->  cuts .99, order .96

A rule that was fitted on damaged pages expects damage. What the whole document shows is its prior: without
an unpaired end nothing was moved, and a line that stands twice was printed twice. The models were fitted on
pages whose every kind of damage was drawn on its own (training/draw_pages.py), so that no kind foretells
another one that it has nothing to do with: half-width marks say nothing of lost headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log1p
from typing import NamedTuple

from convert.analysis.features import FEATURES
from convert.analysis.lines.overlap import LONGEST_LINE, find_overlaps
from convert.analysis.texts.ends import looked_at, looks_truncated
from convert.analysis.texts.seam import Evidence, ParagraphEnd, ParagraphStart, Seams
from convert.analysis.texts.text_sides import TEXTS_TOGETHER
from convert.analysis.texts.texts import PageTexts
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Block
from convert.document.roles import ASIDE
from convert.language.han import HAN, NEVER_FIRST, OPENERS, BetweenHan, ends_sentence, is_han
from convert.language.traditional import TRADITIONAL
from convert.language.weights import certainty, clamp

LEAST_HAN = 200
"""Han characters of a document, below which nothing is estimated."""
LONGEST_SHORT = 36
"""A block of more characters is text; a shorter one that does not end in a stop may be a heading."""
SHORTEST_FOOT = 9
"""Characters of a line that was read twice, at least."""
REACH = 14
"""Blocks between two readings of a line, at most."""
SHORT_BETWEEN = 3
"""Short blocks that may stand between a cut end and its continuation: furniture, a caption, a credit."""
MOST_STRAYS = 0.03
"""Share of traditional characters from which on a page is a traditional one."""
MANY_GAPS = 0.004
"""Gaps for each Han character, from which on a recogniser has set them."""
PLACES = 2
"""Decimals of an estimate."""
ITEM_ENDS = "；;—"
"""Marks that end an item of a list, or what stands above one, oftener than a column; so do Latin words."""
SURE = 0.9
"""How likely an end must be cut, or a beginning in mid-sentence, to be one surely."""
ENDS_COMPARED = 16
"""Unpaired ends and beginnings that are held against each other."""
KINDS = ("any", "cuts", "repeats", "order", "orphans", "misreadings")
"""The estimates; each has a model of its own signs, `damage_cuts` and so on."""

INSIDE = re.compile(r"[，；。！？,;]")
"""A mark of running text: blocks without any are headings, furniture, and lists of names."""
HAN_RUN = re.compile(f"{HAN.pattern}+")
GAP = BetweenHan(r"[ \u00a0]+")
HALF = BetweenHan("[,;:?!]")
FULL = re.compile(r"[，；：？！]")
WRONG_LETTER = re.compile(r"[OoОоlI](?<=\d.)(?=[\d年月日%万亿])|旳")
WRONG_MARK = re.compile(r"[.\"]")


def estimate_damage(blocks: Sequence[Block], page: PageTexts) -> Damage:
    """Estimate each kind of damage of a Chinese document; of any other, or of a few words, nothing."""
    evidence = damage_evidence(blocks, page) if page.language.is_chinese else {}
    if not evidence:
        return NOT_ESTIMATED
    odds = page.language.models.odds
    return Damage(
        **{kind: round(certainty(odds(f"damage_{kind}", signs_of(kind, evidence))), PLACES) for kind in KINDS}
    )


def signs_of(kind: str, evidence: Evidence) -> Evidence:
    """Return the evidence that a kind of damage is estimated by; what belongs to other kinds is left out.

    Were cuts estimated by misread characters, too, a rule that asks for cuts would be told of those.
    """
    return {name: evidence[name] for name in FEATURES[f"damage_{kind}"]}


def damage_evidence(blocks: Sequence[Block], page: PageTexts) -> Evidence:
    """Gather what the whole document shows of damage; nothing where it has too little text."""
    texts = [text for b in blocks if b.role not in ASIDE and (text := b.reading.strip())]
    han = sum(map(len, HAN_RUN.findall("\n".join(texts))))
    if han < LEAST_HAN:
        return {}
    places = list(_placed(texts, page))
    running = [place for place in places if place.running]
    return {
        "bias": 1.0,
        "blocks": log1p(len(running)),
        "short": 1 - len(running) / len(places),
        **_ends(places, running, page),
        **_repeats(texts, page),
        **_misreadings(places, han),
    }


class PlacedBlock(NamedTuple):
    """A block of text where it stands."""

    text: str
    running: bool
    """Whether it is more than a heading or a piece of furniture."""
    cut: float
    """How likely its end was cut."""
    open: float
    """How likely it begins in mid-sentence."""


def _placed(texts: Sequence[str], page: PageTexts) -> Iterator[PlacedBlock]:
    seams = page.seams
    for at, text in looked_at(texts, seams, _is_asked):
        if at % TEXTS_TOGETHER == 0:
            near = pairwise(texts[at : at + TEXTS_TOGETHER + 1])
            seams.look_across(
                [(seams.ends[tail], seams.starts[head]) for tail, head in near if _may_be_cut(tail)]
            )
        below = texts[at + 1] if at + 1 < len(texts) else None
        cut = certainty(page.cut_odds[text, below]) if _may_be_cut(text) else 0.0
        yield PlacedBlock(text, _is_running(text), cut, certainty(page.start_odds[text]))


def _is_asked(text: str) -> bool:
    """Whether a rule will ask how the end of a text goes on: all are looked at together then."""
    return looks_truncated(text) or _is_running(text)


def _is_running(text: str) -> bool:
    """Whether a text is more than a heading or a piece of furniture."""
    return ends_sentence(text) or INSIDE.search(text) is not None


def _may_be_cut(text: str) -> bool:
    """Whether a running text ends in mid-sentence, and not as an item of a list does."""
    if not looks_truncated(text) or text[-1] in ITEM_ENDS or (text[-1].isascii() and text[-1].isalpha()):
        return False
    return _is_running(text)


def _ends(places: Sequence[PlacedBlock], running: Sequence[PlacedBlock], page: PageTexts) -> Evidence:
    """Count ends that look cut and beginnings in mid-sentence: how many meet, how many stand alone."""
    paired = alone_behind_stop = 0.0
    tails: list[PlacedBlock] = []
    heads: list[PlacedBlock] = []
    for number, place in enumerate(places):
        if not place.running:
            continue
        below = _below(places, number)
        if place.cut > 0.5:
            if below is not None and (below.open > 0.5 or _meet(place, below, page)):
                paired += 1
            else:
                tails.append(place)
        elif below is not None and below.open > 0.5:
            heads.append(below)
            alone_behind_stop += ends_sentence(place.text)
    first = next(iter(running), None)
    opens_first = 0.0 if first is None else first.open
    if opens_first > 0.5 and first is not None:
        heads.append(first)
    cut, started = sum(p.cut for p in running), sum(p.open for p in running)
    met = _fits(tails, heads, page)
    count = max(1, len(running))
    return {
        "cut": log1p(cut),
        "cut_share": cut / count,
        "cut_surely": log1p(sum(p.cut > SURE for p in running)),
        "surest_cut": max((p.cut for p in running), default=0.0),
        "open_surely": log1p(sum(p.open > SURE for p in running)),
        "open": log1p(started),
        "open_share": started / count,
        "surest_open": max((p.open for p in running), default=0.0),
        "paired": log1p(paired),
        "paired_share": paired / count,
        "tails": log1p(len(tails)),
        "tails_share": len(tails) / count,
        "heads": log1p(len(heads)),
        "heads_share": len(heads) / count,
        "behind_stop": log1p(alone_behind_stop),
        "more_heads": clamp(len(heads) - len(tails), -3.0, 3.0),
        "met": log1p(met),
        "heads_left": log1p(max(0.0, len(heads) - met)),
        "opens_first": opens_first,
        "unfinished": log1p(sum(not ends_sentence(p.text) and len(p.text) > LONGEST_SHORT for p in running)),
    }


def _below(places: Sequence[PlacedBlock], number: int) -> PlacedBlock | None:
    """Return the running text that stands below, a few short blocks passed over."""
    near = places[number + 1 : number + 2 + SHORT_BETWEEN]
    return next((place for place in near if place.running), None)


def _meet(tail: PlacedBlock, head: PlacedBlock, page: PageTexts) -> bool:
    """Whether the text below goes on where a cut one ends."""
    seams = page.seams
    return _runs_on(seams.ends[tail.text], seams.starts[head.text], seams)


def _fits(tails: Sequence[PlacedBlock], heads: Sequence[PlacedBlock], page: PageTexts) -> float:
    """Count the unpaired beginnings that run on well from some unpaired end."""
    seams = page.seams
    ends = [seams.ends[tail.text] for tail in tails[:ENDS_COMPARED]]
    count = 0.0
    for head in heads[:ENDS_COMPARED]:
        start = seams.starts[head.text]
        count += any(_runs_on(end, start, seams) for end in ends)
    return count


def _runs_on(end: ParagraphEnd, start: ParagraphStart, seams: Seams) -> bool:
    """Whether the characters on the two sides of a seam draw each other, and the words there do, too."""
    drawn = seams.association(end, start)
    return drawn > 1.0 and (drawn > 3.0 or seams.join_score(end, start).bits > 4.0)


def _repeats(texts: Sequence[str], page: PageTexts) -> Evidence:
    """Count the lines that end one block and begin another one, cut in mid-sentence there.

    A whole line that stands twice says nothing: a refrain, a question to each speaker, a byline.
    """
    near = far = 0
    for (i, j), size in find_overlaps(texts, REACH, page.edges.of).items():
        behind = texts[j][size : size + 1]
        whole = ends_sentence(texts[i]) or not behind or behind in NEVER_FIRST or behind in OPENERS
        if not whole and SHORTEST_FOOT <= size <= LONGEST_LINE:
            near += abs(i - j) <= 1 + SHORT_BETWEEN
            far += abs(i - j) > 1 + SHORT_BETWEEN
    return {"read_twice": log1p(near), "read_twice_far": log1p(far)}


def _misreadings(places: Sequence[PlacedBlock], han: int) -> Evidence:
    """Weigh signs of a recogniser: gaps between Han, stray traditional characters, wrong signs.

    A lone stray may stand in a name, and gaps part names and offices, so that only many of them count.
    """
    whole = "\n".join(place.text for place in places)
    half, full = HALF.count(whole), len(FULL.findall(whole))
    gaps = sum(GAP.count(place.text) for place in places if place.running)
    strays = len(TRADITIONAL.compiled.findall(whole))
    if strays > MOST_STRAYS * han:  # a traditional page
        strays = 0
    wrong = len(WRONG_LETTER.findall(whole)) + _wrong_marks(whole)
    return {
        "mixed": min(half, full) / max(1, half + full),
        "gaps": min(1.0, 20 * max(0, gaps - 2) / han),
        "gaps_many": float(gaps > 3 and gaps > MANY_GAPS * han),
        "strays": min(1.0, 300 * max(0, strays - 1) / han),
        "strays_at_all": log1p(min(20, max(0, strays - 1))),
        "wrong_signs": log1p(min(20, wrong)),
        "wrong_signs_share": min(1.0, 1_000 * wrong / han),
    }


def _wrong_marks(text: str) -> int:
    """Count the marks of Latin text that stand between two Han characters, or behind one at the end."""
    last, count = len(text) - 1, 0
    for mark in WRONG_MARK.finditer(text):
        at = mark.start()
        count += at > 0 and is_han(text[at - 1]) and (at == last or is_han(text[at + 1]))
    return count
