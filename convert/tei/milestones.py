r"""The empty elements that stand for characters: `lb`, `space` and `g`.

<lb rend="crlf"/>                    source: \r\n        reading: \r\n
<lb rend="lf" break="no"/>           source: \n          reading: nothing
<space rend="sp sp" quantity="1"/>   source: two spaces  reading: one
<space/>                             source: a space     reading: nothing
<space dim="vertical"/>              source: \n\n        reading: nothing, for a block ends there
"""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from convert.tei.characters import from_byte, from_code, from_rend
from convert.tei.names import tag
from convert.tei.read import altered

_LB, _SPACE, _G = tag("lb"), tag("space"), tag("g")
BLANK_LINE = "\n\n"
"""What parts most blocks of a source: white space between blocks that is not named."""
_BREAKS = {"no": "", "yes": " "}
_COUNT = re.compile(r"[0-9]{1,2}")
"""No more digits: a small file must not ask for much memory."""


def source_of_milestone(element: Element, name: str) -> str:
    """Return the characters of the source that a milestone names.

    Raises:
        InvalidArchive: it names none.

    """
    if element.tag == _G:
        value = element.get("n", "")
        try:
            return from_byte(value) if element.get("type") == "byte" else from_code(value)
        except ValueError as error:
            raise altered(f"@n: {error}", name, element) from error
    if element.tag == _SPACE and element.get("rend") is None:
        return BLANK_LINE if element.get("dim") == "vertical" else " "
    try:
        return from_rend(element.get("rend", ""))
    except ValueError as error:
        raise altered(f"@rend: {error}", name, element) from error


def reading_of_milestone(element: Element, source: str, name: str) -> str:
    """Return how a milestone reads whose source is given.

    A line end with `break="no"` reads as nothing, with `"yes"` as a space. White space between
    blocks reads as nothing; a quantity tells how many spaces remain of a `space`, which is nothing where
    there is neither a quantity nor a name. All else reads as its source.

    Raises:
        InvalidArchive: a quantity that is no number.

    """
    if element.tag == _LB:
        return _BREAKS.get(element.get("break", ""), source)
    if element.tag == _SPACE:
        if element.get("dim") == "vertical":
            return ""
        if element.get("rend") is None and element.get("quantity") is None:
            return ""
        if (count := element.get("quantity")) is not None:
            if not _COUNT.fullmatch(count):
                raise altered(f"quantity {count[:20]!r} is not a number", name, element)
            return " " * int(count)
    return source
