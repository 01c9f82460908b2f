"""The files of the page itself: markup, style and scripts, as they are sent to a browser."""

from __future__ import annotations

from importlib.resources import files


def screen_file(name: str) -> bytes:
    """Return a file of the page itself.

    Raises:
        FileNotFoundError: there is none of that name.

    """
    folder = files("convert.review") / "screen"
    if name not in {file.name for file in folder.iterdir()}:
        raise FileNotFoundError(name)
    return (folder / name).read_bytes()
