"""The one file that some commands take, and archival files from the disk or standard input."""

from __future__ import annotations

import sys

from convert.errors import BadSetting
from convert.system.files import Found, find, load
from convert.system.xml import MOST

XML = ".xml"


def only_source(name: str, ending: str = ".txt", *, kind: str = "sources", advice: str) -> Found:
    """Return the one file that an argument names.

    Raises:
        BadSetting: it names several.

    """
    found, *more = find([name], ending)
    if more:
        raise BadSetting(f"{len(more) + 1} {kind}", location=name, hint=advice)
    return found


def only_archive(name: str) -> Found:
    """Return the one archival XML that an argument names.

    Raises:
        BadSetting: it names several.

    """
    return only_source(name, XML, kind="files", advice="give one")


def load_archive(found: Found) -> bytes:
    """Load an archival XML.

    Raises:
        UnreadableSource: as `load` raises.

    """
    return load(found, MOST, sys.stdin.buffer, hint="an archival XML of an issue is never so large")
