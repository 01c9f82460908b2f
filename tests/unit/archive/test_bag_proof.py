"""`verify.py`, which lies in every bag: it needs Python alone, and notices all that is not whole."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256, sha512
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from convert.archive.bag import verify, write_bag
from convert.cli import run
from convert.tei.read import parse_archive
from convert.tei.restore import restored_parts
from convert.tei.source_files import pack_sources
from convert.tei.views import block_texts
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import write_docx
from convert.writers.epub import write_epub
from tests.support.build import archived
from tests.support.paths import SAMPLES
from tests.support.random_issue import random_issue
from tests.support.word_files import mixed_issue

SCRIPT = Path(verify.__file__)
DAY = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
BOMB = b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>'


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a bag of a page in GB18030 with all copies, and of an issue of a text and a Word document."""
    folder = tmp_path_factory.mktemp("work")
    source = str(SAMPLES / "gb18030.txt")
    assert run(["convert", source, "-q", "--attach", "-o", str(folder / "in")]) == 0
    made = mixed_issue()
    (folder / "in" / "mixed.xml").write_text(archived(made), "utf-8")
    (folder / "in" / "mixed.sources.zip").write_bytes(pack_sources(made) or b"")
    write_bag(folder / "in", folder / "bag", DAY, "run")
    return folder / "bag"


@pytest.fixture
def bag(whole: Path, tmp_path: Path) -> Path:
    """Return a copy of the bag, to be altered."""
    for path in whole.rglob("*"):
        if path.is_file():
            copy = tmp_path / "bag" / path.relative_to(whole)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return tmp_path / "bag"


def faults(bag: Path) -> list[str]:
    """Return what is told of a bag."""
    try:
        return list(verify.check(bag))
    except (verify.BagFault, OSError) as error:
        return [str(error)]


def sealed(bag: Path) -> Path:
    """Write the manifests anew, as somebody does who alters a bag and knows BagIt."""
    for tag, digest in ((t, d) for t in ("", "tag") for d in (sha256, sha512)):
        kind = digest().name
        paths = [p for p in bag.rglob("*") if p.is_file() and not p.name.startswith("tagmanifest-")]
        inside = sorted(p for p in paths if p.is_relative_to(bag / "data") != bool(tag))
        lines = [f"{digest(p.read_bytes()).hexdigest()}  {p.relative_to(bag).as_posix()}\n" for p in inside]
        (bag / f"{tag}manifest-{kind}.txt").write_text("".join(lines), "utf-8")
    return bag


def test_text_that_names_a_former_profile_is_rebuilt_as_any(tmp_path: Path) -> None:
    """A page about archives has the words of a header; its own header alone says what its profile is."""
    page = tmp_path / "page.txt"
    page.write_text('now at url="urn:backfile:archive:2"\neighteen\tdoors\n', "utf-8")
    assert run(["convert", str(page), "-q", "-f", "xml", "-o", str(tmp_path / "in")]) == 0
    write_bag(tmp_path / "in", tmp_path / "bag", DAY, "run")
    assert faults(tmp_path / "bag") == []


def test_a_bag_proves_itself_with_python_alone(whole: Path) -> None:
    """No library of ours or of others, no settings of the user, from any folder."""
    command = [sys.executable, "-I", "-S", str(whole / "verify.py")]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "whole\n", "")
    assert (whole / "verify.py").read_bytes() == SCRIPT.read_bytes()


def test_the_program_is_of_the_standard_library_and_of_python_3_9() -> None:
    """What it imports is part of Python, and its grammar is an old one."""
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 9))
    names = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    names |= {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("count", [60, pytest.param(1000, marks=pytest.mark.long)])
def test_no_altered_byte_is_unnoticed(count: int, bag: Path) -> None:
    """Of any file but the program itself, to any other value."""
    dice = Random(count)
    paths = sorted(p for p in bag.rglob("*") if p.is_file() and p.name != "verify.py" and p.stat().st_size)
    for number in range(count):
        path = paths[number % len(paths)]
        data = bytearray(path.read_bytes())
        at = dice.randrange(len(data))
        before, data[at] = data[at], (data[at] + dice.randrange(1, 256)) % 256
        path.write_bytes(data)
        assert faults(bag), f"{path.name}, byte {at}"
        data[at] = before
        path.write_bytes(data)
    assert faults(bag) == []


def test_lost_and_added_files_are_noticed(bag: Path) -> None:
    """Whatever file it is, and wherever it lies."""
    for path in sorted(p for p in bag.rglob("*") if p.is_file() and p.name != "verify.py"):
        data = path.read_bytes()
        path.unlink()
        assert faults(bag), f"{path.name} is lost"
        path.write_bytes(data)
        extra = path.with_name("extra")
        extra.write_bytes(b"")
        assert faults(bag), f"a file beside {path.name}"
        extra.unlink()


def in_zip(path: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    """Alter a member of a zip."""
    data = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name.endswith(member) else content)


def page(bag: Path, ending: str) -> Path:
    """Return a file of the first issue."""
    return bag / "data" / "gb18030" / f"gb18030.{ending}"


def some_words(bag: Path) -> bytes:
    """Return words of the reading."""
    texts = verify.paragraphs(verify.parse(page(bag, "xml").read_bytes()))
    return max(texts, key=len)[:6].encode()


def alter_docx(bag: Path) -> None:
    """Take words out of the Word document."""
    words = some_words(bag)
    in_zip(page(bag, "docx"), "word/document.xml", lambda data: data.replace(words, b""))


def alter_epub(bag: Path) -> None:
    """Take words out of the EPUB."""
    words = some_words(bag)
    in_zip(page(bag, "epub"), ".xhtml", lambda data: data.replace(words, b""))


def lose_order(bag: Path) -> None:
    """Turn round the order of the paragraphs of the Word document."""

    def turned(data: bytes) -> bytes:
        root = etree.fromstring(data)
        (body,) = root
        body[:] = list(reversed(body))
        return etree.tostring(root)

    in_zip(page(bag, "docx"), "word/document.xml", turned)


def alter_reading(bag: Path) -> None:
    """Give the archival XML another reading, where its source stays what it was."""
    path = page(bag, "xml")
    path.write_bytes(path.read_bytes().replace(b'<pc orig=",">\xef\xbc\x8c</pc>', b'<pc orig=",">!</pc>', 1))


def alter_source(bag: Path) -> None:
    """Alter the restored source."""
    path = bag / "data" / "gb18030" / "source" / "gb18030.txt"
    path.write_bytes(path.read_bytes() + b" ")


def alter_word_file(bag: Path) -> None:
    """Lose the Word document that the text of a page was read out of."""
    path = bag / "data" / "mixed" / "source" / "p1.docx"
    path.write_bytes(path.read_bytes() + b" ")


def alter_text(bag: Path) -> None:
    """Alter a word of the archival XML."""
    path = page(bag, "xml")
    words = some_words(bag)
    path.write_bytes(path.read_bytes().replace(words, "改".encode() + words))


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        (alter_docx, "gb18030.docx: lacks, or has elsewhere, a paragraph of the reading"),
        (alter_epub, "gb18030.epub: lacks, or has elsewhere, a paragraph of the reading"),
        (lose_order, "gb18030.docx: lacks, or has elsewhere, a paragraph of the reading"),
        (alter_reading, "gb18030.docx: lacks, or has elsewhere, a paragraph of the reading"),
        (alter_source, "gb18030.txt: the file is not in source/"),
        (alter_word_file, ".docx: the file is not in source/"),
        (alter_text, "gb18030.txt: the text rebuilt from the XML has not the digest"),
    ],
)
def test_what_does_not_agree_is_noticed(alter: Callable[[Path], None], told: str, bag: Path) -> None:
    """Also where all manifests were made anew."""
    alter(bag)
    assert told in faults(sealed(bag))[0]


def test_the_archival_xml_in_a_pdf_is_compared(bag: Path) -> None:
    """A PDF with another reading attached is told."""
    assert verify.pdf(page(bag, "pdf").read_bytes()) is not None
    words = some_words(bag)
    for ending in ("docx", "epub"):
        page(bag, ending).unlink()
    path = page(bag, "xml")
    path.write_bytes(path.read_bytes().replace(words, words + "改".encode()))
    assert any(fault.startswith("data/gb18030/gb18030.pdf: lacks") for fault in faults(sealed(bag)))


def test_a_copy_that_was_edited_is_told_when_the_bag_is_made(
    whole: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The bag is written all the same."""
    for ending in ("xml", "docx", "epub"):
        (tmp_path / f"gb18030.{ending}").write_bytes(page(whole, ending).read_bytes())
    target = str(tmp_path.with_name(f"{tmp_path.name}-bag"))
    assert run(["bag", str(tmp_path), "-o", target]) == 0
    assert capfd.readouterr().err == ""
    words = some_words(whole)
    in_zip(tmp_path / "gb18030.epub", ".xhtml", lambda data: data.replace(words, b""))
    assert run(["bag", str(tmp_path), "-o", f"{target}-2"]) == 0
    told = capfd.readouterr().err
    assert told.startswith("warning: data/gb18030/gb18030.epub: lacks, or has elsewhere, a paragraph")


def nested(bag: Path) -> None:
    """Nest elements five thousand deep."""
    path = page(bag, "xml")
    deep = b"<seg>" * 5_000 + b"</seg>" * 5_000
    path.write_bytes(path.read_bytes().replace(b"</p>\n</div>", deep + b"</p>\n</div>", 1))


def bomb(bag: Path) -> None:
    """Put a document type with entities in the place of the archival XML."""
    page(bag, "xml").write_bytes(BOMB)


def bomb_in_zip(bag: Path) -> None:
    """Put the same into the Word document."""
    in_zip(page(bag, "docx"), "word/document.xml", lambda _: BOMB)


def swollen(bag: Path) -> None:
    """Put a member into the Word document that is larger than anything that is unpacked."""
    with (
        zipfile.ZipFile(page(bag, "docx"), "w", zipfile.ZIP_DEFLATED) as new,
        new.open("word/document.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(513):
            file.write(bytes(1 << 20))


def another_codec(bag: Path) -> None:
    """Name a codec that takes quadratic time."""
    path = page(bag, "xml")
    path.write_bytes(path.read_bytes().replace(b"gb18030</note>", b"punycode</note>"))


def way_out(bag: Path) -> None:
    """List a path that leads out of the bag."""
    with (bag / "manifest-sha256.txt").open("ab") as file:
        file.write(b"0" * 64 + b"  ../secret\n")


def link(bag: Path) -> None:
    """Put a link into the payload."""
    (bag / "data" / "etc").symlink_to("/etc")


def pipe(bag: Path) -> None:
    """Put a pipe there, which would be read for ever."""
    os.mkfifo(bag / "data" / "pipe")


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        (bomb, "a document type, which is not taken"),
        (bomb_in_zip, "a document type, which is not taken"),
        (another_codec, "no source is read in 'punycode'"),
        (nested, "recursion"),
        pytest.param(swollen, "than are looked into", marks=pytest.mark.long),
    ],
)
def test_hostile_files_cost_one_fault(alter: Callable[[Path], None], told: str, bag: Path) -> None:
    """Nothing is expanded, unpacked or followed beyond a bound."""
    alter(bag)
    assert any(told in fault for fault in faults(sealed(bag))), faults(bag)


@pytest.mark.parametrize(
    ("alter", "told"),
    [(way_out, "a path that leads out of the bag"), (link, "a link or device"), (pipe, "a link or device")],
)
def test_a_hostile_bag_is_refused(
    alter: Callable[[Path], None], told: str, bag: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before any file of it is read."""
    alter(bag)
    assert verify.main([str(bag)]) == 2
    assert told in capsys.readouterr().out


def test_faults_are_printed_as_ascii(bag: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name cannot move the cursor."""
    (bag / "data" / "\x1b[31m改").write_bytes(b"")
    assert verify.main([str(bag)]) == 1
    assert r"data/\x1b[31m\u6539: altered or added" in capsys.readouterr().out


@pytest.mark.parametrize(
    "number", [*range(8), pytest.param(range(8, 200), marks=pytest.mark.long, id="8 to 200")]
)
def test_any_issue_is_read_as_we_read_it(number: int | range) -> None:
    """The reading, the sources, and both copies, of any structure and with any characters."""
    for each in (number,) if isinstance(number, int) else number:
        compare(each)


def compare(number: int) -> None:
    """Compare an issue as we read it, and its copies, with what the program reads."""
    made = random_issue(number)
    root = parse_archive(archived(made).encode())
    tei = verify.parse(archived(made).encode())
    reading = verify.paragraphs(tei)
    ours = (verify.bare(block.text) for block in block_texts(root) if block.element != "fw")
    assert sorted(reading) == sorted(filter(None, ours))
    kept = {sha256(part.source.data).hexdigest() for part in restored_parts(root)}
    assert list(verify.sources(tei, kept)) == []
    style = load_style("newspaper")
    assert verify.first_missing(reading, verify.docx(write_docx(made, style, WriteContext()).data)) == ""
    assert verify.first_missing(reading, verify.epub(write_epub(made, style, WriteContext()).data)) == ""
