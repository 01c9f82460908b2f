"""Documents whose blocks show any text whatever, for the tests of the writers."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from convert.document.changes import Edited, Kind
from convert.document.model import Block, Document, Metadata, Segment, block_ids
from convert.document.roles import Opening, Role
from convert.text.source import decode

Shown = tuple[Role, str, Opening | None]
"""Role, reading, and what opens there."""

META = Metadata(
    title="山城晚报", date="2025-12-08", number="321", language="zh-Hans", page="3", name="1208.txt"
)

HOSTILE = (
    "\x00\x01\x0b\x0c\x1b\x1f",
    "\udc80\udcff\ud800",
    "\ufffe\uffff\U0001fffe",
    "]]>",
    "<b>未闭<img src='/etc/hostname'/>&amp;&#0;&nbsp;",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "\u202e反\u2066向\u200f",
    "_x0041_\r\n\t行 \u2028\u0085末",
    "\x7f\x80\x9f\ufeff\u200b",
    "javascript:alert(1)//../../etc",
    "{{}}%s%n\\u0000\\",
    "¶b.12345678¶headline\u2029article",
)


def shown(blocks: Sequence[Shown], meta: Metadata = META) -> Document:
    """Make a document whose blocks have these readings; its source is of no interest."""
    lines = [f"行{number}\n\n" for number in range(len(blocks))] or ["空\n"]
    source = decode("".join(lines).encode(), "utf-8", name=meta.name)
    made: list[Block] = []
    at = 0
    for name, line, (role, text, opens) in zip(block_ids(iter(lines)), lines, blocks, strict=False):
        change = Edited("test", line, text, 1.0, Kind.CORRECTION)
        made.append(Block(name, (Segment(line, text, at, (change,)),), role, opens))
        at += len(line)
    return Document(source, tuple(made), meta=meta)


def readings(document: Document) -> list[str]:
    """Return what a reading copy has to show, in its order."""
    return [block.reading for article in document.articles for block in article.readable]


texts = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from(HOSTILE), st.sampled_from("立冬，山城。\n\t ")),
    max_size=6,
).map("".join)

documents = st.lists(
    st.tuples(st.sampled_from(Role), texts, st.sampled_from([None, None, *Opening])), max_size=8
).map(shown)
