"""Folders of issues, their catalogues, and what schemas say of the feeds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from convert.catalogue.feeds import PAGE_SIZE
from convert.catalogue.front import CatalogueFront
from convert.catalogue.inventory import CatalogueEntry
from convert.catalogue.messages import ENGLISH
from convert.catalogue.store import FOLDER
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.typeset.styles import StyleSheet, load_style
from convert.typeset.writer import WriteContext
from convert.writers.epub import write_epub
from tests.support.build import archived, document
from tests.support.catalogued import CHANGED
from tests.support.paths import SHARED

SCHEMAS = SHARED / "schemas"


HOSTILE = "\"><script>alert(1)</script>]]> javascript:'&../\\"


FRONT = CatalogueFront("Catalogue", ENGLISH)


FONTS = load_style("newspaper").font("heading")


def entry(n: int, title: str = "山城晚报") -> CatalogueEntry:
    """Make an issue of some day."""
    date = f"{1951 + n // 28}-01-{n % 28 + 1:02}"
    return CatalogueEntry(
        f"a b/#{n}{title[0]}",
        (".epub", ".xml"),
        title,
        date,
        str(n),
        "",
        "zh-Hans",
        "要闻",
        f"{n:016x}",
        updated=CHANGED,
    )


MANY = (
    *[entry(n) for n in range(PAGE_SIZE * 30 + 1)],
    entry(99, HOSTILE),
    *[entry(n, f"t{n}") for n in range(60)],
)


def issue(meta: Metadata, text: str = "隧道贯通。") -> str:
    """Write an issue's archival XML."""
    return archived(document([(Role.HEADLINE, "高铁"), (Role.BODY, text)], meta))


def book(meta: Metadata) -> bytes:
    """Write an issue's EPUB."""
    made = document([(Role.HEADLINE, "高铁"), (Role.BODY, "隧道贯通。")], meta)
    return write_epub(made, StyleSheet("none"), WriteContext()).data


def written(folder: Path) -> Mapping[str, bytes]:
    """Return the catalogue's files."""
    place = folder / FOLDER
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}
