"""Verse, lists and tables through the command: lines in all four formats, read back, and decided on."""

from __future__ import annotations

import contextlib
import re
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

import convert
from tests.support.batches import run as run_process
from tests.support.paths import SAMPLES
from tests.support.read_epub import blocks_of
from tests.support.read_pdf import elements

SAMPLE = SAMPLES / "verse-and-lists.txt"
POEM = (
    "旧巷春深燕子斜，",
    "小楼灯火两三家。",
    "一帘微雨落桐花。",
    "梦里江声犹到枕，",
    "醒来山色欲侵纱。",
    "故人书信隔天涯。",
)
PROGRAMMES = ("19:00 新闻联播", "19:38 焦点时刻", "20:05 电视剧《老街》第十二集", "21:30 体育夜话")
MARKETS = ("上证指数 3052.33 +0.45%", "深证成指 9735.61 -0.21%", "恒生指数 17651.15 -0.36%")
TEI = "{http://www.tei-c.org/ns/1.0}"


def text_of(element: etree._Element) -> str:
    """Return all text of an element."""
    return "".join(map(str, element.itertext())).strip()


def run(*arguments: str | Path, folder: Path) -> str:
    """Run the command; it succeeds."""
    with contextlib.chdir(folder):
        done = run_process(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert the sample into all formats."""
    folder = tmp_path_factory.mktemp("lines")
    run("convert", SAMPLE, "-o", folder, "-q", folder=folder)
    return folder / SAMPLE.stem


def test_lines_stand_in_lists_and_stanzas_in_the_xml(made: Path) -> None:
    """Two stanzas of three lines; a list of programmes, one of addresses, and a table between them."""
    root = etree.parse(made.with_suffix(".xml")).getroot()
    stanzas = [[text_of(line) for line in lg] for lg in root.iter(f"{TEI}lg")]
    assert [line for stanza in stanzas for line in stanza] == [*POEM]
    assert [len(stanza) for stanza in stanzas] == [3, 3]
    lists = [(each.get("type"), len(each)) for each in root.iter(f"{TEI}list")]
    assert lists == [(None, 4), ("table", 3), (None, 3)]


def test_reading_is_the_source_line_for_line(made: Path) -> None:
    """No line is joined, moved or left out, and no blank line comes between two of them."""
    reading = run("view", f"{made}.xml", "--as", "reading", folder=made.parent)
    assert reading == SAMPLE.read_text("utf-8")


def test_the_xml_is_whole(made: Path) -> None:
    """Both schemas and all pointers."""
    assert "whole" in run("verify", f"{made}.xml", folder=made.parent)


def test_archive_gives_the_same_formats(made: Path, tmp_path: Path) -> None:
    """What is read back from our own XML has the same lines and stanzas."""
    run("convert", f"{made}.xml", "-f", "docx,epub", "-o", tmp_path, "-q", folder=tmp_path)
    again = tmp_path / f"{made.name}.epub"
    assert blocks_of(again.read_bytes()) == blocks_of(made.with_suffix(".epub").read_bytes())


def test_word_document_has_a_list_and_lines_of_verse(made: Path) -> None:
    """Each line is a paragraph; items belong to a list of Word's own, by their style."""
    document = docx.Document(str(made.with_suffix(".docx")))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name if paragraph.style else "", []).append(paragraph.text)
    assert by_style["Verse"] == [*POEM]
    assert by_style["List"][:4] == [*PROGRAMMES]
    assert by_style["Table Row"] == [*MARKETS]
    for name in ("List", "Table Row"):
        assert document.styles[name].element.find(".//{*}numPr/{*}numId") is not None
    assert document.styles["Verse"].element.find(".//{*}numPr") is None
    with zipfile.ZipFile(made.with_suffix(".docx")) as parts:
        assert b'w:numFmt w:val="none"' in parts.read("word/numbering.xml")


def test_book_has_lists_and_stanzas(made: Path) -> None:
    """A list is a list to a reading system, a stanza a group of lines."""
    blocks = blocks_of(made.with_suffix(".epub").read_bytes())
    assert [text for role, text in blocks if role == "verse"] == [*POEM]
    with zipfile.ZipFile(made.with_suffix(".epub")) as parts:
        pages = "".join(parts.read(n).decode() for n in sorted(parts.namelist()) if n.endswith(".xhtml"))
    lists = re.findall(r'<ul class="lines">(.*?)</ul>', pages, re.DOTALL)
    assert sorted(each.count("<li ") for each in lists) == [3, 3, 4]
    assert pages.count('<div class="stanza">') == 2


def test_pdf_has_lists(made: Path) -> None:
    """Items are tagged as such, and lines stand one under the other."""
    found = [*elements(made.with_suffix(".pdf").read_bytes())]
    items = [text for kind, text in found if kind == "LBody"]
    assert items[:4] == [*PROGRAMMES]
    assert [text for kind, text in found if text in POEM and kind == "P"] == [*POEM]


def test_word_document_comes_back_with_its_lines(made: Path, tmp_path: Path) -> None:
    """A DOCX as source: styles tell the roles again."""
    run("convert", f"{made}.docx", "-f", "xml", "-o", tmp_path, "-q", folder=tmp_path)
    root = etree.parse(tmp_path / f"{made.name}.xml").getroot()
    assert [text_of(line) for line in root.iter(f"{TEI}l")] == [*POEM]
    assert len([*root.iter(f"{TEI}item")]) == 10


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ("名次 球队 胜 平 负 积分", "1 红星 10 2 1 32", "2 江滨 9 3 1 30", "3 石门 8 2 3 26"),
            id="a table",
        ),
        pytest.param(
            ("老街", "林川", "我走过那条", "铺着青石板的老街", "报馆的灯", "还亮着"),
            id="a poem and its title",
        ),
        pytest.param(
            ("问：报亭为什么又开了？", "答：老主顾天天来问。", "问：一天能卖多少份？"), id="questions"
        ),
        pytest.param(
            ("云津一中队胜石门中学队", "柳叶街道队胜梅园社区队", "云津一中队胜柳叶街道队"), id="results"
        ),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_reading_taken_as_source_has_the_same_lines(
    lines: tuple[str, ...], between: str, tmp_path: Path
) -> None:
    """Whether blank lines part them or not, and read twice."""
    around = "市图书馆昨天表示，报刊室每晚都有百余名读者，馆里添置了台灯和热水，周末延长到夜里十点。"
    source = tmp_path / "page.txt"
    source.write_text(f"{around}\n\n{between.join(lines)}\n", "utf-8")
    once = convert.repair(convert.read(source)).text
    source.write_text(once, "utf-8")
    assert convert.repair(convert.read(source)).text == once
    assert [line for line in once.splitlines() if line][1:] == [*lines]


def test_a_person_unsets_and_sets_the_role(tmp_path: Path) -> None:
    """A label that is rejected leaves body text; one that is replaced has the role that it names."""
    source = tmp_path / "page.txt"
    source.write_text(
        "\n\n".join([*PROGRAMMES, "市图书馆昨天表示，报刊室每晚都有百余名读者。"]) + "\n", "utf-8"
    )
    run("decisions", source, "--write", folder=tmp_path)
    file = tmp_path / "page.decisions.toml"
    entries = file.read_text("utf-8").split("[[")
    labels = [n for n, entry in enumerate(entries) if '"line-groups"' in entry]
    assert len(labels) == len(PROGRAMMES)
    entries[labels[0]] = entries[labels[0]].replace('decide = ""', 'decide = "reject"')
    entries[labels[1]] = entries[labels[1]].replace(
        'decide = ""', 'decide = "replace"\nreplacement = "verse"'
    )
    file.write_text("[[".join(entries), "utf-8")
    run("convert", source, "-f", "xml", "-q", "-o", tmp_path, folder=tmp_path)
    root = etree.parse(tmp_path / "page.xml").getroot()
    assert [etree.QName(e).localname for e in root.iter(f"{TEI}p", f"{TEI}l", f"{TEI}item")][-5:] == [
        *("p", "l", "item", "item", "p")
    ]
