"""What the ledger of a folder says of its issues, for the commands that hand them on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from convert.batch.stale import Standing, stale_archives, standing
from convert.cli.process import print_message
from convert.errors import DamagedLedger, UnreadableSource
from convert.system.find import SourceFile


def read_standing(folder: Path, *, include_stale: bool) -> Standing:
    """Return what is stale in a folder, and what failed.

    Raises:
        DamagedLedger: nobody can say; with `include_stale` this is a warning.

    """
    try:
        return standing(folder)
    except DamagedLedger as error:
        if not include_stale:
            raise _unsure(error) from error
        print_message(f"warning: {error}")
        return Standing(damaged=True)


def leave_out_stale(sources: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """Return sources, with an error for each archival XML that is stale by the ledger of a batch.

    Raises:
        DamagedLedger: nobody can say.

    """
    archives = [source.path for source in sources if source.path and source.path.suffix.lower() == ".xml"]
    try:
        stale = stale_archives(archives)
    except DamagedLedger as error:
        raise _unsure(error) from error
    return tuple(_refused(source, stale) for source in sources)


def _refused(source: SourceFile, stale: Mapping[Path, str]) -> SourceFile:
    if source.error or source.path is None or source.path not in stale:
        return source
    error = UnreadableSource(stale[source.path], location=source.location, hint="or give --include-stale")
    return replace(source, error=error)


def _unsure(error: DamagedLedger) -> DamagedLedger:
    hint = f"{error.hint}; or give --include-stale"
    return DamagedLedger(error.message, location=error.location, hint=hint)
