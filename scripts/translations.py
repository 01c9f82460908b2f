"""The messages that people read, and their translations: `make translations`.

Lists the messages of the package from its code, keeps the translations that
convert/translation/zh/LC_MESSAGES/backfile.po has of them, and compiles it into backfile.mo. What an f-string
puts in becomes a field: {n} for a number, {} for anything else. `--missing` lists what has no translation.
"""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from message_phrases import phrases  # noqa: E402 - tests run this file from elsewhere

from convert.cli.styles import style_summary  # noqa: E402 - the same
from convert.passes.installed import load_passes  # noqa: E402 - the same
from convert.readers.registry import load_readers  # noqa: E402 - the same
from convert.typeset.styles import styles_folder  # noqa: E402 - the same
from convert.writers.registry import SUMMARIES  # noqa: E402 - the same

FOLDER = ROOT / "convert" / "translation" / "zh" / "LC_MESSAGES"
PO, MO = FOLDER / "backfile.po", FOLDER / "backfile.mo"
HEADER = "Language: zh_Hans\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
PREFACE = """\
# The messages of backfile in Chinese, in simplified characters.
# {0} stands for the first field of the message as it is, {0!t} for a field that is itself a message.
# `make translations` adds the messages that are new, drops those that are gone, and writes backfile.mo.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
MAGIC = 0x950412DE
"""Of a compiled catalogue (GNU gettext's manual, "The Format of GNU MO Files")."""


def merged(po: bytes) -> Catalog:
    """Return the catalogue of today's phrases, with the translations of an older one."""
    old = read_po(io.BytesIO(po), locale="zh")
    new = Catalog(locale="zh")
    for phrase, places in sorted((phrases(ROOT) | summaries()).items()):
        known = old.get(phrase)
        text = known.string if isinstance(known, Message) else ""
        new.add(phrase, text, locations=[(place, 1) for place in sorted(places)])
    return new


def summaries() -> dict[str, set[str]]:
    """Return what `backfile rules`, `formats` and `styles` say of what is built in."""
    rules = {step.summary: "convert/passes" for step in load_passes() if not step.rule.distribution}
    readers = {each.summary: "convert/readers" for each in load_readers().values() if not each.distribution}
    writers = dict.fromkeys(SUMMARIES.values(), "convert/writers")
    styles = dict.fromkeys((style_summary(path) for path in styles_folder().glob("*.toml")), "styles")
    return {phrase: {place} for phrase, place in (rules | readers | writers | styles).items()}


def as_po(catalog: Catalog) -> bytes:
    """Write a catalogue for people."""
    file = io.BytesIO()
    write_po(file, catalog, width=110, sort_output=True, include_lineno=False, omit_header=True)
    return PREFACE.encode() + file.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """Compile a catalogue; the same phrases make the same bytes."""
    texts = {"": HEADER} | {str(each.id): str(each.string) for each in catalog if each.id and each.string}
    keys = [key.encode() for key in sorted(texts)]
    values = [texts[key.decode()].encode() for key in keys]
    start = 7 * 4
    offset = start + 16 * len(keys)
    tables: list[int] = []
    for entries in (keys, values):
        for entry in entries:
            tables += [len(entry), offset]
            offset += len(entry) + 1
    head = struct.pack("<7I", MAGIC, 0, len(keys), start, start + 8 * len(keys), 0, 0)
    data = b"".join(entry + b"\0" for entry in (*keys, *values))
    return head + struct.pack(f"<{len(tables)}I", *tables) + data


def missing(catalog: Catalog) -> list[str]:
    """List the phrases that have no translation."""
    return [str(message.id) for message in catalog if message.id and not message.string]


def main(arguments: list[str]) -> int:
    """Renew both files, or list what has no translation."""
    catalog = merged(PO.read_bytes())
    lacking = missing(catalog)
    if arguments != ["--missing"]:
        PO.write_bytes(as_po(catalog))
        MO.write_bytes(as_mo(catalog))
    sys.stdout.write("".join(f"no translation of {phrase!r}\n" for phrase in lacking))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
