"""Writers: a table, name to function. Each shows one document; none decides anything about its text.

Installed distributions add to it by entry points of the group `backfile.writers`; docs/plugins.md has one.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from convert.errors import UnknownFormat
from convert.system.entry_points import Plugin, find_plugins
from convert.typeset.writer import Writer

GROUPS = ("backfile.writers", "convert.writers")
"""Of entry points; the second is the former name of the first."""

WRITERS = {
    "docx": "convert.writers.docx:write_docx",
    "epub": "convert.writers.epub:write_epub",
    "pdf": "convert.writers.pdf:write_pdf",
    "xml": "convert.tei.write:write_tei",
}
"""Format (and file ending) to `module:function`; a module is imported when it is first asked for."""

SUMMARIES = {
    "docx": "For word processors: named styles, headings in the navigation pane.",
    "epub": "For e-readers: EPUB 3, a chapter an article.",
    "pdf": "For reading and printing: fonts embedded, outline, page numbers.",
    "xml": "For the archive: TEI P5, holds the source and every change of it.",
}
"""What the built-in formats are for."""


def find_writers() -> tuple[Plugin, ...]:
    """Return the installed writers, not loaded yet.

    Raises:
        BadSetting: one claims a name that is taken.

    """
    return find_plugins(WRITERS, *GROUPS)


def load_writer(plugin: Plugin) -> Writer:
    """Import an installed writer.

    Raises:
        BadSetting: it cannot be loaded, or is no function.

    """
    loaded = plugin.load()
    if not callable(loaded):
        raise plugin.error("not a function that writes")
    return cast("Writer", loaded)


def writer(name: str) -> Writer:
    """Return the writer of that name, ours or an installed one.

    Raises:
        UnknownFormat: there is none; the message names those that exist.
        BadSetting: an installed one claims a name that is taken, or cannot be loaded.

    """
    if name in WRITERS:
        module, _, function = WRITERS[name].partition(":")
        built_in: Writer = getattr(import_module(module), function)
        return built_in
    installed = {plugin.name: plugin for plugin in find_writers()}
    if name not in installed:
        names = ", ".join(sorted({*WRITERS, *installed}))
        raise UnknownFormat(f"no writer named {name!r}", hint=f"choose from: {names}")
    return load_writer(installed[name])
