"""A line of JSON: an object whose texts are whole characters, or one error with its column."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.errors import BadSetting
from convert.system.json_object import parse_object
from tests.support.examples import examples

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
PIECES = st.sampled_from(
    (
        *'{}[]:,"\\ 1a\n\0',
        '"a":',
        "\\ud83d",
        "\\udc00",
        "\\n",
        "NaN",
        "-Infinity",
        "9" * 700,
        "[" * 70,
        "null",
    )
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), st.booleans())
def test_an_object_is_read_as_it_was_written(table: dict[str, object], ascii_only: bool) -> None:  # noqa: FBT001 - drawn
    """With escapes in pairs, and without."""
    assert parse_object(json.dumps(table, ensure_ascii=ascii_only), "f:1") == table


@examples(400)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    """Nothing else is raised; a fault is within the line; what is read can be written as UTF-8."""
    try:
        table = parse_object(text, "f:1")
    except BadSetting as error:
        column = int(error.location.removeprefix("f:1:"))
        assert 1 <= column <= len(text) + 1
    else:
        assert json.dumps(table, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (r'{"a": "\ud83d\ude00\ud83d"}', 20),
        (r'{"a": "\ud83d \ude00"}', 8),
        (r'{"a": "\\ud83d\ude00"}', 15),
        (r'{"a": "\ude00\ud83d"}', 8),
        (r'{"a": "\ud83d\n"}', 8),
    ],
)
def test_half_a_character_is_found_where_it_stands(text: str, column: int) -> None:
    """A pair is one character, and an escaped backslash begins no escape."""
    with pytest.raises(BadSetting, match=rf"^f:1:{column}: half a character"):
        parse_object(text, "f:1")


def test_a_pair_of_escapes_is_one_character() -> None:
    """As programs write what is beyond U+FFFF."""
    assert parse_object(r'{"\ud83d\ude00": "\\ud83d"}', "f:1") == {"😀": "\\ud83d"}
