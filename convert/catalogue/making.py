"""The catalogue's files put in their place, and those of a former one taken away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from convert.catalogue.feeds import files, shelves
from convert.catalogue.holdings import Holding, survey
from convert.errors import ConvertError, UnwritableOutput
from convert.files import shown, write_set

FOLDER, LISTED = "catalogue", "files.txt"
"""The catalogue's folder, and in it the list of what the catalogue wrote."""
NAME = re.compile(
    r"index\.html|(?:root|new|years|titles|year-[0-9a-z]+|title-[0-9a-f]{16})-[0-9]+\.(?:json|atom)"
)
STYLE = (
    ":root{color-scheme:light dark}body{max-width:46em;margin:auto;padding:1em;"
    "font:1.05em/1.6 serif}li{margin:.5em 0}"
)


def make(folder: Path, run: str) -> tuple[int, tuple[ConvertError, ...]]:
    """Write the catalogue of a folder; return the number of issues, and what was left out.

    Raises:
        UnwritableOutput: the folder is none, or cannot be written in.

    """
    if not folder.is_dir():
        raise UnwritableOutput("no such folder", where=shown(str(folder)), advice="check the path")
    place = folder / FOLDER
    if place.is_symlink():
        raise UnwritableOutput("is a link", where=shown(str(place)), advice="remove it")
    issues, faults = survey(folder, FOLDER)
    made = dict(files(shelves(issues))) | {"index.html": page(issues)}
    former = _former(place)
    made[LISTED] = "".join([f"{name}\n" for name in sorted(made)]).encode()
    write_set(place, made, run)
    for name in sorted(former - made.keys()):
        (place / name).unlink(missing_ok=True)
    return len(issues), faults


def _former(place: Path) -> set[str]:
    """Return what a former catalogue wrote; names that no catalogue would give are not believed."""
    try:
        lines = (place / LISTED).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line for line in lines if NAME.fullmatch(line)}


def page(issues: Sequence[Holding]) -> bytes:
    """Return the page: a plain list of the issues, newest first, with their files."""
    root = etree.Element("html", lang="en")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    etree.SubElement(head, "title").text = "Catalogue"
    etree.SubElement(head, "style").text = STYLE
    main = etree.SubElement(body, "main")
    etree.SubElement(main, "h1").text = "Catalogue"
    rows = etree.SubElement(main, "ul")
    for issue in issues:
        row = etree.SubElement(rows, "li")
        name = etree.SubElement(row, "span", dir="auto")
        name.text, name.tail = issue.label, ": "
        if issue.language:
            name.set("lang", issue.language)
        for ending in issue.endings:
            link = etree.SubElement(row, "a", href=issue.link(ending))
            link.text, link.tail = ending[1:].upper(), " "
            link.set("aria-label", f"{ending[1:].upper()}: {issue.label}")
    return etree.tostring(root, method="html", doctype="<!DOCTYPE html>", encoding="UTF-8") + b"\n"
