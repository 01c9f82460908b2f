r"""Plain text: blank lines part blocks, form feeds part pages, nothing else is decided here."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from convert.document.model import Block, Document, Metadata, Page, Segment, block_ids
from convert.errors import UnreadableSource
from convert.language import guess
from convert.text.encoding import detect
from convert.text.mojibake import undo_mojibake
from convert.text.source import Source, decode

PAGE_BREAK = "\f"


def read_plain(data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Decode a plain text, and part it into blocks.

    Raises:
        UnreadableSource: empty, binary, or not text in the declared encoding.

    """
    source = decode_plain(data, meta.name, encoding)
    if not source.text.strip():
        raise UnreadableSource("the source has no text", location=meta.name, hint="nothing to convert")
    return read_text(source, described(meta, source.text))


def decode_plain(data: bytes, name: str, encoding: str = "") -> Source:
    """Decode a plain text, whatever is in it.

    Raises:
        UnreadableSource: empty, binary, or not text in the declared encoding.

    """
    encoded = detect(data, declared=encoding, name=name)
    return decode(data, encoded.encoding, bom=encoded.bom, name=name)


def described(meta: Metadata, text: str) -> Metadata:
    """Fill in the language, where it was not given, from the text."""
    return meta if meta.language else replace(meta, language=guess(undo_mojibake(text)))


def read_text(source: Source, meta: Metadata) -> Document:
    r"""Part a plain text into blocks at its blank lines.

        "头版\n\n今日\n晴\n"  ->  "头版" "今日\n晴"

    Every line end that parts two blocks, and every blank line, becomes a segment without a
    reading at the end of the block before it (of the first block, at its start).
    """
    spans = _spans(source.text)
    cuts = [start for start, _, _ in spans]
    if cuts:
        cuts[0] = 0
    cuts.append(len(source.text))
    names = block_ids(source.text[a:b] for a, b in pairwise(cuts))
    blocks = []
    alike: dict[str, str] = {}  # what parts two blocks is the same nearly everywhere
    for name, (begin, end), (start, stop, _) in zip(names, pairwise(cuts), spans, strict=True):
        pieces = ((begin, start, False), (start, stop, True), (stop, end, False))
        segments = tuple(
            Segment(text := source.text[a:b], text, a)
            if shown
            else Segment(alike.setdefault(source.text[a:b], source.text[a:b]), "", a)
            for a, b, shown in pieces
            if b > a
        )
        blocks.append(Block(name, segments))
    return Document(source, tuple(blocks), _pages(source.text, meta.page), meta)


def _spans(text: str) -> list[tuple[int, int, int]]:
    """Return (start, end without its line end, end with it) of each run of non-blank lines."""
    spans: list[tuple[int, int, int]] = []
    position = 0
    fresh = True
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        start, position = position, position + len(line)
        if not bare.strip():
            fresh = True
            continue
        stop = start + len(bare)
        if fresh:
            spans.append((start, stop, position))
        else:
            spans[-1] = (spans[-1][0], stop, position)
        fresh = line.endswith(PAGE_BREAK)
    return spans


def _pages(text: str, first: str) -> tuple[Page, ...]:
    """Number the pages that form feeds part, from the first page's printed number where known."""
    end = len(text.rstrip())  # a form feed with nothing but blanks after it begins no page
    starts = [0, *(match.end() for match in re.finditer(PAGE_BREAK, text[:end]))]
    number = int(first) if first.isascii() and first.isdigit() else None
    labels = [
        first if index == 0 else str(number + index) if number is not None else ""
        for index in range(len(starts))
    ]
    return tuple(Page(label, start) for label, start in zip(labels, starts, strict=True))
