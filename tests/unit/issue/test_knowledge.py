"""The file of what was counted in a paper's issues: given back whole, or refused in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.document.knowledge import Knowledge, RecurringLine
from convert.document.roles import Role
from convert.errors import BadSetting
from convert.issue.knowledge import (
    MAGIC,
    MOST_ENTRIES,
    format_knowledge,
    load_knowledge_data,
    parse_knowledge,
)
from convert.language.counted import build_counts

FULL = Knowledge(
    language="zh",
    issues=12,
    characters=30_000,
    counted=28_000,
    furniture={
        "云津日报 0年0月0日": RecurringLine(Role.RUNNING_HEAD, 12),
        "第0版": RecurringLine(Role.FOLIO, 9),
    },
    leads={"云津网消息（": 7},
    columns={"微观": 5},
    sections={"副刊": 4},
    measures={16: 11},
    marks={"，": 900, "“": 80},
    words={"to-day": 5},
    grams=build_counts({"": 28_000, "云津": 31}),
)


def test_a_pack_is_given_back_whole() -> None:
    """All but its digest, which is that of the file; entries in another order make the same bytes."""
    data = format_knowledge(FULL)
    read = parse_knowledge(data, "daily.pack")
    assert format_knowledge(read) == data
    assert (read.furniture, read.measures, read.grams) == (FULL.furniture, FULL.measures, FULL.grams)
    assert len(read.digest) == 64
    turned = Knowledge(**{**_fields(FULL), "furniture": dict(reversed([*FULL.furniture.items()]))})
    assert format_knowledge(turned) == data


def _fields(knowledge: Knowledge) -> dict[str, Any]:
    return {name: getattr(knowledge, name) for name in Knowledge.__dataclass_fields__}


def test_of_too_many_entries_the_commonest_are_kept() -> None:
    """So that what was written can be read."""
    words = {f"word{chr(97 + n % 26)}{n}": n + 1 for n in range(MOST_ENTRIES["words"] + 50)}
    read = parse_knowledge(format_knowledge(Knowledge(**{**_fields(FULL), "words": words})), "daily.pack")
    assert len(read.words) == MOST_ENTRIES["words"]
    assert min(read.words.values()) == 51


def test_long_lists_fit_the_head() -> None:
    """Words give way where the head would be too long to be read."""
    lines = {chr(0x4E00 + n) * 90: RecurringLine(Role.FOLIO, 3) for n in range(1_000)}
    words = {"词" * 60 + str(n): 3 for n in range(9_000)}
    data = format_knowledge(Knowledge(**{**_fields(FULL), "words": words, "furniture": lines}))
    read = parse_knowledge(data, "daily.pack")
    assert len(read.furniture) == 1_000
    assert 0 < len(read.words) < 9_000


def altered(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a pack whose head was altered."""
    _, head, grams = format_knowledge(FULL).split(b"\n", 2)
    values = json.loads(head)
    change(values)
    return MAGIC + json.dumps(values).encode() + b"\n" + grams


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a pack"),
        (b"PK\x03\x04", "not a pack"),
        (b"backfile-knowledge 2\n{}\n", "not a pack"),
        (MAGIC, "its header has no end"),
        (MAGIC + b"{" + b" " * 1_100_000 + b"}\n", "its header has no end"),
        (MAGIC + b"{}\n", "missing or unknown"),
        (MAGIC + b"[" * 5000 + b"\n", "nested brackets"),
        (MAGIC + "{“".encode() + b"\n", "its header is not ASCII"),
        (format_knowledge(FULL)[:-1], "its table is damaged"),
        (altered(lambda head: head.update(more=1)), "'more' is missing or unknown"),
        (altered(lambda head: head.pop("leads")), "'leads' is missing or unknown"),
        (altered(lambda head: head.update(issues=-1)), "an impossible number in issues"),
        (altered(lambda head: head.update(issues=True)), "an impossible number in issues"),
        (altered(lambda head: head.update(issues=10**13)), "an impossible number in issues"),
        (altered(lambda head: head.update(language="../..")), "the language is not valid"),
        (altered(lambda head: head.update(leads={"a": 1})), "leads is not a list"),
        (altered(lambda head: head.update(leads=[["a"]])), "leads is not a list"),
        (altered(lambda head: head.update(leads=[["a", 1], ["a", 2]])), "leads contains an entry twice"),
        (altered(lambda head: head.update(leads=[["", 1]])), "an impossible text in leads"),
        (altered(lambda head: head.update(leads=[["\x1b[2J", 1]])), "an impossible text in leads"),
        (altered(lambda head: head.update(leads=[["\ud800", 1]])), "half a character"),
        (altered(lambda head: head.update(leads=[["报" * 91, 1]])), "an impossible text in leads"),
        (altered(lambda head: head.update(leads=[["报", 1.5]])), "an impossible number in leads"),
        (altered(lambda head: head.update(leads=[[str(n), 1] for n in range(501)])), "more than 500 entries"),
        (altered(lambda head: head.update(furniture=[["标题", "headline", 3]])), "is not furniture"),
        (altered(lambda head: head.update(furniture=[["标题", ["folio"], 3]])), "is not furniture"),
        (altered(lambda head: head.update(measures=[[1000, 3]])), "an impossible measure"),
    ],
)
def test_a_pack_that_cannot_be_is_refused(data: bytes, message: str) -> None:
    """In one line that names the file, and says how a pack is made."""
    with pytest.raises(BadSetting) as refused:
        parse_knowledge(data, "daily.pack")
    assert message in refused.value.message
    assert refused.value.location.startswith("daily.pack")
    assert refused.value.hint


@given(st.binary(max_size=200), st.integers(0, 400))
def test_damaged_bytes_are_refused_or_read(noise: bytes, at: int) -> None:
    """Whatever stands in the file, there is no other error."""
    data = format_knowledge(FULL)
    with suppress(BadSetting):
        parse_knowledge(data[:at] + noise + data[at + len(noise) :], "daily.pack")


def test_a_pack_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file of holes takes no room and has any size."""
    with (tmp_path / "daily.pack").open("wb") as file:
        file.truncate(64_000_001)
    with pytest.raises(BadSetting, match="too large"):
        load_knowledge_data(str(tmp_path / "daily.pack"))
