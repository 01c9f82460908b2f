"""What is known of an issue: flags, TOML files, the file's name; nothing is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.document.model import Metadata
from convert.errors import BadSetting
from convert.issue.filename import filename_metadata
from convert.issue.metadata import check_metadata, load_metadata


@pytest.mark.parametrize(
    ("stem", "known"),
    [
        ("newspaper_page", Metadata()),
        ("cut-columns", Metadata()),
        ("gb18030", Metadata()),
        ("page-12", Metadata()),
        ("chapter-no-5", Metadata()),
        ("IMG_20251208_120000", Metadata()),
        ("20251208120000", Metadata()),
        ("2025-13-40", Metadata()),
        ("1951-02-29-p1", Metadata()),
        ("1951-03-02_1951-03-09", Metadata()),
        ("会议记录_2025-12-08", Metadata(date="2025-12-08")),
        ("report-2025-12-08", Metadata(date="2025-12-08")),
        ("2025-12-08-1951", Metadata(date="2025-12-08")),
        ("20251208-01", Metadata(date="2025-12-08", page="1")),
        ("0002647_18240217_0003", Metadata(date="1824-02-17", page="3")),
        ("第3版", Metadata(page="3")),
        ("年鉴_2025-12-08_第1000版", Metadata(title="年鉴", date="2025-12-08", page="1000")),
        (
            "重庆日报_2025-12-08_第26543期_03版",
            Metadata(title="重庆日报", date="2025-12-08", number="26543", page="3"),
        ),
        ("光明日报2025年12月8日第四版", Metadata(title="光明日报", date="2025-12-08", page="4")),
        ("人民日报_19510302_第十二版", Metadata(title="人民日报", date="1951-03-02", page="12")),
        ("参考消息1998-01-01A03版", Metadata(title="参考消息", date="1998-01-01", page="A3")),
        ("山城晚報_1951.3.2_第321號", Metadata(title="山城晚報", date="1951-03-02", number="321")),
        ("chongqing-daily-1951-03-02-p4", Metadata(title="Chongqing Daily", date="1951-03-02", page="4")),
        ("The_Times-1911-03-07", Metadata(title="The Times", date="1911-03-07")),
        ("herald-no.12-2001-02-03", Metadata(title="Herald", date="2001-02-03", number="12")),
    ],
)
def test_a_name_says_what_it_says_and_no_more(stem: str, known: Metadata) -> None:
    """Dates that do not exist, times of cameras, and words that name no paper are left out."""
    assert filename_metadata(stem) == known


def test_flags_go_before_files_and_files_before_the_name(tmp_path: Path) -> None:
    """Each key comes from the first place that has it."""
    page = tmp_path / "重庆日报_2025-12-08_第26543期_03版.txt"
    page.with_suffix(".toml").write_text('title = "新重庆"\npage = 5\n', "utf-8")
    (tmp_path / "issue.toml").write_text('title = "unused"\nlanguage = "zh-hans"\n', "utf-8")
    (tmp_path / "backfile.toml").write_text('language = "en"\ndate = 2024-01-01\n', "utf-8")
    known = load_metadata(page, {"page": "7"}, page.name)
    assert known == Metadata(
        title="新重庆", date="2024-01-01", number="26543", language="zh-Hans", page="7", name=page.name
    )


def test_standard_input_has_only_flags() -> None:
    """Without a file there is nothing beside it."""
    assert load_metadata(None, {"date": "1951"}, "stdin") == Metadata(date="1951", name="stdin")


def test_a_source_is_not_its_own_metadata(tmp_path: Path) -> None:
    """A source that ends in .toml is text like any other."""
    page = tmp_path / "page.toml"
    page.write_text("重庆日报", "utf-8")
    assert load_metadata(page, {}, page.name) == Metadata(name="page.toml")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('titel = "重庆日报"', r"page.toml: unknown key titel; did you mean title\?"),
        ("xyzzy = 3", "page.toml: unknown key xyzzy; known keys: title, date, number, language, page"),
        ("title = 3", "page.toml: title must be a text, not 3"),
        ("title = true", "page.toml: title must be a text"),
        ("number = 1.5", "page.toml: number must be a text or a whole number, not 1.5"),
        ("page = false", "page.toml: page must be a text or a whole number"),
        ("date = 2025-12-08T10:00:00", "page.toml: date must be a date such as 2025-12-08"),
        ('date = "8.12.2025"', "page.toml: date '8.12.2025' cannot be read; give it as 2025-12-08"),
        ('language = "Chinese"', "page.toml: language 'Chinese' cannot be read; give a tag such as zh-Hans"),
        (
            "max-harm = -1",
            "page.toml: max-harm must be a number from 0 to 100,000, not -1; give it as 2 or 0.5",
        ),
        ('max-harm = "much"', "page.toml: max-harm must be a number from 0 to 100,000, not 'much'"),
        ("max-harm = nan", "page.toml: max-harm must be a number"),
        ("max-ham = 2", r"page.toml: unknown key max-ham; did you mean max-harm\?"),
        ("max_harm = 2", r"page.toml: unknown key max_harm; did you mean max-harm\?"),
        (
            'issn = "0028-0837"',
            "page.toml: issn 0028-0837 is not an ISSN: its last digit should be 6; give it as",
        ),
        ('issn = "28-0836"', "page.toml: issn '28-0836' cannot be read; give it as 1234-5679"),
        ("title =\ndate = 2025", "page.toml:1:8: not TOML: Invalid value; values look like title"),
        ("[title]\nx = 1", "page.toml: title must be a text"),
    ],
)
def test_a_broken_file_is_named_with_its_key(tmp_path: Path, toml: str, message: str) -> None:
    """File, key, and what would be right."""
    (tmp_path / "page.toml").write_text(toml, "utf-8")
    with pytest.raises(BadSetting, match=message):
        load_metadata(tmp_path / "page.txt", {}, "page.txt")


def test_a_metadata_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """TOML is UTF-8."""
    (tmp_path / "issue.toml").write_bytes('title = "重庆日报"'.encode("gb18030"))
    with pytest.raises(BadSetting, match=r"issue.toml:1:10: not UTF-8; save it as UTF-8"):
        load_metadata(tmp_path / "page.txt", {}, "page.txt")


@pytest.mark.parametrize("day", ["2025-12-08", "2025-12", "1605", "2024-02-29"])
def test_dates_of_the_calendar_pass(day: str) -> None:
    """A day, a month or a year."""
    assert check_metadata({"date": day}, "") == {"date": day}


@pytest.mark.parametrize("day", ["2025-02-29", "2025-00-01", "2025-1-1", "0000", "20251208", "2025-12-08T10"])
def test_other_dates_do_not(day: str) -> None:
    """What the calendar lacks, and what is not ISO 8601, is refused."""
    with pytest.raises(BadSetting):
        check_metadata({"date": day}, "")


@pytest.mark.parametrize(
    ("given", "tag"),
    [("zh", "zh"), ("ZH-hant", "zh-Hant"), ("zh_TW", "zh-TW"), ("en-gb", "en-GB"), ("es-419", "es-419")],
)
def test_language_tags_get_their_usual_letters(given: str, tag: str) -> None:
    """RFC 5646, section 2.1.1."""
    assert check_metadata({"language": given}, "") == {"language": tag}
