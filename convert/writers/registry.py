"""Writers: a table, name to function. Each shows one document; none decides anything about its text."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points

from convert.errors import BadSetting, UnknownFormat
from convert.typeset.writer import Writer

WRITERS = {
    "docx": "convert.writers.docx:write_docx",
    "epub": "convert.writers.epub:write_epub",
    "pdf": "convert.writers.pdf:write_pdf",
    "xml": "convert.tei.write:write_tei",
}
"""Format (and file ending) to `module:function`; a module is imported when it is first asked for."""


def writer(name: str) -> Writer:
    """Return the writer of that name, ours or an installed one.

    Raises:
        UnknownFormat: there is none; the message names those that exist.
        BadSetting: an installed package claims a name that is taken.

    """
    if name in WRITERS:
        module, _, function = WRITERS[name].partition(":")
        built_in: Writer = getattr(import_module(module), function)
        return built_in
    installed = {point.name: point for point in entry_points(group="convert.writers")}
    for taken in sorted(installed.keys() & WRITERS.keys()):
        raise BadSetting(f"the writer {taken!r} is ours already", location=installed[taken].value)
    if name not in installed:
        names = ", ".join(sorted({*WRITERS, *installed}))
        raise UnknownFormat(f"no writer named {name!r}", hint=f"there are: {names}")
    loaded: Writer = installed[name].load()
    return loaded
