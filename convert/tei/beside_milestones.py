r"""The spaces that stand as text in front of milestones, for programs that take the text of a file alone.

    NOW AT <lb rend="lf" break="yes"/>EIGHTEEN.      source: NOW AT\nEIGHTEEN.   reading: NOW AT EIGHTEEN.
    EXPLO<lb rend="- lf" break="no"/>SION            source: EXPLO-\nSION        reading: EXPLOSION

Each `lb` and `space` that reads as white space has one. It is a part of the milestone: neither the source
nor the reading has it besides. Editions in TEI break the line of the file there, which would part a
paragraph in a line diff; a space is as much to whoever reads the text without the elements.

Files of the profiles 1 and 2 have none.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml.etree import _Element as Element

from convert.tei.names import AttributeName, ElementName, tag

_LB, _SPACE = tag("lb"), tag("space")


def reads_as_white(name: ElementName, get: Callable[[AttributeName], str | None]) -> bool:
    """Whether the `lb` or `space` with these attributes reads as white space, and not as nothing."""
    if name == "lb":
        return get("break") != "no"
    if get("dim") == "vertical":
        return False
    quantity = get("quantity")
    return get("rend") is not None if quantity is None else bool(quantity.strip("0"))


def take_out_spaces(root: Element) -> None:
    """Take out the spaces that stand as text in front of milestones: the tree has them in the milestones.

    and<space/> <lb rend="lf" break="yes"/>  ->  and<space/><lb rend="lf" break="yes"/>
    """
    for element in root.iter(_LB, _SPACE):
        if not reads_as_white("lb" if element.tag == _LB else "space", element.get):
            continue
        before, parent = element.getprevious(), element.getparent()
        if before is not None:
            if (text := before.tail) and text[-1] == " ":
                before.tail = text[:-1]
        elif parent is not None and (text := parent.text) and text[-1] == " ":
            parent.text = text[:-1]
