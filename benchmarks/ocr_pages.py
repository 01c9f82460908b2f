"""Newspaper pages as pictures that tesseract has read: what is made of them.

    python benchmarks/ocr_pages.py ARTICLES.jsonl --pages 10 --seed 5      some pages a minute
    python benchmarks/ocr_pages.py ARTICLES.jsonl --out PAGES

ARTICLES has a line {"title", "byline"?, "paragraphs"} an article. Each page is drawn in a manner of its own:
two to five columns, articles that run on from column to column or stand under headlines over several ones,
subheads, bylines, rules, another font, size, skew and dirt. PAGES then has page_NNN.txt, page_NNN.hocr,
page_NNN.alto.xml and page_NNN.gold.json. Needs tesseract with chi_sim, Noto fonts, and the scorer.

boundary, article, role, next   as the scorer counts them
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from scoring import Output, as_output, rates

from convert import conversion

NO_START = "，。、；：？！）》”’」』…—%"
NO_END = "（《“‘「『"
HEADS = ("headline", "subtitle", "subhead", "byline", "label")
"""What is set without an indent."""
SECTIONS = ("要闻", "综合新闻", "国际", "本地", "文体", "经济")
FONTS = {"serif": "Noto Serif CJK SC", "sans": "Noto Sans CJK SC", "droid": "Droid Sans Fallback"}
INK, PAPER = 20, 248
SUFFIXES = (".txt", ".hocr", ".alto.xml")
Article = dict[str, Any]
Piece = tuple[str, str]
"""A role, and a text."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a page is drawn."""

    columns: int
    width: int
    """Characters in a line of a column."""
    rows: int
    px: int
    """Height of the type of texts."""
    font: str
    head: float
    """How much larger headlines are."""
    leading: float
    gutter: float
    """In ems."""
    ruled: bool
    """Whether rules stand in the gutters."""
    wide_heads: bool
    """Whether a headline stands over all columns of its article, instead of in its column."""
    skew: float
    """In degrees."""
    dirt: float
    """Specks in a million pixels."""
    blur: float
    scale: float
    psm: int

    @property
    def column(self) -> int:
        """Width of a column in pixels."""
        return self.width * self.px

    def left(self, number: int) -> int:
        """Return where a column begins."""
        return 2 * self.px + round(number * (self.column + self.gutter * self.px))


def drawn_manner(dice: Random, fonts: Sequence[str], columns: Sequence[int]) -> Manner:
    """Draw a manner."""
    count = dice.choice(columns)
    return Manner(
        columns=count,
        width={2: dice.randint(20, 26), 3: dice.randint(16, 22)}.get(count, dice.randint(12, 18)),
        rows=dice.randint(42, 60),
        px=dice.choice((22, 26, 30)),
        font=dice.choice(fonts),
        head=dice.choice((1.4, 1.6, 1.9)),
        leading=dice.choice((1.35, 1.45, 1.6)),
        gutter=dice.choice((1.2, 1.5, 2.0)),
        ruled=dice.random() < 0.3,
        wide_heads=dice.random() < 0.4,
        skew=dice.uniform(-0.35, 0.35) if dice.random() < 0.5 else 0.0,
        dirt=dice.choice((0, 0, 10, 40)),
        blur=dice.uniform(0.4, 1.0),
        scale=dice.choice((0.7, 0.8, 1.0)),
        psm=dice.choice((1, 3, 3)),
    )


@dataclass(slots=True)
class Sheet:
    """A page as it is being filled, and what is to be read of it."""

    manner: Manner
    drawn: list[tuple[str, float, float, float, bool]] = field(default_factory=list)
    """Texts with their left end, their top, how large they are, and whether they are bold."""
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    column: int = 0
    row: float = 0
    top: float = 0
    """The row in which the columns of a band begin."""


def folded(text: str) -> int:
    """Return how many characters the scorer counts in a text."""
    return sum(1 for char in unicodedata.normalize("NFKC", text) if not char.isspace())


def wrapped(text: str, ems: float, indent: float) -> list[str]:
    """Break a text into lines, a Latin word or a number in one piece, no mark at the wrong end."""
    lines, line, used = [], "", indent
    for piece in _pieces(text):
        wide = sum(0.5 if ord(char) < 0x2E80 and char not in "“”‘’—…·" else 1.0 for char in piece)
        if line and used + wide > ems and not (piece in NO_START and used <= ems):
            carried = ""
            while line and line[-1] in NO_END:
                carried, line = line[-1] + carried, line[:-1]
            lines.append(line)
            line, used = carried, float(len(carried))
        line += piece
        used += wide
    return [*lines, line] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield words of Latin letters and digits, and single characters."""
    word = ""
    for char in text:
        if char.isascii() and (char.isalnum() or char in ".%+/@-'"):
            word += char
            continue
        if word:
            yield word
        word = ""
        yield char
    if word:
        yield word


def pieces_of(article: Article) -> list[Piece]:
    """Return what an article is set from."""
    found: list[Piece] = [("headline", article["title"])] if article.get("title") else []
    if article.get("byline"):
        found.append(("byline", article["byline"]))
    for part in article["paragraphs"]:
        role, text = (part["role"], part["text"]) if isinstance(part, dict) else ("paragraph", part)
        found.append((role, " ".join(text.split())))
    return [piece for piece in found if piece[1].strip()]


def enlarged(role: str, manner: Manner) -> float:
    """Return how much larger than text a role is set."""
    return {"headline": manner.head, "subtitle": 1.15, "byline": 0.9}.get(role, 1.0)


def flow(sheet: Sheet, article: Article, columns: int, bottom: float) -> bool:
    """Set an article from where the page stands, over the columns left; say whether all of it was set."""
    manner = sheet.manner
    blocks: list[dict[str, str]] = []
    starts, place, whole = [0], 0, True
    for role, text in pieces_of(article):
        size = enlarged(role, manner)
        indent = 0.0 if role in HEADS else 2.0
        for number, line in enumerate(wrapped(text, manner.width / size, indent)):
            need = max(1.0, size)
            if sheet.row + need > bottom:
                sheet.column, sheet.row = sheet.column + 1, sheet.top
                if sheet.column >= columns:
                    whole = False
                    break
                if place:
                    starts.append(place)
            if not number:
                blocks.append({"role": role, "text": ""})
            blocks[-1]["text"] += line
            place += folded(line)
            x = manner.left(sheet.column) + (0 if number else indent * manner.px)
            sheet.drawn.append((line, x, sheet.row, size, role in HEADS))
            sheet.row += need
        if not whole:
            break
        sheet.row += 0.5 if role == "headline" else 0.0
    if blocks:
        sheet.articles.append({"blocks": blocks, "fragments": starts, "truncated": not whole})
    sheet.row += 1.3
    return whole


def fill_in_columns(sheet: Sheet, articles: Iterable[Article]) -> None:
    """Let articles run on from column to column, each with its headline in its column."""
    for article in articles:
        if sheet.column >= sheet.manner.columns:
            break
        flow(sheet, article, sheet.manner.columns, sheet.manner.rows)


def fill_in_bands(sheet: Sheet, articles: Iterable[Article]) -> None:
    """Set articles one under the other, each headline over all columns, the text under it."""
    manner = sheet.manner
    across = manner.left(manner.columns - 1) + manner.column - manner.left(0)
    for article in articles:
        texts = pieces_of({**article, "title": ""})
        lines = sum(len(wrapped(t, manner.width, 0.0 if r in HEADS else 2.0)) for r, t in texts)
        rows = -(-lines // manner.columns) + 1
        size = manner.head * 1.2
        head = wrapped(article["title"], across / manner.px / size, 0.0)
        begin = sheet.row + len(head) * size + 0.6
        if begin + min(rows, 6) > manner.rows:
            break
        for number, line in enumerate(head):
            sheet.drawn.append((line, manner.left(0), sheet.row + number * size, size, True))
        sheet.column, sheet.row, sheet.top = 0, begin, begin
        bottom = min(begin + rows, manner.rows)
        flow(sheet, {**article, "title": ""}, manner.columns, bottom)
        made = sheet.articles[-1]
        made["blocks"].insert(0, {"role": "headline", "text": article["title"]})
        shift = folded(article["title"])
        made["fragments"] = [0, *(start + shift for start in made["fragments"][1:])]
        sheet.rules.append((manner.left(0), bottom + 0.6, manner.left(0) + across, bottom + 0.6))
        sheet.column, sheet.row, sheet.top = 0, bottom + 1.2, 0


def head_and_foot(sheet: Sheet, dice: Random) -> tuple[str, str]:
    """Return the line above the columns and the one below them."""
    day = f"2024年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"
    head = f"{dice.choice(SECTIONS)}    {day}    第{dice.randint(2, 16)}版"
    writers = (dice.choice("王李张刘陈") + dice.choice("伟芳敏静强磊") for _ in range(2))
    foot = f"责任编辑：{' '.join(writers)}"
    sheet.furniture += [head, foot]
    return head, foot


def picture(sheet: Sheet, dice: Random) -> Image.Image:
    """Draw a filled page."""
    manner = sheet.manner
    high = manner.leading * manner.px
    top = 4 * manner.px
    right = manner.left(manner.columns - 1) + manner.column
    width, height = right + 2 * manner.px, round(top + (manner.rows + 4) * high)
    image = Image.new("L", (width, height), PAPER)
    pen = ImageDraw.Draw(image)
    head, foot = head_and_foot(sheet, dice)
    small = face(manner.font, round(manner.px * 0.8), bold=False)
    pen.text((manner.left(0), manner.px), head, font=small, fill=INK)
    pen.line((manner.left(0), 2.6 * manner.px, right, 2.6 * manner.px), fill=40, width=2)
    pen.text((manner.left(0), height - 1.4 * high), foot, font=small, fill=INK)
    for text, x, row, size, bold in sheet.drawn:
        font = face(manner.font, round(manner.px * size), bold=bold)
        pen.text((x, top + row * high), text, font=font, fill=INK)
    for x0, y0, x1, y1 in sheet.rules:
        pen.line((x0, top + y0 * high, x1, top + y1 * high), fill=60, width=2)
    if manner.ruled and not manner.wide_heads:
        for one, other in pairwise(range(manner.columns)):
            x = (manner.left(one) + manner.column + manner.left(other)) / 2
            pen.line((x, top, x, top + manner.rows * high), fill=60, width=1)
    for _ in range(round(manner.dirt * width * height / 1e6)):
        x, y = dice.randrange(width), dice.randrange(height)
        pen.ellipse((x, y, x + dice.randint(1, 3), y + dice.randint(1, 3)), fill=dice.randint(20, 120))
    image = image.rotate(manner.skew, Image.Resampling.BICUBIC, fillcolor=PAPER)
    image = image.filter(ImageFilter.GaussianBlur(manner.blur))
    shown = round(width * manner.scale), round(height * manner.scale)
    return image.resize(shown, Image.Resampling.BILINEAR)


_FACES: dict[tuple[str, int, bool], ImageFont.FreeTypeFont] = {}


def face(name: str, px: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return a font of a size."""
    key = name, px, bold
    if key not in _FACES:
        wanted = f"{FONTS[name]}:{'bold' if bold else 'regular'}"
        command = ["fc-match", "-f", "%{file}|%{index}", wanted]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        file, _, index = found.partition("|")
        _FACES[key] = ImageFont.truetype(file, px, index=int(index or 0))
    return _FACES[key]


def recognise(image: Image.Image, stem: Path, psm: int, language: str) -> None:
    """Let tesseract read a picture into STEM.txt, STEM.hocr and STEM.alto.xml."""
    with tempfile.TemporaryDirectory() as folder:
        image.save(Path(folder) / "page.png")
        command = ["tesseract", "page.png", "page", "-l", language, "--psm", str(psm), "txt", "hocr", "alto"]
        settings = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env=settings)
        for made, wanted in zip((".txt", ".hocr", ".xml"), SUFFIXES, strict=True):
            shutil.move(Path(folder) / f"page{made}", stem.with_name(stem.name + wanted))


def pages(articles: Sequence[Article], wanted: argparse.Namespace) -> Iterator[tuple[Sheet, Random]]:
    """Yield filled pages, each with articles of its own."""
    dice = Random(wanted.seed)
    left = list(articles)
    dice.shuffle(left)
    for number in range(wanted.pages):
        luck = Random(f"{wanted.seed} {number}")
        sheet = Sheet(drawn_manner(luck, wanted.fonts, wanted.columns))
        some = left[: 2 * wanted.columns[-1] + 4]
        fill = fill_in_bands if sheet.manner.wide_heads else fill_in_columns
        fill(sheet, some)
        used = len(sheet.articles)
        left = [*left[used:], *left[:used]]
        yield sheet, luck


def measure(folder: Path, suffix: str) -> str:
    """Return how well the pages of a folder are repaired that were read in one format."""
    pairs: list[tuple[Output, Output]] = []
    for file in sorted(folder.glob(f"page_*{suffix}")):
        gold = json.loads(file.with_name(file.name.removesuffix(suffix) + ".gold.json").read_text("utf-8"))
        pairs.append((gold, as_output(conversion.repair(conversion.read(file.read_bytes())))))
    shares = rates(pairs)
    shown = [shares[key] for key in ("boundary_F1", "article_F1", "role_acc", "frag_next")]
    return f"{suffix:10} {'  '.join(f'{value:.3f}' for value in shown)}"


def main() -> None:
    """Draw pages, let tesseract read them, and print how well they are repaired."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    ask.add_argument("articles", type=Path)
    ask.add_argument("--out", type=Path)
    ask.add_argument("--pages", type=int, default=8)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--fonts", nargs="+", choices=FONTS, default=["serif", "sans"])
    ask.add_argument("--columns", nargs="+", type=int, default=[2, 3, 4, 5])
    ask.add_argument("--language", default="chi_sim")
    ask.add_argument("--pictures", action="store_true", help="keep the pictures")
    wanted = ask.parse_args()
    if shutil.which("tesseract") is None:
        sys.exit("tesseract is not installed")
    articles = [json.loads(line) for line in wanted.articles.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as place:
        folder = wanted.out or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        for number, (sheet, luck) in enumerate(pages(articles, wanted), start=1):
            stem = folder / f"page_{number:03d}"
            image = picture(sheet, luck)
            if wanted.pictures:
                image.save(f"{stem}.png")
            gold = {"articles": sheet.articles, "furniture": sheet.furniture}
            text = json.dumps(gold, ensure_ascii=False, indent=1)
            Path(f"{stem}.gold.json").write_text(text, "utf-8")
            recognise(image, stem, sheet.manner.psm, wanted.language)
        for suffix in SUFFIXES:
            print(measure(folder, suffix), flush=True)


if __name__ == "__main__":
    main()
