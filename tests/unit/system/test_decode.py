"""Tables as typed values: each fault by its key path, with what was expected and the nearest known key."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.errors import BadSetting, StyleError
from convert.system.decode import decode_table
from convert.system.schema import Bounds, Keys, Parsed, must_be


def even(value: object) -> int:
    """Take an even number."""
    if isinstance(value, int) and value % 2 == 0:
        return value
    raise must_be("an even number", value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An element of a list."""

    name: str
    size: Annotated[float, Bounds(0, 10)] = 1.0
    side: Literal["left", "right"] = "left"
    even: Annotated[int, Parsed(even)] = 0
    words: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A table with tables in it."""

    title: str = ""
    flag: bool = False
    count: int = 0
    leaf: tuple[Leaf, ...] = ()
    by_name: Mapping[str, Leaf] = field(default_factory=dict)
    faces: Annotated[Mapping[str, Leaf], Keys(("text", "heading"))] = field(default_factory=dict)


def test_a_table_becomes_a_value() -> None:
    """With the defaults of what it does not say."""
    leaf = {"name": "a", "size": 3, "side": "right", "even": 4, "words": ["b"], "note": "c"}
    tree = decode_table({"title": "t", "leaf": [leaf], "by_name": {"x y": {"name": "b"}}}, Tree, "f")
    assert tree.leaf == (Leaf(name="a", size=3.0, side="right", even=4, words=("b",), note="c"),)
    assert (tree.title, tree.flag, tree.by_name) == ("t", False, {"x y": Leaf(name="b")})
    assert type(tree.leaf[0].size) is float


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"titel": 1}, "unknown key titel; did you mean title?"),
        ({"zzz": 1}, "unknown key zzz; known keys: title, flag, count, leaf, by_name, faces"),
        ({"title": 3}, "title must be a text, not 3"),
        ({"title": True}, "title must be a text, not true"),
        ({"title": date(1951, 3, 2)}, "title must be a text, not 1951-03-02"),
        ({"title": datetime(1951, 3, 2, tzinfo=UTC)}, "title must be a text, not 1951-03-02T00:00:00+00:00"),
        ({"title": ["a"]}, "title must be a text, not a list"),
        ({"title": None}, "title must be a text, not nothing"),
        ({"flag": 1}, "flag must be true or false, not 1"),
        ({"count": True}, "count must be a whole number, not true"),
        ({"count": 1.0}, "count must be a whole number, not 1.0"),
        ({"count": 10**5000}, "count is too large"),
        ({"title": 10**5000}, "title must be a text, not a number of more than 15 digits"),
        ({"leaf": {}}, "leaf must be a list of tables, not a table; write { name }"),
        ({"leaf": [{"name": "a"}, 3]}, "leaf[2] must be a table, not 3; write { name }"),
        ({"leaf": [{"name": "a"}, {}]}, "leaf[2].name is missing; write { name }"),
        ({"leaf": [{"name": "a", "nam": 1}]}, "unknown key leaf[1].nam; did you mean leaf[1].name?"),
        ({"leaf": [{"name": "a", "size": 11}]}, "leaf[1].size must be 0 to 10, not 11; in points"),
        ({"leaf": [{"name": "a", "size": float("nan")}]}, "leaf[1].size must be 0 to 10, not nan; in points"),
        ({"leaf": [{"name": "a", "size": float("inf")}]}, "leaf[1].size is too large; in points"),
        (
            {"leaf": [{"name": "a", "side": "lift"}]},
            "leaf[1].side must be one of left, right, not 'lift'; did you mean left?",
        ),
        ({"leaf": [{"name": "a", "side": []}]}, "leaf[1].side must be one of left, right, not a list"),
        ({"leaf": [{"name": "a", "even": 3}]}, "leaf[1].even must be an even number, not 3"),
        ({"leaf": [{"name": "a", "words": ["b", 1]}]}, "leaf[1].words[2] must be a text, not 1"),
        ({"leaf": [{"name": "a", "words": "bc"}]}, "leaf[1].words must be a list of texts, not 'bc'"),
        ({"by_name": {"x.y": {}}}, 'by_name."x.y".name is missing'),
        ({"by_name": {"\x1b\u202e": 3}}, 'by_name."⟨U+001B⟩⟨U+202E⟩" must be a table, not 3'),
        ({"faces": {"txt": {}}}, "unknown key faces.txt; did you mean faces.text?"),
        ({"faces": 3}, "faces must be a table, not 3"),
        ({"title": "a" * 100, "flag": "b" * 100}, f"flag must be true or false, not '{'b' * 40}'…"),
        ({"t" * 1000: 1}, f'unknown key "{"t" * 40}"; known keys: title, flag, count, leaf, by_name, faces'),
    ],
)
def test_a_fault_is_told_by_its_path(table: dict[str, object], message: str) -> None:
    """What was expected, what stands there, and what to do."""
    hints = {"leaf": "write { name }", "leaf.size": "in points"}
    with pytest.raises(BadSetting) as raised:
        decode_table(table, Tree, "f", hints=hints)
    assert str(raised.value) == f"f: {message}"


def test_the_error_is_of_the_kind_that_was_asked_for() -> None:
    """A style's fault is a StyleError."""
    with pytest.raises(StyleError):
        decode_table({"titel": 1}, Tree, "f", error=StyleError)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*Tree.__slots__, *Leaf.__slots__]) | st.text(max_size=3), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(Tree.__slots__), VALUES))
def test_whatever_stands_there_is_taken_or_refused(table: dict[str, object]) -> None:
    """And nothing else is raised."""
    with suppress(BadSetting):
        assert isinstance(decode_table(table, Tree, "f"), Tree)
