"""Repair the damaged text of newspapers and write it as documents.

    import convert

    convert.convert_file("page.txt")                        output/page.docx, .pdf, .epub and .xml
    document = convert.repair(convert.read("page.txt"))     the same in steps
    pdf = convert.write(document, "pdf").data
    source = convert.restore("output/page.xml")             the bytes of page.txt
    convert.convert_file(["p1.txt", "p2.txt"])              an issue of two pages
    pages = convert.restore_parts("output/p.xml")           both, by their names

What is not in `__all__` here, in `convert.plugins` or in `convert.errors` is private, and may change.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convert.api import Document, convert_file, read, repair, restore, restore_parts, write

__all__ = ["Document", "__version__", "convert_file", "read", "repair", "restore", "restore_parts", "write"]

__version__ = "0.2.0"
"""The same as in pyproject.toml; it goes into the archival XML."""

if not TYPE_CHECKING:  # for a type checker only what is imported above is there

    def __getattr__(name: str) -> object:
        """Import what is offered when it is asked for, so that `backfile --help` need not wait for it."""
        if name in __all__:
            return getattr(import_module("convert.api"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
