"""Jumps: where an article goes on that a jump line sends to another page.

    page 1: 全市防汛动员会召开 / "…向沿江各镇派出" / （下转第四版）
    page 4: （上接第一版） / 防汛动员 / "工作组二十四个，…"          ->  the second part continues the first

A jump line names a page. There each place where a part may begin is weighed: under a jump line that leads
back, under a heading that repeats words of the headline, by how the two texts run on, by the words that both
parts share. The places compete, and so do the parts that may go on there; what is certain enough is linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log
from types import MappingProxyType
from typing import NamedTuple

from convert.analysis.jumps.jump_evidence import SAME_HEAD, SHORT_TEXT, Candidate, JumpEvidence
from convert.analysis.jumps.parts import PartEnd, Parts, PartStart
from convert.analysis.latin.latin_items import CLOSERS, STOPS
from convert.analysis.texts.ends import looks_truncated
from convert.analysis.texts.seam import Evidence
from convert.document.roles import ALL_HEADINGS, RUNNING_TEXT
from convert.language.weights import certainty, clamp, log_odds

LATIN_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "bias": -2.3,
        "both_lines": 1.2,
        "only_two": 2.3,
        "back_alone": -0.6,
        "line_missing": -2.1,
        "next_page": 0.6,
        "head_like": 1.2,
        "head_same": 1.8,
        "head_other": -1.0,
        "subhead_other": -1.0,
        "headless": -0.9,
        "inside": -1.4,
        "key": 2.0,
        "small_behind_cut": 3.0,
        "capital_behind_cut": -1.0,
        "small_behind_stop": -2.5,
        "capital_behind_stop": 1.5,
        "cohesion": 5.0,
        "cohesion_none": -1.5,
    }
)
"""What each clue says in Latin script, in log odds: there is no corpus to fit them on. Those of Chinese are
fitted (training/jumps.py)."""
LATIN_SURER = 1.0
"""Log odds by which links are surer than their chance: in invented issues all of .6 and more were right."""
LIKELY_PLACE = 0.2
"""The share of the chance of the likeliest place that another one of the same division has, at least."""
ROUNDS = 8
"""In which the candidates hear of each other."""
MOST_ODDS = 12.0
NOWHERE = 1.0
"""The odds that a part goes on nowhere in the issue, or comes from nowhere."""
LEAST_SHARE = 0.05
"""Below it a place is not even proposed."""
UNSURE = 0.49
"""The certainty, at most, of a part that would go on on an earlier page."""
BADLY_READ = 0.5
"""How likely lines of an issue were read twice, from which on its columns are taken to be in pieces."""
SURE_IN_PIECES = 0.9
"""How certain a link has to be there: any piece of a column may stand where the part would."""
SURE_OF_ONE_LINE, SURE_OF_LITTLE = 0.95, 0.98
"""How certain one has to be to which one jump line alone leads, and no headline carried over: the other
line may be lost with its part; and where columns are in pieces, too, or another heading stands there."""
LEAST_LINK, MOST_LINK = -5.0, 8.0
"""Log odds of links that are weighed, at least and at most."""
MAY_BE_CUT = RUNNING_TEXT | ALL_HEADINGS
"""Roles of what a jump line may cut: text, and text that was taken for a heading."""
GOES_ON = -2.0
"""Log odds of a beginning in mid-sentence, from which on a cut paragraph goes on there."""


class Jump(NamedTuple):
    """A part of an article that continues another one, and how certain that is."""

    end: PartEnd
    start: PartStart
    cert: float
    heads: tuple[int, ...]
    """The headings over the later part."""
    subheads: tuple[int, ...]
    """Those of its headings that are not the headline carried over: they head the text that goes on."""
    is_cut: bool
    """Whether a paragraph goes on there."""


class PossibleJump(NamedTuple):
    """A part that may continue another one."""

    end: PartEnd
    start: PartStart
    chance: float
    """The chance of it among its rivals."""
    evidence: Evidence
    """What else says whether it is so."""


@dataclass(frozen=True, eq=False)
class Jumps:
    """The parts of an issue's articles, and how they are linked."""

    parts: Parts

    def linked(self) -> list[Jump]:
        """Choose which part continues which, the surest first; each goes on once and begins once."""
        jumps = [self._of_divisions(together) for together in self.weighed()]
        ends: set[int] = set()
        starts: set[int] = set()
        chosen: list[Jump] = []
        for jump in sorted(jumps, key=lambda jump: -jump.cert):
            if jump.cert < LEAST_SHARE or jump.end.place in ends or jump.start.place in starts:
                continue
            ends.add(jump.end.place)
            starts.add(jump.start.place)
            chosen.append(jump)
        return chosen

    def weighed(self) -> Iterator[PossibleJump]:
        """Yield the links of one division with another that are likely, with what speaks for them.

        Whether the one continues the other is as certain as all the places together at which it may.
        """
        chances = self._chances()
        divisions = [(end.opener, self.parts.openers[start.text]) for end, start in self.candidates]
        together: dict[tuple[int, int], list[int]] = {}
        beside: dict[tuple[int, bool], list[int]] = {}
        for number, pair in enumerate(divisions):
            together.setdefault(pair, []).append(number)
            for side, division in enumerate(pair):
                beside.setdefault((division, bool(side)), []).append(number)
        for pair, numbers in together.items():
            chance = sum(chances[number] for number in numbers)
            if chance < LEAST_SHARE:
                continue
            rivals = {n for side in (False, True) for n in beside[pair[side], side] if divisions[n] != pair}
            best = max(chances[number] for number in numbers)
            likely = [number for number in numbers if chances[number] >= LIKELY_PLACE * best]
            lined = [number for number in likely if self.candidates[number][0].lines] or likely
            end, start = self.candidates[min(lined, key=lambda number: self.candidates[number][1].text)]
            rival = max((chances[number] for number in rivals), default=0.0)
            surest = max(numbers, key=chances.__getitem__)
            yield PossibleJump(
                end, start, min(1.0, chance), self._sureness(self.candidates[surest], chance, rival)
            )

    def _sureness(self, pair: Candidate, chance: float, rival: float) -> Evidence:
        """Weigh how certain a link is that was chosen."""
        end, start = pair
        one = not (end.lines and start.lines)
        repeats = self.parts.page.damage.repeats
        odds = clamp(_logit(chance), LEAST_LINK, MOST_LINK)
        evidence: Evidence = {
            "bias": 1.0,
            "odds": odds,
            "rival": clamp(_logit(rival), LEAST_LINK, MOST_LINK),
            "earlier": float(start.page < end.page),
            "repeats": repeats,
            "repeats_odds": repeats * odds,
            "short": float(len(self.parts.text(start.text)) < SHORT_TEXT),
        }
        if not one:
            return evidence
        has_same_head = self.evidence.has_same_head(end, start)
        has_heads = bool(self.evidence.heads_of(end, start))
        return evidence | {
            "one_line": 1.0,
            "one_odds": odds,
            "one_back": float(not end.lines),
            "one_missing": float(self.parts.is_two_sided),
            "one_headless": float(not has_heads),
            "one_other": float(has_heads and not has_same_head),
            "one_inside": float(start.inside),
            "one_repeats": repeats * (not has_same_head),
            "one_same_repeats": repeats * has_same_head,
        }

    def _of_divisions(self, link: PossibleJump) -> Jump:
        """Return a link of a division with another: at the first places that are likely enough."""
        if self._is_fitted:
            odds = self.parts.page.language.models.odds("jump_sure", link.evidence)
        else:
            odds = _logit(link.chance) + LATIN_SURER
        cert = certainty(odds)
        return self._jump(link.end, link.start, cert)

    def _chances(self) -> list[float]:
        """Return how certain each candidate is, each part having one continuation at most, and so on.

        The marginals of a random matching whose pairs have these odds, by belief propagation (Zdeborová and
        Mézard, 2006): what a part would rather be linked with leaves the less for its rivals.
        """
        odds = [self.odds(self.evidence.weigh(*pair)) for pair in self.candidates]
        weights = [exp(clamp(value, -MOST_ODDS, MOST_ODDS)) for value in odds]
        ends = [end.place for end, _ in self.candidates]
        starts = [start.place for _, start in self.candidates]
        from_starts = [1.0] * len(weights)
        from_ends = from_starts
        for _ in range(ROUNDS):
            from_ends = _others_free(ends, weights, from_starts)
            from_starts = _others_free(starts, weights, from_ends)
        free = [w * one * other for w, one, other in zip(weights, from_ends, from_starts, strict=True)]
        return [value / (1.0 + value) for value in free]

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The parts of which a jump line may say that one continues the other."""
        return list(self._candidates())

    def _candidates(self) -> Iterator[Candidate]:
        on_page: dict[int, list[PartStart]] = {}
        come_from: dict[int, set[int]] = {}
        for start in self.parts.starts.values():
            on_page.setdefault(start.page, []).append(start)
            for line in start.lines:
                come_from.setdefault(line.target, set()).add(start.page)
        for end in self.parts.ends.values():
            pages = {line.target for line in end.lines if line.line.page} or come_from.get(end.page, set())
            for start in (start for page in sorted(pages) for start in on_page.get(page, ())):
                named = all(line.may_name(end.page) for line in start.lines)
                if named and (end.lines or start.lines) and start.page != end.page:
                    yield end, start

    @cached_property
    def evidence(self) -> JumpEvidence:
        """What speaks for each of them."""
        return JumpEvidence(self.parts, self.candidates)

    def odds(self, evidence: Evidence) -> float:
        """Return the log odds that one part continues the other."""
        if self._is_fitted:
            return self.parts.page.language.models.odds("jump", evidence)
        return log_odds(evidence, LATIN_WEIGHTS)

    def _is_doubtful(self, end: PartEnd, start: PartStart, cert: float) -> bool:
        """Whether a link is not certain enough for the little that speaks for it."""
        if not self._is_fitted:
            return False
        in_pieces = self.parts.page.damage.repeats >= BADLY_READ
        if (end.lines and start.lines) or self.evidence.has_same_head(end, start):
            return in_pieces and cert < SURE_IN_PIECES
        little = in_pieces or bool(self.evidence.heads_of(end, start))
        return cert < (SURE_OF_LITTLE if little else SURE_OF_ONE_LINE)

    @property
    def _is_fitted(self) -> bool:
        """Whether there are weights for the issue's language that were fitted."""
        return self.parts.page.language.is_chinese

    def _jump(self, end: PartEnd, start: PartStart, cert: float) -> Jump:
        if start.page < end.page or self._is_doubtful(end, start, cert):
            cert = min(cert, UNSURE)
        tail, head = self.parts.text(end.text), self.parts.text(start.text)
        if self.parts.page.language.is_chinese:
            is_cut = looks_truncated(tail) and self.parts.page.texts.start_odds[head] > GOES_ON
        else:
            is_cut = tail.rstrip(CLOSERS)[-1:] not in STOPS
        is_cut = is_cut and {self.parts.role(number) for number in (end.text, start.text)} <= MAY_BE_CUT
        heads = self.evidence.heads_of(end, start)
        subheads = tuple(number for number in heads if self.evidence.likeness(end, [number]) < SAME_HEAD)
        return Jump(end, start, cert, heads, subheads, is_cut)


def _others_free(parts: Sequence[int], weights: Sequence[float], messages: Sequence[float]) -> list[float]:
    """Return how likely the part of each candidate is free for it: linked with no other one."""
    pulls = [weight * message for weight, message in zip(weights, messages, strict=True)]
    total = dict.fromkeys(parts, NOWHERE)
    for part, pull in zip(parts, pulls, strict=True):
        total[part] += pull
    return [1.0 / max(NOWHERE, total[part] - pull) for part, pull in zip(parts, pulls, strict=True)]


def _logit(chance: float) -> float:
    """Return the log odds of a chance, that of 0 and 1 far off."""
    chance = clamp(chance, 1e-6, 1.0 - 1e-6)
    return log(chance / (1.0 - chance))
