"""The words that only a book for reading systems says by itself, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from convert.document.model import Metadata
from convert.typeset import display

RIGHT_TO_LEFT = frozenset({"ar", "arc", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left (BCP 47, primary subtags)."""


@dataclass(frozen=True, slots=True)
class EpubMessages:
    """Words and patterns, with those of every reading copy."""

    shared: display.Messages
    cover: str
    pages: str
    page: str
    landmarks: str
    source_has: str
    source_lacks: str
    see: str
    """Of an article that stands elsewhere in the book."""
    repeated: str
    foreword: str
    other: str
    """Of what no section, author or topic claims."""
    also: str
    """Before the other issues that have an article too."""
    comma: str


SIMPLIFIED = EpubMessages(
    display.SIMPLIFIED,
    "封面：{}", "页码", "第{}版", "导览", "源文件作“{}”。", "源文件无此字。", "{}，见{}",
    "以下各篇本书他处已载，不再重复。", "前言", "其他", "又见：{}", "；",
)  # fmt: skip
TRADITIONAL = EpubMessages(
    display.TRADITIONAL,
    "封面：{}", "頁碼", "第{}版", "導覽", "源檔作「{}」。", "源檔無此字。", "{}，見{}",
    "以下各篇本書他處已載，不再重複。", "前言", "其他", "又見：{}", "；",
)  # fmt: skip
ENGLISH = EpubMessages(
    display.ENGLISH,
    "Cover: {}", "Pages", "Page {}", "Landmarks", "The source file has “{}”.", "The source file lacks this.",
    "{}: see {}", "These articles stand elsewhere in this book and are not printed twice.",
    "Foreword", "Other", "Also in: {}", "; ",
)  # fmt: skip


def epub_messages(meta: Metadata) -> EpubMessages:
    """Return the messages for a document's language; English where we have none of our own."""
    shared = display.messages(meta)
    return next(own for own in (SIMPLIFIED, TRADITIONAL, ENGLISH) if own.shared is shared)
