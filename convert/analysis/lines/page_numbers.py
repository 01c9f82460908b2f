"""The printed numbers of an issue's pages, by which jump lines name them.

labels "4", "5"   ->  those;  none, but folios 第4版 and 第6版 on the first and third page  ->  4, 5, 6
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from convert.analysis.lines.jump_lines import NUMERALS, page_number
from convert.document.model import Block
from convert.document.roles import Role
from convert.text.pattern import LatePattern

_PAGE = LatePattern(
    rf"第\s*([A-Z]?[0-9]{{1,3}}|[{NUMERALS}]{{1,3}})\s*[版页頁]|(?<![0-9A-Za-z])([A-Z]?[0-9]{{1,3}})\s*[版页頁]"
    r"|(?i:page|seite|p\.)\s*([A-Z]?\d{1,3})|(?<!\S)([A-Z]\d{1,2})(?!\S)"
)
"""The page in a running head or a folio."""
_ALONE = LatePattern(r"[-—–·•|\s]*([A-Z]?\d{1,3})[-—–·•|\s]*")
_LEAST_SHARE = 0.5


def page_numbers(blocks: Sequence[Block], starts: Sequence[int], labels: Sequence[str]) -> dict[str, int]:
    """Return the pages by their numbers: a label, or else a folio, or what the other pages count up to.

    `starts` are the offsets of all pages but the first. A number that two pages have leads to neither. One
    that no label has may still be a folio: labels are often counted, and a file may lack pages.
    """
    count = len(starts) + 1
    folios = _folios(blocks, starts)
    numbers = [page_number(label) for label in labels[:count]]
    numbers += [""] * (count - len(numbers))
    if not all(numbers):
        counted = _counted(folios, count)
        numbers = [number or folios.get(page, "") or counted[page] for page, number in enumerate(numbers)]
    pages = _by_number(dict(enumerate(numbers)))
    return {**_by_number(folios), **pages}


def _by_number(numbers: Mapping[int, str]) -> dict[str, int]:
    """Return the pages by the numbers that only one of them has."""
    times = Counter(numbers.values())
    return {number: page for page, number in numbers.items() if number and times[number] == 1}


def _folios(blocks: Sequence[Block], starts: Sequence[int]) -> dict[int, str]:
    """Return the number in the folio or running head of each page that has one; none where two differ."""
    numbers: dict[int, set[str]] = {}
    for block in blocks:
        if block.role not in {Role.FOLIO, Role.RUNNING_HEAD}:
            continue
        text = block.reading.strip()
        match = _ALONE.fullmatch(text) if block.role is Role.FOLIO else None
        match = match or _PAGE.search(text)
        number = page_number(next(filter(None, match.groups()))) if match else ""
        if number:
            numbers.setdefault(bisect_right(starts, block.segments[0].at), set()).add(number)
    return {page: min(own) for page, own in numbers.items() if len(own) == 1}


def _counted(folios: Mapping[int, str], count: int) -> list[str]:
    """Count all pages as most of the folios do; from 1 on where there are none."""
    first: Counter[int] = Counter()
    for page, number in folios.items():
        if number.isdigit():
            first[int(number) - page] += 1
    if not first:
        return ["" if folios else str(page + 1) for page in range(count)]
    (offset, times), *_ = first.most_common(1)
    if times < _LEAST_SHARE * len(folios):
        return [""] * count
    return [str(page + offset) if page + offset > 0 else "" for page in range(count)]
