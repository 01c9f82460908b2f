"""Make Chinese texts of what Debian's packages carry, nearly all of it translated, for training/seam.py.

    apt-get download debian-handbook manpages-zh libreoffice-help-zh-cn wesnoth-1.16-data ...
    for each: dpkg-deb -x PACKAGE UNPACKED/PACKAGE
    python -m training.chinese_text UNPACKED TEXTS

docs/knowledge.md lists the packages and their licences. Nothing of them is kept but the weights that are
trained on them. TEXTS/PACKAGE.jsonl has a line {"title", "paragraphs"} a page of a manual or some messages of
a catalogue. What is no running text is marked ("caption"); code, markup and tables are left out. Only
simplified text is read: in traditional characters a package nearly always has the same text once more.
"""

from __future__ import annotations

import gettext
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree, html

SHORTEST = 30
"""Characters of a paragraph; shorter ones are items of lists and the like, and never cut."""
FEWEST_HAN = 4
LEAST_HAN = 0.55
"""Share of the letters that are Han: the rest are commands and names."""
BEGINNING, BEGIN_ALIKE = 9, 12
"""Paragraphs that begin alike, at most: what a template fills in is not prose."""
MESSAGES_TOGETHER = 12
HEADS = frozenset("h1 h2 h3 h4 h5 h6 title caption figcaption".split())
PARAGRAPHS = frozenset("p li dd dt td th div section body blockquote item center html".split())
LEFT_OUT = frozenset(
    "head pre script style nav screen link info comments math table header footer media".split()
)
HAN = re.compile(r"[\u4e00-\u9fff]")
LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z]")
MARKUP = re.compile(r"<[^>]*>|\{[^}]*\}|\$[\w|.]+|%\d?\$?[sdifc]|\b[a-z_]+=|\\[a-z]|~")
CODE = re.compile(r"[{}<>\\|$#]|::|\(\)|\w/\w+/|--\w|=\s*\"")
BLANK_BESIDE_HAN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef“”]) +| +(?=[\u3000-\u9fff\uff00-\uffef“”])")
SIMPLIFIED = re.compile(r"zh[-_.]?(?:CN|cn|Hans)|help/zh/|descript/zh/|/zh_CN/|\.zh\.")
FONTS = re.compile(r"\\f(?:\[\w*\]|\(..|.)|\\s[-+]?\d|\\[&|^:%/,]|\\\*\(?..?|\\m\[\w*\]")
ENTITIES = re.compile(r"\\\((..)|\\(.)")
SPELT = dict(zip(("em", "lq", "rq", "oq", "cq", "aq", "-", " ", "."), "—“”‘’'- .", strict=True))
INLINE = re.compile(r"^\.\s*(?:BR|BI|IB|IR|RB|RI|B|I|R|SM|SB)\s+(.*)$")
UNSHOWN = {"nf": "fi", "EX": "EE", "TS": "TE", "PS": "PE"}
"""Requests of troff behind which no text is filled, and those that end it."""


class Block(NamedTuple):
    """A paragraph, or a heading and the like."""

    text: str
    heading: bool = False


Page = list[Block]


def main() -> None:
    """Write a file for each package, and print how many characters of prose it has."""
    unpacked, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    begun: Counter[str] = Counter()
    for package in sorted(path for path in unpacked.iterdir() if path.is_dir()):
        rows = [row for page in pages(package) if (row := _row(page, seen, begun))]
        size = sum(len(part) for row in rows for part in row["paragraphs"] if isinstance(part, str))
        if size:
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
            (out / f"{package.name}.jsonl").write_text("".join(lines), "utf-8")
            print(package.name, len(rows), size, flush=True)


def pages(package: Path) -> Iterator[Page]:
    """Yield the simplified Chinese pages of an unpacked package."""
    for path in sorted(path for path in package.rglob("*") if path.is_file() and not path.is_symlink()):
        if not SIMPLIFIED.search(str(path.relative_to(package))):
            continue
        if path.suffix == ".mo":
            yield from _catalogue(path)
        elif path.suffix in (".html", ".htm", ".page") or path.name.endswith(".utf8"):
            yield _tree(path)
        elif "/man/" in str(path) and path.suffix == ".gz":
            yield _manual(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))
        elif "/descript/" in str(path) and path.suffix == ".txt":
            yield from _descriptions(path.read_text("utf-8", "replace"))


def joined(lines: Iterable[str]) -> str:
    """Join printed lines: no blank stands beside Han.

    Before -> after: `中文 手册`, `页 of Debian` -> `中文手册页of Debian`.
    """
    return BLANK_BESIDE_HAN.sub("", " ".join(" ".join(lines).split()))


def is_prose(text: str) -> bool:
    """Whether a text is Chinese and no code."""
    letters = len(LETTERS.findall(text))
    han = len(HAN.findall(text))
    return han >= FEWEST_HAN and han >= LEAST_HAN * letters and not CODE.search(text) and "�" not in text


def _row(page: Page, seen: set[str], begun: Counter[str]) -> dict[str, Any] | None:
    """Return a page as training/seam.py reads it; what was in an earlier page is left out."""
    title, prose = "", False
    parts: list[str | dict[str, str]] = []
    for block in page:
        text = joined([block.text])
        if not is_prose(text) or text in seen or begun[text[:BEGINNING]] >= BEGIN_ALIKE:
            continue
        seen.add(text)
        if not title and block.heading:
            title = text
        elif block.heading or len(text) < SHORTEST:
            parts.append({"role": "subhead" if block.heading else "caption", "text": text})
        else:
            begun[text[:BEGINNING]] += 1
            parts.append(text)
            prose = True
    return {"title": title, "paragraphs": parts} if prose else None


def _tree(path: Path) -> Page:
    """Return the blocks of a page in HTML, or in the Mallard of GNOME's help."""
    data = path.read_bytes()
    if path.suffix == ".page":
        root = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    else:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    return [*_blocks(root)] if root is not None else []


def _name(element: Any) -> str:  # noqa: ANN401 - of lxml and of lxml.html
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _blocks(element: Any) -> Iterator[Block]:  # noqa: ANN401 - of lxml and of lxml.html
    """Yield what an element shows: a text that stands directly in it ends where a block in it begins."""
    run: list[str] = [element.text or ""]
    for child in element:
        name = _name(child)
        if name in HEADS | PARAGRAPHS or any(_name(inner) in PARAGRAPHS for inner in child):
            yield Block("".join(run))
            run = []
            if name in HEADS:
                yield Block("".join(child.itertext()), heading=True)
            elif name not in LEFT_OUT:
                yield from _blocks(child)
        elif name == "br":
            run.append(" ")
        elif name in LEFT_OUT:
            yield Block("".join(run))
            run = []
        elif name:
            run.append("".join(child.itertext()))
        run.append(child.tail or "")
    yield Block("".join(run))


def _catalogue(path: Path) -> Iterator[Page]:
    """Yield the messages of a catalogue, those of several paragraphs by themselves."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    together: Page = []
    for source, text in catalogue._catalog.items():  # type: ignore[attr-defined]  # noqa: SLF001 - no other way
        if not isinstance(source, str) or not source or len(text) < SHORTEST:
            continue
        parts = [MARKUP.sub("", part) for part in re.split(r"\n\s*\n", text.rpartition("^")[2])]
        if len(parts) > 2:
            yield [Block(part) for part in parts]
        else:
            together += [Block(part) for part in parts]
        if len(together) >= MESSAGES_TOGETHER:
            yield together
            together = []
    yield together


def _manual(text: str) -> Page:
    """Return the blocks of a manual page: the fonts of troff go, and its tables and examples."""
    page: Page = []
    run: list[str] = []
    until, tag = "", False
    for line in text.split("\n"):
        request = line[1:].strip().partition(" ")[0] if line[:1] in (".", "'") else ""
        shown = INLINE.match(line)
        if until:
            until = "" if request == until else until
        elif request in UNSHOWN or request in ("SH", "SS", "TH", "so", "Sh", "Ss"):
            page.append(Block("".join(run)))
            run = []
            until = UNSHOWN.get(request, "")
            if request in ("SH", "SS", "Sh", "Ss"):
                page.append(Block(line[3:].strip().strip('"'), heading=True))
        elif request and not shown:
            if request in ("PP", "P", "LP", "TP", "IP", "HP", "RS", "RE", "sp", "br", "TQ", "Pp"):
                page.append(Block("".join(run)))
                run = []
                tag = request in ("TP", "TQ")
        elif not line.strip():
            page.append(Block("".join(run)))
            run = []
        elif tag:
            tag = False
        else:
            run.append((shown.group(1) if shown else line) + " ")
    page.append(Block("".join(run)))
    return [Block(_unspelt(block.text), block.heading) for block in page]


def _unspelt(text: str) -> str:
    """Take the escapes of troff out of a text."""
    without = FONTS.sub("", text).replace('"', "")
    return ENTITIES.sub(lambda escape: SPELT.get(escape[1] or escape[2], ""), without)


def _descriptions(text: str) -> Iterator[Page]:
    """Yield descriptions that stand behind %%%% and a key, a dozen together."""
    entries = [entry.strip().partition("\n")[2] for entry in text.split("%%%%")]
    parts = [MARKUP.sub("", part) for entry in entries for part in entry.split("\n\n") if "{{" not in entry]
    for _, some in groupby(enumerate(parts), lambda one: one[0] // MESSAGES_TOGETHER):
        yield [Block(part) for _, part in some]


if __name__ == "__main__":
    main()
