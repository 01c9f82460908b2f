"""The page at hand: what it remembers changes nothing, and dies with it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from convert import conversion
from convert.document.model import Document
from convert.language import language
from convert.passes.registry import PASSES, run
from convert.text.memo import Memo
from tests.support.damage import long_text
from tests.support.paths import SAMPLES

PAGES = sorted(SAMPLES.glob("*.txt"))


def read(path: Path) -> Document:
    """Read a sample."""
    return conversion.read(path.read_bytes())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_is_remembered_changes_nothing(path: Path) -> None:
    """Passes that each begin with an empty memory do what passes do that share one."""
    document = read(path)
    knowledge = language(document.meta.language)
    apart = document
    for step in PASSES:
        apart = run(apart, knowledge, [step])
    assert apart == run(document, knowledge)


def test_how_much_is_remembered_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory of one value, forgotten at the next question, gives the same document."""
    document = conversion.read(long_text(8_000).encode())
    usual = run(document, language("zh-Hans"))

    def forgetful(memo: Memo[str, object], function: Callable[[str], object], bound: int) -> None:
        begin(memo, function, min(bound, 1))

    begin = Memo.__init__
    monkeypatch.setattr(Memo, "__init__", forgetful)
    assert run(document, language("zh-Hans")) == usual


def test_what_is_remembered_dies_with_the_page() -> None:
    """Nothing refers to it in a ring, so that it is gone at once; what the process keeps has no memory."""
    document = conversion.read(long_text(4_000).encode())
    for cache in process_caches():
        cache.cache_clear()  # so that what is kept from now on is counted
    gc.collect()
    gc.disable()
    try:
        before = memories()
        run(document, language("zh-Hans"))
        assert memories() == before
        assert [cache.__module__ for cache in process_caches() if cache.cache_info().currsize]
    finally:
        gc.enable()


def memories() -> int:
    """Count the memories that are alive in this process."""
    return sum(isinstance(thing, Memo) for thing in gc.get_objects())


def process_caches() -> list[Any]:
    """Return the functions of the package whose results the process keeps."""
    kind = type(lru_cache(len))
    return [each for each in gc.get_objects() if isinstance(each, kind) and each.__module__[:8] == "convert."]
