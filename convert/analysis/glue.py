"""What stands between two texts that become one."""

from __future__ import annotations

from convert.language.han import is_wide


def glue_between(tail: str, head: str) -> str:
    """Return what belongs between two joined texts: nothing beside a wide character or inside a number.

    >>> glue_between("夺得跳", "台冠军"), glue_between("the council", "voted")
    ('', ' ')
    """
    last, first = tail[-1:], head[:1]
    if not last or not first or is_wide(last) or is_wide(first) or last in "“‘（《·—…":
        return ""
    if last.isdigit() and first.isdigit():
        return ""
    return " " if (last.isalnum() or last in ",.;:!?)") and first.isalnum() else ""
