"""A page full of what our own marks look like, under a hostile name: its XML holds it, and gives it back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from convert.cli import run

NAME = "¶\u202eb.12345678\n页"
"""A boundary sign, a mark of direction, the id of a block, a line end."""
PAGE = (
    "headline\n\n"
    "本条见¶第三款，编号b.12345678与z.12345678，另见#rule.dashes和b.12345678。\n\n"
    "paragraphs: a block split in 2 (body → body, body)，以下为正文的第一段。\n\n"
    "仍属同一段落¶。\n\n"
    "¶\n"
)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Convert the page, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{NAME}.txt").write_text(PAGE, "utf-8", newline="")
    assert run(["convert", f"{NAME}.txt", "-f", "xml", "-o", ".", "-q"]) == 0
    return Path(f"{NAME}.xml")


def test_the_file_is_whole_and_names_its_source(archive: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What no XML holds of the name is left out; its line end is a space."""
    assert run(["verify", "--json", str(archive)]) == 0
    line = json.loads(capfd.readouterr().out)
    assert (line["whole"], line["bytes"]) == (True, len(PAGE.encode()))
    root = etree.parse(archive).getroot()
    assert root.findtext(".//{*}title[@level='u']") == r"¶\u202eb.12345678\n页.txt"


def test_the_source_comes_back(archive: Path) -> None:
    """Byte for byte."""
    assert run(["restore", str(archive), "-o", "back.txt"]) == 0
    assert Path("back.txt").read_bytes() == PAGE.encode()


@pytest.mark.parametrize("view", ["source", "corrected", "reading"])
def test_every_view_has_its_wording(view: str, archive: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No sign of the text is taken for one of ours."""
    assert run(["view", "--as", view, str(archive)]) == 0
    text = capfd.readouterr().out
    assert "本条见¶第三款，编号b.12345678与z.12345678，另见#rule.dashes和b.12345678。" in text
    assert text.count("¶") == PAGE.count("¶")
    assert text.count("b.12345678") == PAGE.count("b.12345678")


def test_its_differences_tell_a_sign_from_a_boundary(
    archive: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where blocks are joined a line end parts their texts; the sign stays a sign."""
    Path("old").mkdir()
    archive.replace(Path("old", archive.name))
    Path(f"{NAME}.txt").write_text(PAGE.replace("第一段。\n\n仍属", "第一段。仍属"), "utf-8", newline="")
    assert run(["convert", f"{NAME}.txt", "-f", "xml", "-o", "new", "-q"]) == 0
    assert run(["diff", "old", "new", "--format", "json"]) == 1
    (issue,) = json.loads(capfd.readouterr().out)["differing"]
    assert issue["issue"] == r"¶\u202eb.12345678\n页.xml"
    structure = next(d for d in issue["differences"] if d["class"] == "structure")
    assert structure["old"].splitlines()[1:] == ["仍属同一段落¶。"]
    assert structure["new"].splitlines() == [structure["old"].replace("\n", "")]
    for form in ("text", "html", "junit", "markdown", "sarif"):
        assert run(["diff", "old", "new", "--format", form]) == 1
        report = capfd.readouterr().out
        assert "仍属同一段落¶。" in report
        assert "\u202e" not in report
