"""The text that comes out of the PDF is the reading that went in."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from convert import conversion
from convert.document.model import Document
from convert.document.roles import Role
from convert.issue.metadata import load_metadata
from convert.text.xml_safe import sanitize
from convert.typeset import display
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.pdf import write_pdf
from tests.support.build import document
from tests.support.paths import SAMPLES
from tests.support.random_issue import random_issue
from tests.support.read_pdf import page_text, readable

SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))

HARD = [
    (Role.HEADLINE, "“两个结合”——1+1>2"),
    (Role.BODY, "1949年10月1日，GDP增长5.2%，“AI”与don’t。——“中国”……（完）"),
    (Role.BODY, "超出基本平面的𠀋、𡃁与𱍊，表情😀。"),
    (Role.BODY, "列夫·托尔斯泰《战争与和平》：“幸福的家庭都是相似的。”" * 9),
    (Role.BODY, "An English paragraph with administrative hyphenation and “quotation”—dashes. " * 12),
    (Role.BODY, "列\t一\t二  三   四"),
    (Role.BODY, "零宽\u200b与\u202e方向\u202c，e\u0301。"),
    (Role.BODY, "一家👨‍👩‍👧‍👦、旗🇨🇳、手👍🏽、键1️⃣、彩虹🏳️‍🌈。"),
    (Role.BODY, "希伯来文שלום，阿拉伯文سلام，都是问候。"),
    (Role.BODY, "国家领导人㐀䶵𠂇𪛖𬺰鿿〇⿰々〆𰀀"),
    (Role.BODY, "http://example.org/" + "path/" * 60),
]


def paragraphs(issue: Document) -> list[str]:
    """Return what each block should read as; kept line ends are lines on the page."""
    found = [b.reading for a in issue.articles for b in a.readable]
    return [tidy(sanitize(text).replace("\n", "").replace("\ufeff", "")) for text in found]


def read(data: bytes) -> list[str]:
    """Read the text of each block by pdfium, less what pdfium does by itself.

    It drops bidi controls, gives U+0002 for every hyphen at a line end, and runs spaces together.
    """
    return [tidy(text) for _, text in readable(data)]


def tidy(text: str) -> str:
    """Leave out bidi controls and hyphens; make white space one space."""
    return re.sub(r"\s+", " ", re.sub("[\u202a-\u202e\u2060\xad\x02-]", "", text)).strip()


def written(issue: Document, style: str = "newspaper") -> bytes:
    """Write an issue."""
    return write_pdf(issue, load_style(style), WriteContext()).data


@pytest.mark.parametrize("style", ["newspaper", "large-print"])
def test_hard_text_comes_back(style: str) -> None:
    """Marks, numbers, characters above U+FFFF, hyphenated English, boxes: paragraph by paragraph."""
    issue = document(HARD)
    assert read(written(issue, style)) == paragraphs(issue)


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_samples_come_back(path: Path) -> None:
    """Each sample's reading comes back, paragraph by paragraph and in reading order."""
    issue = conversion.repair(conversion.read(path.read_bytes(), load_metadata(path, {}, path.name)))
    assert read(written(issue)) == paragraphs(issue)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_issues_of_any_structure_come_back(start: int) -> None:
    """Whatever the roles and characters, nothing is lost and nothing is added."""
    for number in range(start, start + 20):
        issue = random_issue(number)
        found = [text.replace(" ", "") for text in read(written(issue))]  # pdfium's spaces beside boxes vary
        shown = [text.replace(" ", "") for text in paragraphs(issue)]
        # of a paragraph without a visible character there may be nothing to come back
        assert [text for text in found if text] == [text for text in shown if text], number


def test_a_page_that_is_copied_has_no_spaces_of_its_own() -> None:
    """The gaps between Han and Latin and those of justification are not taken for spaces."""
    text = "截至2025年12月，GDP增长5.2%，AI企业达742家，占比3.5%，比2024年多64家，其中8个县用上了5G。" * 20
    pages = page_text(written(document([(Role.HEADLINE, "甲"), (Role.BODY, text)])))
    copied = "".join(re.sub(r"\r\n", "", page) for page in pages)
    assert copied.count(text[:40]) >= 10
    assert not re.findall(r"[\u4e00-\u9fff，。] [0-9A-Za-z\u4e00-\u9fff]", copied[copied.index(text[:20]) :])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext of poppler-utils")
def test_poppler_reads_the_same(tmp_path: Path) -> None:
    """Another reader gives the same characters in the same order."""
    issue = document([block for block in HARD if "\u202e" not in block[1]])
    path, style = tmp_path / "issue.pdf", load_style("newspaper")
    style = replace(style, page=replace(style.page, front="none"))
    path.write_bytes(write_pdf(issue, style, WriteContext()).data)
    raw = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    head = re.compile(rf"^{display.title(issue)}.*\n|\n[0-9]+\n*$")
    got = tidy("".join(head.sub("", page) for page in raw.split("\f") if page)).removesuffix("（原文至此）")
    assert re.sub(r"\s", "", got) == re.sub(r"\s", "", "".join(paragraphs(issue)))
