"""Which reader takes a source, and which files of a folder are sources."""

from __future__ import annotations

import pickle
from io import BytesIO

import docx
import pytest

from convert.conversion import read
from convert.document.model import Document, Metadata
from convert.errors import BadSetting, UnknownFormat
from convert.readers.registry import READERS, SourceFormat, choose_reader, find_reader, folder_suffixes
from convert.readers.text import read_plain


def read_marked(data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Read what stands behind the mark."""
    return read_plain(data.removeprefix(b"MARK"), meta, encoding)


def is_marked(data: bytes) -> bool:
    """Whether the mark is there."""
    return data.startswith(b"MARK")


MARKED = SourceFormat(read_marked, is_marked, (".mrk",), "marked", "plugin 1.0")
LOOSE = SourceFormat(read_marked, suffixes=(".mrk", ".lse"), name="loose", distribution="other 2.0")
TABLE = {**READERS, "marked": MARKED, "loose": LOOSE}


def word() -> bytes:
    """Write a Word document."""
    file = BytesIO()
    docx.Document().save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "reader"),
    [
        pytest.param(b"MARK x", "page.txt", "marked", id="by its bytes, whatever its name"),
        pytest.param(b"MARK x", "page.lse", "marked", id="bytes go before the name"),
        pytest.param(b"x", "PAGE.LSE", "loose", id="by the end of its name"),
        pytest.param(word(), "page.lse", "docx", id="a Word document"),
        pytest.param(b"x", "page.txt", "text", id="text"),
        pytest.param(b"x", "page.docx", "text", id="a name of ours claims nothing"),
        pytest.param(b"x", "", "text", id="standard input"),
    ],
)
def test_a_source_is_taken_by_its_bytes_or_its_name(data: bytes, name: str, reader: str) -> None:
    """Else it is text."""
    assert choose_reader(data, name, TABLE).name == reader


def test_two_readers_that_claim_a_source_are_both_named() -> None:
    """A person chooses."""
    with pytest.raises(BadSetting, match=r"marked and loose claim it; choose one with --from"):
        choose_reader(b"x", "page.mrk", TABLE)


def test_the_reader_named_is_the_one_that_reads() -> None:
    """Whatever the bytes and the name say."""
    assert read(b"MARKx", Metadata(name="p.mrk"), readers=TABLE, form="text").text == "MARKx\n"
    assert read(b"MARKx", Metadata(name="p.mrk"), readers=TABLE, form="loose").text == "x\n"
    with pytest.raises(UnknownFormat, match="no reader named 'djvu'; choose from: abbyy, alto, archive, "):
        find_reader("djvu", TABLE)


def test_a_folder_gives_text_and_what_installed_readers_claim() -> None:
    """Word documents are read where they are named, or asked for with --from."""
    assert folder_suffixes() == (".txt",)
    assert folder_suffixes(TABLE) == (".txt", ".mrk", ".lse")
    assert folder_suffixes(TABLE, "docx") == (".docx",)
    assert folder_suffixes(TABLE, "loose") == (".mrk", ".lse")
    assert folder_suffixes({**TABLE, "bare": SourceFormat(read_marked)}, "bare") == (".txt", ".mrk", ".lse")


def test_readers_can_be_sent_to_a_worker() -> None:
    """A batch sends them along with its other settings."""
    assert pickle.loads(pickle.dumps(dict(TABLE))) == TABLE  # noqa: S301 - our own bytes
