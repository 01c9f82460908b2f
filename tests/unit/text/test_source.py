"""Bytes to text and back, for every encoding, whatever the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.text.source import ESCAPE, Source, decode, encode
from tests.support.examples import examples

TEXT = "头版，今日\r\n晴。ABC\t"
ENCODINGS = (
    *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030", "gbk", "gb2312", "big5"),
    *("big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949", "latin-1", "cp1252", "ascii"),
)
AWKWARD = st.sampled_from([b"\x00", b"\xd8", b"\xdc", b"\xff", b"\x80", b"\xa1", b"\r\n", b"A", b"\x81\x30"])


@examples(400)
@given(st.sampled_from(ENCODINGS), st.lists(st.binary(max_size=4) | AWKWARD, max_size=12).map(b"".join))
def test_any_bytes_come_back(encoding: str, data: bytes) -> None:
    """Wrong bytes, half characters and characters with two codes are kept as they are."""
    assert encode(decode(data, encoding).text, encoding) == data


@given(
    st.sampled_from([e for e in ENCODINGS if e.startswith(("utf", "gb18030"))]),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_any_text_is_read_as_it_was_written(encoding: str, text: str) -> None:
    """No newline is translated, no character composed, none left out."""
    assert decode(text.encode(encoding), encoding).text == text


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        pytest.param(
            "报".encode("gb18030") + b"\xff\r\n",
            "gb18030",
            "报\udcff\r\n",
            id="a byte that is none in GB18030",
        ),
        pytest.param(b"\xe6\x8a\x41", "utf-8", "\udce6\udc8aA", id="half a character in UTF-8"),
        pytest.param(
            b"A\x00\x00\xd8B\x00", "utf-16-le", "A\udc00\udcd8B", id="half a surrogate pair in UTF-16"
        ),
        pytest.param(b"A\x00B", "utf-16-le", "A\udc42", id="an odd byte at the end of UTF-16"),
        pytest.param(b"\xed\xa0\x80", "utf-8", "\udced\udca0\udc80", id="a surrogate written in UTF-8"),
        pytest.param(b"\xa4\x40", "big5hkscs", "一", id="a character of Big5"),
        pytest.param(b"\xff\xa4\x40", "big5", "\udcff一", id="a byte that is none in Big5"),
        pytest.param(b"\xa2\xcc", "big5hkscs", "\udca2\udccc", id="one of two Big5 codes of one character"),
        pytest.param("𠀋".encode("gb18030"), "gb18030", "𠀋", id="four bytes of GB18030"),
        pytest.param(b"\x88\x62", "big5hkscs", "\u00ca\u0304", id="one code, two characters"),
    ],
)
def test_a_wrong_byte_costs_only_itself(data: bytes, encoding: str, text: str) -> None:
    """What stands around it is read, and the bytes come back."""
    source = decode(data, encoding)
    assert source.text == text
    assert encode(text, encoding) == data


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_is_kept_apart_and_comes_back(bom: bytes, encoding: str) -> None:
    """It is no character of the text; a second one is."""
    data = bom + TEXT.encode(encoding)
    source = decode(data, encoding, bom=bom)
    assert source.text == TEXT
    assert encode(source.text, source.encoding, source.bom) == data
    assert decode(bom + data, encoding, bom=bom).text == "\ufeff" + TEXT


def test_the_digest_is_that_of_the_bytes() -> None:
    """As sha256sum prints it."""
    assert Source(b"abc", "abc", "ascii").digest.startswith("ba7816bf8f01cfea")


@pytest.mark.parametrize(
    ("at", "location"),
    [(0, "p.txt:1:1"), (3, "p.txt:2:1"), (4, "p.txt:2:2"), (5, "p.txt:3:1")],
)
def test_a_location_is_a_line_and_a_column(at: int, location: str) -> None:
    """Counted from 1, in characters; CR LF is one line end."""
    assert decode("甲\r\n乙\r丙".encode(), "utf-8", name="p.txt").location(at) == location


TODAY, TOMORROW = "今天下雨", "明天晴。"


@pytest.mark.parametrize(
    ("encoding", "wrong"),
    [
        pytest.param("utf-8", b"\xff", id="UTF-8"),
        pytest.param("gb18030", b"\xff", id="GB18030"),
        pytest.param("big5hkscs", b"\xff", id="Big5"),
        pytest.param("utf-16-le", b"\x00\xd8", id="UTF-16 whose least unit is two bytes, low byte first"),
        pytest.param("utf-16-be", b"\xd8\x00", id="and high byte first"),
    ],
)
def test_one_wrong_unit_is_one_escape_among_the_characters(encoding: str, wrong: bytes) -> None:
    """The wording, not only the bytes: escapes all through the text would come back equally well."""
    data = TODAY.encode(encoding) + wrong + TOMORROW.encode(encoding)
    escaped = "".join(chr(ESCAPE + byte) for byte in wrong)
    assert decode(data, encoding).text == f"{TODAY}{escaped}{TOMORROW}"


@pytest.mark.parametrize(
    ("encoding", "second_code", "wrong", "line"),
    [
        pytest.param(
            "cp932", b"\x87\x90", b"\x85", "今日は雨です。", id="NEC's code of a mark, in Shift JIS"
        ),
        pytest.param("cp950", b"\xa2\xcc", b"\xff", f"{TODAY}{TOMORROW}", id="Big5 as Windows has it"),
        pytest.param(
            "big5hkscs",
            b"\xa2\xcc",
            b"\xff",
            f"{TODAY}{TOMORROW}" * 5000,
            id="Big5 in a line too long to search",
        ),
    ],
)
def test_a_second_code_of_a_character_is_escaped_alone(
    encoding: str, second_code: bytes, wrong: bytes, line: str
) -> None:
    """It would come back as the first code, so the text is decoded one by one; what stands around is read."""
    assert second_code.decode(encoding).encode(encoding) != second_code
    part = line.encode(encoding)
    text = decode(part + second_code + part + wrong + part, encoding).text
    assert text == line.join(["", "".join(chr(ESCAPE + b) for b in second_code), chr(ESCAPE + wrong[0]), ""])
