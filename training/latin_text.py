"""Make clean texts in three languages of what Debian's packages carry, for training/misread_words.py.

    apt-get download fortunes fortunes-min fortunes-de wesnoth-1.16-data wesnoth-1.16-ei ...
    for each: dpkg-deb -x PACKAGE UNPACKED
    python training/latin_text.py UNPACKED TEXTS

Quotations, verse and jokes (fortunes: BSD; fortunes-de: GPL-2.0) and the stories that The Battle for Wesnoth
tells in each language (GPL-2.0-or-later, CC BY-SA 4.0). Nothing of them is kept but the trees that grow on
them. TEXTS/en/NAME.txt has a paragraph a line and a blank line between texts.
"""

from __future__ import annotations

import gettext
import re
import sys
from collections.abc import Iterator
from pathlib import Path

SHORTEST = 60
"""Characters of a text that is told, and no label of a button."""
CODE = frozenset(
    "computers linux perl knghtbrd zippy debian linuxcookie asciiart channel-debian.fortunes infodrom "
    "linuxtag ms computer namen translations startrek magic goedel paradoxum mathematiker unfug".split()
)
"""Collections of jokes on computers, and in no language."""
MARKUP = re.compile(r"<[^>]*>|\{[^}]*\}|\$[\w|.]+|\b[a-z_]+=")
RULED = re.compile(r"^\s*(?:--|—).*$", re.MULTILINE)
BACKSPACED = re.compile(r".\x08")


def main() -> None:
    """Write a file for each catalogue and collection."""
    unpacked, out = Path(sys.argv[1]), Path(sys.argv[2])
    for code in ("de", "en", "fr"):
        (out / code).mkdir(parents=True, exist_ok=True)
    for path in sorted(unpacked.rglob("LC_MESSAGES/wesnoth*.mo")):
        code = path.parts[-3]
        if code in ("de", "fr"):
            _write(out / code / f"{path.stem}.txt", (text for _, text in _messages(path)))
        if code == "fr":
            _write(out / "en" / f"{path.stem}.txt", (text for text, _ in _messages(path)))
    for path in sorted(unpacked.rglob("games/fortunes/**/*")):
        if path.is_file() and not path.suffix and path.name not in CODE:
            code = "de" if path.parent.name == "de" else "en"
            _write(out / code / f"fortunes-{path.name}.txt", _fortunes(path))


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the long messages of a catalogue and what they are in its language."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    for source, text in catalogue._catalog.items():  # type: ignore[attr-defined]  # noqa: SLF001 - no other way
        if isinstance(source, str) and len(source) >= SHORTEST and source != text:
            yield source.rpartition("^")[2], text


def _fortunes(path: Path) -> Iterator[str]:
    yield from (RULED.sub("", text) for text in path.read_text("utf-8", "replace").split("\n%\n"))


def _write(path: Path, texts: Iterator[str]) -> None:
    whole = [" ".join(MARKUP.sub(" ", BACKSPACED.sub("", text)).split()) for text in texts]
    kept = [text for text in whole if len(text) >= SHORTEST and "�" not in text and "\\" not in text]
    if kept:
        path.write_text("\n".join(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
