"""Accuracy on noisy English pages, beside peers on the same pages in one run.

    python benchmarks/latin.py --archive gensim-4.4.0.whl [--pages 40] [--seed 4711]
    python benchmarks/latin.py --misread [--archive FILE] [--texts TEXTS]    words alone, by source

What is misread and mended is scored as HIPE-OCRepair (ICDAR 2026) does, on the sets of ../shared, and what is
changed in texts that are right is counted: in the truth of those sets, in the archive's news, and in TEXTS of
training/latin_text.py that training/misread_words.py has held back.

Needs the folder `shared` beside the project, as accuracy.py does, and the
archive of PyPI's gensim, whose tests carry 300 news texts of the Australian Broadcasting Corporation (Lee,
Pincombe and Welsh 2005). They are read from the archive and nothing of them is kept. They have no paragraphs
and no headlines: every three sentences make one, and the first words, in capitals, the other. The generator
is the one for Chinese pages, with English furniture, captions, and words hyphenated at line ends.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pyphen
from accuracy import harm, repaired, table
from rapidfuzz.distance import Levenshtein
from scoring import SHARED, Sheet

from convert.document.model import Metadata
from convert.language import language
from convert.passes import registry
from convert.readers.text import read_text
from convert.text.source import decode
from training.misread_words import CODES, documents

sys.path.insert(0, str(SHARED / "eval"))

newsnoise = import_module("newsnoise")
"""The generator, which lies beside the project."""

MEMBER = "gensim/test/test_data/lee_background.cor"
HYPHEN = "\u2027"
"""Stands for a hyphen at a line end until the page is written: the printed word has none."""
PRESETS = ("pdftotext", "pdfflat", "ocr")
MEASURES = {
    "boundary_F1": "bound.",
    "article_F1": "article",
    "role_acc": "roles",
    "frag_next": "next",
    "furniture_removed": "furn.",
    "CER": "CER",
}
OLD_LETTERS = (
    *(
        ("ß", "ss"),
        ("ꝛ", "r"),
        ("œ", "oe"),
        ("æ", "ae"),
        ("a\u0364", "ä"),
        ("o\u0364", "ö"),
        ("u\u0364", "ü"),
    ),
    *(("—\n", ""), ("¬\n", "")),
)
SYLLABLES = pyphen.Pyphen(lang="en_GB")
NAMES = "Tolliver Whitlock Marsh Pryce Okafor Lindqvist Barnaby Hale Serrano Quill".split()
PAPERS = ("THORNBRIDGE COURIER", "THE MILLBROOK HERALD", "Harrow Vale Gazette", "EVENING POST")


def furniture(dice: random.Random) -> str:
    """Make a piece of furniture."""
    page = dice.randint(1, 24)
    weekday, month = dice.choice(("Monday", "Tuesday", "Friday")), dice.choice(("March", "July"))
    day, paper = f"{weekday}, {month} {page}, 1998", dice.choice(PAPERS)
    editor = f"Editor: J. {dice.choice(NAMES)}"
    shapes = (paper, str(page), f"Page {page}", f"{paper} {day}", day, f"{page} {paper}", editor)
    return str(dice.choice(shapes))


def caption(dice: random.Random, text: str) -> tuple[str, str]:
    """Make a caption of a clause of the article, and a credit."""
    clauses = [part.strip() for part in re.split(r"[.,;:]", text) if 20 <= len(part) <= 60]
    shown = dice.choice(clauses) if clauses else "The scene yesterday"
    return f"{shown[:1].upper()}{shown[1:]}.", f"Photo: {dice.choice('ABCDEF')}. {dice.choice(NAMES)}"


def wrapped(text: str, width: int, first_indent: int = 2) -> list[str]:
    """Break a text into lines of so many squares, two letters each; a long word is parted by syllables."""
    lines: list[str] = []
    line, room = "", 2 * (width - first_indent)
    todo = text.split(" ")[::-1]
    while todo:
        word = todo.pop()
        joined = f"{line} {word}" if line else word
        if len(joined) <= room:
            line = joined
            continue
        left = room - len(line) - bool(line) - 1
        head = next((a for a, _ in SYLLABLES.iterate(word) if len(a) <= left), "") if word.isalpha() else ""
        if head:
            lines.append(f"{line} {head}{HYPHEN}".lstrip())
            todo.append(word[len(head) :])
        elif line:
            lines.append(f"{line} ")
            todo.append(word)
        else:
            lines.append(word)
        line, room = "", 2 * width
    return [*lines, line] if line else lines


def articles(archive: Path) -> Iterator[dict[str, Any]]:
    """Yield the texts with headlines and paragraphs."""
    with zipfile.ZipFile(archive) as opened:
        texts = opened.read(MEMBER).decode("utf-8", "replace").splitlines()
    for number, text in enumerate(texts):
        sentences = re.split(r"(?<=[.!?\"]) (?=[A-Z\"])", " ".join(text.split()))
        if len(sentences) < 6:
            continue
        words = sentences[0].split()[:7]
        title = " ".join(words).upper() if number % 3 else " ".join(word.capitalize() for word in words)
        parts = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        yield {"title": title.rstrip(".,"), "byline": f"By A. {NAMES[number % 10]}", "paragraphs": parts}


def make_pages(folder: Path, rows: list[dict[str, Any]], preset: str, count: int, seed: int) -> list[Path]:
    """Lay articles out and damage them; return the gold files."""
    folder.mkdir()
    dice = random.Random(seed)
    dice.shuffle(rows)
    made = []
    for number in range(min(count, len(rows) // 5)):
        page = newsnoise.Page(
            rows[number * 5 : number * 5 + 5], newsnoise.PRESETS[preset], seed=seed * 1000 + number, width=18
        )
        text = page.text().replace(f"{HYPHEN}\n", "-\n").replace(f" {HYPHEN}", "").replace(HYPHEN, "")
        gold = folder / f"page_{number:03}.gold.json"
        gold.write_text(json.dumps(page.gold_json(), ensure_ascii=False).replace(HYPHEN, ""), "utf-8")
        gold.with_name(f"page_{number:03}.txt").write_text(text, "utf-8")
        clean = page.clean_text().replace(HYPHEN, "")
        gold.with_name(f"page_{number:03}.clean.txt").write_text(clean, "utf-8")
        made.append(gold)
    return made


def sheet(gold: Path, suffix: str) -> Sheet:
    """Read a page that lies beside its gold file."""
    return Sheet(gold.with_name(gold.name.replace(".gold.json", suffix)).read_text("utf-8"), gold)


HIPE = SHARED / "data" / "hipe_dev"
RULE = "misread-words"


def fold(text: str) -> str:
    """Fold a text as the campaign does: letters and digits, small, of today, line-end hyphens undone."""
    text = text.lower()
    for old, new in OLD_LETTERS:
        text = text.replace(old, new)
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def errors(truth: str, reading: str) -> tuple[int, int]:
    """Count the wrong characters, and all that a match error rate is of."""
    wrong = hits = 0
    for step in Levenshtein.opcodes(truth, reading):
        size = max(step.src_end - step.src_start, step.dest_end - step.dest_start)
        wrong += size if step.tag != "equal" else 0
        hits += size if step.tag == "equal" else 0
    return wrong, wrong + hits


def mended(text: str, code: str) -> tuple[str, list[str]]:
    """Repair a text; return its reading, and what was changed in words."""
    document = registry.run(
        read_text(decode(text.encode(), "utf-8"), Metadata(language=code)), language(code)
    )
    blocks = [block for block in document.blocks if block.reading.strip() and not block.is_furniture]
    changes = [
        f"{segment.source} -> {segment.reading}"
        for block in blocks
        for segment in block.segments
        if any(change.rule == RULE for change in segment.changes)
    ]
    return "\n\n".join(block.reading for block in blocks), changes


def score_hipe() -> None:
    """Print a row for each set: match error rates before and after, units better, equal and worse."""
    print(f"{'set':<28}{'before':>8}{'after':>8}{'better':>8}{'equal':>7}{'worse':>7}{'harm':>7}")
    whole = [0, 0, 0, 0]
    verdicts: Counter[int] = Counter()
    words = harmed = 0
    for path in sorted(HIPE.glob("*.jsonl")):
        counts, tally, right, changed = [0, 0, 0, 0], Counter[int](), 0, 0
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            truth = fold(row["truth"])
            before = errors(truth, fold(row["ocr"]))
            after = errors(truth, fold(mended(row["ocr"], row["language"])[0]))
            tally[
                (before[0] * after[1] > after[0] * before[1]) - (before[0] * after[1] < after[0] * before[1])
            ] += 1
            counts = [sum(pair) for pair in zip(counts, (*before, *after), strict=True)]
            right += len(row["truth"].split())
            changed += len(mended(row["truth"], row["language"])[1])
        print(
            f"{path.stem[:27]:<28}{counts[0] / counts[1]:8.4f}{counts[2] / counts[3]:8.4f}"
            f"{tally[1]:8}{tally[0]:7}{tally[-1]:7}{1e4 * changed / right:7.1f}"
        )
        whole = [sum(pair) for pair in zip(whole, counts, strict=True)]
        verdicts += tally
        verdicts[-1] += 0
        words, harmed = words + right, harmed + changed
    preference = (verdicts[1] - verdicts[-1]) / verdicts.total()
    print(
        f"{'all':<28}{whole[0] / whole[1]:8.4f}{whole[2] / whole[3]:8.4f}   preference {preference:+.3f}"
        f"   changes in 10,000 words of the truth {1e4 * harmed / words:.1f}"
    )


def count_harm(name: str, texts: Sequence[str], code: str) -> None:
    """Print what is changed in texts that are right."""
    words = sum(len(text.split()) for text in texts)
    changes = [change for text in texts for change in mended(text, code)[1]]
    print(
        f"{name:<28}{words:9,} words{1e4 * len(changes) / max(1, words):8.2f} changes in 10,000",
        *changes[:8],
        sep="  ",
    )


def score_words(options: argparse.Namespace) -> None:
    """Print what is mended, and what is changed in texts that are right, by source."""
    score_hipe()
    if options.archive:
        with zipfile.ZipFile(options.archive) as opened:
            count_harm("news, en", opened.read(MEMBER).decode("utf-8", "replace").splitlines(), "en")
    for code in CODES if options.texts else ():
        sizes = random.Random(1)
        texts = ["\n\n".join(text) for text in documents(options.texts, code, sizes, held=True)]
        count_harm(f"held back, {code}", texts, code)


def main() -> None:
    """Make pages, score every tool, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--archive", type=Path, help="gensim's wheel")
    parser.add_argument("--misread", action="store_true", help="misread words alone, by source")
    parser.add_argument("--texts", type=Path, help="clean texts, as training/latin_text.py makes them")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=4711)
    options = parser.parse_args()
    if options.misread:
        score_words(options)
        return
    if options.archive is None:
        parser.error("--archive is missing")
    vars(newsnoise).update(furniture_piece=furniture, caption_piece=caption, wrap=wrapped)
    with tempfile.TemporaryDirectory() as folder:
        for preset in PRESETS:
            rows = list(articles(options.archive))
            pages = make_pages(Path(folder) / preset, rows, preset, options.pages, options.seed)
            table(preset, [sheet(gold, ".txt") for gold in pages], MEASURES)
        rows = list(articles(options.archive))
        clean = make_pages(Path(folder) / "clean", rows, "clean", options.pages, options.seed)
        harm({"before damage": repaired([sheet(gold, ".clean.txt") for gold in clean])})


if __name__ == "__main__":
    main()
