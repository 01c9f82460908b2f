"""The faces of a document, and what they show alike in every document that has them."""

from __future__ import annotations

from typing import NamedTuple

from convert.typeset.fonts import Face, bold_faces, faces
from convert.typeset.styles import StyleSheet
from convert.writers.pdf.hyphens import Hyphenator
from convert.writers.pdf.shaping import KnownUnits, Shaper, Variants

MOST_KEPT = 16
"""Sets of faces whose units a face keeps."""


class DocumentFaces(NamedTuple):
    """Every face of a document."""

    faces: tuple[Face, ...]
    """Each once."""
    chains: dict[str, tuple[int, ...]]
    """By kind of text (text, text-bold, heading, heading-bold): faces by number, in order of preference."""
    bold: frozenset[int]
    """Those that are bold."""

    def shaper(self, language: str) -> Shaper:
        """Return what makes units for one document."""
        return Shaper(
            self.faces,
            tuple(set() for _ in self.faces),
            tuple(Variants(face.cid_count) for face in self.faces),
            Hyphenator(language),
            self.bold,
            known=self._known_units,
        )

    @property
    def _known_units(self) -> KnownUnits:
        """The units that look the same in every document with these faces; the first face keeps them."""
        kept = self.faces[0].kept
        if len(kept) >= MOST_KEPT and self.faces not in kept:
            kept.clear()
        known: KnownUnits = kept.setdefault(self.faces, {})
        return known


def document_faces(style: StyleSheet) -> DocumentFaces:
    """Return the faces of a document, and which shows what.

    Raises:
        StyleError: a font that the style names does not exist or cannot be embedded.

    """
    document_faces: list[Face] = []
    chains: dict[str, tuple[int, ...]] = {}
    bold: dict[str, tuple[int, ...]] = {}

    def numbers(chain: tuple[Face, ...]) -> tuple[int, ...]:
        document_faces.extend(face for face in chain if face not in document_faces)
        return tuple(document_faces.index(face) for face in chain)

    for kind in ("text", "heading"):
        chains[kind] = numbers(faces(style.font(kind), style.name))
    plain = range(len(document_faces))
    for kind in ("text", "heading"):
        bold[kind] = numbers(bold_faces(style.font(kind)))
    # at the end of each, what the other has beside: a fallback named once is asked for all text
    chains = {kind: (*chain, *(n for n in plain if n not in chain)) for kind, chain in chains.items()}
    chains |= {f"{kind}-bold": (*bold[kind], *chain) for kind, chain in chains.items()}
    return DocumentFaces(tuple(document_faces), chains, frozenset(bold["text"] + bold["heading"]))
