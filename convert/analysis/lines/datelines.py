"""Datelines: how a report begins, whatever paper, site or agency it is of.

"本报讯 （记者 周晓岚）…", "新华社维也纳3月14日电 …", "云津网消息（午间播报）：…"

What an issue begins its reports with is also learnt from the issue itself: an opening that stands under three
headings is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convert.language.han import COLONS, COMMAS, ends_sentence, is_han
from convert.text.pattern import LatePattern

_FILED = r"(?:消息|讯|訊|电|電|报道|報道|報導|專電|专电)"
_SOURCE = r"(?:网|網|报|報|社|台|臺|刊|频道|頻道|电视|電視|客户端|在线|之声|新闻|新聞)"
_DAY = r"[\d〇零一二三四五六七八九十]+[日月]?"
_OWN = r"(?:本报|本報|新华社|新華社|据新华社|中新社|中央社|据|專電|专电|本刊|本台|本臺|本网)"
_CLOSED = r"[^。，,、；;！!？?：:（）()【】的从]"
LONGEST_LEAD = 28
"""Characters before the bracket or colon behind a lead, at most."""
DATELINE = re.compile(
    rf"[（(【〔]?(?:{_OWN}[^。，]{{0,16}}?{_FILED}"
    rf"|[^。]{{2,24}}?{_DAY}[电電][（(\s】〕]"
    r"|[（(【〔](?:記者|记者)[^。，；：（）()【】〔〕]{2,16}(?:報導|報道|报道|电|電)[】）)〕]"
    rf"|(?={_CLOSED}{{2,{LONGEST_LEAD}}}[（(：:】〕]){_CLOSED}{{1,12}}?{_SOURCE}"
    rf"{_CLOSED}{{0,22}}?{_FILED}\s?[（(：:】〕])"
)
"""A paper's own lead; a place and a day before 电; 〔記者 X／臺中報導〕; a source, what it filed, a mark."""
LEAD = LatePattern(
    rf"[（(【〔]?(?!据(?!新华|中新)|[^讯訊电電]{{0,16}}(?:记者|記者|摄|攝))(?:{_OWN}{_CLOSED}{{0,16}}?{_FILED}"
    rf"|{_CLOSED}{{2,14}}?\d{{1,2}}月\d{{1,2}}日(?:专|專)?[电電])[】）)〕]?\s*"
)
"""What a report begins with, as far as it says where it is from: 本报讯, 新华社维也纳3月14日电."""
BRACKETED = LatePattern(r"[（(]([^（）()]*)[）)]")
SHORTEST_FORMULA, LONGEST_FORMULA = 4, 28
HEADINGS_OVER_A_FORMULA = 3
LONGEST_HEADING_ABOVE = 70
SHORTEST_REPORT = 30


def closed_up(text: str) -> str:
    """Return a text without the blanks between two Han characters that an OCR program leaves.

    >>> closed_up("云 津 网 消 息 （ 记 者 周 晓 岚 ）"), closed_up("云津 三月")
    ('云津网消息（记者周晓岚）', '云津 三月')
    """
    pieces = text.split()
    if len(pieces) < 4 or len(pieces) * 3 < len("".join(pieces)):
        return text
    closed = [pieces[0]]
    for left, right in pairwise(pieces):
        wide = not (left[-1].isascii() and right[0].isascii())
        closed.append(right if wide else f" {right}")
    return "".join(closed)


@dataclass(frozen=True, slots=True)
class Datelines:
    """How reports begin: the forms of any paper, and the formulas of this issue."""

    formulas: tuple[str, ...] = ()

    def begins(self, text: str) -> bool:
        """Whether a text begins as a report does."""
        head = closed_up(text[: 3 * LONGEST_LEAD])
        return DATELINE.match(head) is not None or head.startswith(self.formulas)


def behind_lead(text: str) -> str | None:
    """Return what stands behind the lead of a report, without brackets around it; None: there is no lead.

    >>> behind_lead("本报讯（记者 周晓岚）"), behind_lead("新华社维也纳3月14日电"), behind_lead("步道开放")
    ('记者 周晓岚', '', None)
    """
    closed = closed_up(text[: 3 * LONGEST_LEAD])
    lead = LEAD.match(closed)
    if lead is None or len(text) > 3 * LONGEST_LEAD:
        return None
    rest = closed[lead.end() :]
    bracketed = BRACKETED.fullmatch(rest)
    return bracketed[1] if bracketed else rest


def begins_report(text: str) -> bool:
    """Whether a text surely begins a report: no text that was cut goes on with a dateline.

    >>> begins_report("云津网3月14日电（记者 周晓岚）步道开放。"), begins_report("本报报道，步道")
    (True, False)
    """
    lead = DATELINE.match(closed_up(text[: 3 * LONGEST_LEAD]))
    return lead is not None and not lead.group().endswith(("报道", "報道", "报导"))


def learn_datelines(texts: Sequence[str], counted: Iterable[str] = ()) -> Datelines:
    """Learn the openings of an issue from its texts: what stands under three headings begins reports.

    A formula ends with a bracket, a colon or a blank; what reports begin with by chance does not. Those
    that a pack has counted in other issues of the paper are added.
    """
    learnt = (
        lead for lead, headings in find_leads(texts).items() if len(headings) >= HEADINGS_OVER_A_FORMULA
    )
    return Datelines(tuple(sorted({*learnt, *counted})))


def find_leads(texts: Sequence[str]) -> Mapping[str, set[str]]:
    """Return how texts under what may be headings begin, and those headings."""
    leads: dict[str, set[str]] = {}
    for above, text in pairwise(texts):
        if len(text) >= SHORTEST_REPORT and _may_be_heading(above):
            lead = _formula(closed_up(text[: 3 * LONGEST_FORMULA]))
            if lead:
                leads.setdefault(lead, set()).add(above)
    return leads


def _may_be_heading(text: str) -> bool:
    return len(text) <= LONGEST_HEADING_ABOVE and not ends_sentence(text) and text[-1:] not in COMMAS | COLONS


def _formula(head: str) -> str:
    """Return a text's opening up to its first mark, if that is a bracket, a colon or a dash."""
    for at, char in enumerate(head[:LONGEST_FORMULA]):
        if char in "（(：:—】]":
            return head[: at + 1] if at >= SHORTEST_FORMULA else ""
        if not is_han(char):
            return ""
    return ""
