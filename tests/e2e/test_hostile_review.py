"""A page full of what our own marks look like, under review: each sign goes through all formats and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from convert.cli import run
from convert.writers.docx.ooxml import w
from tests.support.decided import decided
from tests.support.editor import edited, settle, swap
from tests.support.read_epub import blocks_of
from tests.support.read_pdf import readable
from tests.support.tracked_docx import paragraphs_of

PAGE = (
    "headline\n\n"
    "本条见¶第三款，编号b.12345678与z.12345678，另见article behind b.12345678。\n\n"
    "body\n\n"
    "近日，市委常委会召开会议，强调要以刚性制度传导政治压力，推动各项工作落到实处，让群众有更多的获\n\n"
    "得感和幸福感。¶到此为止，大家都说这是一件好事。\n\n"
    "first\n"
)
LINE = "本条见¶第三款，编号b.12345678与z.12345678，另见article behind b.12345678。"
OWN = """
[[decision]]
decide = "accept"
rule = "reviewer"
action = "edit"
at = {at}
words = "{words}"
before = "¶"
after = "§"
"""
AUTHOR = w("author")
DECIDED = Path("page.decisions.toml")


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand beside the page, of whose first ¶ a reviewer says that it is §."""
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "page.txt"
    source.write_text(PAGE, "utf-8", newline="")
    at = PAGE.index("¶")
    DECIDED.write_text(OWN.format(at=at, words=PAGE[at : at + 4]), "utf-8")
    return source


def converted(form: str, *options: str) -> bytes:
    """Convert the page into a format."""
    assert run(["convert", "page.txt", "-f", form, "-o", "out", "-q", "--strict", *options]) == 0
    return Path("out", f"page.{form}").read_bytes()


def without_line_ends(text: str) -> str:
    """Return a text as it reads, however its lines were set."""
    return "".join(text.split())


def test_all_formats_have_the_reviewers_sign(page: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """One paragraph, with § for the first ¶ and the others as they were."""
    wanted = without_line_ends(LINE.replace("¶", "§"))
    texts = {
        "docx": paragraphs_of(converted("docx"), accept=True),
        "pdf": [text for _, text in readable(converted("pdf"))],
        "epub": [text for _, text in blocks_of(converted("epub"))],
    }
    converted("xml")
    capfd.readouterr()
    assert run(["view", "--as", "reading", "out/page.xml"]) == 0
    texts["xml"] = capfd.readouterr().out.split("\n\n")
    for form, paragraphs in texts.items():
        lines = [without_line_ends(text) for text in paragraphs]
        assert [line for line in lines if "本条见" in line] == [wanted], form
        assert any("得感和幸福感。¶到此为止" in line for line in lines), form
    assert run(["restore", "out/page.xml", "-o", "back.txt"]) == 0
    assert Path("back.txt").read_bytes() == page.read_bytes()


def test_explain_tells_a_sign_from_a_boundary(page: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The reviewer's edit is an edit; the joins of the rules are joins; roles are labels."""
    assert run(["explain", str(page), "--json"]) == 0
    entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    (own,) = [entry for entry in entries if entry["rule"] == "reviewer"]
    assert (own["action"], own["before"], own["after"]) == ("edit", "¶", "§")
    assert own["left"].endswith("本条见")
    assert own["right"].startswith("第三款，编号b.12345678")
    assert run(["explain", str(page)]) == 0
    assert "本条见[¶ → §]第三款，编号b.12345678" in capfd.readouterr().out.replace("\n    ", "")


def test_the_review_document_shows_both_signs(page: Path) -> None:
    """Accepted it is the reading, rejected the source's wording; no paragraph breaks at the sign."""
    data = converted("docx", "--review")
    assert page.exists()
    assert [t for t in paragraphs_of(data, accept=True) if "本条见" in t] == [LINE.replace("¶", "§")]
    assert [t for t in paragraphs_of(data, accept=False) if "本条见" in t] == [LINE]


def test_what_an_editor_does_to_it_comes_back(page: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Another word beside the signs, and the last ¶ written over: read in the next conversion."""
    converted("docx", "--review")
    docx = Path("out/page.docx")
    docx.write_bytes(edited(docx.read_bytes(), swap("b.12345678。", "b.87654321¶。"), swap("。¶到", "。§到")))
    capfd.readouterr()
    assert run(["decisions", "--from-docx", str(docx), str(page), "--write"]) == 0
    assert "warning" not in capfd.readouterr().err
    texts = paragraphs_of(converted("docx", "--force"), accept=True)
    wanted = LINE.replace("¶", "§").replace("behind b.12345678。", "behind b.87654321¶。")
    assert [t for t in texts if "本条见" in t] == [wanted]
    assert any("得感和幸福感。§到此为止" in t for t in texts)


def test_the_reviewers_sign_can_be_taken_back(page: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Rejected in the word processor, it is ¶ again."""
    converted("docx", "--review")
    docx = Path("out/page.docx")
    docx.write_bytes(edited(docx.read_bytes(), settle("del", "ins", lambda m: m.get(AUTHOR) == "reviewer")))
    assert run(["decisions", "--from-docx", str(docx), str(page), "--write"]) == 0
    assert 'rule = "reviewer"' not in DECIDED.read_text("utf-8")
    assert "0 accepted, 1 rejected" in capfd.readouterr().err
    assert [t for t in paragraphs_of(converted("docx", "--force"), accept=True) if "本条见" in t] == [LINE]


def test_a_sign_may_stand_between_joined_paragraphs(page: Path) -> None:
    """In the decisions file it replaces the glue, and is no word for the boundary there."""
    assert run(["decisions", str(page), "--write"]) == 0
    listed = DECIDED.read_text("utf-8")
    verdict = 'decide = "replace"\nreplacement = "¶"'
    DECIDED.write_text(decided(listed, ("“得感和幸福感。¶到此为止，大家都…” joined to", verdict)))
    texts = [without_line_ends(t) for t in paragraphs_of(converted("docx"), accept=True)]
    assert any("让群众有更多的获¶得感和幸福感。¶到此为止" in text for text in texts)
    assert run(["decisions", str(page), "--write"]) == 0
    assert 'replacement = "¶"' in DECIDED.read_text("utf-8")
