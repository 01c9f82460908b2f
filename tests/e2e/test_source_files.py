"""From a file that a text is read out of to its archival XML, and back to the very file."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from convert.cli import run
from tests.support.word_files import FIRST_PAGE, SECOND_PAGE, word_file


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


Backfile = Callable[..., Done]


@pytest.fixture
def backfile(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Backfile:
    """Return what runs the command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Done:
        status = run([str(each) for each in arguments])
        captured = capfdbinary.readouterr()
        return Done(status, captured.out.decode("utf-8", "replace"), captured.err.decode())

    return call


def zipped(path: str) -> dict[str, bytes]:
    """Return the files in a zip."""
    with ZipFile(BytesIO(Path(path).read_bytes())) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_file_is_kept_beside_its_archival_xml(backfile: Backfile) -> None:
    """As one more output, which is guarded like the others; of a text, or without XML, there is none."""
    Path("p.docx").write_bytes(FIRST_PAGE)
    Path("t.txt").write_text("今日晴。\n", "utf-8")
    done = backfile("convert", "p.docx", "t.txt", "-f", "xml,epub", "-o", "out", "-v")
    assert (done.status, done.out) == (0, "")
    assert "out/p.xml .epub .sources.zip (" in done.err
    assert sorted(path.name for path in Path("out").glob("*.*")) == [
        *(".backfile", "p.epub", "p.sources.zip", "p.xml", "t.epub", "t.xml")
    ]
    assert zipped("out/p.sources.zip") == {"p.docx": FIRST_PAGE}
    assert backfile("convert", "p.docx", "-f", "epub", "-o", "books").status == 0
    assert not Path("books/p.sources.zip").exists()
    piped = backfile("convert", "p.docx", "-f", "xml", "-o", "-")
    assert piped.out == Path("out/p.xml").read_text("utf-8")
    Path("out/p.sources.zip").write_bytes(b"edited")
    refused = backfile("convert", "p.docx", "-f", "xml", "-o", "out")
    assert refused.status == 4
    assert "out/p.sources.zip: would be replaced: edited since it was written" in refused.err


def test_a_batch_keeps_files_as_it_keeps_outputs(backfile: Backfile) -> None:
    """Missing or damaged it is made again; in the ledger, the status and the dry run it is one of them."""
    for name, data in (("p1", FIRST_PAGE), ("p2", SECOND_PAGE)):
        Path("in", name).mkdir(parents=True)
        Path("in", name, "page.docx").write_bytes(data)
    batch = ("batch", "in", "out", "-f", "xml", "--from", "docx", "-j", "1")
    assert backfile(*batch).status == 0
    file = Path("out/p1/page.sources.zip")
    packed = file.read_bytes()
    assert zipped(str(file)) == {"page.docx": FIRST_PAGE}
    assert "would convert 0, leave 2" in backfile(*batch, "--dry-run").err
    file.unlink()
    assert "output missing" in backfile(*batch, "--dry-run").out
    assert backfile(*batch).status == 0
    assert file.read_bytes() == packed
    file.write_bytes(b"edited")
    refused = backfile(*batch)
    assert refused.status == 4
    assert "out/p1/page.sources.zip: would be replaced: edited since it was written" in refused.err
    assert "in the way: out/p1/page.sources.zip" in backfile(*batch, "--dry-run").out
    assert backfile(*batch, "--force").status == 0
    assert file.read_bytes() == packed
    assert list(json.loads(backfile("why", "out", "p1", "--json").out)["outputs"]) == ["xml", "sources.zip"]
    Path("in/p2/page.docx").unlink()
    assert "2 files moved to .backfile/orphans" in backfile(*batch, "--prune").err
    assert not Path("out/p2/page.sources.zip").exists()
    catalogue = backfile("catalogue", "out")
    assert catalogue.status == 0
    listed = [path.read_bytes() for path in Path("out/catalogue").rglob("*.*ml")]
    assert any(b"page.xml" in page for page in listed)
    assert not any(b"sources.zip" in page for page in listed)


def test_convert_knows_what_a_batch_has_written(backfile: Backfile) -> None:
    """Its ledger is asked by the stem and ending of the zip."""
    Path("in").mkdir()
    Path("in/p.docx").write_bytes(FIRST_PAGE)
    assert backfile("batch", "in", "out", "-f", "xml", "--from", "docx", "-j", "1").status == 0
    Path("in/p.docx").write_bytes(word_file("渡口改造完工", "候船室又坏了。"))
    assert backfile("convert", "in/p.docx", "-f", "xml", "-o", "out").status == 0
    assert zipped("out/p.sources.zip") == {"p.docx": Path("in/p.docx").read_bytes()}
