"""What all parts of a catalogue share: its title and its words."""

from __future__ import annotations

from typing import NamedTuple

from convert.catalogue.messages import CatalogueMessages


class CatalogueFront(NamedTuple):
    """What a catalogue is called, and the words that it speaks."""

    title: str
    messages: CatalogueMessages
