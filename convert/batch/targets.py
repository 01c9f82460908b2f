"""Where an issue's files go: a path below OUT, whatever the source or its metadata say."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePath
from string import Formatter

from convert.document.model import Metadata
from convert.errors import BadSetting
from convert.system.paths import folded_path

FIELDS = ("title", "date", "year", "month", "number", "page", "language", "stem", "folder")
MISSING = {"title": "untitled", "date": "undated", "year": "undated", "month": "00"}
"""Stands where nothing is known; of other fields: unknown."""
ROOM = 243
"""Bytes of a name, so that .sources.zip still fits into the 255 that file systems allow."""
_NOT_IN_NAMES = '/\\:*?"<>|'
"""What some file system or shell cannot take."""


def check_template(template: str) -> str:
    """Return a template that can be used: {title}/{year}/{date}.

    Raises:
        BadSetting: an unknown field, no field, or a path that would leave the output folder.

    """
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise BadSetting(f"--template {template!r}: {error}", hint="write {{ or }} for a brace") from error
    names = [name for _, name, _, _ in parts if name is not None]
    for _, name, spec, conversion in parts:
        if name is not None and (name not in FIELDS or spec or conversion):
            raise BadSetting(
                f"--template {template!r}: unknown field {name!r}", hint=f"choose from: {', '.join(FIELDS)}"
            )
    steps = template.split("/")
    if (
        not names
        or any(step in {"", ".", ".."} or step.startswith(".") for step in steps)
        or "\0" in template
    ):
        raise BadSetting(
            f"--template {template!r} does not give a path below the output folder",
            hint="give a path such as {title}/{year}/{date}",
        )
    return template


def target(relative: PurePath, meta: Metadata, template: str = "", stem: str = "") -> PurePath:
    """Return the path of an issue's files below OUT, without their endings.

    `stem` is the source's name without an ending; an issue of several files has none, and full stops.

    mirrored           1951/03/02.txt      ->  1951/03/02
    {title}/{date}     云津日报, 2026-03-14  ->  云津日报/2026-03-14

    Names stay as they are when mirrored; what comes from metadata is made harmless.
    """
    bare = relative.with_name(stem) if stem else relative.with_suffix("")
    if not template:
        return PurePath(*(_fit(part) for part in bare.parts))
    values = _values(bare, meta)
    return PurePath(*(_fit(_harmless(step.format_map(values))) for step in template.split("/")))


def _values(bare: PurePath, meta: Metadata) -> Mapping[str, str]:
    fields = {
        "title": meta.title,
        "date": meta.date,
        "year": meta.date[:4],
        "month": meta.date[5:7],
        "number": meta.number,
        "page": meta.page,
        "language": meta.language,
        "stem": bare.name,
        "folder": bare.parent.name,
    }
    return {name: value.strip() or MISSING.get(name, "unknown") for name, value in fields.items()}


def _harmless(text: str) -> str:
    """Return text as a name: ../日报 <b> -> _日报 _b_; composed (NFC), for file systems differ there."""
    kept = "".join("_" if c in _NOT_IN_NAMES or not (c.isprintable() or _is_byte(c)) else c for c in text)
    return unicodedata.normalize("NFC", kept).strip(" .").lstrip("-") or "_"


def _is_byte(char: str) -> bool:
    """A byte of a file's name that is no text; it is kept, else two names would become one."""
    return "\udc80" <= char <= "\udcff"


def _fit(name: str) -> str:
    """Shorten a name that leaves no room for an ending; a digest keeps two such names apart."""
    raw = os.fsencode(name)
    if len(raw) <= ROOM:
        return name
    return raw[: ROOM - 9].decode("utf-8", "ignore") + "-" + sha256(raw).hexdigest()[:8]


def is_inside(target: str) -> bool:
    """Return whether a target that a ledger names is a path below OUT."""
    path = PurePath(target)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in target


def output_key(path: PurePath) -> bytes:
    """Return a target as the least careful file system compares it: no case, composed."""
    return os.fsencode(folded_path(path))
