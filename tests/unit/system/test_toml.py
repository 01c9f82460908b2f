"""TOML that people write: where its entries begin, what is wrong in it, and strings that go into it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.errors import BadSetting
from convert.system.toml import content_end, decode_utf8, has_comment, parse_toml, toml_string
from tests.support.examples import examples

PIECES = st.sampled_from(
    (
        *"[]{}=.,a'#1é_ \n\\\"",
        *('"""', "'''", "\r\n", "\0", "7" * 700, "a." * 70, "[" * 70, "\\ud800", "2025-13-40", "inf"),
        *("a = 1\n", "[[a]]\n"),
    )
)
TRICKY = '''
text = """
[[part]]
# no comment
"""  # a comment
other = '[[part]]'
list = [
[[1]],
]
[[part]] # the first
x = "#"
  [[ "part" ]]
x = '#'
[[parts]]
'''


@examples(400)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    """As tomllib has it, but for what is beyond bounds; a fault is within the text."""
    try:
        table = parse_toml(text, "f").table
    except BadSetting as error:
        _, line, column = error.location.split(":")
        assert 1 <= int(line) <= text.count("\n") + 1
        assert 1 <= int(column) <= len(text) + 2
    else:
        assert table == tomllib.loads(text)


@given(st.binary(max_size=40) | st.text(max_size=20).map(str.encode))
def test_bytes_are_utf8_or_refused(data: bytes) -> None:
    """With the place of the first byte that is wrong."""
    try:
        text = decode_utf8(data, "f")
    except BadSetting as error:
        line, column = (int(n) for n in error.location.removeprefix("f:").split(":"))
        good = "\n".join([*data.decode("utf-8", "replace").split("\n")[:line]])
        assert "\ufffd" in good[-(len(good.rsplit("\n", 1)[-1]) - column + 1) :]
    else:
        assert text.encode() in {data, data.removeprefix(b"\xef\xbb\xbf")}


def test_entries_are_found_where_they_are_and_nowhere_else() -> None:
    """Not in texts, comments or lists; however the name is written."""
    toml = parse_toml(TRICKY, "f")
    assert toml.entry_lines("part") == [10, 12]
    assert [TRICKY[at:].lstrip()[:6] for at in toml.entry_offsets("part")] == ["[[part", '[[ "pa']
    assert toml.entry_lines("decision") == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("# a\n\n# b", "", id="comments alone"),
        pytest.param("a = 1 # b\n# c\n", "a = 1 # b\n", id="a comment behind a value"),
        pytest.param('a = """\n# b\n"""\n\n#c', 'a = """\n# b\n"""\n', id="what looks like one in a text"),
        pytest.param("a = '#'", "a = '#'", id="a sign in a text"),
    ],
)
def test_content_ends_before_the_comments_below_it(text: str, content: str) -> None:
    """At the end of its last line."""
    assert text[: content_end(text)] == content
    assert has_comment(text) is ("# b" in text.replace('"""\n# b', "") or "#c" in text)


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_can_be_written(text: str) -> None:
    """On one line, with nothing in it that cannot be seen; half a character becomes U+FFFD."""
    written = toml_string(text)
    assert written.isprintable() or "\u3000" in written
    whole = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert tomllib.loads(f"a = {written}")["a"] == whole


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("a = 1\nb = " + "[" * 65 + "]" * 65, "2:69", id="65 brackets"),
        pytest.param("a = " + "[" * 64 + "]" * 64, "", id="64 brackets"),
        pytest.param("a = [" + "[], " * 100 + "]", "", id="brackets beside each other"),
        pytest.param("a = " + "1" * 640, "1:5", id="640 digits"),
        pytest.param("a = '" + "1" * 640 + "'", "", id="digits in a text"),
        pytest.param("a" + ".a" * 65 + " = 1", "1:130", id="a key of 66 parts"),
        pytest.param("a" + ".a" * 64 + " = 1", "", id="a key of 65 parts"),
        pytest.param("a = [" + "1.5, " * 100 + "]", "", id="many dots in numbers"),
    ],
)
def test_what_would_cost_too_much_is_refused(text: str, place: str) -> None:
    """Where it becomes too much; below the bound it is read."""
    if not place:
        assert parse_toml(text, "f").table == tomllib.loads(text)
        return
    with pytest.raises(BadSetting) as raised:
        parse_toml(text, "f")
    assert raised.value.location == f"f:{place}"
