"""Issues of several files for tests: written into a folder, converted, read again."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from convert.conversion import Settings, load_document, read, review_source
from convert.decisions import Reviewed
from convert.document.model import Document, Metadata
from convert.readers.issue import ReadPart, combine
from convert.system.find import SourceFile
from convert.system.issue_source import SourceIssue, SourcePart
from convert.tei.write import write_tei
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext

STYLE = load_style("newspaper")
SETTINGS = Settings(("xml",), STYLE, {})
NAME = "云津日报_2026-03-05_第4821号"

FIRST = (
    "云津日报\n\n渡口改造\n\n今天上午，渡口改造工程开工，市民们都来看了。工程将在三年内完成，这是本市第一个"
)
SECOND = "大型水利工程。\n\n第二版的新闻在这里。\n"


def write_issue(folder: Path, files: Mapping[str, bytes | None], name: str = NAME) -> SourceIssue:
    """Write the files of an issue by the numbers of their pages; one without bytes is not there."""
    parts = []
    for page, data in files.items():
        path = folder / f"{name}_第0{page}版.txt"
        if data is not None:
            path.write_bytes(data)
        parts.append(SourcePart(SourceFile(path), page))
    return SourceIssue(folder / name, tuple(parts))


def read_issue_files(issue: SourceIssue, settings: Settings = SETTINGS) -> Document:
    """Read an issue; nothing is repaired."""
    return load_document(issue, settings)


def reviewed(issue: SourceIssue, settings: Settings = SETTINGS) -> Reviewed:
    """Read an issue and repair it."""
    return review_source(issue, settings)


def archived(issue: SourceIssue, settings: Settings = SETTINGS) -> bytes:
    """Return the archival XML of an issue."""
    return write_tei(reviewed(issue, settings).document, STYLE, WriteContext()).data


def issue_specimen() -> Document:
    """Make an issue of three files, the second of which could not be read."""
    first = read("第一版的新闻。\n".encode(), Metadata(name="p1.txt", page="1"))
    third = read("第三版的新闻。\n".encode("gb18030"), Metadata(name="p3.txt", page="3"))
    lost = sha256(b"\x00").hexdigest()
    parts = (
        ReadPart(first, "1", "p1.txt"),
        ReadPart(None, "2", "p2.txt", lost, 1, "binary data, not text"),
        ReadPart(third, "3", "p3.txt"),
    )
    return combine(parts, Metadata(title="云津晚报", date="2026-03-14", name="2026-03-14"))
