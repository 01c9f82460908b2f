"""The first of two passes of a batch: learn from all its sources what the second one uses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from convert.batch.options import BatchOptions
from convert.conversion.settings import Settings
from convert.errors import BadSetting
from convert.learning.learn import learn
from convert.learning.pack_file import write_pack
from convert.system.issue_source import IssueSource
from convert.system.staging import FOLDER

PACK = "learnt.pack"


def default_pack(out: Path) -> Path:
    """Return where a pack goes that nobody has named: beside the ledger."""
    return out / FOLDER / PACK


def learn_pack(sources: Iterable[IssueSource], settings: Settings, options: BatchOptions, run: str) -> None:
    """Learn from sources into the pack that the options name; the same sources leave the file as it is.

    A source that cannot be read is left out: its conversion says why.

    Raises:
        BadSetting: no pack is named.
        ProtectedOutput: what is there is no pack.
        UnwritableOutput: it cannot be written.

    """
    if not options.knowledge:
        raise BadSetting("no pack to write", hint="name one with --knowledge")
    write_pack(Path(options.knowledge), learn(sources, settings), run)
