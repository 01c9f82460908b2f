"""`backfile collect` as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from convert.cli import run
from convert.errors import ExitCode
from tests.support.collected import contents
from tests.support.paths import ROOT
from tests.support.read_epub import blocks_of, members

PEAK = """
import resource, sys
from convert.cli import run
if run(sys.argv[1:]):
    sys.exit(1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""A program that runs the command and prints its largest resident set."""
PAGE = "{}\n\n本报记者 王亚同\n\n{}的雾从江面上升起来，过了晌午才散。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with three issues of a newspaper."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for day in ("2025-12-08", "2025-12-09", "2026-01-02"):
        source = tmp_path / "in" / f"山城晚报_{day}_第3版.txt"
        source.write_text(PAGE.format("今日要闻" + day[-2:], day), "utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what went to standard error."""
    return capsys.readouterr().err


def test_one_book(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The newspaper's title is the book's unless another is given; a line says what was made."""
    assert run(["collect", "in", "-o", "out/book.epub"]) == ExitCode.OK
    assert said(capsys) == "out/book.epub (3 issues, 3 articles)\n"
    assert [path.name for path in (folder / "out").glob("[!.]*")] == ["book.epub"]
    assert "山城晚报" in members((folder / "out/book.epub").read_bytes())["title.xhtml"].decode()


def test_a_series(folder: Path) -> None:
    """A file for each month, named by it, numbered within the series."""
    assert run(["collect", "in", "-o", "b.epub", "--title", "雾", "--by", "month", "--split", "-q"]) == 0
    assert sorted(path.name for path in folder.glob("*.epub")) == ["b-2025-12.epub", "b-2026-01.epub"]
    package = members((folder / "b-2026-01.epub").read_bytes())["content.opf"].decode()
    assert '<meta property="group-position" refines="#series">2</meta>' in package
    assert '<meta property="belongs-to-collection" id="series">雾</meta>' in package


def test_a_place_in_a_series_of_ones_own(folder: Path) -> None:
    """--series and --position go into the book as they are."""
    told = ["--title", "雾", "--series", "山城文库", "--position", "12.3"]
    assert run(["collect", "in", "-o", "b.epub", "-q", *told]) == 0
    package = members((folder / "b.epub").read_bytes())["content.opf"].decode()
    assert 'name="calibre:series" content="山城文库"' in package
    assert 'refines="#series">12.3</meta>' in package


def test_what_libraries_know_is_said_of_the_book(folder: Path) -> None:
    """What all issues have alike, of texts and of archival XML; an ISSN of some only is nobody's."""
    told = ["--metadata", "publisher=山城报社", "--metadata", "call-number=D 12/3", "-q"]
    assert run(["convert", "in", "-f", "xml", "-o", "xml", "-q"]) == 0
    (folder / "in" / "山城晚报_2026-01-02_第3版.toml").write_text('issn = "0028-0836"\n', "utf-8")
    assert run(["collect", "in", "-o", "t.epub", *told]) == 0
    assert run(["collect", "xml", "-o", "x.epub", *told]) == 0
    for name in ("t.epub", "x.epub"):
        package = members((folder / name).read_bytes())["content.opf"].decode()
        assert ">山城报社</dc:publisher>" in package
        assert 'property="dcterms:provenance">D 12/3<' in package
        assert "issn" not in package


def test_archival_xml_is_a_source(folder: Path) -> None:
    """What a reviewer decided holds: the book is made of what the XML says, no rule runs again."""
    source = folder / "in" / "山城晚报_2026-01-02_第3版.txt"
    assert run(["convert", str(source), "-f", "xml", "-o", "xml", "-q"]) == 0
    [made] = (folder / "xml").glob("*.xml")
    text = made.read_text("utf-8")
    assert run(["collect", "xml", "-o", "x.epub", "-q"]) == 0
    assert run(["collect", str(source), "-o", "t.epub", "-q"]) == 0
    assert (folder / "x.epub").read_bytes() == (folder / "t.epub").read_bytes()
    made.write_text(text.replace("<TEI", "<TAI", 1).replace("</TEI>", "</TAI>"), "utf-8")
    assert run(["collect", "xml", "-o", "y.epub", "-q"]) == ExitCode.BAD_INPUT
    assert not (folder / "y.epub").exists()


def test_a_draft_and_the_book_of_it(folder: Path) -> None:
    """A selection file that names all articles, then cut down."""
    assert run(["collect", "in", "-o", "all.toml", "-q"]) == 0
    text = (folder / "all.toml").read_text("utf-8")
    assert text.count("article = ") == 3
    (folder / "one.toml").write_text(text[: text.index("[[part]]", text.index("[[part]]") + 1)], "utf-8")
    assert run(["collect", "in", "-o", "one.epub", "--selection", "one.toml", "-q"]) == 0
    assert len(contents((folder / "one.epub").read_bytes())) == 2


def test_a_selection_that_is_there_is_not_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person may have worked on it for days; any other file of that name stays, too."""
    (folder / "mine.toml").write_text("# my own order\n", "utf-8")
    assert run(["collect", "in", "-o", "mine.toml"]) == ExitCode.BAD_OUTPUT
    hint = "give another name, or --force to replace it"
    assert said(capsys) == f"error: mine.toml: already exists, and may have been edited; {hint}\n"
    assert (folder / "mine.toml").read_text("utf-8") == "# my own order\n"


def test_topics(folder: Path) -> None:
    """A word in the text puts an article there."""
    (folder / "topics.toml").write_text('"寒" = ["09的雾"]', "utf-8")
    assert run(["collect", "in", "-o", "b.epub", "--by", "topics.toml", "-q"]) == 0
    assert [name for depth, name in contents((folder / "b.epub").read_bytes()) if depth == 1] == [
        "寒",
        "其他",
    ]


def test_one_bad_source_costs_one_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others make the book."""
    (folder / "in" / "no.xml").write_text("<a/>", "utf-8")
    assert run(["collect", "in", "in/no.xml", "-o", "b.epub"]) == ExitCode.SOME_FAILED
    assert "error: in/no.xml" in said(capsys)
    assert len(blocks_of((folder / "b.epub").read_bytes())) == 9


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["-o", "b.pdf"], "does not end in .epub", id="no EPUB"),
        pytest.param(
            ["-o", "b.epub", "--by", "weekday"], "month, year, newspaper, section, author", id="unknown group"
        ),
        pytest.param(["-o", "b.epub", "--split"], "--split needs --by", id="split by nothing"),
        pytest.param(
            ["-o", "b.epub", "--series", "x", "--position", "third"], "give a number", id="no position"
        ),
        pytest.param(["-o", "b.epub", "--position", "3"], "name the series", id="a place in no series"),
        pytest.param(
            ["-o", "b.epub", "--series", "x", "--position", "3", "--by", "year", "--split"],
            "numbers the books itself",
            id="one place for several books",
        ),
        pytest.param(["-o", "b.toml", "--by", "month"], "when you write the book", id="a draft by month"),
        pytest.param(["-o", "b.epub", "--selection", "no.toml"], "no such file", id="no selection"),
        pytest.param(
            ["-o", "b.epub", "--by", "year", "--selection", "x"],
            "give only one",
            id="two orders of the articles",
        ),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """Nothing is written."""
    assert run(["collect", "in", *arguments]) == ExitCode.USAGE
    assert told in said(capsys)
    assert [path.name for path in folder.iterdir()] == ["in"]


def test_a_place_that_cannot_be_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Says where, and leaves nothing beside it."""
    (folder / "b.epub").mkdir()
    assert run(["collect", "in", "-o", "b.epub"]) == ExitCode.BAD_OUTPUT
    assert "b.epub: cannot be written" in said(capsys)
    assert sorted(path.name for path in folder.iterdir()) == ["b.epub", "in"]


def test_many_issues_take_little_memory(folder: Path) -> None:
    """Ten times the text, about the same memory: what was read waits on the disk."""
    peaks = []
    for count in (4, 40):
        place = folder / f"many-{count}"
        place.mkdir()
        for number in range(count):
            articles = (f"标题{number}，{n}\n\n" + f"第{number}期第{n}段。" * 100 for n in range(20))
            (place / f"{1900 + number}-01-01.txt").write_text("\n\n".join(articles), "utf-8")
        told = ["collect", str(place), "-o", str(folder / f"{count}.epub"), "--title", "多", "-q"]
        command = [sys.executable, "-c", PEAK, *told]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.3


def test_an_archive_is_read_rather_than_the_covers_of_its_catalogue(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Images and PDFs that lie in a folder of archival XML were made of it."""
    assert run(["convert", "in", "-o", "out", "-f", "xml", "-q"]) == 0
    assert run(["catalogue", "out", "-q"]) == 0
    capsys.readouterr()
    assert run(["collect", "out", "-o", "b.epub"]) == 0
    assert said(capsys) == "b.epub (3 issues, 3 articles)\n"
    assert len(list((folder / "out" / "catalogue" / "covers").iterdir())) == 6


def test_a_search_makes_a_selection(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The articles that have all words, in traditional characters too; `collect` takes what is written."""
    assert run(["search", "in", "霧", "2025-12", "-q"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("  ")[2] for line in lines[::2]] == [
        "2025年12月8日　第3版 · 今日要闻08",
        "2025年12月9日　第3版 · 今日要闻09",
    ]
    assert "的雾从江面上升起来" in lines[1]
    assert run(["search", "in", "雾", "2026", "-o", "fog.toml", "-q"]) == 0
    selection = (folder / "fog.toml").read_text("utf-8")
    (folder / "fog.toml").write_text(f"# my own\n{selection}", "utf-8")
    assert run(["search", "in", "雾", "-o", "fog.toml", "-q"]) == ExitCode.BAD_OUTPUT
    assert run(["collect", "in", "-o", "b.epub", "--selection", "fog.toml", "-q"]) == 0
    assert contents((folder / "b.epub").read_bytes()) == [(1, "雾 2026"), (2, "今日要闻02")]
    assert run(["search", "in", "雪"]) == ExitCode.SOME_FAILED
    assert "no article contains '雪'" in said(capsys)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["in", "。"], "give letters or characters", id="nothing to search for"),
        pytest.param(["in", "雾", "-o", "b.epub"], "ends in .toml", id="no selection file"),
    ],
)
def test_a_search_that_cannot_be(capsys: pytest.CaptureFixture[str], arguments: list[str], told: str) -> None:
    """It is refused before anything is read."""
    assert run(["search", *arguments]) == ExitCode.USAGE
    assert told in said(capsys)
