"""How an archival XML looks to a reader: one reading, in CETEIcean by `rendition`, in a browser by itself.

The style sheet is inside the file, so that nothing has to travel beside it and nothing is fetched: as
`tagsDecl/rendition` (TEI P5, section 2.3.4), which CETEIcean obeys, and as a data URI (RFC 2397) in the
`xml-stylesheet` instruction, which browsers do.
"""

from __future__ import annotations

from urllib.parse import quote

from convert.tei.write.markup import Markup

HIDDEN = ("teiHeader, facsimile, standOff, sic, orig, surplus, fw", "display: none")
RENDITIONS = (
    HIDDEN,
    ("corr::before, corr::after, reg::before, reg::after, lb[break]::after", "content: none !important"),
)
"""Selectors and declarations against CETEIcean's own sheet, which puts brackets around a second reading.

A selector has no spaces but behind commas, for CETEIcean puts `tei-` in front of each word.
"""
BROWSER = (
    ("TEI", "display: block; max-width: 40em; margin: auto"),
    ("div, head, byline, dateline, p, ab, lg, l, item, figure", "display: block; margin: .5em 0"),
    ("head", "font-weight: bold"),
    ("table", "display: table"),
    ("row", "display: table-row"),
    ("cell", "display: table-cell; padding: 0 .5em"),
    HIDDEN,
    ("lb:not([break])::after", "content: '\\a'; white-space: pre"),
)
"""What a browser must be told, which knows no TEI."""


def style_instruction() -> Markup:
    """Return the processing instruction that gives a browser the style sheet."""
    rules = "".join([f"{selector}{{{look}}}" for selector, look in BROWSER])
    compact = rules.replace(": ", ":").replace("; ", ";").replace(", ", ",")
    address = "data:text/css," + quote(compact, safe="{}:;,.()[]=!'*-\\")
    return Markup(f'<?xml-stylesheet type="text/css" href="{address}"?>')
