"""What an archival XML says once for all marks: who answers for them, which rule makes one of a kind.

    <tagsDecl resp="#backfile">                                             <pc orig=",">，</pc>
      <namespace name="http://www.tei-c.org/ns/1.0">
        <tagUsage gi="pc" ana="#rule.fullwidth-punctuation" cert="0.99"/>

A page has hundreds of marks of these kinds, so an attribute saved is a page saved. Which value is the default
is settled here and not counted in the file: no mark may change because of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, cast

from lxml import etree
from lxml.etree import _Element as Element

from convert.tei.names import TEI, ElementName, tag

_DECLARED = "/".join((tag("teiHeader"), tag("encodingDesc"), tag("tagsDecl")))
_USAGES = f"{tag('namespace')}/{tag('tagUsage')}"
_UNANSWERED = etree.XPath("//*[@ana][not(@resp)]")


class UsualTraces(NamedTuple):
    """The rule and the certainty of most marks of a kind."""

    rule: str
    cert: str


USUAL: Mapping[ElementName, UsualTraces] = MappingProxyType(
    {
        "lb": UsualTraces("lines", "0.9"),
        "pc": UsualTraces("fullwidth-punctuation", "0.99"),
        "space": UsualTraces("spaces", "0.97"),
    }
)
"""By the element that marks a change; one of them without a change has no traces at all."""

_CHANGED: Mapping[ElementName, str] = MappingProxyType(
    {"lb": "@break", "pc": "@orig", "space": "@quantity or not(@rend or @dim)"}
)
"""What tells a change; a `space` is one, too, that names no white space."""
_UNTRACED: Mapping[str, etree.XPath] = MappingProxyType(
    {
        name: etree.XPath(f"//tei:{name}[not(@ana)][{changed}]", namespaces={"tei": TEI[1:-1]})
        for name, changed in _CHANGED.items()
    }
)
"""Finds the changes of a kind that leave their traces to the header."""


def fill_in(root: Element) -> None:
    """Give each mark of a file the traces that it leaves to the header; older files have all of them."""
    declared = root.find(_DECLARED)
    if declared is None:
        return
    for usage in declared.iterfind(_USAGES):
        kind, ana, cert = (usage.get(name, "") for name in ("gi", "ana", "cert"))
        for mark in cast("list[Element]", _UNTRACED[kind](root)) if kind in _UNTRACED and ana else []:
            mark.set("ana", ana)
            if mark.get("cert") is None:
                mark.set("cert", cert)
    if resp := declared.get("resp"):
        for mark in cast("list[Element]", _UNANSWERED(root)):
            mark.set("resp", resp)
