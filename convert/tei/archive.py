"""The one way in which commands open an archival XML: none is believed that is not as it was written.

Two alone look at an altered file, and say so: `verify`, which tells its faults, and `restore`, for which
the digest of the source is proof enough.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from convert.tei.checksum import verify_checksum
from convert.tei.defaults import fill_in
from convert.tei.read import parse_archive


def open_archive(data: bytes, name: str = "") -> Element:
    """Parse an archival XML, see that nobody has touched it, and return its root; all marks have all traces.

    Raises:
        UnreadableSource: not XML that we take at all.
        InvalidArchive: not an archival XML of this profile, or it does not have the digest that it names.

    """
    root = parse_archive(data, name)
    verify_checksum(root, name)
    fill_in(root)
    return root
