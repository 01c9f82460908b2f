"""How a finished message is put into another language."""

from __future__ import annotations

import pytest

from convert.errors import UnreadableSource
from convert.translation.messages import english, error_line
from convert.translation.translator import LONGEST, Translator

TRANSLATE = Translator(
    {
        "no such file": "没有这个文件",
        "not {}": "不是 {0}",
        "not text": "不是文本",
        "left out: {}": "未收入：{0!t}",
        "check the path": "请检查路径",
        "{} is missing": "缺少 {0}",
        "the table {} is missing there": "那里缺少表 {0}",
        "{} in {}": "{1} 中的{0}",
        "the text of {} lies outside of {}": "{0} 的文本在 {1} 之外",
        "{n} pages": "{0} 个版面",
        "{n} converted": "已转换 {0}",
        "{n} failed": "失败 {0}",
        "left out: {}: {}": "未收入：{0}：{1!t}",
        "cannot be read: {}": "无法读取：{0!t}",
        "; {} proposals left": "；余 {0} 条建议",
        ": ": "：",
        "; ": "；",
        ", ": "，",
    }
)


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        ("no such file", "没有这个文件"),
        ("left out: a.txt: not text; check the path", "未收入：a.txt：不是文本；请检查路径"),
        ("a.txt is missing", "缺少 a.txt"),
        ("the text of a.txt lies outside of b/", "a.txt 的文本在 b/ 之外"),
        ("1,200 pages", "1,200 个版面"),
        ("cannot be read: no such file", "无法读取：没有这个文件"),
        ("left out: no such file: no such file", "未收入：no such file：没有这个文件"),
        ("1951/a.txt:3:1: no such file", "1951/a.txt:3:1：没有这个文件"),
        ("a.txt: no such file; check the path", "a.txt：没有这个文件；请检查路径"),
        ("14 converted, 1 failed", "已转换 14，失败 1"),
        ("a.txt: 4 pages; b is missing", "a.txt：4 个版面；缺少 b"),
        ("a.epub (4 pages, 14 converted)", "a.epub（4 个版面，已转换 14）"),
        ("a.xml (4 pages)\n  quotes 3; 2 proposals left", "a.xml（4 个版面）\n  quotes 3；余 2 条建议"),
        ("cannot be read: the table x is missing there", "无法读取：那里缺少表 x"),
        ("no such file: 3", "没有这个文件：3"),
        ("  ! a.txt is missing", "  ! 缺少 a.txt"),
        ("日报_1951-03-02  4 pages", "日报_1951-03-02  4 个版面"),
    ],
)
def test_message_is_translated_with_its_fields(message: str, translation: str) -> None:
    """A field stays as it is, unless the translation marks it as a message."""
    assert TRANSLATE(message) == translation


@pytest.mark.parametrize(
    "message",
    [
        "what an installed plugin says",
        "some pages",
        "the rice in the field",
        "14 converted, 1 of another kind",
        "no such file" + "." * LONGEST,
        "1951/第06版.txt",
        "",
    ],
)
def test_unknown_message_stays_as_it_is(message: str) -> None:
    """A word is no number, half a line is no line, and a short phrase is no message by itself."""
    assert TRANSLATE(message) == message


def test_more_explicit_phrase_goes_first() -> None:
    """A phrase with more words of its own is the better match."""
    translate = Translator({"{} is missing": "缺少 {0}", "the table {} is missing": "缺少表 {0}"})
    assert translate("the table x is missing") == "缺少表 x"


def test_hostile_message_takes_no_long_time() -> None:
    """Many places at which a message could be split cost no time that grows with their combinations."""
    assert TRANSLATE("a: b; c, " * 200).startswith("a: b")


def test_error_is_said_in_its_parts() -> None:
    """What stands between the parts is a message, too."""
    error = UnreadableSource("no such file", location="a; b: c.txt", hint="check the path")
    assert error_line(error, TRANSLATE) == "a; b: c.txt：没有这个文件；请检查路径"
    assert error_line(error, english) == str(error)
