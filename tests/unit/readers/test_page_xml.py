"""XML of pages: encodings that lie, a DOCTYPE that names, and what is refused all the same."""

from __future__ import annotations

import pytest

from convert.errors import BadSetting, UnreadableSource
from convert.readers.page_xml import open_page

WORD = "même 渡口"


def page(encoding: str, declared: str | None = None) -> bytes:
    """Return a file in an encoding that declares one, the same or another; none where that is empty."""
    declared = encoding if declared is None else declared
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    return f"{declaration}<a b='{WORD}'/>".encode(encoding)


@pytest.mark.parametrize("declared", ["ISO-8859-1", "iso-8859-15", "windows-1252", "US-ASCII"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_an_encoding_of_single_bytes_over_utf_8_is_a_lie(declared: str, mark: bytes) -> None:
    """It is read as what it is, and the archivist is told."""
    root, warnings = open_page(mark + page("utf-8", declared))
    assert root.get("b") == WORD
    assert warnings == (f"declares the encoding {declared}, but is UTF-8, and was read as that",)


def test_a_true_declaration_is_believed() -> None:
    """é alone is one byte in Latin-1, and no UTF-8."""
    root, warnings = open_page('<?xml version="1.0" encoding="ISO-8859-1"?><a b="même"/>'.encode("latin-1"))
    assert (root.get("b"), warnings) == ("même", ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_that_are_declared_or_marked(encoding: str) -> None:
    """As XML has it."""
    declared = {"utf-8-sig": "UTF-8", "utf-16": ""}.get(encoding, encoding)
    assert open_page(page(encoding, declared)).root.get("b") == WORD


def test_what_the_user_says_goes_first() -> None:
    """Over a declaration, and where there is none."""
    assert open_page(page("gb18030", ""), "a.xml", "gb18030").root.get("b") == WORD
    assert open_page(page("gb18030", "big5"), "a.xml", "gb18030").root.get("b") == WORD
    with pytest.raises(UnreadableSource, match="not ascii"):
        open_page(page("utf-8"), "a.xml", "ascii")
    with pytest.raises(BadSetting, match="no encoding named 'utf-9'"):
        open_page(page("utf-8"), "a.xml", "utf-9")


def test_a_doctype_that_only_names_is_passed_over_and_nothing_is_loaded() -> None:
    """Old files have one; what stands behind it keeps its line."""
    before = '<?xml version="1.0"?>\n<!DOCTYPE a PUBLIC "-//X//Y"\n "file:///etc/hostname">\n'
    assert open_page(f"{before}<a b='1'/>".encode()).root.get("b") == "1"
    with pytest.raises(UnreadableSource) as caught:
        open_page(f"{before}<a>\n<b></a>".encode(), "a.xml")
    assert caught.value.location.startswith("a.xml:5:")


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a SYSTEM "a.dtd" [<!ENTITY % b SYSTEM "c"> %b;]>',
        '<!DOCTYPE a SYSTEM "a.dtd"><!DOCTYPE a [<!ENTITY b "c">]>',
        f'<!--{"x" * 5000}--><!DOCTYPE a SYSTEM "a.dtd">',
    ],
)
def test_a_doctype_that_declares_is_refused(before: str) -> None:
    """No entity is expanded, whatever stands before it."""
    with pytest.raises(UnreadableSource, match=r"DTD|not well-formed"):
        open_page(f"{before}<a b='1'/>".encode())
