"""What is for programs is told from a newspaper's page, whatever either begins with."""

from __future__ import annotations

import codecs
import json
import time
from collections.abc import Callable

import pytest

from convert.document.model import Metadata
from convert.document.roles import Role
from convert.text.markup import detect_markup, is_archive_like
from tests.support.build import archived, document
from tests.support.markup import DECLARATION, KINDS, TEI
from tests.support.paths import SAMPLES, SHARED

VARIANTS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "with a byte order mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "white space before": lambda text: ("\r\n \t\u3000\ufeff\n" * 500 + text).encode(),
    "UTF-16 with a mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16 without": lambda text: text.encode("utf-16-le"),
    "UTF-16 without, the other way": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "GB18030": lambda text: text.encode("gb18030"),
    "wrong bytes in it": lambda text: text.encode().replace("渡".encode(), b"\xff\xfe\x81"),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_named(kind: str, variant: str) -> None:
    """In any encoding, behind white space, damaged; with something to do instead."""
    text, what = KINDS[kind]
    if kind == "XML in Chinese" and variant == "wrong bytes in it":
        text = text.replace("渡", "")  # its names are not to be damaged
    detected = detect_markup(VARIANTS[variant](text), "page.txt")
    assert detected is not None
    assert what in detected.what
    assert "--from text" in detected.advice


@pytest.mark.parametrize(
    "before",
    [
        DECLARATION,
        "<?xml version='1.0' encoding='GB18030'?>",
        "<!-- of a\nprogram -->\n",
        DECLARATION + '<?xml-stylesheet href="a"?><!-- a --> <!-- b -->',
        '<!DOCTYPE x PUBLIC "-//X//Y" "x.dtd">\n',
        '<!DOCTYPE x [<!ENTITY a "b"> <!-- c --> ]>\n',
    ],
)
@pytest.mark.parametrize("kind", ["ALTO", "METS", "PAGE", "hOCR", "ABBYY", "RSS", "Atom", "generic XML"])
def test_what_stands_before_the_first_element(kind: str, before: str) -> None:
    """Declarations, comments, a doctype."""
    text, what = KINDS[kind]
    detected = detect_markup((before + text).encode())
    assert detected is not None
    assert what in detected.what


@pytest.mark.parametrize("kind", ["ALTO", "METS", "PAGE", "hOCR", "HTML", "RSS", "JSON"])
def test_a_file_cut_short(kind: str) -> None:
    """Its first tags are enough."""
    text, what = KINDS[kind]
    detected = detect_markup(text[: len(text) * 3 // 5].encode())
    assert detected is not None
    assert what in detected.what


TEXTS = [
    "<上接第一版>市委六届八次全会强调，要强化党建统领。\n\n<下转第四版>\n",
    "<上接第一版>\n市委全会\n<完>\n",
    '<本报讯>记者林知远报道 a="b" </完>',
    "[本报讯]记者林知远报道\n",
    "[1] 见第三版\n[2] 见第四版\n",
    "[12]\n",
    "[1, 2]\n",
    "[]\n",
    '[本报讯] {"a": 1}\n',
    "{本报讯}记者林知远\n",
    "{\n记者林知远\n}\n",
    '{"渡口"改造}\n',
    "<Reuters> London, 3 March. - The ferry was closed.\n",
    "<html> is the first tag of a page of the web, says our reporter.\n",
    "<b> 不是字 <c>",
    "< 3 月 5 日 >\n",
    "<<渡口>>改造\n",
    "<<<<<<< \n",
    "<3%的人\n",
    "<!>\n",
    "<!-- 编者按 --> 渡口改造\n",
    "<甲>\n<乙>\n<丙>\n",
    "“{”是什么\n",
    "a < b, b > c\n",
    "https://example.org\n",
    "",
    "   ",
    "<",
    "{",
    "[",
    "甲,乙,丙\n1,2,3\n4,5,6\n",
    "队\t胜\t负\n甲\t1\t2\n乙\t2\t1\n",
]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_page_is_text(text: str, variant: str) -> None:
    """Whatever it begins with, has in it and ends with."""
    assert detect_markup(VARIANTS[variant](text), "page.txt") is None


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("page.xml", "<page", "XML (page)"),
        ("page.XML", "<页>渡口</页>", "XML"),
        ("page.html", "<b>渡口", "HTML"),
        ("page.json", '{"a', "JSON"),
        ("page.xml", "<上接第一版>市委全会", ""),
        ("page.xml", "渡口改造", ""),
        ("page.json", "渡口改造", ""),
    ],
)
def test_a_name_is_part_of_the_proof(name: str, text: str, what: str) -> None:
    """Less is enough where it says so, too; a page of text is text under any name."""
    detected = detect_markup(text.encode(), name)
    assert (detected.what if detected else "") == what


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_our_own_archival_xml_is_known(encoding: str) -> None:
    """However it is encoded, and however long its title is; not what only quotes it."""
    text = archived(document([(Role.BODY, "渡口改造")], Metadata(title="报" * 50)))
    assert is_archive_like(text.encode(encoding))
    assert is_archive_like(text.replace("报" * 50, "报" * 100_000).encode())
    assert not is_archive_like(f"渡口改造 {text}".encode())
    assert not is_archive_like(TEI.encode())


def test_samples_are_text() -> None:
    """All pages that there are."""
    folders = [SAMPLES, *([SHARED / "data/cases_public"] if SHARED.is_dir() else [])]
    pages = [path for folder in folders for path in sorted(folder.rglob("*.txt"))]
    assert len(pages) > 10
    assert [path.name for path in pages if detect_markup(path.read_bytes(), path.name)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.csv", 'title,date,text\n渡口,1951-03-01,"改造,\n一"\n桥,1951-03-02,好\n'),
        ("page.csv", "title;date\n渡口;1951\n桥;1952\n"),
        ("PAGE.CSV", "title,date\n渡口,1951\n桥,1952\n"),
        ("page.tsv", "title\tdate\n渡口\t1951\n桥\t1952\n"),
        ("page.tab", "title\tdate\n渡口\t1951\n桥\t1952\n"),
    ],
)
def test_a_table_by_name_and_form(name: str, text: str) -> None:
    """It says that it is one, and is one."""
    for data in (text.encode(), text.encode("utf-16"), text.encode("gb18030")):
        detected = detect_markup(data, name)
        assert detected is not None
        assert "a table" in detected.what
        assert detect_markup(data, "page.txt") is None


@pytest.mark.parametrize(
    "text", ["渡口改造，昨日开工\n\n桥,路,灯\n\n好\n\n人人都说好。\n", "渡口\n改造\n昨日\n", "a,b\n1,2\n", ""]
)
def test_a_table_by_name_alone_is_text(text: str) -> None:
    """No rows, or rows of no form."""
    assert detect_markup(text.encode(), "page.csv") is None


@pytest.mark.parametrize(
    "data",
    [
        b"<" * 10**6,
        b"[" * 10**6,
        b"{" * 10**6,
        b"<a " + b" " * 10**6,
        b"<a " + b'b="c" ' * 10**5,
        b"<!--" * 10**5,
        b"<?" * 10**5,
        b"<!DOCTYPE a [" * 10**5,
        b'{"' + b"a" * 10**6,
        b'["a",' * 10**5,
        b" " * 10**6,
        b"<a>" * 10**5 + b"<!-- " * 10**5,
        json.dumps([["a"] * 10] * 10**4).encode(),
    ],
)
def test_no_file_takes_long(data: bytes) -> None:
    """Of processor."""
    begun = time.process_time()
    detect_markup(data, "a.csv")
    detect_markup(data, "a.tsv")
    assert time.process_time() - begun < 2
