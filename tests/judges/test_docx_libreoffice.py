"""Another word processor sets our document: pages of the contents, lines of headings, ends of columns."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import accumulate
from pathlib import Path

import pytest

from convert.conversion import read, repair
from convert.document.model import Document, Metadata
from convert.language import cut_words
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import write_docx
from convert.writers.docx.pagination import first_pages

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice and pdftotext"
)
TOPICS = ("渡口", "灯会", "夜校", "早面", "隧道", "水文站")
HEADLINES = tuple(f"{topic}改造工程一年来的变化与下一步打算" for topic in TOPICS)
PARAGRAPH = "江面上的灯一盏一盏地亮起来，桥上的人慢慢地走过去，卖花的人收了摊，守灯人在桥头坐了三十年。"
ISSUE = "\n\n".join(
    f"{headline}\n\n本报记者 何小满\n\n" + "\n\n".join([PARAGRAPH * (2 + n % 3)] * (4 + 2 * n))
    for n, headline in enumerate(HEADLINES)
)
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">')


def issue() -> Document:
    """Make an issue of six articles over several pages."""
    made = repair(read(ISSUE.encode(), Metadata(title="山城晚报", date="2025-12-08", language="zh-Hans")))
    assert [article.headline for article in made.articles] == list(HEADLINES)
    return made


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let LibreOffice set the document."""
    folder = tmp_path_factory.mktemp("office")
    data = write_docx(issue(), load_style("newspaper"), WriteContext()).data
    (folder / "issue.docx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
    ]
    subprocess.run([*command, "pdf", "issue.docx"], cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "issue.pdf"


def shown(pdf: Path, *options: str) -> str:
    """Return what pdftotext has to say."""
    command = ["pdftotext", *options, str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_contents_have_the_pages_on_which_articles_begin(pdf: Path) -> None:
    """The title page is not counted; one page of difference is what another font may cost."""
    _, *pages = shown(pdf, "-raw").split("\f")
    starts = [next(n for n, text in enumerate(pages, 1) if f"{topic}改造工程" in text) for topic in TOPICS]
    counted = list(first_pages(issue(), load_style("newspaper")).values())
    assert max(counted) > 2
    assert sum(a != b for a, b in zip(starts, counted, strict=True)) <= 1, (starts, counted)


def test_no_heading_is_parted_within_a_word(pdf: Path) -> None:
    """Their lines end where words do."""
    lines = shown(pdf, "-raw").splitlines()
    for headline in HEADLINES:
        [*_, first] = [n for n, line in enumerate(lines) if line.startswith(headline[:6])]
        assert lines[first] + lines[first + 1] == headline
        assert len(lines[first]) in accumulate(map(len, cut_words(headline)))


def test_the_last_columns_are_alike_in_length(pdf: Path) -> None:
    """They end within two lines of one another."""
    *_, last = shown(pdf, "-bbox").split("<page ")
    body = [(float(x), float(y)) for x, y in WORD.findall(last) if 70 < float(y) < 780]
    left, right = (max((y for x, y in body if (x < 297) is side), default=0.0) for side in (True, False))
    assert abs(left - right) < 2 * 17
