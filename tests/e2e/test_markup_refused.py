"""Files for programs are no newspaper text: every command refuses them, and says what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.cli import run
from tests.support.markup import KINDS

FILES = {
    "generic XML": "issue.xml",
    "TEI of others": "page.xml",
    "HTML": "page.html",
    "JSON": "page.json",
    "RSS": "page.txt",
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize(
    "command",
    [
        "convert {} -f xml -o out",
        "explain {}",
        "decisions {}",
        "decisions {} --write",
        "collect {} -o book.epub --title 报",
    ],
)
def test_one_file_is_refused(
    command: str,
    kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """With 3 and the kind; nothing is written."""
    monkeypatch.chdir(tmp_path)
    name = FILES[kind]
    Path(name).write_text(KINDS[kind][0], "utf-8")
    assert run(command.format(name).split()) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"error: {name}: ")
    assert ", not the text of a page; " in err
    assert KINDS[kind][1] in err
    assert "--from text" in err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_others_of_a_batch_are_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One file costs one file, also in `convert` and `collect`."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text("渡口改造\n\n昨日，渡口改造工程开工。\n", "utf-8")
    Path("in/b.txt").write_text(KINDS["RSS"][0], "utf-8")
    assert run(["batch", "in", "out", "-f", "xml", "--jobs", "1"]) == 1
    assert run(["convert", "in", "-o", "there", "-f", "xml"]) == 1
    assert run(["collect", "in", "-o", "book.epub", "--title", "报"]) == 1
    assert capfd.readouterr().err.count("b.txt: an RSS feed, not the text of a page") == 3
    assert [path.name for path in Path("out").glob("*.xml")] == ["a.xml"]
    assert [path.name for path in Path("there").glob("*.xml")] == ["a.xml"]
    assert Path("book.epub").is_file()


def test_from_text_reads_it_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tags and all; and the file comes back."""
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(KINDS["HTML"][0], "utf-8")
    assert run(["convert", "page.html", "--from", "text", "-f", "xml"]) == 0
    assert run(["restore", "output/page.xml", "-o", "back.html"]) == 0
    assert Path("back.html").read_bytes() == Path("page.html").read_bytes()


@pytest.mark.parametrize("text", ["<上接第一版>\n\n市委全会。\n", "[本报讯]记者报道。\n", "{渡口}改造。\n"])
def test_a_page_that_begins_alike_is_converted(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As text."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(text, "utf-8")
    assert run(["convert", "page.txt", "-f", "xml"]) == 0
