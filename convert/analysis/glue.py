"""What stands between two texts that become one."""

from __future__ import annotations

import re

from convert.language.han import is_wide

INSIDE_NUMBER = re.compile(r"\d[.,]$")
"""The end of a text in the middle of a number: 50. / 3."""


def glue_between(tail: str, head: str) -> str:
    """Return what belongs between two joined texts: nothing beside a wide character or inside a number.

    >>> glue_between("夺得跳", "台冠军"), glue_between("the council", "voted"), glue_between("50.", "3公斤")
    ('', ' ', '')
    """
    last, first = tail[-1:], head[:1]
    if not last or not first or is_wide(last) or is_wide(first) or last in "“‘（《·—…":
        return ""
    if first.isdigit() and (last.isdigit() or INSIDE_NUMBER.search(tail)):
        return ""
    return " " if (last.isalnum() or last in ",.;:!?)") and first.isalnum() else ""
