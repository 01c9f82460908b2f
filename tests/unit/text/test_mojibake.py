"""Mojibake on ftfy's own cases, and on whole samples that were decoded wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from convert.text.mojibake import undo_mojibake
from tests.support.paths import SAMPLES, SHARED

PEERS = SHARED / "data" / "peer_tests" / "ftfy"
UNLIKE = 4
"""Cases of 50 that may end otherwise: some lost bytes on the way."""


@pytest.mark.skipif(not PEERS.is_dir(), reason="ftfy's test cases (../shared) are not here")
def test_ftfys_own_cases() -> None:
    """Nearly all of ftfy's cases come out as ftfy wants them; the few that do not come out unchanged."""
    cases = [case for file in sorted(PEERS.glob("*.json")) for case in json.loads(file.read_text("utf-8"))]
    unlike = [
        case["original"]
        for case in cases
        if undo_mojibake(case["original"]) != case.get("fixed-encoding", case["fixed"])
    ]
    assert len(cases) == 50
    assert len(unlike) <= UNLIKE, unlike


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_misread_page_is_read_again(encoding: str) -> None:
    """UTF-8 decoded as a single-byte encoding, bytes it lacks kept as they are, is the page again."""
    text = (SAMPLES / "briefs.txt").read_text("utf-8")
    misread = "".join(
        bytes([byte]).decode(encoding, "ignore") or chr(byte) if byte > 127 else chr(byte)
        for byte in text.encode("utf-8")
    )
    assert misread != text
    assert undo_mojibake(misread) == text


def test_a_page_of_gbk_shown_as_latin_letters() -> None:
    """GBK decoded as Latin-1 comes back where its characters are common ones."""
    text = "重庆日报记者从市政府获悉，今年全市新增绿地。"
    assert undo_mojibake(text.encode("gbk").decode("latin-1")) == text


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_sample_is_touched(sample: Path) -> None:
    """A page that was decoded rightly is left alone."""
    text = sample.read_bytes().decode("utf-8", "replace")
    if "\ufffd" not in text:
        assert undo_mojibake(text) == text
