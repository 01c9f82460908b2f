"""Pictures in waiting: each goes to the store of a collection once, however many issues have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from convert.typeset.pictures import NO_PICTURES, IssuePictures, Picture

MOST_IN_ALL = 1_000_000_000
"""Bytes of all pictures of a collection; what is beyond is left out, issue by issue."""


class StoredPicture(NamedTuple):
    """A picture in the store, and what is said of it."""

    offset: int
    size: int
    """In bytes."""
    media_type: str
    width: int
    height: int
    """In pixels."""
    alt: str
    share: float
    has_caption: bool


class StoredPictures(NamedTuple):
    """The pictures of an issue, by the ids of the blocks before and behind which they stand."""

    before: Mapping[str, Sequence[StoredPicture]] = MappingProxyType({})
    behind: Mapping[str, Sequence[StoredPicture]] = MappingProxyType({})
    over: int = 0
    """How many found no room."""


NONE_STORED = StoredPictures({}, {})


@dataclass(slots=True)
class PictureStore:
    """Puts pictures at the end of a store, each once."""

    store: BinaryIO
    room: int = MOST_IN_ALL
    _offsets: dict[str, int] = field(default_factory=dict)
    """Where each begins, by the name that its bytes make."""

    def put(self, pictures: IssuePictures) -> StoredPictures:
        """Store the pictures of an issue."""
        if pictures is NO_PICTURES:
            return NONE_STORED
        before, behind = (
            {block: [each for picture in own if (each := self._put(picture))] for block, own in side.items()}
            for side in (pictures.before, pictures.behind)
        )
        stored = sum(len(own) for side in (before, behind) for own in side.values())
        return StoredPictures(before, behind, sum(1 for _ in pictures.all()) - stored)

    def _put(self, picture: Picture) -> StoredPicture | None:
        offset = self._offsets.get(picture.file_name)
        if offset is None:
            if len(picture.data) > self.room:
                return None
            self.room -= len(picture.data)
            offset = self._offsets[picture.file_name] = self.store.seek(0, 2)
            self.store.write(picture.data)
        return StoredPicture(
            offset,
            len(picture.data),
            picture.media_type,
            picture.width,
            picture.height,
            picture.alt,
            picture.share,
            picture.has_caption,
        )


def fetch_pictures(
    store: BinaryIO, stored: Mapping[str, Sequence[StoredPicture]], blocks: Iterable[str]
) -> dict[str, tuple[Picture, ...]]:
    """Read the pictures of some blocks again, by the ids of the blocks."""
    return {
        block: tuple(_fetch(store, picture) for picture in stored[block])
        for block in blocks
        if block in stored
    }


def _fetch(store: BinaryIO, stored: StoredPicture) -> Picture:
    store.seek(stored.offset)
    return Picture(store.read(stored.size), *stored[2:])
