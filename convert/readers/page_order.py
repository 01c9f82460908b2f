"""The reading order that a PAGE file states: groups of regions, ordered or not, one in another.

    <RegionRefIndexed index="1" regionRef="b"/> <RegionRefIndexed index="0" regionRef="a"/>  ->  a, b

Groups are elements and cannot go in a circle; what they name may come twice or be missing: the first counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.readers.values import LARGEST, number

ARTICLE = "article"
"""A type of a group: what it names is one article."""


class OrderStep(NamedTuple):
    """One region in the order of reading."""

    region: str
    """Its id."""
    group: int
    """What has the same number is read one behind the other; nothing is said of those with other numbers."""
    is_article: bool
    """Whether the file says that the group is an article."""


def stated_order(page: Element) -> list[OrderStep]:
    """Return the regions that the reading order of a page names, each once; none where it states none."""
    steps: dict[str, OrderStep] = {}
    fresh = count()
    for element in page:
        if local_name(element) == "ReadingOrder":
            for group in element:
                for step in _steps(group, next(fresh), fresh, is_article=False):
                    steps.setdefault(step.region, step)
    return list(steps.values())


def _steps(element: Element, group: int, fresh: Iterator[int], *, is_article: bool) -> Iterator[OrderStep]:
    """Yield what an element of a group, or a group, names; elements are nested 256 deep at most."""
    name = local_name(element)
    if element.get("type") == ARTICLE:
        group, is_article = next(fresh), True
    if region := element.get("regionRef", ""):
        yield OrderStep(region, group, is_article)
    if name.startswith("Ordered"):
        for child in sorted(element, key=lambda each: number(each.get("index"), LARGEST)):
            yield from _steps(child, group, fresh, is_article=is_article)
    elif name.startswith("Unordered"):
        for child in element:
            yield from _steps(child, group if is_article else next(fresh), fresh, is_article=is_article)


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
