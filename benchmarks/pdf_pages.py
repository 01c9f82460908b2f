"""Born-digital newspaper pages of many makes: what is understood of each kind, however it is drawn.

python benchmarks/pdf_pages.py                                      invented text; a minute
python benchmarks/pdf_pages.py --articles docs.jsonl --seed 7       articles from a file, a JSON object a line
python benchmarks/pdf_pages.py --only box --out pages               keeps the pages and their gold

boundary, article, role, next   as the scorer counts them
cells     F1 of the cells of tables: row, column and text
same      pages of which the same text is read when their lines are drawn in any order
ms        processor time of reading a page of 6,000 characters, before the repair
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from issues import DEEDS, THINGS, place, sentence
from page_kinds import KINDS, Take, banner, foot, plain
from page_setting import MARGIN, SONG, TOP, Article, Manner, Sheet, draw, rows_of, set_rule, set_small
from page_tables import Scores, score
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from scoring import Output, as_output, rates

from convert.conversion import read
from convert.document.model import Document
from convert.language import language
from convert.passes.registry import run

SUBJECTS = ("The council", "A farmer", "The miller's widow", "Our postmaster", "A schoolboy")
VERBS = ("has repaired", "will inspect", "refused to sell", "gave away", "was shown", "has painted")
OBJECTS = ("the old bridge", "forty yards of rope", "a lantern", "the market clock", "two oak benches")
PLACES = ("at Ashby", "near the weir", "in Mill Lane", "behind the church", "on Tuesday night", "by the quay")
PAGE_HEIGHT = 1300


def invented(dice: Random, *, latin: bool) -> Article:
    """Return an invented article."""
    if latin:
        title = f"{dice.choice(OBJECTS).capitalize()} {dice.choice(PLACES)}"
        return Article(title, tuple(_latin_paragraph(dice) for _ in range(dice.randint(3, 12))))
    title = f"{place(dice)}{dice.choice(DEEDS)}{dice.choice(THINGS)}"
    marks = str.maketrans(",:?;", "，：？；")
    number = dice.randint(4, 14)
    texts = ["".join(sentence(dice) for _ in range(dice.randint(1, 4))) for _ in range(number)]
    return Article(title, tuple(text.translate(marks) for text in texts))


def _latin_paragraph(dice: Random) -> str:
    return " ".join(
        f"{dice.choice(SUBJECTS)} {dice.choice(VERBS)} {dice.choice(OBJECTS)} {dice.choice(PLACES)},"
        f" and {dice.randint(2, 900)} people {dice.choice(VERBS)} {dice.choice(OBJECTS)}."
        for _ in range(dice.randint(1, 5))
    )


def stored(path: Path, *, latin: bool) -> list[Article]:
    """Return the articles of a file of JSON objects with `title` and `paragraphs`, or `title_en`."""
    suffix = "_en" if latin else ""
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Article(each[f"title{suffix}"], tuple(each[f"paragraphs{suffix}"]))
        for each in entries
        if f"title{suffix}" in each
    ]


def supply(manner: Manner, dice: Random, articles: Sequence[Article]) -> Take:
    """Return what gives articles of a wanted length, each once."""
    waiting = list(articles)
    dice.shuffle(waiting)

    def take(rows: float) -> Article:
        if not articles:
            waiting[:] = [invented(dice, latin=manner.latin) for _ in range(8)]
        elif not waiting:
            waiting.extend(articles)
        best = min(waiting, key=lambda each: abs(rows_of(each, manner) - rows))
        waiting.remove(best)
        return best

    return take


def manner_of(kind: str, dice: Random) -> Manner:
    """Return how a page of a kind is set."""
    count = dice.randint(3, 8)
    manner = Manner(latin=kind == "latin", columns=count, column=10.0 * dice.randint(11, 15))
    if kind == "latin":
        manner.indent, manner.column = 1.0, 150.0
    if kind == "no_indents":
        manner.indent, manner.between = 0.0, dice.choice([0.0, 0.5])
    return manner


def page(kind: str, dice: Random, articles: Sequence[Article]) -> Sheet:
    """Set a page: bands of its kind, with others between them."""
    manner = manner_of(kind, dice)
    sheet = Sheet(manner, dice)
    take = supply(manner, dice, articles)
    date = "The Ashby Courier, March 14, 2025" if manner.latin else "2025年12月3日 星期三 第02版 要闻"
    sheet.furniture.append(date)
    set_small(sheet, date, MARGIN, manner.right(manner.columns - 1), 26, 11)
    set_rule(sheet, MARGIN, 50, manner.right(manner.columns - 1))
    y = TOP
    own = True
    while y < PAGE_HEIGHT:
        band = KINDS[kind] if own else dice.choice((plain, banner))
        y = foot(sheet, band(sheet, take, y))
        own = not own
    sheet.height = y
    return sheet


def understand(data: bytes) -> Document:
    """Read a page and repair it."""
    document = read(data)
    return run(document, language(document.meta.language))


def main() -> None:
    """Print one row a kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=6, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=Path, help="JSON lines with title and paragraphs")
    parser.add_argument("--only", choices=sorted(KINDS), help="one kind")
    parser.add_argument("--out", type=Path, help="a folder for the pages and their gold")
    wanted = parser.parse_args()
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    print(f"{'':18} boundary article  role   next   same    ms  cells")
    for kind in KINDS if wanted.only is None else [wanted.only]:
        articles = stored(wanted.articles, latin=kind == "latin") if wanted.articles else []
        pages: list[tuple[Output, Output]] = []
        same, spent, size = 0, 0.0, 0
        cells: list[Scores] = []
        for number in range(wanted.pages):
            sheet = page(kind, Random(f"{wanted.seed} {kind} {number}"), articles)
            data, mixed = draw(sheet), draw(sheet, Random(number))
            if wanted.out:
                wanted.out.mkdir(parents=True, exist_ok=True)
                (wanted.out / f"{kind}_{number}.pdf").write_bytes(data)
                gold = json.dumps(sheet.gold(), ensure_ascii=False, indent=1)
                (wanted.out / f"{kind}_{number}.gold.json").write_text(gold, "utf-8")
            begin = time.process_time()
            text = read(data).source.text
            spent += time.process_time() - begin
            size += len(text)
            same += text == read(mixed).source.text
            done = understand(data)
            cells.append(score(sheet, done))
            pages.append((sheet.gold(), as_output(done)))
        shares = rates(pages)
        shown = [shares[name] for name in ("boundary_F1", "article_F1", "role_acc", "frag_next")]
        figures = "  ".join(f"{value:.3f}" for value in shown)
        right, given, found = map(sum, zip(*cells, strict=True))
        share = f"{2 * right / (given + found):.3f}" if given + found else "-"
        print(f"{kind:18}  {figures}  {same}/{wanted.pages}  {spent / size * 6e6:5.0f}  {share}", flush=True)


if __name__ == "__main__":
    main()
