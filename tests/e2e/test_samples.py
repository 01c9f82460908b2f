"""The samples: each has the damage that SOURCES.md says, comes back byte for byte, and reads well."""

from __future__ import annotations

import re
from functools import cache

import pytest

from convert import conversion, read
from convert.document.integrity import restore
from convert.document.model import Document
from convert.issue.metadata import load_metadata
from convert.text.source import encode
from tests.support.changes import text_changes
from tests.support.paths import SAMPLES

README = SAMPLES.parent / "README.md"
SOURCES = sorted(SAMPLES.glob("*.txt"))
NAMES = [path.stem for path in SOURCES]


COURIER = "thornbridge-courier-1911-03-07-p3"
DAILY = "云津日报_2026-03-05_第4821号_第06版"


@cache
def cleaned(name: str) -> Document:
    """Read and clean a sample, with what is known of it."""
    path = SAMPLES / f"{name}.txt"
    return conversion.repair(conversion.read(path.read_bytes(), load_metadata(path, {}, path.name)))


def test_every_sample_is_described() -> None:
    """SOURCES.md has a line for each sample, and no line without one."""
    table = re.findall(r"^\| `([^`]+)\.txt` ", (SAMPLES / "SOURCES.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(table) == NAMES


@pytest.mark.parametrize(
    ("name", "encoding", "start"),
    [
        pytest.param("gb18030", "gb18030", b"", id="GB18030"),
        pytest.param("big5", "big5", b"", id="Big5"),
        pytest.param(DAILY, "utf-16", b"\xff\xfe", id="UTF-16 with its mark"),
        pytest.param("crlf-bom", "utf-8-sig", b"\xef\xbb\xbf", id="UTF-8 with its mark"),
    ],
)
def test_sample_is_in_its_encoding(name: str, encoding: str, start: bytes) -> None:
    """No editor has saved it as plain UTF-8 by mistake."""
    data = (SAMPLES / f"{name}.txt").read_bytes()
    text = data.decode(encoding)
    assert data.startswith(start)
    assert data != text.encode("utf-8")
    assert ("\r\n" in text) == (name in {DAILY, "crlf-bom"})


@pytest.mark.parametrize("name", NAMES)
def test_source_comes_back(name: str) -> None:
    """After all passes the bytes of the source can be rebuilt."""
    assert restore(cleaned(name)) == (SAMPLES / f"{name}.txt").read_bytes()


def test_clean_page_is_left_alone() -> None:
    """A page without damage reads as it stands in the source, with no change on record."""
    document = cleaned("clean")
    assert document.text == document.source.text
    assert text_changes(document) == []


@pytest.mark.parametrize("name", NAMES)
def test_second_run_changes_nothing(name: str) -> None:
    """The passes find nothing more to do in what they made."""
    once = cleaned(name)
    twice = conversion.repair(once)
    assert twice.blocks == once.blocks


@pytest.mark.parametrize("name", NAMES)
def test_reading_taken_as_source_is_left_alone(name: str) -> None:
    """A finished text, given back as a source, passes through unchanged."""
    once = cleaned(name)
    again = conversion.repair(conversion.read(encode(once.text, "utf-8"), once.meta, encoding="utf-8"))
    assert again.text == once.text


@pytest.mark.parametrize(
    ("name", "known"),
    [
        pytest.param("cut-columns", "云津日报 2026-03-14 4830 zh-Hans 2", id="a file beside it"),
        pytest.param("traditional", "鹿門日報 2026-03-09  zh-Hant C2", id="a file that names the language"),
        pytest.param("big5", "鹿門日報 2026-03-10  zh-Hant C1", id="a language found from the text"),
        pytest.param(DAILY, "云津日报 2026-03-05 4821 zh-Hans 6", id="its name"),
        pytest.param(COURIER, "Thornbridge Courier 1911-03-07  en 3", id="its name, in English"),
        pytest.param("clean", "   zh-Hans ", id="nothing but the text"),
    ],
)
def test_metadata_is_found(name: str, known: str) -> None:
    """What a TOML file beside a sample, or its name, says of the issue is known of the document."""
    meta = cleaned(name).meta
    assert f"{meta.title} {meta.date} {meta.number} {meta.language} {meta.page}" == known


WHOLE = [
    pytest.param("cut-columns", "大家才同意把灯杆往左挪", id="cut inside a word, 才同|意"),
    pytest.param("cut-columns", "排水管道，当年汛期", id="cut inside a word, 管|道"),
    pytest.param("cut-columns", "停放情况登记成册", id="cut inside a word, 情|况"),
    pytest.param("cut-columns", "去通知居民，现在是先听完了", id="cut behind a comma inside quotes"),
    pytest.param("cut-columns", "一一画在了纸上", id="one by one is no dash"),
    pytest.param("interview", "缩短到十八分钟", id="cut inside a number with its unit"),
    pytest.param("interview", "二十里山路", id="cut inside a quotation"),
    pytest.param("traditional", "水痕與編號，讓讀者看得見時間留下的痕跡", id="traditional script, 痕|跡"),
    pytest.param("traditional", "可以讓人再走進來", id="traditional script, inside 「」"),
    pytest.param(COURIER, "no committee had yet come", id="hyphen of the printer"),
    pytest.param(COURIER, "the well-known path", id="hyphen of the word"),
    pytest.param(COURIER, "a ten-year-old hayrick", id="hyphens inside a line"),
    pytest.param("gb18030", "寻找收信人的后代", id="GB18030"),
    pytest.param("big5", "這一行只有兩條規矩", id="Big5"),
    pytest.param(DAILY, "卖豆腐的要认路", id="UTF-16 with CRLF"),
    pytest.param("crlf-bom", "粘了一根头发", id="UTF-8 with its mark and CRLF"),
    pytest.param("furniture", "三把椅子和一个饮水台", id="jump line in the middle of a sentence"),
    pytest.param("furniture", "先有地再去想给谁用", id="running head in the middle of a sentence"),
    pytest.param("rare-han", "刻成了木活字", id="rare characters nearby"),
    pytest.param("hard-wrapped", "不再需要守塔人了。可是燕子矶", id="hard wraps without blank lines"),
    pytest.param("misreadings", "一支由七个人组成的测量队扛着仪器进了山——他们", id="一一 for a dash"),
    pytest.param("misreadings", "大半已经铺了水泥", id="Kangxi radical"),
    pytest.param("misreadings", "一道裂缝说", id="space between Han"),
]


@pytest.mark.parametrize(("name", "text"), WHOLE)
def test_reading_is_whole(name: str, text: str) -> None:
    """The words around a damage read as they were printed."""
    reading = cleaned(name).text
    assert text in reading


def test_readme_is_true() -> None:
    """What the README shows as before and after is what stands in the sample, and how it reads."""
    shown = re.findall(r"^```text\n…(.+?)```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    before, after = (text.strip() for text in shown)
    source, reading = cleaned("cut-columns").source.text, cleaned("cut-columns").text
    assert before in source
    assert after in reading


@pytest.mark.parametrize(
    ("name", "block"),
    [
        pytest.param("cut-columns", "先听后办", id="a subhead"),
        pytest.param("cut-columns", "一条巷子三百张板凳", id="a headline"),
        pytest.param("interview", "班次怎么排", id="a subhead that asks"),
        pytest.param("interview", "人少的渡口要不要撤？", id="a question"),
        pytest.param("briefs", "十里油菜花开", id="the headline of a picture"),
        pytest.param("hard-wrapped", "澄江两岸的守塔人", id="a headline above wrapped lines"),
    ],
)
def test_heading_stands_alone(name: str, block: str) -> None:
    """No heading is glued to a paragraph."""
    assert block in [b.reading for b in cleaned(name).blocks]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("furniture", "下转第六版", id="jump line"),
        pytest.param("furniture", "责任编辑", id="editors"),
        pytest.param("furniture", "3月14日 星期六", id="running head"),
    ],
)
def test_furniture_is_not_read(name: str, text: str) -> None:
    """What belongs to the sheet is kept out of the reading."""
    reading = cleaned(name).text
    assert text not in reading


@pytest.mark.parametrize("text", ["有的孩子画了一条河、两座桥", "照着孩子画的石头和竹林"])
def test_overlap_is_read_once(text: str) -> None:
    """A line that two fragments share is read once."""
    reading = cleaned("overlap").text
    assert reading.count(text) == 1


def test_an_issue_in_files_reads_as_with_form_feeds() -> None:
    """Where its pages come from makes no difference to what is read, nor to what they are called."""
    files = read(sorted((SAMPLES / "four-pages").glob("*.txt")))
    issue, one = conversion.repair(files), cleaned("four-pages")
    assert issue.text == one.text
    assert [page.label for page in issue.pages] == [page.label for page in one.pages] == list("1234")
    assert (issue.meta.title, issue.meta.date, issue.meta.number) == (
        one.meta.title,
        one.meta.date,
        one.meta.number,
    )
    assert files.source.text == one.source.text.replace("\f", "")
