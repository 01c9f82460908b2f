"""Parts of a zip file written otherwise."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile


def rewritten(data: bytes, change: Callable[[str], str]) -> bytes:
    """Change the text of each part that is XML."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()) if name.endswith(".xml") else part)
    return made.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts by their names."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
