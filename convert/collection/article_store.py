"""Issues in waiting: what is to be read of each goes to the disk, what finds it again stays in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import BinaryIO, NamedTuple

from convert.collection.picture_store import NONE_STORED, StoredPicture, StoredPictures
from convert.document.cells import Cell
from convert.document.model import Article, Block, Document, Metadata, Segment
from convert.document.roles import Opening, Role
from convert.typeset.display import name_of, one_line
from convert.typeset.missing_pages import MissingPage, missing_pages
from convert.typeset.notes import ChangeNote, change_notes
from convert.typeset.page_breaks import PageBreak, page_breaks
from convert.writers.epub.metadata import LONGEST_ENTRY

Groups = Callable[[Article, str], Sequence[str]]
"""Takes an article and its section; names the groups it belongs to."""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An article as the table of contents knows it."""

    id: str
    kind: Opening
    name: str
    section: str
    groups: tuple[str, ...]
    digest: bytes
    """Of its text without white space: two issues have the same article where it is the same."""


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An issue in the store."""

    location: str
    """The source's path as the user gave it."""
    meta: Metadata
    digest: str
    """SHA-256 of the source file."""
    entries: tuple[ContentsEntry, ...]
    offset: int
    """Where its text begins in the store, in bytes."""
    size: int
    text_digest: str = ""
    """SHA-256 of the text's own bytes, where that was read out of the file."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be read of an issue."""

    articles: Mapping[str, Article]
    breaks: Mapping[str, tuple[PageBreak, ...]]
    missing: Mapping[str, tuple[MissingPage, ...]]
    """Pages without text, by the id of the block in front of which they are."""
    notes: Mapping[str, tuple[ChangeNote, ...]]
    before: Mapping[str, tuple[StoredPicture, ...]]
    behind: Mapping[str, tuple[StoredPicture, ...]]
    """Pictures, by the ids of the blocks before and behind which they stand."""


def no_groups(_article: Article, _section: str) -> Sequence[str]:
    """Put no article into a group."""
    return ()


class PackedIssue(NamedTuple):
    """An issue on its way into the store."""

    issue: StoredIssue
    """It has no place yet."""
    data: bytes


def append(store: BinaryIO, packed: PackedIssue, pictures: StoredPictures = NONE_STORED) -> StoredIssue:
    """Write an issue's text at the end of the store; its pictures stand there already."""
    data = packed.data + b"\n" + json.dumps({"before": pictures.before, "behind": pictures.behind}).encode()
    offset = store.seek(0, 2)
    store.write(data)
    return replace(packed.issue, offset=offset, size=len(data))


def pack_issue(
    document: Document, location: str, groups: Groups = no_groups, *, noted: bool = False
) -> PackedIssue:
    """Return what a collection needs of an issue; with `noted`, the notes on what was changed, too.

    Advertisements are left out: a collection is of articles.
    """
    kinds = set(Opening) - {Opening.ADVERTISEMENT}
    articles = [article for article in document.articles if article.readable and article.kind in kinds]
    entries: list[ContentsEntry] = []
    section = ""
    for article in articles:
        if article.kind is Opening.SECTION:
            section = one_line(article.headline, LONGEST_ENTRY) or name_of(article, LONGEST_ENTRY)
        own = tuple(groups(article, section)) if article.kind is not Opening.SECTION else ()
        entries.append(
            ContentsEntry(
                article.id, article.kind, name_of(article, LONGEST_ENTRY), section, own, _digest(article)
            )
        )
    packed = {
        "articles": [
            [a.id, a.kind.value, [[b.id, b.role.value, b.reading, b.cell] for b in a.readable]]
            for a in articles
        ],
        "breaks": dict(page_breaks(document)),
        "missing": dict(missing_pages(document)),
        "notes": {name: [asdict(n) for n in listed] for name, listed in change_notes(document).items()}
        if noted
        else {},
    }
    # not as ASCII: two lone surrogates side by side would come back as one character
    data = json.dumps(packed, ensure_ascii=False).encode("utf-8", "surrogatepass")
    source = document.source
    issue = StoredIssue(location, document.meta, source.digest, tuple(entries), 0, 0, source.text_digest)
    return PackedIssue(issue, data)


def fetch(store: BinaryIO, issue: StoredIssue) -> Text:
    """Read an issue's text again."""
    store.seek(issue.offset)
    text, pictures = store.read(issue.size).split(b"\n")
    packed = json.loads(text.decode("utf-8", "surrogatepass"))
    stored = json.loads(pictures)
    articles = {
        name: Article(
            name,
            Opening(kind),
            tuple(
                Block(name, (Segment("", text, 0),), Role(role), cell=Cell(*cell) if cell else None)
                for name, role, text, cell in blocks
            ),
        )
        for name, kind, blocks in packed["articles"]
    }
    noted = {
        name: tuple(ChangeNote(**{**note, "rules": tuple(note["rules"])}) for note in listed)
        for name, listed in packed["notes"].items()
    }
    missing = {
        block: tuple(MissingPage(*page) for page in pages) for block, pages in packed["missing"].items()
    }
    breaks = {block: tuple(PageBreak(*page) for page in pages) for block, pages in packed["breaks"].items()}
    before, behind = (
        {block: tuple(StoredPicture(*picture) for picture in own) for block, own in stored[side].items()}
        for side in ("before", "behind")
    )
    return Text(articles, breaks, missing, noted, before, behind)


def _digest(article: Article) -> bytes:
    text = "".join("".join(block.reading.split()) for block in article.readable)
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
