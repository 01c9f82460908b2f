"""The source comes back from the archival XML alone; what is no such XML is refused in one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from convert.document.actions import Edit, Join, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Metadata
from convert.errors import ExitCode, InvalidArchive, UnreadableSource
from convert.readers.text import read_text
from convert.system.xml import parse
from convert.tei.names import NAMESPACE, TEI
from convert.tei.read import parse_archive
from convert.tei.restore import restore_xml
from convert.tei.views import as_text, block_texts
from convert.text.source import decode
from tests.support.build import archived
from tests.support.examples import examples
from tests.support.programmes import Programme, programmes


def page(text: str = "甲,乙\n\n丙丁\n\n戊己\n") -> str:
    """Return the XML of a page with an edit and a moved fragment."""
    document = read_text(decode(text.encode(), "utf-8"), Metadata(title="晚报"))
    document = rewrite(document, Rule("commas", Kind.REGULARIZATION), [Edit(0, 1, 2, "，")])
    return archived(rewrite(document, Rule("joins", Kind.LAYOUT), [Join(0, 2)]))


@examples(250)
@given(programmes)
def test_source_and_readings_come_back_from_the_file(programme: Programme) -> None:
    """Whatever the text and the passes: source to the byte, readings to the character."""
    *_, (document, modelled) = programme.documents()
    data = archived(document).encode()
    assert restore_xml(data) == document.source.data
    by_id = dict(zip([block.id for block in document.blocks], modelled, strict=True))
    whole = [by_id[block.id] for article in document.articles for block in article.blocks]
    assert [r.text for r in block_texts(parse_archive(data))] == whole
    assert as_text(block_texts(parse_archive(data))) == document.text


@given(programmes)
def test_a_tool_that_lays_the_file_out_anew_does_no_harm(programme: Programme) -> None:
    """Indents wherever an element may take one, CR LF line ends, a comment: the text is the same."""
    *_, (document, _) = programme.documents()
    root = etree.fromstring(archived(document).encode())
    etree.indent(root, space="\t")
    root.insert(0, etree.Comment("seen by a person"))
    data = etree.tostring(root, encoding="unicode").replace("\n", "\r\n").encode("utf-16")
    assert restore_xml(data) == document.source.data
    assert as_text(block_texts(parse_archive(data))) == document.text


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        pytest.param(
            "\ufeff头版\r\n\r\n今日".encode(), "utf-8", b"\xef\xbb\xbf", id="UTF-8 with a byte order mark"
        ),
        pytest.param("头版\r\n今日".encode("utf-16"), "utf-16-le", b"\xff\xfe", id="UTF-16"),
        pytest.param(b"\xfe\xff\x59\x34\xd8\x00", "utf-16-be", b"\xfe\xff", id="half a pair in UTF-16"),
        pytest.param("头版𠀋".encode("gb18030") + b"\xff\r", "gb18030", b"", id="a wrong byte in GB18030"),
        pytest.param(b"\xa4\x40\xa2\xcc\xa4\x40", "big5hkscs", b"", id="one of two codes in Big5"),
        pytest.param(b"\x00\x01 a\x85\x1a ", "iso8859_5", b"", id="controls"),
    ],
)
def test_every_encoding_comes_back(data: bytes, encoding: str, bom: bytes) -> None:
    """The header names codec and mark; bytes that are no character are in the text."""
    document = read_text(decode(data, encoding, bom=bom), Metadata(name="p.txt"))
    assert restore_xml(archived(document).encode()) == data


def test_a_text_longer_than_a_parser_takes_is_cut_into_nodes() -> None:
    """libxml2 refuses 10 MB in one node; the source comes back all the same."""
    text = "甲" * 3_500_000 + "\n" * 3_000
    document = read_text(decode(text.encode(), "utf-8"), Metadata())
    assert restore_xml(archived(document).encode()) == text.encode()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("丙丁", "丙丙", "do not have the digest", id="another character"),
        pytest.param('orig=","', 'orig=""', "do not have the digest", id="a lost comma"),
        pytest.param(
            '<space dim="vertical"/>',
            '<space rend="lf" dim="vertical"/>',
            "do not have",
            id="a lost one",
        ),
        pytest.param(
            'rend="lf lf"',
            'rend="lf xx"',
            "'xx' is not the name of a character",
            id="an unknown name of a character",
        ),
        pytest.param('rend="lf lf"', 'rend="U+110000"', "@rend", id="a code beyond Unicode"),
        pytest.param("丙丁", '<g type="byte" n="0"/>丁', "'0' is not a byte", id="half a byte"),
        pytest.param("丙丁", '<g n="U+DCFF"/>丁', "digest", id="a byte that was none"),
        pytest.param("丙丁", '<g n="U+D800"/>丁', "cannot be written in 'utf-8'", id="a surrogate"),
        pytest.param(">utf-8<", ">zlib_codec<", "no source is read in 'zlib_codec'", id="no text encoding"),
        pytest.param(">utf-8<", ">no-such<", "no source is read in 'no-such'", id="an unknown encoding"),
        pytest.param(' type="encoding"', "", "does not name the source's encoding", id="no encoding"),
        pytest.param('<idno type="sha256">', '<idno type="md5">', "source's sha256", id="no digest"),
        pytest.param('<bibl type="file">', "<bibl>", "the source's files", id="no source file"),
        pytest.param('<zone xml:id="z.', '<zone n="z.', "is not in the facsimile", id="a zone without an id"),
        pytest.param('facs="#z.', 'n="#z.', "source text outside of every zone", id="a text without a zone"),
        pytest.param("<text ", "<sourceDoc ", "not well-formed", id="tags that do not match"),
        pytest.param("<body>", "<group><body>", "not well-formed", id="cut short"),
        pytest.param("urn:backfile:archive:3", "urn:backfile:archive:4", "profile '4'", id="another profile"),
        pytest.param(
            "urn:backfile:archive:3", "urn:other", "that backfile did not write", id="a TEI file of others"
        ),
        pytest.param("<body>", "<body><!DOCTYPE a>", "not well-formed", id="a DTD in the wrong place"),
    ],
)
def test_an_altered_file_is_refused(old: str, new: str, what: str) -> None:
    """The error says what is wrong and where, and nothing comes out."""
    text = page()
    assert old in text
    with pytest.raises((InvalidArchive, UnreadableSource), match=what) as caught:
        restore_xml(text.replace(old, new, 1).encode(), "p.xml")
    assert str(caught.value).startswith("p.xml")
    assert caught.value.exit_code is ExitCode.BAD_INPUT


def test_two_texts_of_one_zone_are_refused() -> None:
    """A zone is taken once."""
    root = etree.fromstring(page().encode())
    fragments = list(root.iter(f"{TEI}seg"))
    fragments[-1].set("facs", fragments[0].get("facs", ""))
    with pytest.raises(InvalidArchive, match="used twice"):
        restore_xml(etree.tostring(root))


def test_a_zone_that_the_facsimile_lacks_is_refused() -> None:
    """All text has its place in the source."""
    root = etree.fromstring(page().encode())
    page_one = root.find(f"{TEI}facsimile/{TEI}surface")
    assert page_one is not None
    page_one.remove(page_one[-1])
    with pytest.raises(InvalidArchive, match="is not in the facsimile"):
        restore_xml(etree.tostring(root))


def test_a_file_without_text_is_refused() -> None:
    """The body is not optional."""
    root = etree.fromstring(page().encode())
    text = root.find(f"{TEI}text")
    assert text is not None
    root.remove(text)
    with pytest.raises(InvalidArchive, match="no text"):
        restore_xml(etree.tostring(root))


BOMB = b'<!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(b"", "not well-formed XML", id="empty"),
        pytest.param(b"PK\x03\x04", "not well-formed XML", id="binary"),
        pytest.param(b"<a>\xff</a>", "not well-formed XML", id="not UTF-8"),
        pytest.param(b"<a><b></a>", "not well-formed XML", id="tags crossed"),
        pytest.param(
            b'<?xml version="1.0" encoding="none"?><a/>', "not well-formed XML", id="unknown encoding"
        ),
        pytest.param(BOMB + b"<TEI>&m;</TEI>", "amplification", id="entity bomb"),
        pytest.param(BOMB + b'<TEI n="&m;"/>', "amplification", id="entity bomb in an attribute"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "with a DTD", id="a harmless entity"),
        pytest.param(b"<!DOCTYPE a><a/>", "with a DTD", id="a bare DOCTYPE"),
        pytest.param("<!DOCTYPE a><a/>".encode("utf-16"), "with a DTD", id="a DOCTYPE in UTF-16"),
        pytest.param(b"<a>" * 100_000, "depth", id="a hundred thousand nested elements"),
        pytest.param(b"<a>" + b"<b/>" * 8_000_001 + b"</a>", "tags", id="eight million elements"),
        pytest.param(b"<a>" + b"x" * 10_000_001 + b"</a>", "Text node too long", id="a text node of 10 MB"),
    ],
)
def test_xml_that_is_not_read_at_all(data: bytes, what: str) -> None:
    """One clear line, at once; what is not well-formed says what to give."""
    with pytest.raises(UnreadableSource, match=what) as caught:
        parse(data, "p.xml")
    assert str(caught.value).startswith("p.xml")
    assert "\n" not in str(caught.value)


def test_a_syntax_error_says_file_line_and_column() -> None:
    """So that an editor can jump there."""
    with pytest.raises(UnreadableSource) as caught:
        parse(b"<a>\n  <b></c>\n</a>", "p.xml")
    assert caught.value.location.startswith("p.xml:2:")


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    """Its size is known before."""
    with pytest.raises(UnreadableSource, match="more than 3 bytes"):
        parse(b"<a/>", most=3)


@pytest.mark.parametrize(
    "start",
    [
        pytest.param('<!DOCTYPE a SYSTEM "{0}"><a/>', id="external DTD"),
        pytest.param('<!DOCTYPE a [<!ENTITY % x SYSTEM "{0}"> %x;]><a/>', id="parameter entity"),
        pytest.param('<!DOCTYPE a [<!ENTITY x SYSTEM "{0}">]><a>&x;</a>', id="external entity"),
        pytest.param(
            '<!DOCTYPE a [<!ENTITY x SYSTEM "{0}">]><a b="&x;"/>', id="external entity in an attribute"
        ),
    ],
)
def test_nothing_outside_the_file_is_opened(start: str, tmp_path: Path) -> None:
    """A file named in the XML is not even looked at: were it read, the error would be about its content."""
    outside = tmp_path / "outside.dtd"
    outside.write_text("<!ELEMENT is broken here", "utf-8")
    with pytest.raises(UnreadableSource) as caught:
        parse(start.format(outside.as_uri()).encode(), "p.xml")
    assert "subset" not in caught.value.message
    assert "internal error" not in caught.value.message


def test_an_inclusion_is_an_element_like_any_other(tmp_path: Path) -> None:
    """XInclude is not resolved."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    data = f'<a xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="{secret.as_uri()}"/></a>'
    assert "secret</" not in etree.tostring(parse(data.encode())).decode()


def test_a_tei_file_of_another_kind_is_not_ours() -> None:
    """Well-formed is not enough."""
    with pytest.raises(InvalidArchive, match="not a TEI file"):
        parse_archive(b"<html/>")
    with pytest.raises(InvalidArchive, match="that backfile did not write"):
        parse_archive(f'<TEI xmlns="{NAMESPACE}"><teiHeader/></TEI>'.encode())


def test_a_document_that_lost_its_source_is_not_written() -> None:
    """The writer does not trust itself: it rebuilds the source before it hands the file over."""
    document = read_text(decode("甲乙".encode(), "utf-8"), Metadata())
    lost = replace(document.source, data="甲丙".encode())
    with pytest.raises(InvalidArchive, match="do not have the digest"):
        archived(replace(document, source=lost))
