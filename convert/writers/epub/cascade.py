"""Rules of a style sheet, each selector once, the more specific behind the less specific.

Of rules of different specificity the order decides nothing (CSS Cascade 5, section 6.1), so sorting them
changes no page; a person who reads the sheet, and calibre's Check Book, find every exception behind its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SIMPLE_SELECTORS = re.compile(r"\[[^\]]*\]|(?<!:):[\w-]+|\.[\w-]+")
"""Attributes, pseudo-classes, classes: each weighs more than all names of elements together."""
ELEMENTS = re.compile(r"[A-Za-z][\w-]*")


class StyleRule(NamedTuple):
    """One selector, and what it sets: `text-indent: 2em` and so on."""

    selector: str
    declarations: tuple[str, ...]


class Specificity(NamedTuple):
    """How much a selector weighs (Selectors 4, section 17); ours name no ids."""

    classes: int
    elements: int


def specificity(selector: str) -> Specificity:
    """Weigh a selector: `.part h2` -> one class, one element."""
    rest, classes = SIMPLE_SELECTORS.subn("", selector)
    return Specificity(classes, len(ELEMENTS.findall(rest)))


def parsed(sheet: str) -> Iterator[StyleRule]:
    """Yield the rules of a sheet of our own: no comments, no at-rules, no braces in strings."""
    for selectors, block in RULE.findall(sheet):
        declarations = tuple(" ".join(part.split()) for part in block.split(";") if part.strip())
        for selector in selectors.split(","):
            yield StyleRule(selector.strip(), declarations)


def in_order(rules: Iterable[StyleRule]) -> Iterator[StyleRule]:
    """Yield each selector once, with the last value of each property, by specificity and then as given.

    body {margin: 0} .kicker + .headline {margin: 0} .headline {margin: 1em} body {margin: 4%}
    -> body {margin: 4%} .headline {margin: 1em} .kicker + .headline {margin: 0}
    """
    merged: dict[str, dict[str, str]] = {}
    for selector, declarations in rules:
        values = merged.setdefault(selector, {})
        for declaration in declarations:
            name = declaration.partition(":")[0]
            values.pop(name, None)  # a shorthand sets again what stands in front of it
            values[name] = declaration
    for selector in sorted(merged, key=specificity):
        yield StyleRule(selector, tuple(merged[selector].values()))
