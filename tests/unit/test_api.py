"""What `import convert` offers, called as README shows it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import convert
from convert.cli import run
from convert.errors import BadSetting, ExitCode, UnreadableSource
from convert.passes.registry import PASSES
from tests.support.paths import ROOT, SAMPLES

PAGE = SAMPLES / "overlap.txt"


def test_each_name_is_offered_with_a_docstring() -> None:
    """And no other."""
    assert set(convert.__all__) == {
        "convert_file",
        "read",
        "repair",
        "write",
        "restore",
        "restore_parts",
        "Document",
        "__version__",
    }
    assert dir(convert) == sorted(convert.__all__)
    assert all(getattr(convert, name).__doc__ for name in convert.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'clean'"):
        _ = convert.clean  # type: ignore[attr-defined]


def test_a_file_is_converted_as_the_command_does(tmp_path: Path) -> None:
    """The same files, byte for byte, and what became of it."""
    outcome = convert.convert_file(PAGE, tmp_path / "by-function")
    assert run(["convert", str(PAGE), "-o", str(tmp_path / "by-command")]) == ExitCode.OK
    assert sorted(outcome.outputs) == ["docx", "epub", "pdf", "xml"]
    for form, output in outcome.outputs.items():
        file = Path(output.path)
        assert file.name == f"overlap.{form}"
        assert file.read_bytes() == (tmp_path / "by-command" / file.name).read_bytes(), form
    assert outcome.changes > 0


def test_read_repair_and_write_make_the_same(tmp_path: Path) -> None:
    """In steps, from a path or from bytes."""
    document = convert.repair(convert.read(PAGE))
    assert isinstance(document, convert.Document)
    whole = convert.convert_file(PAGE, tmp_path, ["xml"])
    assert convert.write(document, "xml").data == Path(whole.outputs["xml"].path).read_bytes()
    meta = document.meta
    bare = convert.read(PAGE.read_bytes(), title=meta.title, date=meta.date, language=meta.language)
    of_bytes = convert.repair(bare)
    assert of_bytes.text == document.text


def test_somebody_chooses_the_passes() -> None:
    """None, or some of ours."""
    source = convert.read(PAGE)
    assert convert.repair(source, passes=()) == source
    some = convert.repair(
        source, passes=[step for step in PASSES if step.rule.name == "fullwidth-punctuation"]
    )
    assert list(some.rules) == ["fullwidth-punctuation"]
    assert some.text != source.text


def test_the_source_comes_back(tmp_path: Path) -> None:
    """From a document, from an archival XML, and from its bytes."""
    document = convert.repair(convert.read(PAGE))
    file = tmp_path / "page.xml"
    file.write_bytes(convert.write(document, "xml").data)
    for archive in (document, file, str(file), file.read_bytes()):
        assert convert.restore(archive) == PAGE.read_bytes()


def test_options_are_those_of_the_command(tmp_path: Path) -> None:
    """Metadata, encoding, style and time."""
    page = tmp_path / "page.txt"
    page.write_text("山城晚报\n\n今日晴。\n", "gb18030")
    document = convert.read(page, encoding="gb18030", title="山城晚报", date="2025-12-08")
    assert (document.meta.title, document.meta.date) == ("山城晚报", "2025-12-08")
    assert document.source.encoding == "gb18030"
    made = [
        convert.write(document, "epub", style=style, timestamp=datetime(year, 1, 1, tzinfo=UTC)).data
        for style, year in (("newspaper", 2001), ("newspaper", 2002), ("large-print", 2001))
    ]
    assert len(set(made)) == len(made)


def test_what_cannot_be_is_an_error_with_a_hint(tmp_path: Path) -> None:
    """As on the command line, and nothing is written."""
    with pytest.raises(UnreadableSource, match="no such file"):
        convert.read(tmp_path / "missing.txt")
    with pytest.raises(BadSetting, match="no writer named 'odt'; choose from: docx"):
        convert.convert_file(PAGE, tmp_path / "out", ["xml", "odt"])
    assert not (tmp_path / "out").exists()
    with pytest.raises(BadSetting, match="no reader named"):
        convert.read(PAGE, form="odt")


def test_formats_may_be_one_text(tmp_path: Path) -> None:
    """As the command takes them."""
    outcome = convert.convert_file(SAMPLES / "overlap.txt", tmp_path, "xml,docx")
    assert sorted(outcome.outputs) == ["docx", "xml"]


def test_importing_the_package_loads_nothing_else() -> None:
    """The command's help must not wait for it."""
    code = "import convert, sys; print(*(name for name in sys.modules if name.startswith('convert')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["convert"]


def test_the_lines_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they stand there."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_bytes(PAGE.read_bytes())
    for page in (1, 2):
        Path(f"daily_2026-03-05_p{page}.txt").write_bytes(PAGE.read_bytes())
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    names: dict[str, object] = {}
    exec("\n".join(blocks), names)  # noqa: S102 - our own page
    assert names["source"] == PAGE.read_bytes()
    assert str(names["pdf"])[2:6] == "%PDF"
    assert names["pages"] == {f"daily_2026-03-05_p{page}.txt": PAGE.read_bytes() for page in (1, 2)}
