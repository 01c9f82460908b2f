"""What the ledger of a folder says of its issues, for the commands that hand them on."""

from __future__ import annotations

from pathlib import Path

from convert.batch.stale import Standing, standing
from convert.cli.process import print_message
from convert.errors import DamagedLedger


def read_standing(folder: Path, *, include_stale: bool) -> Standing:
    """Return what is stale in a folder, and what failed.

    Raises:
        DamagedLedger: nobody can say; with `include_stale` this is a warning.

    """
    try:
        return standing(folder)
    except DamagedLedger as error:
        if not include_stale:
            hint = f"{error.hint}; or give --include-stale"
            raise DamagedLedger(error.message, location=error.location, hint=hint) from error
        print_message(f"warning: {error}")
        return Standing(damaged=True)
