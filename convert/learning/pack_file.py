"""Put a pack where it is wanted: whole or not at all, and never in the place of anything but a pack."""

from __future__ import annotations

import os
from pathlib import Path

from convert.issue.knowledge import MAGIC, is_knowledge
from convert.system.paths import printable_path
from convert.system.protect import ProtectedOutput
from convert.system.write import ANOTHER_FILE, write_files


def check_place(path: Path) -> None:
    """Refuse to put a pack in the place of something else.

    Raises:
        ProtectedOutput: what is there is no pack, or cannot be looked at.

    """
    if not os.path.lexists(path):
        return
    reason = "a link" if path.is_symlink() else "not a pack"
    try:
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if is_knowledge(file.read(len(MAGIC))):
                    return
    except OSError as error:
        reason = str(error.strerror)
    raise ProtectedOutput(
        f"already exists, and would be lost: {reason}", location=printable_path(path), hint=ANOTHER_FILE
    )


def write_pack(path: Path, data: bytes, run: str) -> None:
    """Write a pack; one that has these very bytes already is left alone.

    Raises:
        ProtectedOutput: something else is there.
        UnwritableOutput: says why; nothing is left behind.

    """
    check_place(path)
    write_files(path.parent, {path.name: data}, run, keep=True, hint=ANOTHER_FILE)
