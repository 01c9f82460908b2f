"""Random sources and random passes over them, with a naive model of what the readings become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from convert.document.actions import Action, Edit, Join, Label, Place, Refer, Rule, Split
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.text.source import decode, encode

PIECES = (
    *(
        "甲",
        "乙",
        "，",
        "。",
        "“",
        "重庆日报",
        "\u3000",
        "𠀋",
        "e\u0301",
        "word",
        "a",
        "-",
        "(",
        "<b>",
        "&amp;",
        "]]>",
        "¶",
        "b.12345678",
        "headline",
    ),
    *(
        " ",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\r\n\r\n",
        "\v",
        "\f",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
    ),
    *("\x00", "\x1b", "\x1f", "\x7f", "\xad", "\u200b", "\u202e", "\ufeff", "\ufffe", "\uffff", "\U0001ffff"),
    *("\udc80", "\udcff", "\ufffd", "\xa0", "\u2003", "<!--", '"', "'", "\u200d", "\U000e0041"),
)
"""What sources and readings are made of: plain text, and all that a file format may stumble over."""

ACTIONS = ("edit", "edit", "edit", "join", "split", "label", "place", "ref")
CERTAINTIES = (1.0, 0.98, 0.95, 0.5, 1e-05)
GLUES = ("", " ", "，", "\n", "  ")


@dataclass(frozen=True, slots=True)
class Draw:
    """One proposal before it is fitted to the document: numbers of any size, taken modulo."""

    action: str
    numbers: tuple[int, int, int]
    reading: str
    cert: float


@dataclass(frozen=True, slots=True)
class Step:
    """One pass: a kind of rule and what it proposes."""

    name: str
    kind: Kind
    draws: tuple[Draw, ...]

    @property
    def rule(self) -> Rule:
        """The rule that proposes it."""
        return Rule(self.name, self.kind)


@dataclass(frozen=True, slots=True)
class Programme:
    """A source and the passes over it."""

    text: str
    steps: tuple[Step, ...]
    meta: Metadata

    def documents(self) -> Iterator[tuple[Document, list[str]]]:
        """Yield the document as read and after each pass, with the readings of a naive model."""
        source = decode(encode("甲" + self.text, "utf-8"), "utf-8")
        document = read_text(source, self.meta)
        readings = [b.reading for b in document.blocks]
        yield document, readings
        for step in self.steps:
            actions = list(fitted(document, step.draws))
            done = [a for a in actions if a.cert >= step.rule.threshold]
            readings = modelled(readings, done)
            document = rewrite(document, step.rule, actions)
            yield document, readings


def fitted(document: Document, draws: Sequence[Draw]) -> Iterator[Action]:
    """Fit draws to a document: edits of a block are disjoint, nothing is joined or split twice."""
    size = len(document.blocks)
    edited: dict[int, list[tuple[int, int]]] = {}
    split: set[int] = set()
    joined: list[tuple[int, int]] = []
    for draw in draws:
        one, two, three = draw.numbers
        number = one % size
        text = document.blocks[number].reading
        if draw.action == "edit" and number not in split:
            start = two % (len(text) + 1)
            end = start + three % (len(text) - start + 1)
            if all(end <= s or start >= e for s, e in edited.get(number, [])):
                # of two insertions at one place nobody could say which comes first
                if any((start, end) == other for other in edited.get(number, [])):
                    continue
                edited.setdefault(number, []).append((start, end))
                yield Edit(number, start, end, draw.reading, draw.cert)
        elif draw.action == "split" and number not in edited and number not in split:
            places = list(cuts(document, number))
            if places:
                split.add(number)
                yield Split(number, places[two % len(places)], draw.cert)
        elif draw.action == "join" and can_join(joined, number, two % size):
            joined.append((number, two % size))
            yield Join(number, two % size, GLUES[three % len(GLUES)], draw.cert)
        elif draw.action in {"label", "ref"}:
            yield label_or_reference(document, draw)
        elif draw.action == "place" and two % (size + 1) - 1 != number:
            opens = (*Opening, None, None)[three % (len(Opening) + 2)]
            yield Place(number, two % (size + 1) - 1, draw.cert, opens)


def label_or_reference(document: Document, draw: Draw) -> Action:
    """Fit a label, or a part of an article with a jump line that leads to it or back."""
    one, two, three = draw.numbers
    size = len(document.blocks)
    if draw.action == "label":
        return Label(one % size, list(Role)[two % len(Role)], draw.cert)
    jumps = [n for n, block in enumerate(document.blocks) if block.role is Role.JUMP]
    lines = (jumps[three % len(jumps)],) if jumps else ()
    onward, back = (lines, ()) if three % 2 else ((), lines)
    return Refer(one % size, document.blocks[two % size].id, draw.cert, onward, back)


def cuts(document: Document, number: int) -> Iterator[int]:
    """Yield where a block can be split: in untouched text, with something to read on both sides."""
    block = document.blocks[number]
    position = 0
    for segment in block.segments:
        first = position if segment.untouched else position + len(segment.reading)
        position += len(segment.reading)
        for at in range(first, position + 1):
            if block.reading[:at].strip() and block.reading[at:].strip():
                yield at


def can_join(joined: Sequence[tuple[int, int]], first: int, second: int) -> bool:
    """Return whether one more join makes neither a fork nor a ring."""
    if any(first == f or second == s for f, s in joined):
        return False
    after = dict(joined)
    here = second
    while here in after:
        here = after[here]
    return here != first


def modelled(readings: Sequence[str], done: Sequence[Action]) -> list[str]:
    """Do with plain strings what `rewrite` does with segments."""
    parts = [[text] for text in readings]
    edits = sorted((a for a in done if isinstance(a, Edit)), key=lambda e: (e.start, e.end))
    for edit in reversed(edits):
        text = parts[edit.block][0]
        parts[edit.block] = [text[: edit.start] + edit.reading + text[edit.end :]]
    for action in done:
        if isinstance(action, Split):
            text = parts[action.block][0]
            parts[action.block] = [text[: action.at], text[action.at :].lstrip()]
    order = list(range(len(parts)))
    for action in done:
        if isinstance(action, Place):
            index = order.index(action.block)
            if (order[index - 1] if index else -1) != action.after:
                order.remove(action.block)
                order.insert(order.index(action.after) + 1 if action.after >= 0 else 0, action.block)
    joins = {a.first: a for a in done if isinstance(a, Join)}
    behind = {j.second for j in joins.values()}
    result: list[str] = []
    for number in order:
        if number in behind:
            continue
        here, texts = number, list(parts[number])
        while here in joins:
            join = joins[here]
            head, *rest = parts[join.second]
            texts[-1] += join.glue + head
            texts += rest
            here = join.second
        result += texts
    return result


def programme(random: Random) -> Programme:
    """Make a programme of pseudo-random numbers, where hypothesis is not at hand."""

    def words(most: int) -> str:
        return "".join(random.choices(PIECES, k=random.randrange(most)))

    steps = [
        Step(
            f"rule-{number}",
            random.choice(list(Kind)),
            tuple(
                Draw(
                    random.choice(ACTIONS),
                    (random.randrange(99), random.randrange(99), random.randrange(9)),
                    words(3),
                    random.choice(CERTAINTIES),
                )
                for _ in range(random.randrange(8))
            ),
        )
        for number in range(random.randrange(6))
    ]
    meta = Metadata(
        title=words(4),
        date=random.choice(DATES),
        number=words(3),
        language=random.choice(LANGUAGES),
        page=words(2),
        name=words(3),
    )
    return Programme(words(60), tuple(steps), meta)


DATES = ("", "2025-12-08", "2025-12", "2025", "2025-02-30", "0000", "8. Dezember", "2025-13")
LANGUAGES = ("", "zh-Hans", "en", "no language", "x", "zh_TW", "中文")

texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
readings = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
numbers = st.integers(0, 60)
draws = st.builds(
    Draw,
    st.sampled_from(ACTIONS),
    st.tuples(numbers, numbers, st.integers(0, 6)),
    readings,
    st.sampled_from(CERTAINTIES),
)
steps = st.builds(
    Step,
    st.sampled_from(["lines", "joins", "joins", "my rule?", "多"]),
    st.sampled_from(Kind),
    st.lists(draws, max_size=8).map(tuple),
)
metadata = st.builds(
    Metadata,
    title=readings,
    date=st.sampled_from(DATES),
    number=readings,
    language=st.sampled_from(LANGUAGES),
    page=readings,
    name=readings,
)
programmes = st.builds(Programme, texts, st.lists(steps, max_size=5).map(tuple), metadata)
"""Shrinks to the shortest source and the fewest proposals."""
