"""Which proposals of the rules are right, on pages whose gold text is known: what calibration is made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from convert import conversion
from convert.document.actions import Action, Candidate, by_certainty
from convert.document.changes import Edited, Joined, Labelled, Placed
from convert.document.damage import Damage
from convert.document.model import Document, Proposal
from convert.document.roles import FURNITURE, HEADINGS
from convert.language import Language, language
from convert.language.han import ends_sentence
from convert.passes.registry import Pass, run
from training.truth import score

CHINESE = language("zh-Hans")
BLANK_LINE = re.compile(r"\n\s*\n")
NEAR = 8
"""Characters that may be missing at a seam."""
GOLD_HEADINGS = ("headline", "kicker", "subtitle", "subhead")
SHORT = 25
"""Characters of a paragraph without a stop that the gold text may call one although it is a subhead."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A proposal, and whether it was right."""

    rule: str
    action: str
    cert: float
    right: bool
    size: int
    """Characters that it removes or changes; 0 where it joins, moves or opens."""
    shown: str = ""
    is_heading: bool = False
    """Whether it takes a block for a heading."""


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """A page's proposals, what was estimated of its damage, and what was true of it."""

    name: str
    damage: Damage
    noise: dict[str, int]
    characters: int
    verdicts: tuple[Verdict, ...]


class Judge:
    """Says of each proposal whether it is right: the source is aligned with the gold text once."""

    def __init__(self, gold: Path, text: str) -> None:
        """Align the text of the noisy page with the gold one."""
        self.gold = score.Stream(score.read_doc(str(gold)))
        self.text = text
        blocks = [{"role": "paragraph", "text": part} for part in BLANK_LINE.split(text)]
        noisy = score.Stream({"articles": [{"blocks": blocks}]})
        places, repeats, _ = score.align(self.gold, noisy)
        at = [offset for offset, char in enumerate(text) if score.fold_char(char)]
        self.place: dict[int, int] = dict(zip(at, places, strict=True))
        self.repeat = {offset for offset, again in zip(at, repeats, strict=True) if again}
        self.read = Counter(place for place in places if place >= 0)

    def places(self, start: int, end: int) -> list[int]:
        """Return where the characters of a stretch stand in the gold text; -1: nowhere."""
        return [self.place[at] for at in range(start, end) if at in self.place]

    def surplus(self, start: int, end: int) -> bool:
        """Whether most of a stretch stands elsewhere, too, or nowhere in the gold text."""
        places = self.places(start, end)
        return sum(place < 0 or self.read[place] > 1 for place in places) * 2 > len(places)

    def edit(self, change: Edited, at: int) -> bool:
        """Whether an edit brings the source nearer to the gold text."""
        before, after = change.before, change.after
        if not after.strip():
            return not before.strip() or self.surplus(at, at + len(before))
        places = self.places(at, at + len(before))
        known = [place for place in places if place >= 0]
        if not known:
            return False
        printed = "".join(self.gold.raw[known[0] : known[-1] + 1])
        return bool(printed == after) or (printed != before and fold(printed) == fold(after))

    def follows(self, tail_end: int, head_start: int) -> bool:
        """Whether the text at one offset goes on at another, in the gold text."""
        tail, head = self._near(tail_end, -1), self._near(head_start, 1)
        return tail >= 0 and head >= 0 and 0 < head - tail <= NEAR

    def goes_on(self, tail_end: int, head_start: int) -> bool:
        """Whether it goes on there in one paragraph."""
        blocks = self.gold.blk
        together: bool = blocks[self._near(tail_end, -1)] == blocks[self._near(head_start, 1)]
        return together and self.follows(tail_end, head_start)

    def heading(self, start: int, end: int) -> bool | None:
        """Whether a stretch is a heading; None where the gold text does not say so for certain."""
        known = [place for place in self.places(start, end) if place >= 0]
        if not known:
            return None
        block = self.gold.blk[known[0]]
        if score.role(self.gold.blocks[block][1]) in GOLD_HEADINGS:
            return True
        text = self.text[start:end].strip()
        begins = known[0] == 0 or self.gold.blk[known[0] - 1] != block
        return None if begins and len(text) < SHORT and not ends_sentence(text) else False

    def article(self, at: int, step: int = 1) -> int:
        """Return the gold article of what is read at an offset; -1 where that is not known."""
        place = self._near(at, step)
        article: int = self.gold.art_of[self.gold.blk[place]] if place >= 0 else -1
        return article

    def _near(self, at: int, step: int) -> int:
        for offset in range(at, at + step * 4 * NEAR, step):
            if self.place.get(offset, -1) >= 0 and offset not in self.repeat:
                return self.place[offset]
        return -1


def fold(text: str) -> str:
    """Bring a text to the form in which it is aligned."""
    return "".join(score.fold_char(char) for char in text)


class Witness:
    """A gate that keeps every proposal with its verdict, and acts as rules do."""

    def __init__(self, judge: Judge) -> None:
        """Begin with nothing proposed."""
        self.judge = judge
        self.ends: dict[str, tuple[int, int]] = {}
        self.previous: dict[str, str] = {}
        self.verdicts: list[Verdict] = []

    def look(self, document: Document) -> None:
        """Note where the blocks begin and end in the source, and which follows which."""
        self.ends = {
            b.id: (b.segments[0].at, b.segments[-1].at + len(b.segments[-1].source)) for b in document.blocks
        }
        ids = [b.id for b in document.blocks if b.reading.strip() and not b.is_furniture]
        self.previous = dict(zip(ids[1:], ids, strict=False))

    def __call__(self, candidate: Candidate) -> Action | Proposal | None:
        """Judge a proposal."""
        proposal, rule = candidate.proposal, candidate.rule.name
        right = self._right(proposal)
        if right is not None:
            size = self._size(proposal)
            change = proposal.change
            shown = repr(change)[:160]
            is_heading = isinstance(change, Labelled) and change.after in HEADINGS
            self.verdicts.append(Verdict(rule, change.action, change.cert, right, size, shown, is_heading))
        return by_certainty(candidate)

    def _size(self, proposal: Proposal) -> int:
        change = proposal.change
        if isinstance(change, Edited):
            return max(len("".join(change.before.split())), len("".join(change.after.split())))
        if isinstance(change, Labelled) and change.after in FURNITURE:
            start, end = self.ends[proposal.block]
            return len("".join(self.judge.text[start:end].split()))
        return 0

    def _right(self, proposal: Proposal) -> bool | None:
        """Whether a proposal is right; None where it is not one of those that are weighed."""
        judge, change = self.judge, proposal.change
        match change:
            case Edited():
                return judge.edit(change, proposal.at)
            case Labelled():
                return self._labels(proposal.block, change)
            case Joined():
                return judge.goes_on(self.ends[proposal.block][1] - 1, self.ends[proposal.other][0])
            case Placed() if change.moved:
                before = self.ends.get(proposal.other)
                return before is not None and judge.follows(before[1] - 1, self.ends[proposal.block][0])
            case Placed() if change.opens is not None:
                return self._opens(proposal)
            case _:
                return None

    def _labels(self, block: str, change: Labelled) -> bool | None:
        if change.after in FURNITURE:
            return self.judge.surplus(*self.ends[block])
        is_guess = change.after in HEADINGS and change.rule == "roles"
        return self.judge.heading(*self.ends[block]) if is_guess else None

    def _opens(self, proposal: Proposal) -> bool | None:
        before = self.previous.get(proposal.block)
        here = self.judge.article(self.ends[proposal.block][0])
        if before is None or here < 0:
            return None
        return here != self.judge.article(self.ends[before][1] - 1, -1)


def judged(gold: Path, passes: Sequence[Pass], knowledge: Language = CHINESE) -> JudgedPage:
    """Run passes over a page, one by one, and judge all that they propose."""
    document = conversion.read(gold.with_name(gold.name.replace(".gold.json", ".txt")).read_bytes())
    witness = Witness(Judge(gold, document.source.text))
    for step in passes:
        witness.look(document)
        document = run(document, knowledge, [step], witness)
    page = score.read_doc(str(gold))
    characters = len("".join(document.source.text.split()))
    return JudgedPage(gold.name, document.damage, page.get("noise", {}), characters, tuple(witness.verdicts))


def judged_pages(
    folder: Path,
    passes: Sequence[Pass],
    most: int,
    longest: int = 60_000,
    knowledge: Language = CHINESE,
) -> Iterator[JudgedPage]:
    """Judge the pages of a folder, those of so many bytes at most."""
    golds = (path for path in sorted(folder.glob("*.gold.json")))
    short = (
        path
        for path in golds
        if path.with_name(path.name.replace(".gold.json", ".txt")).stat().st_size < longest
    )
    for number, path in enumerate(short):
        if number >= most:
            break
        yield judged(path, passes, knowledge)
