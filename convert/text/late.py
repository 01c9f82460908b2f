"""A module that is imported when something of it is first asked for, so that a start need not wait for it.

    if TYPE_CHECKING:
        from convert.analysis.jumps import jumps
    else:
        jumps = LateModule("convert.analysis.jumps.jumps")

A page of plain text asks for a third of what the rules can look at: places, jumps, containers, Latin words.
Names are looked up at each use; from Python 3.15 on `lazy from` does the same (PEP 810).
"""

from __future__ import annotations

from importlib import import_module


class LateModule:
    """Stands for a module until, and whenever, something of it is asked for.

    >>> LateModule("math").floor(2.5)
    2
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        """Keep its full name; one that is wrong says so at its first use."""
        self._name = name

    def __getattr__(self, name: str) -> object:
        """Return what the module has by that name."""
        return getattr(import_module(self._name), name)
