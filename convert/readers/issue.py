"""An issue of several files: each is read by itself, and they are put together, in order of their pages.

    01.txt "头版"   02.txt "要闻"   ->   one document of two pages, whose source is both files

The text of a file begins where that of the file before it ends, whether or not a line end stands there: no
block reaches over that seam. A file that cannot be read leaves its page, without a text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from convert.document.layout import Layout, combine_layouts, moved
from convert.document.model import Block, BlockIds, Document, Metadata, Page, Segment
from convert.readers.text import described
from convert.text.source import FilePart, Source, combine_sources

FROM_FIRST = ("title", "date", "number")
"""What is not known of an issue is taken from the first of its files that says it, key by key."""


@dataclass(frozen=True, slots=True)
class ReadPart:
    """What became of one file of an issue."""

    document: Document | None
    """None: it could not be read, or there is no text in it."""
    page: str = ""
    """The printed number of its page, where it is known."""
    name: str = ""
    digest: str = ""
    """SHA-256 of the file; empty: its bytes could not be had."""
    size: int = 0
    """Of the file, in bytes."""
    fault: str = ""
    """Why it has no text for the issue."""
    blank: Source | None = None
    """The white space that is all it has; of a container, what it was read out of."""
    is_container: bool = False
    """Whether it has no page: it says which files are pages, such as a METS."""
    lost_data: bytes = field(default=b"", repr=False, compare=False)
    """Of a file that could not be read its bytes, as far as they could be had."""


def with_answers(parts: Iterable[ReadPart]) -> list[ReadPart]:
    """Return the files of an issue, and behind them what OCR engines have read of those that are images."""
    alone: list[ReadPart] = []
    answers: list[ReadPart] = []
    for part in parts:
        inner = part.document.source.parts if part.document else ()
        if part.document is None or not inner:
            alone.append(part)
            continue
        alone.append(replace(part, document=replace(part.document, source=inner[0].source)))
        for beside in (each.source for each in inner[1:]):
            size = beside.original.size if beside.original else 0
            name = part.name + beside.name.removeprefix(inner[0].name)
            answers.append(
                ReadPart(
                    None, "", name, beside.digest, size, blank=replace(beside, name=name), is_container=True
                )
            )
    return [*alone, *answers]


def combine(parts: Sequence[ReadPart], meta: Metadata) -> Document:
    """Put the documents of an issue's files together as one; `meta` goes before what the files say.

    Block ids are made anew where two files have the same. What stands in a file without a text, such as an
    empty page's line ends, goes to the block in front of it.

    Raises:
        ValueError: no file has a text.

    """
    if not any(part.document for part in parts):
        raise ValueError("no file of the issue contains text")
    sources = tuple(_sources(parts))
    source = combine_sources(sources, meta.name)
    documents = [part.document for part in parts]
    blocks = _with_blank_pages(_blocks(documents, sources), sources)
    pages = tuple(_pages(parts, sources))
    described_meta = described(_metadata(parts, meta), source.text)
    return Document(source, tuple(blocks), pages, described_meta, layout=_layout(documents, sources))


def _layout(documents: Sequence[Document | None], sources: Sequence[FilePart]) -> Layout | None:
    """Return the layouts of the files, each moved to where its text begins; None: no file has one."""
    layouts = [
        moved(document.layout, part.at)
        for document, part in zip(documents, sources, strict=True)
        if document and document.layout
    ]
    return combine_layouts(layouts) if layouts else None


def _sources(parts: Iterable[ReadPart]) -> Iterator[FilePart]:
    """Yield the source of each file, and where its text begins."""
    at = 0
    for part in parts:
        source = part.document.source if part.document else part.blank
        if source is None:
            nothing = Source(b"", "", "", name=part.name)
            yield FilePart(nothing, at, part.fault, part.digest, part.size, part.lost_data)
            continue
        yield FilePart(replace(source, name=part.name), at, part.fault)
        at += len(source.text)


def _metadata(parts: Sequence[ReadPart], meta: Metadata) -> Metadata:
    """Fill in what is not known of the issue from its files, the first that says it."""
    metas = [part.document.meta for part in parts if part.document]
    values = {
        key: next(filter(None, (getattr(each, key) for each in (meta, *metas))), "") for key in FROM_FIRST
    }
    pages = [part for part in parts if not part.is_container]
    page = (meta.page or pages[0].page) if len(pages) == 1 else ""  # of several the pages say it themselves
    noted = [
        f"{part.name}: {text}" for part in parts if part.document for text in part.document.meta.warnings
    ]
    return replace(meta, **values, page=page, warnings=(*meta.warnings, *noted))


def _blocks(documents: Sequence[Document | None], sources: Sequence[FilePart]) -> Iterator[Block]:
    """Yield the blocks of all files, each with its place in the issue and an id of its own."""
    ids = BlockIds()
    taken: set[str] = set()
    for document, part in zip(documents, sources, strict=True):
        for block in document.blocks if document else ():
            name = ids.of(block.source)
            name = name if block.id in taken else block.id
            taken.add(name)
            segments = tuple([_moved(segment, part.at) for segment in block.segments])
            yield replace(block, id=name, segments=segments)


def _moved(segment: Segment, by: int) -> Segment:
    return replace(segment, at=segment.at + by) if by else segment


def _with_blank_pages(blocks: Iterable[Block], sources: Sequence[FilePart]) -> list[Block]:
    """Give the white space of files that have nothing else to the block in front, or to the first one."""
    out = list(blocks)
    starts = [block.segments[0].at for block in out]
    leading: list[Segment] = []
    for part in sources:
        if not part.source.text or part.source.text.strip():
            continue
        segment = Segment(part.source.text, "", part.at)
        number = bisect_right(starts, part.at) - 1
        if number < 0:
            leading.append(segment)
        else:
            out[number] = replace(out[number], segments=(*out[number].segments, segment))
    if leading:
        out[0] = replace(out[0], segments=(*leading, *out[0].segments))
    return out


def _pages(parts: Sequence[ReadPart], sources: Sequence[FilePart]) -> Iterator[Page]:
    """Yield the pages of all files; a file without a text has one.

    A number that only follows from counting form feeds is left out where another file has it.
    """
    known = {part.page for part in parts if not part.is_container}
    for number, (read, part) in enumerate(zip(parts, sources, strict=True)):
        if read.is_container:
            continue
        pages = read.document.pages if read.document else (Page(read.page),)
        for place, page in enumerate(pages):
            label = page.label if place == 0 or page.label not in known else ""
            yield Page(label or (read.page if place == 0 else ""), part.at + page.at, number)
