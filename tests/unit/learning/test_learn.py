"""Learning: a habit stands in three issues; order, copies and broken sources change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.conversion import Settings
from convert.document.knowledge import Knowledge, RecurringLine
from convert.document.roles import Role
from convert.issue.knowledge import parse_knowledge
from convert.learning.describe import as_json, in_words
from convert.learning.learn import Lesson, learn
from convert.system.find import SourceFile
from convert.typeset.styles import load_style
from tests.support.papers import HEAD, issue, paper

SETTINGS = Settings((), load_style("newspaper"), {})
RUNNING_HEAD = "渡口要览第0期总编室"


def sources(folder: Path) -> list[SourceFile]:
    """Return the files of a folder as sources."""
    return [SourceFile(path) for path in sorted(folder.iterdir())]


def learnt(folder: Path) -> Knowledge:
    """Return what the files of a folder teach."""
    return parse_knowledge(learn(sources(folder), SETTINGS), "daily.pack")


def test_what_recurs_is_learnt(tmp_path: Path) -> None:
    """The running head of no shape, the editors, the column, the lead, and n-grams."""
    knowledge = learnt(paper(tmp_path / "in"))
    assert (knowledge.issues, knowledge.language) == (4, "zh")
    assert knowledge.furniture == {
        RUNNING_HEAD: RecurringLine(Role.RUNNING_HEAD, 4),
        "本版编辑何小满": RecurringLine(Role.EDITORS, 4),
    }
    assert knowledge.leads == {"渡口广播消息（": 4}
    assert knowledge.columns == {"街谈": 4}
    assert knowledge.marks["（"] == 12
    assert knowledge.grams


def test_a_running_head_is_one_whatever_day_it_names(tmp_path: Path) -> None:
    """Weekdays, months and dates in words differ from issue to issue, as numbers do."""
    folder = paper(tmp_path / "in", 4)
    for number, day in enumerate("一二三四", start=1):
        text = issue(number).replace(HEAD.format(number=number), f"渡口晚报 二〇二六年四月{day}日 星期{day}")
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    assert learnt(folder).furniture["渡口晚报0年0月0日星期0"] == RecurringLine(Role.RUNNING_HEAD, 4)


def test_a_writer_behind_a_brief_is_no_column(tmp_path: Path) -> None:
    """Nor is one in brackets behind a headline."""
    folder = paper(tmp_path / "in", 4)
    for number in range(1, 5):
        brief = f"●第{number}座渡口昨日停航半天。（记者 林知远）\n\n渡口茶馆{number}月又开张（记者 何小满）"
        text = issue(number).replace("\n\n本版编辑", f"\n\n{brief}\n\n本版编辑")
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    assert learnt(folder).columns == {"街谈": 4}


def test_two_issues_teach_no_habit(tmp_path: Path) -> None:
    """And a copy of an issue is none."""
    folder = paper(tmp_path / "in", 2)
    (folder / "copy.txt").write_text(issue(1), "utf-8")
    knowledge = learnt(folder)
    assert knowledge.issues == 2
    assert (knowledge.furniture, knowledge.leads, knowledge.columns) == ({}, {}, {})


def test_the_order_of_reading_and_broken_sources_change_no_byte(tmp_path: Path) -> None:
    """What cannot be read is left out."""
    folder = paper(tmp_path / "in")
    files = sources(folder)
    pack = learn(files, SETTINGS)
    (tmp_path / "broken.txt").write_bytes(b"")
    assert learn([SourceFile(tmp_path / "broken.txt"), *reversed(files)], SETTINGS) == pack


def test_a_headline_that_recurs_inside_is_no_furniture(tmp_path: Path) -> None:
    """A line of no shape that stands in the midst of pages as often as at their edges is text."""
    folder = paper(tmp_path / "in", 6)
    for number in (1, 2, 3):
        text = issue(number).replace(HEAD.format(number=number), "三言两语", 1)
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    for number in (4, 5, 6):
        text = issue(number).replace("\n\n本版编辑", "\n\n三言两语\n\n渡船照旧，茶照旧。\n\n本版编辑")
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    furniture = learnt(folder).furniture
    assert "三言两语" not in furniture
    assert RUNNING_HEAD in furniture


def test_packs_that_are_named_beside_the_sources_do_not_count(tmp_path: Path) -> None:
    """Not even the one that is to be made, which is not there yet."""
    folder = paper(tmp_path / "in")
    before = learn(sources(folder), SETTINGS)
    files = sources(folder)
    (folder / "issue.toml").write_text('knowledge = "daily.pack"\n', "utf-8")
    assert learn(files, SETTINGS) == before


def test_issues_of_two_papers_or_languages_are_told(tmp_path: Path) -> None:
    """Those of the language that most have count."""
    folder = paper(tmp_path / "in", 3)
    (folder / "gazette.txt").write_text("The ferry was late again, said the old man at the pier.\n", "utf-8")
    (folder / "gazette.toml").write_text('title = "The Gazette"\n', "utf-8")
    (folder / "01.toml").write_text('title = "渡口要览"\n', "utf-8")
    lesson = Lesson(SETTINGS)
    for source in sources(folder):
        if source.name.endswith(".txt"):
            assert lesson.take(source) is None
    assert [warning.partition(";")[0] for warning in lesson.warnings] == [
        "issues of 2 newspapers: The Gazette, 渡口要览",
        "1 issues in the language 'en' do not count",
    ]
    assert lesson.knowledge().issues == 3


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("to-day", True),
        ("railway", True),
        ("Wollstone", True),
        ("tbe", False),
        ("tion", False),
        ("Parliamont", False),
    ],
)
def test_words_of_latin_script_are_sure_ones(word: str, kept: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """Those of the dictionary, compounds of them, and names; a misreading that recurs is none of them."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        text = f"On day {number} the old man met {word} at the pier and was glad of it.\n"
        (folder / f"{number}.txt").write_text(text, "utf-8")
    assert (word.lower() in learnt(folder).words) is kept


def test_what_was_learnt_is_told(tmp_path: Path) -> None:
    """In plain words, and all of it as JSON."""
    knowledge = learnt(paper(tmp_path / "in"))
    lines = "\n".join(in_words(knowledge))
    assert f"  {RUNNING_HEAD}  (running-head, 4 issues)" in lines
    assert "  渡口广播消息（  (4)" in lines
    assert '"line": "渡口要览第0期总编室", "role": "running-head", "issues": 4' in as_json(knowledge)
