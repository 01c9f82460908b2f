"""Anthologies: what a selection file may say, and what it is told when it is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from convert.collection.draft import draft
from convert.collection.plan import issue_parts
from convert.collection.selection import read_selection, read_topics
from convert.conversion import read
from convert.document.model import Metadata
from convert.errors import BadSetting
from convert.writers.epub import markdown
from tests.support.collected import MONDAY, THREE, book, contents, issue, lines, stored
from tests.support.read_epub import blocks_of, found, members, pages, tree
from tests.support.shown import HOSTILE
from tests.support.word_files import FIRST_PAGE

STORY = MONDAY.articles[1].id


def selection(folder: Path, text: str) -> Path:
    """Write a selection file."""
    path = folder / "choice.toml"
    path.write_text(text, "utf-8")
    return path


def test_issues_sections_and_articles_in_the_editors_order(tmp_path: Path) -> None:
    """Named by date, path and id; a title of the editor's own replaces the headline; Markdown opens."""
    (tmp_path / "front.md").write_text("# 缘起\n\n编者*按*：\n三期。\n", "utf-8")
    file = selection(
        tmp_path,
        f"""
        title = "文选"
        foreword = "front.md"
        [[part]]
        title = "乙编"
        text = "**说明**"
        include = [
          {{ issue = 2026-01-02 }},
          {{ issue = "in/2025-12-08.txt", article = "{STORY}", title = "水稻" }},
        ]
        [[part]]
        title = "甲编"
        include = [{{ issue = "2025-12-08.txt", section = "广告" }}]
        """,
    )
    data = book(THREE, selection=file)
    assert contents(data) == [
        *[(1, "前言"), (1, "乙编"), (2, "新年"), (2, "水稻")],
        *[(1, "甲编"), (2, "广告"), (3, "启事")],
    ]
    assert lines(data, "foreword.xhtml") == ["前言", "缘起", "编者按：三期。"]
    assert lines(data, "part-1.xhtml") == ["乙编", "说明"]
    assert blocks_of(data)[2:5] == [
        ("headline", "水稻"),
        ("byline", "本报记者 王亚同"),
        ("body", "今年水稻丰收。"),
    ]


def test_an_article_chosen_twice_is_printed_once(tmp_path: Path) -> None:
    """The second place has a link."""
    item = f'{{ issue = "2025-12-08", article = "{STORY}" }}'
    file = selection(
        tmp_path, f'[[part]]\ntitle="一"\ninclude=[{item}]\n[[part]]\ntitle="二"\ninclude=[{item}]'
    )
    data = book(THREE, selection=file)
    assert lines(data, "part-2.xhtml")[-1] == "早稻入仓，见2025年12月8日"


def test_an_issue_is_known_by_its_digest(tmp_path: Path) -> None:
    """That of its file, or of the text that was read out of it, which selections of before name."""
    document = read(FIRST_PAGE, Metadata(name="p.docx"))
    for digest in (document.source.digest, document.source.text_digest):
        file = selection(tmp_path, f'[[part]]\ntitle="一"\ninclude=[{{ issue = "{digest[:16]}" }}]')
        assert (2, "渡口改造完工") in contents(book([document], selection=file))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "it selects nothing", id="nothing"),
        pytest.param("[[part]]\n[[part", "not TOML", id="no TOML"),
        pytest.param("colour = 1", "unknown key colour", id="an unknown key"),
        pytest.param(
            "part = 3", "part must be a list of tables, not 3; begin each with [[part]]", id="a wrong type"
        ),
        pytest.param(
            "part = [3]",
            "part[1] must be a table, not 3; begin each with [[part]]",
            id="parts of a wrong type",
        ),
        pytest.param(
            "[[part]]\ninclude = [4]",
            "choice.toml:1: include[1] must be a table, not 4; write { issue =",
            id="an entry of a wrong type",
        ),
        pytest.param(
            "[[part]]\ninclude = [{ article = 'x' }]",
            "choice.toml:1: include[1].issue is missing",
            id="no issue",
        ),
        pytest.param("[[part]]\ninclude = [{ issue = 8 }]", "issue must be a text, not 8", id="a number"),
        pytest.param("foreword = 'no.md'\n[[part]]", "no such file", id="a foreword that is not there"),
        pytest.param("[[part]]\ntext = '../../no.md'", "no such file", id="a text that is not there"),
        pytest.param(
            "[[part]]\ninclude = [{ issue = '2025-12-80' }]",
            "no issue '2025-12-80' among the sources",
            id="an issue that is not there",
        ),
        pytest.param(
            "[[part]]\ninclude = [{ issue = 2025-12-08, article = 'a.no' }]",
            "no article 'a.no' in in/2025-12-08.txt",
            id="an article that is not there",
        ),
        pytest.param(
            "[[part]]\ninclude = [{ issue = 2025-12-08, section = '广吿' }]",
            "no section '广吿' in in/2025-12-08.txt",
            id="a section that is not there",
        ),
        pytest.param(
            "[[part]]\ninclude = [{ issue = 2025-12-08, title = '标题' }]",
            "a title for all of in/2025-12-08.txt",
            id="a title for a whole issue",
        ),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    """What, in which file, and what would be right."""
    file = selection(tmp_path, text)
    with pytest.raises(BadSetting) as raised:
        book(THREE, selection=file)
    assert said in str(raised.value)
    assert "choice.toml" in str(raised.value) or "no.md" in str(raised.value)


def test_the_nearest_is_named(tmp_path: Path) -> None:
    """A slip of the pen is not to be searched for."""
    file = selection(tmp_path, "[[part]]\ninclude = [{ issue = 2025-12-08, section = '本市新間' }]")
    with pytest.raises(BadSetting, match="did you mean 本市新闻"):
        book(THREE, selection=file)


def test_a_name_that_two_issues_have_is_refused(tmp_path: Path) -> None:
    """Two newspapers of one day."""
    file = selection(tmp_path, "[[part]]\ninclude = [{ issue = 2025-12-08 }]")
    both = [
        issue("2025-12-08", ("", title, "文。"), title=title, page=page)
        for title, page in (("晚报", "1"), ("晨报", "2"))
    ]
    with pytest.raises(BadSetting, match="give the path"):
        book(both, selection=file)


def test_a_draft_names_everything(tmp_path: Path) -> None:
    """Taken as it is it makes the book of all issues, hostile headlines and titles or not."""
    bad = issue("2026-02-01", ("", '"题\x7f"]\n' + "".join(HOSTILE), "文。"))
    sources = [*reversed(THREE), bad]
    _, issues = stored(sources)
    text = draft('合订本"\x7f\\', tuple(issue_parts(issues)))
    assert tomllib.loads(text)["title"] == '合订本"\x7f\\'
    file = tmp_path / "draft.toml"
    file.write_text(text, "utf-8")
    assert blocks_of(book(sources, selection=file)) == blocks_of(book(sources))


def test_hostile_titles_and_texts_are_shown_as_text(tmp_path: Path) -> None:
    """Nothing in a selection becomes markup, a script, a file name or a broken file."""
    bad = "<script>alert(1)</script> ![x](file:///etc/passwd) [y](javascript:alert(1)) \\u0000\\u202e../../"
    file = selection(
        tmp_path,
        f"""
        title = "{bad}"
        foreword = "{bad}"
        [[part]]
        title = "{bad * 200}"
        text = "{bad}"
        include = [{{ issue = 2025-12-08, article = "{STORY}", title = "{bad}" }}]
        """,
    )
    data = book(THREE, selection=file, title=read_selection(file).title)
    for name, content in members(data).items():
        if name.endswith((".xhtml", ".opf", ".ncx")):
            page = tree(content)
            tags = {str(element.tag).rpartition("}")[2] for element in page.iter()}
            assert not tags & {"script", "object", "iframe"}
            assert not [e for e in found(page, ".//h:a") if ":" in (e.get("href") or "")]
    assert [name for name, _ in pages(data)][:2] == ["foreword.xhtml", "part-1.xhtml"]


def test_markdown_of_all_kinds() -> None:
    """CommonMark and tables; links to the web only; headings go down step by step."""
    root = tree(b"<r/>")
    text = (
        "# 一\n\n#### 四\n\n行\n行 a\nb [网](https://example.org/?a=1&b=2) [内](x.xhtml)\n\n- 甲\n- 乙\n\n"
        "3. 丙\n\n> 引\n\n|a|b|\n|-|-|\n|1|2|\n\n`x<y`\n\n    <pre>\n\n---\n<b>粗</b>  \n末"
    )
    markdown.add(root, text)
    told = [
        (str(e.tag).rpartition("}")[2], (e.text or "").strip()) for e in root.iter() if (e.text or "").strip()
    ]
    assert told == [
        *[("h2", "一"), ("h3", "四"), ("p", "行行 a b"), ("a", "网"), ("span", "内")],
        *[("li", "甲"), ("li", "乙"), ("li", "丙"), ("p", "引")],
        *[("th", "a"), ("th", "b"), ("td", "1"), ("td", "2")],
        *[("code", "x<y"), ("code", "<pre>"), ("p", "<b>粗</b>")],
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "it has no topic", id="nothing"),
        pytest.param("\"农业\" = '面条'", "must be a list of words", id="a word instead of a list"),
        pytest.param(
            "农业 = ['面条']", "put names with characters other than a-z in quotes", id="a bare name"
        ),
        pytest.param("\"农业\" = ['']", "must be a list of words", id="an empty word"),
    ],
)
def test_topics_that_cannot_be(tmp_path: Path, text: str, said: str) -> None:
    """An empty word would put every article there."""
    with pytest.raises(BadSetting, match=said):
        read_topics(selection(tmp_path, text))
