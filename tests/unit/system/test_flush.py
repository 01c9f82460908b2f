"""Files flushed in threads: all of them before the work is told done, and an error is not lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from convert.system.flush import WAITING, open_flusher


def test_all_are_flushed_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than may wait; whoever wrote them may have closed them."""
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(os.fstat(handle).st_ino))
    paths = [tmp_path / str(number) for number in range(2 * WAITING)]
    with open_flusher() as flusher:
        for path in paths:
            with path.open("wb") as file:
                flusher.take(file.fileno())
    assert sorted(flushed) == sorted(path.stat().st_ino for path in paths)


def test_an_error_is_raised_and_no_handle_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the latest when the flusher closes."""

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    monkeypatch.setattr(os, "fsync", full)
    with (
        (tmp_path / "a").open("wb") as file,
        pytest.raises(OSError, match="No space"),
        open_flusher() as flusher,
    ):
        flusher.take(file.fileno())
    after = len(list(Path("/proc/self/fd").iterdir())) if before else 0
    assert after == before
