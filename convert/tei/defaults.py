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

from convert.tei.names import ElementName, tag

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

_CHANGED = MappingProxyType({tag("lb"): "break", tag("pc"): "orig", tag("space"): "quantity"})
"""The attribute that tells a change; a `space` is one, too, that names no white space."""


def fill_in(root: Element) -> None:
    """Give each mark of a file the traces that it leaves to the header; older files have all of them."""
    declared = root.find(_DECLARED)
    if declared is None:
        return
    for usage in declared.iterfind(_USAGES):
        kind, ana, cert = (usage.get(name, "") for name in ("gi", "ana", "cert"))
        element = tag(kind) if kind in USUAL else ""  # type: ignore[arg-type] # a file may name any
        for mark in list(root.iter(element)) if element and ana else []:
            if _is_changed(mark) and mark.get("ana") is None:
                mark.set("ana", ana)
                if mark.get("cert") is None:
                    mark.set("cert", cert)
    if resp := declared.get("resp"):
        for mark in cast("list[Element]", _UNANSWERED(root)):
            mark.set("resp", resp)


def _is_changed(mark: Element) -> bool:
    """Whether an element that stands for characters says that they are read otherwise, or not at all."""
    names_nothing = mark.get("rend") is None and mark.get("dim") is None
    return mark.get(_CHANGED[mark.tag]) is not None or (mark.tag == tag("space") and names_nothing)
