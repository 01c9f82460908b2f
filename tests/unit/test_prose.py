"""scripts/prose.py: the linter of pages, help and messages."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.paths import ROOT

Lint = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def lint() -> Lint:
    """Return a function that lints a page and returns its faults."""
    script: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "prose.py"))
    script["register_words"]()

    def faults(page: str) -> Iterator[str]:
        for passage in script["passages"](page, "page.md"):
            yield from script["faults"](passage)

    return lambda page: list(faults(page))


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param("The note is behind the text.", "'behind': write after", id="a word of the list"),
        pytest.param("A link is no file.", "'is no': write is not a", id="a pattern of the list"),
        pytest.param(
            "| a | b |\n| --- | --- |\n| c | It is made anew. |", "'anew': write again", id="a cell"
        ),
        pytest.param("The the text.", "repeated", id="a check of proselint's own"),
        pytest.param("Writes the page to a file.", "no subject", id="a paragraph that begins with a verb"),
        pytest.param(
            "here is one sentence and " * 10 + "an end.", "a sentence of 52 words", id="a long sentence"
        ),
    ],
)
def test_a_fault_is_reported(page: str, said: str, lint: Lint) -> None:
    """Each kind of fault, in each kind of passage."""
    assert [said in fault for fault in lint(page)] == [True]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("There is no file, and the link is no longer followed.", id="plain English"),
        pytest.param("`behind` is a word, and `make it anew` a command.", id="code"),
        pytest.param("    backfile convert behind anew\n", id="a block of code"),
        pytest.param("- Writes the page to a file.", id="an item of a list"),
        pytest.param(
            "here is one sentence and " * 5 + "an end; " + "here is one sentence and " * 5 + "an end.",
            id="two short parts",
        ),
    ],
)
def test_plain_english_is_left_alone(page: str, lint: Lint) -> None:
    """No fault in what reads well."""
    assert lint(page) == []
