"""What is remembered: each value is computed once, and a large argument is not kept."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from weakref import ref

from convert.text.memo import ThinMemo


@dataclass(frozen=True)
class Sheet:
    """A large argument that can be watched."""

    texts: tuple[str, ...]


def test_an_argument_is_known_again_and_not_kept() -> None:
    """Of an argument that is equal to one of before nothing is computed, though that one is gone."""
    computed: list[int] = []

    def size(sheet: Sheet) -> int:
        computed.append(len(sheet.texts))
        return len(sheet.texts)

    sizes = ThinMemo(size, bound=2)
    sheet = Sheet(("今日", "晴"))
    watched = ref(sheet)
    assert sizes[sheet] == 2
    del sheet
    gc.collect()
    assert watched() is None
    assert sizes[Sheet(("今日", "晴"))] == 2
    assert computed == [2]


def test_at_the_bound_all_is_forgotten() -> None:
    """A third argument leaves room for itself, and the first is computed anew."""
    computed: list[str] = []

    def length(text: str) -> int:
        computed.append(text)
        return len(text)

    lengths = ThinMemo(length, bound=2)
    for text in ("一", "二二", "三三三", "一"):
        assert lengths[text] == len(text)
    assert computed == ["一", "二二", "三三三", "一"]
    assert len(lengths.values) == 2
