"""A METS of a few lines, and pages of ALTO for it, written as a delivery has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

NAMES = 'xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"'
ALTO = "http://www.loc.gov/standards/alto/ns-v3#"
Piece = tuple[str, str, str]
"""Types of divisions, from outside to inside; the file's id; the block's."""

DIDL = """<d:DIDL xmlns:d="urn:mpeg:mpeg21:2002:02-DIDL-NS" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:x="urn:x"><d:Item><d:Component><d:Descriptor><d:Statement>metadata</d:Statement></d:Descriptor>
 <d:Resource><dc:title>Courant</dc:title><dc:date xsi:type="x:d">1813-11-16</dc:date></d:Resource>
 </d:Component>
 <d:Item><d:Component><d:Descriptor><d:Statement>metadata</d:Statement></d:Descriptor><d:Resource>
 <x:nativePageNumber>1</x:nativePageNumber></d:Resource></d:Component>
 <d:Component><d:Descriptor><d:Statement>alto</d:Statement></d:Descriptor>
 <d:Resource ref="http://resolver.example/1" x:filename="1_alto.xml"/></d:Component>
 <d:Item x:article_id="a1"><dc:subject>artikel</dc:subject><dc:title>Berigt</dc:title>
 <x:area hpos="10" vpos="20" width="30" height="40"/><x:area hpos="10"/></d:Item>
 <d:Item x:article_id="a2"><dc:subject>advertentie</dc:subject>
 <x:area hpos="50" vpos="20" width="30" height="40"/></d:Item></d:Item></d:Item></d:DIDL>"""
"""Of a page with an article and an advertisement; it uses a prefix that it does not declare."""


def mets(
    hrefs: Sequence[str],
    units: Iterable[tuple[str, Sequence[Piece]]] = (),
    *,
    labels: Sequence[str] = (),
    records: str = "",
    linked: str = "",
) -> bytes:
    """Return a METS that names pages, A1, A2 and so on, and units of pieces of them."""
    files = "".join(
        f'<file ID="A{n}" MIMETYPE="text/xml"><FLocat LOCTYPE="URL" xlink:href="{href}"/></file>'
        for n, href in enumerate(hrefs, 1)
    )
    pages = "".join(
        f'<div TYPE="PAGE" ORDER="{n}" ORDERLABEL="{labels[n - 1] if labels else n}">'
        f'<fptr FILEID="A{n}"/></div>'
        for n in range(1, len(hrefs) + 1)
    )
    logical = "".join(f'<div TYPE="{kind}">{"".join(map(_piece, pieces))}</div>' for kind, pieces in units)
    return (
        f"<mets {NAMES}>{records}<fileSec><fileGrp USE='Text'>{files}</fileGrp></fileSec>"
        f'<structMap TYPE="LOGICAL"><div TYPE="Newspaper"><div TYPE="ISSUE">{logical}</div></div></structMap>'
        f'<structMap TYPE="PHYSICAL"><div TYPE="Newspaper">{pages}</div></structMap>{linked}</mets>'
    ).encode()


def _piece(piece: Piece) -> str:
    kinds, file, block = piece
    steps = kinds.split("/")
    area = f'<fptr><area BETYPE="IDREF" FILEID="{file}" BEGIN="{block}"/></fptr>'
    return "".join(f'<div TYPE="{step}">' for step in steps) + area + "</div>" * len(steps)


def alto(blocks: Sequence[tuple[str, str]]) -> bytes:
    """Return a page of blocks, each an id and a text of a line; its words have ids: ID_w1, ID_w2."""
    lines = "".join(
        f'<TextBlock ID="{key}" HPOS="10" VPOS="{number * 20}" WIDTH="200" HEIGHT="18">'
        f'<TextLine HPOS="10" VPOS="{number * 20}" WIDTH="200" HEIGHT="18">{_words(key, text)}'
        f"</TextLine></TextBlock>"
        for number, (key, text) in enumerate(blocks)
    )
    return (
        f'<alto xmlns="{ALTO}"><Layout><Page ID="P1" WIDTH="300" HEIGHT="400"><PrintSpace>{lines}'
        f"</PrintSpace></Page></Layout></alto>"
    ).encode()


def _words(key: str, text: str) -> str:
    return "<SP/>".join(
        f'<String ID="{key}_w{n}" CONTENT="{word}" HPOS="{n * 10}" VPOS="1" WIDTH="8" HEIGHT="9"/>'
        for n, word in enumerate(text.split(), 1)
    )


def delivery(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files of a delivery, and return its folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
