"""Pictures and page images as reading copies take them: small files with a text for those who do not see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType

from convert.document.model import Metadata
from convert.typeset import display

NO_PICTURE: Mapping[str, Sequence[Picture]] = MappingProxyType({})
JPEG, PNG = "image/jpeg", "image/png"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, encoded: grey or RGB, nothing of it seen through."""

    data: bytes = field(repr=False)
    media_type: str
    """JPEG or PNG."""
    width: int
    height: int
    """In pixels."""
    alt: str
    """Its caption, else that it is a picture, and on which page."""
    share: float = 1.0
    """The part of the width of its printed page that it takes."""
    has_caption: bool = False

    @property
    def file_name(self) -> str:
        """A name made of its bytes: the same picture has the same name in every book."""
        ending = "png" if self.media_type == PNG else "jpg"
        return f"{sha256(self.data).hexdigest()[:16]}.{ending}"


@dataclass(frozen=True, slots=True)
class PageFacsimile:
    """The image of a whole printed page."""

    picture: Picture
    label: str
    """The printed number of the page; empty: it is not known."""


@dataclass(frozen=True, slots=True)
class IssuePictures:
    """The pictures of an issue, by the ids of the blocks before and behind which they stand."""

    before: Mapping[str, Sequence[Picture]] = field(default_factory=lambda: NO_PICTURE)
    behind: Mapping[str, Sequence[Picture]] = field(default_factory=lambda: NO_PICTURE)
    pages: tuple[PageFacsimile, ...] = ()
    """Images of the pages, in their order, where they were asked for."""

    def all(self) -> Iterator[Picture]:
        """Yield all pictures; those of whole pages are none."""
        for side in (self.before, self.behind):
            for pictures in side.values():
                yield from pictures


NO_PICTURES = IssuePictures()


@dataclass(frozen=True, slots=True)
class PictureMessages:
    """The few words that a copy says of its pictures, in one language."""

    picture: str
    """Of a picture without a caption; takes what its page is called."""
    page_images: str
    """Over the images of the pages."""
    page_image: str
    """Of one of them."""


_MESSAGES = (
    (display.SIMPLIFIED, PictureMessages("图片，{}", "版面图像", "{}版面图像")),
    (display.TRADITIONAL, PictureMessages("圖片，{}", "版面影像", "{}版面影像")),
    (display.ENGLISH, PictureMessages("Picture, {}", "Page images", "Image of {}")),
)


def picture_messages(meta: Metadata) -> PictureMessages:
    """Return the messages for a document's language; English where we have none of our own."""
    shared = display.messages(meta)
    return next(own for each, own in _MESSAGES if each is shared)


def page_phrase(meta: Metadata, label: str, number: int) -> str:
    """Return what a page is called within a sentence, by its place if it has no number: "page 3", 第3版."""
    own = display.messages(meta)
    words = own.page.format(display.one_line(label) or str(number + 1))
    return words[0].lower() + words[1:] if own is display.ENGLISH else words
