"""What is suspicious in a source is said once a kind, with a count and the first place; nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.text.encoding import detect
from convert.text.source import decode
from convert.text.source_warnings import source_warnings
from tests.support.build import needs_shared
from tests.support.paths import SAMPLES, SHARED

PAGE = "山城晚报\n\n今天云津市民走上了第一座新桥，市委要求全面提高领导能力。\n"
CESU = b"\xed\xa1\x80\xed\xb0\x8b"
"""U+2000B as CESU-8."""


def warnings(data: bytes, encoding: str = "utf-8", bom: bytes = b"") -> tuple[str, ...]:
    """Decode a source and return what is said of it."""
    return source_warnings(decode(data, encoding, bom=bom, name="page.txt"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(
            f"{PAGE}甲\u202e乙\u2066丙\n".encode(),
            "4:2: 2 bidi controls, the first U+202E; the text may be displayed in the wrong order",
            id="bidi",
        ),
        pytest.param(
            f"{PAGE}甲\u200f乙\n".encode(),
            "4:2: 1 bidi control, the first U+200F; the text may be displayed in the wrong order",
            id="a mark of direction",
        ),
        pytest.param(
            f"{PAGE}甲乙\x07丙\x1b\x9b\x00\x7f\n".encode(),
            "4:3: 5 control characters, the first U+0007; it has no meaning in text",
            id="controls",
        ),
        pytest.param(
            f"{PAGE}甲".encode() + CESU * 2 + "乙\n".encode(),
            "4:2: 2 characters in CESU-8 (two surrogates per character); kept in the XML",
            id="CESU-8",
        ),
        pytest.param(
            "甲\n乙\r\n丙\r丁\n".encode(),
            "2:2: 3 kinds of line ends: LF 2, CRLF 1, CR 1; it may be several files in one",
            id="line ends",
        ),
        pytest.param(
            "甲\n乙\n丙\u2028丁\r\n".encode(),
            "3:2: 3 kinds of line ends: LF 2, LS 1, CRLF 1; it may be several files in one",
            id="a line separator",
        ),
        *(
            pytest.param(
                f"{PAGE}甲".encode() + "乙".encode()[:size],
                f"4:2: the source ends within a character ({part} of it); it looks truncated",
                id=f"cut after {size}",
            )
            for size, part in ((1, "1 byte"), (2, "2 bytes"))
        ),
        pytest.param(
            f"{PAGE}甲".encode() + "𠀋".encode()[:3],
            "4:2: the source ends within a character (3 bytes of it); it looks truncated",
            id="cut after 3 of 4",
        ),
    ],
)
def test_each_kind_is_said_once(data: bytes, said: str) -> None:
    """One line for a kind, which begins with line and column of the first place."""
    assert warnings(data) == (said,)


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "shift_jis"])
def test_cut_within_a_character_in_other_encodings(encoding: str) -> None:
    """Half a double byte is the beginning of a character, too."""
    whole = "新橋通車，市民走上了新橋".encode(encoding)
    assert warnings(whole, encoding) == ()
    (said,) = warnings(whole[:-1], encoding)
    assert said == "1:12: the source ends within a character (1 byte of it); it looks truncated"


def test_half_a_surrogate_pair() -> None:
    """A source in UTF-16 may be cut between the two units of a character."""
    (said,) = warnings("甲𠀋".encode("utf-16-le")[:-2], "utf-16-le")
    assert said == "1:2: the source ends within a character (2 bytes of it); it looks truncated"


def test_kinds_do_not_count_each_other() -> None:
    """Bytes that are CESU-8, or a beginning, are not wrong bytes besides."""
    assert [line.split(";")[0] for line in warnings(b"\xffa" + CESU + b"b\xfec\xe4\xb8")] == [
        "2 bytes are not utf-8, first at 1:1",
        "1:3: 1 character in CESU-8 (two surrogates per character)",
        "1:12: the source ends within a character (2 bytes of it)",
    ]
    assert [line.split(";")[0] for line in warnings(CESU + b"a\xff")] == [
        "1 byte is not utf-8, first at 1:8",
        "1:1: 1 character in CESU-8 (two surrogates per character)",
    ]


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode(),
        b"one\r\ntwo\r\n\r\nthree\n",
        b"one\r\rtwo\r",
        b"one\r\r\ntwo\r\n",
        b"page one\n\x0cpage two\ttab\n",
        "“caf\u00e9” \u2014 na\u00efve\u00a0\u3000\u200b\u00ad\ufeff".encode(),
        "𠀋𠮷".encode(),
        b"",
        b"ends in a wrong byte ",
    ],
)
def test_no_false_alarm(data: bytes) -> None:
    """What is common is not told."""
    assert warnings(data) == ()


def test_a_wrong_last_byte_is_no_beginning() -> None:
    """No character begins with FF: the byte is wrong, the source whole."""
    (said,) = warnings(b"whole\xff")
    assert said.startswith("1 byte is not utf-8, first at 1:6")


@needs_shared
@pytest.mark.parametrize("folder", ["intact", "noisy_pages_ntrex"])
def test_no_false_alarm_on_real_pages(folder: str) -> None:
    """None on any of the pages that are whole, and of those that are noisy in print only."""
    files = sorted((SHARED / "data" / folder).rglob("*.txt"))
    assert files
    assert [said for path in files for said in warnings_of(path)] == []


def test_no_false_alarm_on_samples() -> None:
    """Of our samples one has a wrong byte, on purpose."""
    said = [line for path in sorted(SAMPLES.glob("*.txt")) for line in warnings_of(path)]
    assert [line.split(",")[0] for line in said] == ["1 byte is not utf-8"]


def warnings_of(path: Path) -> tuple[str, ...]:
    """Return what is said of a file."""
    data = path.read_bytes()
    how = detect(data, name=path.name)
    return warnings(data, how.encoding, how.bom)
