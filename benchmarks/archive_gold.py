"""What archives say of their own files, in the form that the scorer reads: PAGE, BnF refNum, KB DIDL, ABBYY.

    python benchmarks/archive_gold.py OUT [FOLDER...]      a file OUT/NAME.gold.json for each issue or page

    METS, refNum   articles of blocks, in the order of the logical map, roles (by shared/eval/metsgold.py)
    DIDL           articles of blocks, without roles
    PAGE           one article a page, its regions in the order of reading with their types; furniture apart
    ABBYY          one article a page, its paragraphs in the order of the file; cut ones are made one

Of PAGE and ABBYY the articles are not known: what is measured there is order, roles, and paragraphs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(SHARED / "eval")]

import metsgold  # noqa: E402 - the maker of gold from METS lies beside the project
import score  # noqa: E402 - and so does the scorer

Gold = dict[str, Any]
"""What the scorer reads: articles of blocks, and furniture."""
FOLDERS = ("layout", "ocr_xml")
metsgold.ROLE.update(SUBTITLE="headline", INSIDEHEADING="subhead")
PAGE_ROLES = {"heading": "headline", "caption": "caption", "credit": "credit"}
PAGE_FURNITURE = frozenset({"header", "footer", "page-number", "signature-mark", "catch-word"})
HYPHENS = ("-", "⸗", "¬", "=")


@dataclass(frozen=True, slots=True)
class Case:
    """An issue or a page of an archive, and what the archive says of it."""

    folder: str
    name: str
    files: tuple[Path, ...]
    """Its pages, in order."""
    container: Path | None
    """The file that says what belongs together; None: each page says it itself."""
    gold: Gold
    has_articles: bool = True
    has_roles: bool = True


def cases(folder: Path) -> Iterator[Case]:
    """Yield what is in a folder of an archive; nothing where it is of no known kind."""
    names = sorted(folder.rglob("*.xml"))
    if any("mets" in path.name.lower() for path in names):
        yield _mets(folder)
    elif toc := sorted(folder.glob("toc/T*.xml")):
        yield _refnum(folder, toc[0])
    elif didl := sorted(folder.rglob("didl.xml")):
        yield _didl(folder, didl[0])
    else:
        for path in names:
            root = etree.parse(path).getroot()
            local = etree.QName(root).localname
            if local == "PcGts":
                yield Case(folder.name, path.stem, (path,), None, _page(root), has_articles=False)
            elif local in {"page", "document"}:
                gold = _abbyy(root)
                yield Case(folder.name, path.stem, (path,), None, gold, has_articles=False, has_roles=False)


def all_cases(only: str = "") -> Iterator[Case]:
    """Yield the cases of all folders beside the project whose name contains a word."""
    for group in FOLDERS:
        for folder in sorted((SHARED / "data" / group).iterdir()):
            if folder.is_dir() and only in folder.name:
                yield from cases(folder)


def measured(pairs: Iterable[tuple[Gold, Gold]]) -> dict[str, float]:
    """Score outputs against their gold, all together."""
    total: dict[str, Any] = {}
    for gold, output in pairs:
        score.add(total, score.evaluate(gold, output))
    rates: dict[str, float] = score.rates(total)
    return rates


def _mets(folder: Path) -> Case:
    """Return an issue of METS and ALTO."""
    root, pages, numbers = metsgold.issue(str(folder))
    gold, _, _ = metsgold.gold(root, pages, numbers)
    container = next(path for path in sorted(folder.rglob("*.xml")) if "mets" in path.name.lower())
    by_name = {path.name: path for path in folder.rglob("*.xml")}
    hrefs = {
        file.get("ID"): Path(str(value)).name
        for file in root.iter("{*}file")
        for location in file
        for key, value in location.attrib.items()
        if str(key).endswith("href")
    }
    files = tuple(by_name[hrefs[name]] for name in sorted(numbers, key=lambda name: numbers[name]))
    return Case(folder.name, folder.name, files, container, gold)


def _refnum(folder: Path, toc: Path) -> Case:
    """Return an issue of the BnF: its table of contents is a METS with files that are numbered."""
    files = tuple(sorted(folder.glob("ocr/X*.xml")))
    root = etree.parse(toc).getroot()
    pages = [metsgold.alto(str(path), number) for number, path in enumerate(files)]
    numbers = {f"ocr.{number + 1}": number for number in range(len(files))}
    gold, _, _ = metsgold.gold(root, pages, numbers)
    return Case(folder.name, folder.name, files, folder / "manifest.xml", gold)


def _didl(folder: Path, didl: Path) -> Case:
    """Return an issue of the KB: its items name blocks of ALTO files."""
    files = tuple(sorted(didl.parent.glob("*_alto.xml")))
    blocks: dict[tuple[str, str], list[Any]] = {}
    for number, path in enumerate(files):
        for line in metsgold.alto(str(path), number).lines:
            blocks.setdefault((path.name, line.block), []).append(line)
    articles = []
    loose = etree.XMLParser(recover=True)  # the library's files use a prefix that they do not declare
    for item in etree.parse(didl, loose).getroot().iter("{*}Item"):
        lists = [each for each in item.iter("{*}blocks") if _owner(each) is item]
        keys = [(each.get("alto", ""), block.get("ID", "")) for each in lists for block in each]
        found = [{"role": "paragraph", "text": metsgold.join(blocks[key])} for key in keys if key in blocks]
        if found:
            articles.append({"blocks": found})
    return Case(
        folder.name, folder.name, files, didl, {"articles": articles, "furniture": []}, has_roles=False
    )


def _owner(element: Element) -> Element | None:
    """Return the item in which an element of DIDL stands."""
    return next(element.iterancestors("{*}Item"), None)


def _page(root: Element) -> Gold:
    """Return the regions of a page in the order of reading, with their types."""
    regions = {region.get("id"): region for region in root.iter("{*}TextRegion")}
    order = [ref.get("regionRef") for ref in sorted(root.iter("{*}RegionRefIndexed"), key=_index)]
    blocks, furniture = [], []
    for name in dict.fromkeys([*order, *regions]):
        if name not in regions:
            continue
        texts = [line.findtext("{*}TextEquiv/{*}Unicode") or "" for line in regions[name].iter("{*}TextLine")]
        text = _joined(texts)
        kind = regions[name].get("type", "")
        if not text:
            continue
        if kind in PAGE_FURNITURE:
            furniture.append(text)
        else:
            blocks.append({"role": PAGE_ROLES.get(kind, "paragraph"), "text": text})
    return {"articles": [{"blocks": blocks}], "furniture": furniture}


def _index(ref: Element) -> int:
    return int(ref.get("index", "0"))


def _abbyy(root: Element) -> Gold:
    """Return the paragraphs of a page in the order of the file; one that goes on, with what follows."""
    blocks: list[dict[str, str]] = []
    goes_on = False
    for par in root.iter("{*}par"):
        texts = ["".join(str(text) for text in line.itertext()) for line in par.iter("{*}line")]
        text = _joined(texts)
        if not text:
            continue
        if goes_on and par.get("hasOverflowedHead"):
            blocks[-1]["text"] = _joined([blocks[-1]["text"], text])
        else:
            blocks.append({"role": "paragraph", "text": text})
        goes_on = par.get("hasOverflowedTail") is not None
    return {"articles": [{"blocks": blocks}], "furniture": []}


def _joined(lines: Sequence[str]) -> str:
    """Join lines as they are read: a word that a line end parts is one."""
    text = ""
    for line in map(str.strip, lines):
        if text.endswith(HYPHENS) and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text and line else text or line
    return text


def main() -> None:
    """Write the gold of the folders named, or of all that lie beside the project."""
    if len(sys.argv) == 1 or sys.argv[1].startswith("-"):
        raise SystemExit(__doc__)
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    folders = [Path(name) for name in sys.argv[2:]]
    for case in [case for folder in folders for case in cases(folder)] if folders else all_cases():
        (out / f"{case.folder}.{case.name}.gold.json").write_text(
            json.dumps(case.gold, ensure_ascii=False, indent=1), "utf-8"
        )
        articles = case.gold["articles"]
        print(
            case.folder,
            case.name,
            len(articles),
            "articles",
            sum(len(a["blocks"]) for a in articles),
            "blocks",
        )


if __name__ == "__main__":
    main()
