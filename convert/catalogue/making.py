"""The catalogue of a folder, made in one walk over its issues; memory holds one issue's text at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files as packaged
from pathlib import Path

from convert.catalogue import feeds
from convert.catalogue.holdings import Holding, Opened, found, opened
from convert.catalogue.index import Gathering, count_of_shards, script, shards
from convert.catalogue.pages import pages
from convert.catalogue.store import FOLDER, Store, store
from convert.catalogue.words import characters, tokens
from convert.document.model import Metadata
from convert.errors import ConvertError, UnwritableOutput
from convert.system.paths import printable_path
from convert.typeset.display import issue_line
from convert.typeset.styles import FontStyle
from convert.writers.epub.cover import cover, thumbnail

DRAWING = "1"
"""Goes up when covers look otherwise, so that old ones are drawn again."""


def make(
    folder: Path, run: str, fonts: FontStyle | None = None, tick: Callable[[str, int], None] | None = None
) -> tuple[int, tuple[ConvertError, ...]]:
    """Write the catalogue of a folder; return the number of issues, and what was left out.

    Without `fonts` there are no covers. `tick` is told the name of each and how many there are.

    Raises:
        UnwritableOutput: the folder is none, or cannot be written in.

    """
    if not folder.is_dir():
        raise UnwritableOutput("no such folder", location=printable_path(folder), hint="check the path")
    with store(folder, run) as out:
        return _make(folder, out, fonts, tick)


def _make(
    folder: Path, out: Store, fonts: FontStyle | None, tick: Callable[[str, int], None] | None
) -> tuple[int, tuple[ConvertError, ...]]:
    gathered = Gathering(out.place)
    faults: list[ConvertError] = []
    try:
        issues, generation = _read(folder, out, gathered, fonts, faults, tick)
        count = count_of_shards(gathered.total)
        for number, entries in shards(gathered, count):
            name = f"search/{generation}-{number}.js"
            out.put(name, script(name, entries))
    except OSError as error:  # of the temporary files: all others are told where they arise
        raise UnwritableOutput(
            f"cannot be written: {error.strerror}", location=printable_path(out.place), hint="free some space"
        ) from error
    finally:
        gathered.close()
    name = f"search/{generation}-issues.js"
    out.put(name, script(name, _table(issues)))
    newest = sorted(issues, key=lambda h: h.date, reverse=True)
    for name, data in feeds.files(feeds.shelves(tuple(newest))):
        out.put(name, data)
    out.put("characters.js", script("characters.js", characters()))
    for name in ("search.js", "catalogue.css"):
        out.put(name, packaged("convert.catalogue").joinpath(name).read_bytes())
    out.flush()  # what the pages need is there before them
    for name, data in pages(newest, generation, count):
        out.put(name, data)
    out.finish()
    return len(issues), tuple(faults)


def _read(
    folder: Path,
    out: Store,
    gathered: Gathering,
    fonts: FontStyle | None,
    faults: list[ConvertError],
    tick: Callable[[str, int], None] | None,
) -> tuple[list[Holding], str]:
    """Read all issues, write their texts and covers; return them, and a name for exactly these."""
    issues: list[Holding] = []
    digest = sha256()
    stems = found(folder, FOLDER, faults)
    for stem, endings in stems.items():
        if tick:
            tick(printable_path(stem), len(stems))
        issue = opened(folder, stem, endings)
        faults += issue.faults
        if not issue.holding.endings:
            continue
        picture = draw(out, issue, fonts) if fonts else ""
        holding = replace(issue.holding, cover=picture, order=len(issues))
        issues.append(holding)
        name = f"text/{text_name(holding)}.js"
        data = script(name, issue.text)
        out.put(name, data)
        digest.update(sha256(repr(holding).encode("utf-8", "surrogatepass")).digest() + sha256(data).digest())
        gathered.add(holding.order, tokens((holding.label, *issue.text)))
    return issues, digest.hexdigest()[:12]


def text_name(holding: Holding) -> str:
    """Return the name of the file with an issue's text, made from the path alone."""
    return sha256(holding.id.encode()).hexdigest()[:16]


def draw(out: Store, issue: Opened, fonts: FontStyle) -> str:
    """Write cover and thumbnail of an issue as its EPUB has it, unless they are there; return their name."""
    said = issue.holding
    meta = Metadata(
        title=said.title, date=said.date, number=said.number, language=said.language, page=said.page
    )
    shows = (said.title, (issue_line(meta),), issue.headlines)
    name = sha256(json.dumps([DRAWING, *shows, fonts.package, fonts.file]).encode()).hexdigest()[:16]
    large, small = f"covers/{name}.png", f"covers/{name}-small.png"
    if not (out.has(large) and out.has(small)):
        picture = cover(*shows, fonts)
        out.put(large, picture)
        out.put(small, thumbnail(picture))
    return name


def _table(issues: Sequence[Holding]) -> list[object]:
    """Return what the page must know of each issue to list it: small, for it is loaded whole."""
    titles = sorted({issue.title for issue in issues})
    numbers = {title: number for number, title in enumerate(titles)}
    rows = [
        (
            numbers[i.title],
            i.date,
            i.label,
            i.language,
            i.base,
            " ".join(ending[1:] for ending in i.endings),
            text_name(i),
            i.cover,
        )
        for i in issues
    ]
    return [titles, rows]
