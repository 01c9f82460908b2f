"""What a bag says of itself in bag-info.txt: who sends it, what it is called elsewhere (RFC 8493, 2.2.2).

    [bag]                                       Source-Organization: 重庆图书馆
    source-organization = "重庆图书馆"    ->     Contact-Email: digital@example.org
    contact-email = "digital@example.org"

The table stands in backfile.toml of the folder that goes into the bag, or in a file that is named. A BagIt
profile (bagit-profiles 1.3) says which of them an archive asks for: what it requires and is not there is an
error, and no bag is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from convert.errors import BadSetting, suggest
from convert.system.json_object import parse_object
from convert.system.load import load_setting
from convert.system.paths import printable_path
from convert.system.toml import load_toml

FILE, TABLE = "backfile.toml", "bag"
"""Where the table stands, and what it is called."""
LARGEST_PROFILE = 1_000_000
"""Bytes."""
EXTERNAL_DESCRIPTION = "newspaper issues: source, archival XML, reading copies"
PROFILE_IDENTIFIER = "BagIt-Profile-Identifier"
LABELS = (
    *("Source-Organization", "Organization-Address", "Contact-Name", "Contact-Phone", "Contact-Email"),
    *("External-Description", "External-Identifier", "Bag-Group-Identifier", "Bag-Count"),
    *("Internal-Sender-Identifier", "Internal-Sender-Description", "BagIt-Profile-Identifier"),
)
"""Entries that a person may state; keys are the same in small letters."""
_PROFILE_HINT = "give a BagIt profile as JSON: https://github.com/bagit-profiles/bagit-profiles-specification"


class BagEntry(NamedTuple):
    """A line of bag-info.txt."""

    label: str
    text: str


def read_bag_info(file: Path, location: str, *, must_exist: bool) -> tuple[BagEntry, ...]:
    """Return what the table `[bag]` of a TOML file says, in the order of `LABELS`.

    Raises:
        BadSetting: no TOML, an unknown key, or a value that is no text; the file is named and not there.

    """
    if not must_exist and not file.is_file():
        return ()
    table = load_toml(file, location=location).table.get(TABLE, {})
    if not isinstance(table, Mapping):
        raise BadSetting(f"{TABLE} must be a table", location=location, hint="write [bag] above its keys")
    labels = {label.lower(): label for label in LABELS}
    for key, value in table.items():
        if key not in labels:
            hint = suggest(key, labels, f"known keys: {', '.join(labels)}")
            raise BadSetting(f"[{TABLE}]: unknown key {key}", location=location, hint=hint)
        if not isinstance(value, str):
            hint = 'values look like contact-email = "digital@example.org"'
            raise BadSetting(f"[{TABLE}]: {key} must be a text", location=location, hint=hint)
    # a line feed in a text would begin another entry
    texts = {label: " ".join(table.get(key, "").split()) for key, label in labels.items()}
    return tuple(BagEntry(label, text) for label, text in texts.items() if text)


def read_profile(file: Path) -> Mapping[str, object]:
    """Return a BagIt profile.

    Raises:
        BadSetting: it cannot be read, or is no profile.

    """
    location = printable_path(file)
    data = load_setting(str(file), LARGEST_PROFILE, hint=_PROFILE_HINT)
    try:
        profile = parse_object(data.decode("utf-8"), location, _PROFILE_HINT)
    except UnicodeDecodeError as error:
        raise BadSetting("not UTF-8", location=location, hint=_PROFILE_HINT) from error
    if not isinstance(profile.get("BagIt-Profile-Info"), dict) or not isinstance(
        profile.get("Bag-Info", {}), dict
    ):
        raise BadSetting("not a BagIt profile", location=location, hint=_PROFILE_HINT)
    return profile


def profile_identifier(profile: Mapping[str, object]) -> str:
    """Return the address by which a profile calls itself; empty where it does not."""
    about = profile.get("BagIt-Profile-Info")
    name = about.get(PROFILE_IDENTIFIER, "") if isinstance(about, dict) else ""
    return name if isinstance(name, str) else ""


def check_profile(profile: Mapping[str, object], entries: Sequence[BagEntry], location: str) -> None:
    """See that a bag has the entries that a profile asks for.

    Raises:
        BadSetting: one is missing, or has a text that the profile does not allow.

    """
    stated: dict[str, list[str]] = {}
    for label, text in entries:
        stated.setdefault(label.lower(), []).append(text)
    asked = profile.get("Bag-Info", {})
    for label, terms in asked.items() if isinstance(asked, dict) else ():
        if not isinstance(terms, dict):
            continue
        texts = stated.get(str(label).lower(), [])
        if terms.get("required") is True and not texts:
            hint = f"state {str(label).lower()} in [bag] of {FILE}, or in the file of --info"
            raise BadSetting(f"the profile asks for {label}", location=location, hint=hint)
        allowed = terms.get("values")
        if not isinstance(allowed, list) or not allowed:
            continue
        if wrong := [text for text in texts if text not in allowed]:
            hint = printable_path(f"it takes {', '.join(map(str, allowed[:10]))}")
            raise BadSetting(f"{label} {wrong[0]!r} is not in the profile", location=location, hint=hint)
