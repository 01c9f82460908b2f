"""The translations of messages: none is lacking, none is stale, and each is found by its own message."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from convert.translation.translator import FIELD, SHORTEST, Translator
from tests.support.paths import ROOT

TOOLS = runpy.run_path(str(ROOT / "scripts" / "translations.py"))
PO: Path = TOOLS["PO"]
MO: Path = TOOLS["MO"]
PLACE = re.compile(r"\{(\d)(!t)?\}")
WORD = re.compile("[A-Za-z]{2}")
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:!?](?![A-Za-z0-9/=.])|[,;:!?][\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def translations() -> dict[str, str]:
    """Return the phrases of today's code with their translations; a stale file fails here."""
    catalog = TOOLS["merged"](PO.read_bytes())
    assert TOOLS["missing"](catalog) == [], "translate them in backfile.po"
    assert TOOLS["as_po"](catalog) == PO.read_bytes(), "make translations"
    assert TOOLS["as_mo"](catalog) == MO.read_bytes(), "make translations"
    return {str(message.id): str(message.string) for message in catalog if message.id}


def test_each_field_is_shown(translations: dict[str, str]) -> None:
    """And no other one."""
    differing = {
        phrase: text
        for phrase, text in translations.items()
        if {int(place) for place, _ in PLACE.findall(text)} != set(range(len(FIELD.findall(phrase))))
    }
    assert set(differing) <= {  # the verb between, is or are, has no word in Chinese
        "{} {} missing{}",
        "{} {} no page number, and {} been left out of the issue",
    }


def test_each_message_finds_its_own_translation(translations: dict[str, str]) -> None:
    """No phrase takes what another one says more explicitly."""
    translate = Translator(translations)
    for phrase, text in translations.items():
        if not WORD.search(phrase) or len(FIELD.sub("", phrase)) < SHORTEST:
            continue
        fields = FIELD.findall(phrase)
        values = [str(7 + at) if field == "{n}" else f"§{at}" for at, field in enumerate(fields)]
        given = iter(values)
        message = FIELD.sub(lambda _, given=given: next(given), phrase)  # type: ignore[misc]
        wanted = PLACE.sub(lambda place, values=values: values[int(place[1])], text)  # type: ignore[misc]
        assert translate(message) == wanted, phrase


def test_marks_between_chinese_are_those_of_print(translations: dict[str, str]) -> None:
    """Half-width ones stand in commands, paths and numbers alone."""
    assert [text for text in translations.values() if HALF_WIDTH.search(text)] == []


def test_messages_are_looked_for_where_they_arise(translations: dict[str, str]) -> None:
    """An error, its hint, what is printed, a help text; and the words that a condition chooses between."""
    for phrase in (
        "the file is empty",  # of an error
        "no such file",
        "check the path",  # a hint
        "{n} pages",  # returned by a function that a message asks
        "{n} converted",
        "Print errors only.",  # help
    ):
        assert phrase in translations, phrase
    assert "utf-8" not in translations


@pytest.mark.parametrize(
    "message",
    [
        "would be replaced: not written by backfile",
        "the two differ: 1 could not be compared",
        "took longer than 120 seconds",
        "the worker was killed by SIGKILL (out of memory?)",
        "decide must be one of \"\", accept, reject, not 'maybe'",
        "a.xml: whole; source of 2 files, 1,515 bytes, sha256 77",
        "a.xml: whole; text of 2 files, 1,515 bytes, source sha256 77; 2 of 2 kept files read again",
        "left out: a.xml: not a TEI file; give an .xml file that backfile wrote",
        "missing argument 'OUT'; see backfile batch --help",
    ],
)
def test_no_english_word_is_left(message: str, translations: dict[str, str]) -> None:
    """But names, digests and what is typed."""
    said = Translator(translations)(message)
    left = set(re.findall(r"[A-Za-z]{2,}", said))
    typed = {"accept", "backfile", "batch", "decide", "help", "maybe", "reject", "sha", "xml"}
    assert left <= typed | {"OUT", "SIGKILL", "TEI"}
