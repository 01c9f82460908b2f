"""The review page, the catalogue and the comments in a DOCX: that no message lacks its translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest

from convert.catalogue import messages
from convert.document.roles import Opening, Role
from convert.writers.docx import comment_words
from tests.support.paths import ROOT

SCREEN = ROOT / "convert" / "review" / "screen"
HAN = re.compile("[\u4e00-\u9fff]")
FIELD = re.compile(r"\{[^{}]*\}")
ENTRY = re.compile(r"(\w+): \"((?:[^\"\\]|\\.)*)\"")
IN_BOTH = {"language"}
"""Named in the other language: it is how one gets there."""


def review_words(language: str) -> dict[str, str]:
    """Return what the review page says."""
    text = (SCREEN / "words.js").read_text("utf-8")
    table = re.search(rf"const {language} = \{{(.*?)^\}};", text, re.DOTALL | re.MULTILINE)
    assert table, language
    return dict(ENTRY.findall(table[1]))


def all_words(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a set of messages, with its name."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from all_words(inner, f"{name}.{key}")
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from all_words(inner, f"{name}.{at}")
    elif is_dataclass(value):
        for each in fields(value):
            yield from all_words(getattr(value, each.name), f"{name}.{each.name}")


REVIEW = (review_words("ENGLISH"), review_words("CHINESE"))
CATALOGUE = (dict(all_words(messages.ENGLISH)), dict(all_words(messages.CHINESE)))


@pytest.mark.parametrize("tables", [REVIEW, CATALOGUE], ids=["review", "catalogue"])
def test_both_languages_have_the_same_messages(tables: tuple[dict[str, str], dict[str, str]]) -> None:
    """With the same fields, in whatever order."""
    english, chinese = tables
    assert len(english) > 50
    assert list(chinese) == list(english)
    differing = {k for k in english if sorted(FIELD.findall(english[k])) != sorted(FIELD.findall(chinese[k]))}
    assert differing == set()


def test_the_review_page_is_in_chinese() -> None:
    """Each message but for marks, and the name of the other language."""
    english, chinese = REVIEW
    worded = {key for key in english if re.search("[a-z]{3}", english[key])}
    untranslated = {key for key in worded if not HAN.search(chinese[key])}
    assert untranslated - IN_BOTH == set()


def test_every_word_that_the_review_page_asks_for_is_there() -> None:
    """A key without a word would be shown as it is."""
    asked = {
        key
        for script in sorted(SCREEN.glob("*.js"))
        for key in re.findall(r"\bsay\(\"(\w+)\"", script.read_text("utf-8"))
    }
    assert len(asked) > 50
    assert asked - set(REVIEW[0]) == set()


@pytest.mark.parametrize("own", [comment_words.SIMPLIFIED, comment_words.TRADITIONAL, comment_words.ENGLISH])
def test_comments_name_every_role(own: comment_words.CommentWords) -> None:
    """A proposal may be of any of them."""
    assert set(own.roles) == set(Role)
    assert set(own.openings) == set(Opening)
