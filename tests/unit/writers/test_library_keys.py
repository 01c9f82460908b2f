"""What libraries know of an issue goes into every format, and comes back out of two."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from convert.document.model import Metadata
from convert.document.roles import Role
from convert.issue.metadata import check_metadata, load_metadata
from convert.readers.docx import read_docx
from convert.tei.archive import open_archive
from convert.tei.header import metadata
from convert.tei.verify import schemas, verify
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import write_docx
from convert.writers.epub import write_epub
from convert.writers.pdf import write_pdf
from tests.support.build import archived, document
from tests.support.paths import SHARED
from tests.support.read_epub import found, members, tree

TOML = """
title = "重庆日报"
date = 2025-12-08
language = "zh-Hans"
issn = "ISSN 0028083 6"
publisher = "报业集团 <&>"
place = "重庆"
rights = "版权所有"
licence = "https://creativecommons.org/licenses/by/4.0/"
creator = "编辑部"
call-number = 123
collection = "民国报纸"
holding-institution = "重庆图书馆"
""".replace("0028083 6", "00280836")
META = Metadata(
    title="重庆日报",
    date="2025-12-08",
    language="zh-Hans",
    name="page.txt",
    issn="0028-0836",
    publisher="报业集团 <&>",
    place="重庆",
    rights="版权所有",
    licence="https://creativecommons.org/licenses/by/4.0/",
    creator="编辑部",
    call_number="123",
    collection="民国报纸",
    holding_institution="重庆图书馆",
)
ISSUE = document([(Role.HEADLINE, "高铁"), (Role.BODY, "隧道贯通。")], META)
STYLE = load_style("newspaper")
WHERE = "重庆图书馆, 民国报纸, 123"


def test_a_file_beside_the_source_says_them(tmp_path: Path) -> None:
    """By the keys that the guide names."""
    (tmp_path / "page.toml").write_text(TOML, "utf-8")
    assert load_metadata(tmp_path / "page.txt", {}, "page.txt") == META


@pytest.mark.parametrize(("given", "issn"), [("2434-561x", "2434-561X"), ("03785955", "0378-5955"), ("", "")])
def test_an_issn_is_written_as_it_is_printed(given: str, issn: str) -> None:
    """With its hyphen, the last digit a capital X for ten."""
    assert check_metadata({"issn": given}, "") == {"issn": issn}


def test_they_come_back_out_of_the_archival_xml() -> None:
    """Which is valid by our own schema, and says an address as one."""
    data = archived(ISSUE).encode()
    root = open_archive(data)
    assert metadata(root) == META
    assert verify(data, schemas()).faults == ()
    (licence,) = root.iter("{*}licence")
    assert licence.get("target") == META.licence


@pytest.mark.skipif(not (SHARED / "schemas").is_dir(), reason="the schemas are not there")
@pytest.mark.parametrize("left", ["issn", "licence", "rights", "holding_institution", "creator", ""])
def test_the_archival_xml_is_tei(left: str) -> None:
    """With one of the keys alone, and with all."""
    alone = replace(Metadata(title="报", language="zh"), **{left: getattr(META, left)}) if left else META
    judge = etree.RelaxNG(etree.parse(SHARED / "schemas" / "tei" / "tei_all.rng"))
    assert judge.validate(open_archive(archived(replace(ISSUE, meta=alone)).encode())), judge.error_log


def test_a_book_says_them() -> None:
    """In Dublin Core, and in the words of schema.org and DCMI."""
    package = tree(members(write_epub(ISSUE, STYLE, WriteContext()).data)["content.opf"])
    cores = {
        str(e.tag).partition("}")[2]: e.text for e in found(package, "opf:metadata/*") if "dc/" in str(e.tag)
    }
    metas = {m.get("property"): m.text for m in found(package, "opf:metadata/opf:meta")}
    assert (cores["creator"], cores["publisher"], cores["rights"]) == (
        "编辑部",
        "报业集团 <&>",
        "版权所有",
    )
    assert {
        "schema:issn": "0028-0836",
        "schema:locationCreated": "重庆",
        "schema:holdingArchive": "重庆图书馆",
        "dcterms:license": META.licence,
        "dcterms:provenance": WHERE,
        "dcterms:identifier": "urn:issn:0028-0836",
        "role": "pbl",
    }.items() <= metas.items()


def test_a_pdf_says_them() -> None:
    """In XMP; an address of a licence is one."""
    data = write_pdf(ISSUE, STYLE, WriteContext()).data
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        said = {name: xmp.get(name) for name in ("dc:rights", "dc:coverage", "xmpRights:WebStatement")}
        assert said == {
            "dc:rights": "版权所有",
            "dc:coverage": "重庆",
            "xmpRights:WebStatement": META.licence,
        }
        assert xmp["dc:source"] == f"重庆日报 2025年12月8日; {WHERE}"
        assert (xmp["dc:creator"], xmp["dc:publisher"]) == (["编辑部"], {"报业集团 <&>"})
        assert xmp["dc:relation"] == {"urn:issn:0028-0836"}


def test_a_word_document_gives_them_back() -> None:
    """As custom properties; the creator is its author, else the newspaper is."""
    data = write_docx(ISSUE, STYLE, WriteContext()).data
    assert read_docx(data, Metadata(name="page.txt")).meta == META
