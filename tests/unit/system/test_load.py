"""A file is loaded within bounds, and what cannot be loaded says why."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from convert.errors import UnreadableSource
from convert.system.find import SourceFile
from convert.system.load import load

LIMIT = 1000


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "missing.txt: no such file; check the path"),
        ("aa.txt", r"aa.txt: no such file; did you mean a.txt\?"),
        ("a.txt/b.txt", "a.txt/b.txt: cannot be read: Not a directory"),
        ("lost.txt", "lost.txt: a broken link to nowhere"),
        ("round.txt", "round.txt: a broken link to round.txt"),
        ("pipe.txt", "pipe.txt: a pipe, not a file; to read a pipe, give -"),
        ("large.txt", "large.txt: too large: 0.1 MB, and the limit is 0.001; raise --max-size"),
        ("sub", "sub: a folder, not a file"),
        ("/dev/null", "/dev/null: a device, not a file"),
    ],
)
def test_what_cannot_be_loaded_says_why(folder: Path, name: str, message: str) -> None:
    """What, where and what to do; a pipe is not waited for."""
    (folder / "lost.txt").symlink_to("nowhere")
    (folder / "round.txt").symlink_to("round.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "large.txt").write_bytes(b"x" * (LIMIT + 1))
    with pytest.raises(UnreadableSource, match=message):
        load(SourceFile(Path(name)), LIMIT)


def test_a_large_source_is_refused_by_its_size(tmp_path: Path) -> None:
    """A sparse file of a terabyte is not read."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(UnreadableSource, match=r"too large: 1,000,000.0 MB"):
        load(SourceFile(path), LIMIT)


def test_standard_input_is_read_up_to_the_limit() -> None:
    """Of a stream the size is not known before."""
    assert load(SourceFile(None), LIMIT, io.BytesIO(b"x" * LIMIT)) == b"x" * LIMIT
    with pytest.raises(UnreadableSource, match=r"-: too large: more than 0.0 MB"):
        load(SourceFile(None), LIMIT, io.BytesIO(b"x" * (LIMIT + 1)))
