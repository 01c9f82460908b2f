"""Pictures in the PDF: a paragraph of one line as high as the picture, which stays with its caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert.document.roles import Role
from convert.typeset.pictures import IssuePictures, PageFacsimile, Picture
from convert.writers.pdf.compose import Typesetter
from convert.writers.pdf.layout import Frame
from convert.writers.pdf.set_paragraphs import OutlineEntry, SetLine, SetParagraph

HIGHEST = 0.72
"""Of the type area: so high is a picture at most, that its caption finds room below it."""
SMALLEST_SHARE, FULL_SHARE = 0.4, 0.6
"""Of a column that a picture takes at least; from this part of its printed page on it takes all of it."""
AROUND = 4.0
"""Points above a picture, and below one without a caption."""
NAME = "picture"


def with_pictures(
    paragraphs: Sequence[SetParagraph], pictures: IssuePictures, typesetter: Typesetter, area: Frame
) -> list[SetParagraph]:
    """Return the paragraphs of a text with its pictures among them; one above all of an article opens it."""
    illustrated: list[SetParagraph] = []
    for number, whole in enumerate(paragraphs):
        last = number + 1 == len(paragraphs) or paragraphs[number + 1].block != whole.block
        before = pictures.before.get(whole.block, ()) if whole.block else ()
        behind = pictures.behind.get(whole.block, ()) if whole.block and last else ()
        above = [_beside(_set(each, typesetter, area), whole) for each in before]
        if above and whole.name == Role.CAPTION:
            above = [each._replace(style=replace(each.style, keep_with_next=True)) for each in above]
            whole = whole._replace(style=replace(whole.style, before=0.0))  # noqa: PLW2901 - the same caption
        if above and whole.opens:
            above[0] = above[0]._replace(opens=whole.opens)
            whole = whole._replace(opens=None)  # noqa: PLW2901 - the same paragraph, no longer the first
        illustrated += above
        illustrated.append(whole)
        illustrated += [_beside(_set(each, typesetter, area), whole) for each in behind]
    return illustrated


def _beside(picture: SetParagraph, text: SetParagraph) -> SetParagraph:
    return picture._replace(article=text.article, page=text.page)


def page_images(
    images: Sequence[PageFacsimile], typesetter: Typesetter, area: Frame, article: int, entry: OutlineEntry
) -> list[SetParagraph]:
    """Set the images of printed pages, each so high that no other stands beside it; the first is listed."""
    return [
        _set(image.picture, typesetter, area, whole=True)._replace(
            page=image.label,
            article=article,
            opens=None if number else entry,
        )
        for number, image in enumerate(images)
    ]


def _set(picture: Picture, typesetter: Typesetter, area: Frame, *, whole: bool = False) -> SetParagraph:
    """Set a picture as a paragraph; `whole`: it is as high as the type area."""
    share = 1.0 if whole or picture.share >= FULL_SHARE else max(SMALLEST_SHARE, picture.share / FULL_SHARE)
    highest = area.height if whole else area.height * HIGHEST
    along, across = picture.width, picture.height
    if typesetter.is_vertical:
        along, across = across, along
    scale = min(area.width * share / along, highest / across)
    broad, high = along * scale, across * scale
    around = 0.0 if whole else AROUND
    style = replace(
        typesetter.sheet.of(Role.CAPTION),
        size=highest if whole else high,
        leading=1.0,
        indent=0.0,
        before=around,
        after=around,
        keep_with_next=False,
    )
    line = SetLine("", (area.width - broad) / 2, broad, "")
    return SetParagraph((line,), style, 0, NAME, picture=picture)
