"""Grow the trees that tell misread words from old, foreign and rare ones: latin-trees.json.

    python training/misread_words.py TEXTS          grows them on clean texts with noise of its own
    python training/misread_words.py --check TEXTS  precision and recall on the texts that were held back

TEXTS has de/*.txt, en/*.txt and fr/*.txt, a paragraph a line, as training/latin_text.py makes them. Each
document is a run of paragraphs. Some are clean; in some the spelling is made old, words of another language
or names (PyPI's Faker, MIT) are put in; most are misread by the pairs of analysis/latin/letter_shapes.py, at
a rate drawn for each, some pairs more often than in others, and by any other letter.
"""

from __future__ import annotations

import math
import random
import re
import sys
from collections.abc import Iterator, Sequence
from multiprocessing import Pool
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from faker import Faker
from rapidfuzz.distance import Levenshtein

from convert.analysis.latin.letter_shapes import PAIRS
from convert.analysis.latin.misread_words import MODEL, evidence, look_over, placed
from convert.language import language
from convert.language.models import LATIN_TREES_FILE
from training.forest import Shape, grow_many, write

CODES = ("de", "en", "fr")
ALPHABETS = {
    "de": "abcdefghijklmnopqrstuvwxyzäöüß",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "fr": "abcdefghijklmnopqrstuvwxyzàâçèéêëîïôùû",
}
HELD = ("utbs", "thot", "people", "literature", "anekdoten", "witze")
"""What is held back: files with one of these in their names."""
WORDS_FITTED, WORDS_CHECKED = 200_000, 30_000
SHAPE = Shape(number=160)
CLEAN = 0.3
"""Share of documents without noise."""
LEAST_RATE, MOST_RATE = 0.002, 0.07
"""Of characters that are misread in others; drawn by its logarithm."""
ANY = 0.2
"""Share of misread characters that no pair explains."""
CUT = 0.08
"""The same of those that are cut by a blank, or run on."""
LOCALES = {
    "de": ("de_DE", "de_CH", "fr_FR"),
    "en": ("en_GB", "fr_FR", "de_DE"),
    "fr": ("fr_FR", "de_CH", "en_GB"),
}
OLD = {
    "de": (
        (r"(?<![a-z])([Tt])(?=eil|ür|or\b|ore|al\b|äl|ier|at\b|aten|ränen|ron)", r"\1h"),
        (r"(?<=[RrNnMm])([aou])t(?=\b|e\b|es|en\b|h|s|sa|los)", r"\1th"),
        (r"\b([Tt])un\b", r"\1hun"),
        (r"getan", "gethan"),
        (r"([Ww])ert", r"\1erth"),
        (r"([Ww])irt", r"\1irth"),
        (r"(?<=[a-z])ier(?=en\b|t\b|te|ten|ung)", "ir"),
        (r"\b([Ss])ein\b", r"\1eyn"),
        (r"\b([Bb])ei\b", r"\1ey"),
        (r"([Ff])rei", r"\1rey"),
        (r"([Zz])wei", r"\1wey"),
        (r"([Dd])rei", r"\1rey"),
        (r"gibt", "giebt"),
        (r"\b([gfh])ing", r"\1ieng"),
        (r"K(?=om|on|ap|ar|an|or|ul|ur|la|re)", "C"),
        (r"(?<=[a-z])z(?=ess|ent|ept|ip)", "c"),
        (r"nis\b", "niß"),
        (r"ck", "kk"),
        (r"\bÄ", "Ae"),
        (r"\bÜ", "Ue"),
        (r"\bÖ", "Oe"),
        (r"([a-z]{3}[snl])en(en|er|es)\b", r"\1n\2"),
        (r"([a-z]{3}[e])r(e|en|er|es)\b", r"\1r\2"),
    ),
    "en": (
        (r"connection", "connexion"),
        (r"\b([Ss])how", r"\1hew"),
        (r"([a-z]{3})ic\b", r"\1ick"),
        (r"\b([Aa]ny|[Ee]very)(one|thing|where|body)", r"\1 \2"),
        (r"\b([Tt])o(day|night|morrow)", r"\1o-\2"),
        (r"([a-z]{2})ed\b", r"\1'd"),
        (r"ise\b", "ize"),
        (r"\bchoose", "chuse"),
        (r"\bim", "em"),
        (r"or\b", "our"),
        (r"ful\b", "full"),
        (r"ay\b", "aye"),
    ),
    "fr": (
        (r"([a-z]{2})ait\b", r"\1oit"),
        (r"([a-z]{2})ais\b", r"\1ois"),
        (r"aient\b", "oient"),
        (r"ents\b", "ens"),
        (r"ants\b", "ans"),
        (r"ège", "ége"),
        (r"ê(?=[mt])", "es"),
        (r"oè", "oë"),
        (r"\b([Tt])rès ", r"\1rès-"),
        (r"([a-z])i\b", r"\1y"),
        (r"et\b", "ect"),
    ),
}
"""What was written otherwise: today's spelling, and the old one."""


class Chunk(NamedTuple):
    """What stood between two blanks: clean, and as it was read from `at` on."""

    clean: str
    read: str
    at: int


def documents(texts: Path, code: str, dice: random.Random, *, held: bool) -> Iterator[list[str]]:
    """Yield documents of some hundred words, in the order of the files."""
    for path in sorted((texts / code).glob("*.txt")):
        lines = path.read_text("utf-8").splitlines()
        if path.stem == "fortunes-zitate":  # the largest: its end is held back
            cut = len(lines) * 5 // 6
            lines = lines[cut:] if held else lines[:cut]
        elif any(name in path.stem for name in HELD) is not held:
            continue
        document: list[str] = []
        size, most = 0, dice.randint(80, 1500)
        for line in lines:
            document.append(line)
            size += len(line.split())
            if size >= most:
                yield document
                document, size, most = [], 0, dice.randint(80, 1500)
        if size > 60:
            yield document


class Channel:
    """What misreads the characters of one document."""

    def __init__(self, code: str, dice: random.Random, rate: float) -> None:
        """Draw which pairs this document likes."""
        self.code, self.dice, self.rate = code, dice, rate
        shapes: dict[str, list[tuple[str, float]]] = {}
        liking: dict[tuple[str, str], float] = {}
        for read, rows in PAIRS[code].items():
            for printed, cost in rows:
                weight = math.exp(-1.2 * cost) * math.exp(dice.gauss(0.0, 1.2))
                if len(read) == 1 and not read.isalnum():
                    weight *= 0.2
                liking[read, printed] = weight
                shapes.setdefault(printed, []).append((read, weight))
        self.shapes = shapes

    def word(self, word: str) -> str:
        """Misread a word."""
        dice, out, at = self.dice, [], 0
        capitals = word.isupper()
        while at < len(word):
            if dice.random() > self.rate * 1.15:
                out.append(word[at])
                at += 1
                continue
            kind = dice.random()
            if kind < ANY and word[at].isalpha():
                letter = dice.choice(ALPHABETS[self.code])
                out.append(dice.choice((letter, letter, "", word[at] + letter, dice.choice(".,'-*"))))
                at += 1
                continue
            if kind < ANY + CUT:
                out.append(word[at] + dice.choice((" ", " ", " ", ". ", "-", "- ")))
                at += 1
                continue
            options = [
                (size, read, weight)
                for size in (1, 2, 3)
                for read, weight in self.shapes.get(word[at : at + size], ())
                if len(word[at : at + size]) == size
            ]
            if not options:
                out.append(word[at])
                at += 1
                continue
            ((size, read, _),) = dice.choices(options, [weight for *_, weight in options])
            out.append(read.upper() if capitals else read)
            at += size
        return "".join(out)


def spoil(
    document: Sequence[str], code: str, dice: random.Random, names: Faker, others: Sequence[str]
) -> list[list[Chunk]]:
    """Return the chunks of each paragraph, some of them misread."""
    rate = 0.0 if dice.random() < CLEAN else math.exp(dice.uniform(math.log(LEAST_RATE), math.log(MOST_RATE)))
    channel = Channel(code, dice, rate)
    old = [rule for rule in OLD[code] if dice.random() < 0.6] if dice.random() < 0.35 else []
    named = dice.choice((0.0, 0.0, 0.01, 0.04))
    foreign = dice.random() < 0.15
    long_s = code == "de" and dice.random() < 0.1
    paragraphs = []
    for paragraph in document:
        text = paragraph
        for pattern, new in old:
            text = re.sub(pattern, new, text)
        if foreign and dice.random() < 0.3:
            words = dice.choice(others).split()
            begun = dice.randrange(max(1, len(words) - 5))
            phrase = " ".join(words[begun : begun + dice.randint(2, 12)])
            at = dice.randrange(len(text.split()) + 1)
            text = " ".join([*text.split()[:at], phrase, *text.split()[at:]])
        chunks, at = [], 0
        for word in text.split():
            clean = word
            if named and dice.random() < named:
                clean = dice.choice((names.last_name, names.last_name, names.city, names.first_name))()
                clean = clean.replace(" ", "-") + dice.choice(("", "", ","))
            if long_s:
                clean = re.sub(r"s(?=[^\W\d_])", "ſ", clean)
            read = channel.word(clean) if rate else clean
            chunks.append(Chunk(clean, read, at))
            at += len(read) + 1
        paragraphs.append(chunks)
    return paragraphs


class Example(NamedTuple):
    """What was known of a reading of a word, whether it was right, and what all of it was."""

    evidence: dict[str, float]
    right: bool
    shown: tuple[str, str, str]
    noisy: bool


def examples(texts: Path, code: str, words: int, seed: int, *, held: bool) -> Iterator[list[Example]]:
    """Yield what the rule would ask of so many words, the readings of one together."""
    dice = random.Random(f"{seed}{code}{held}")
    faker = Faker(list(LOCALES[code]))
    faker.seed_instance(seed)
    others = [
        line
        for other in CODES
        if other != code
        for path in sorted((texts / other).glob("wesnoth-*i.txt"))
        for line in path.read_text("utf-8").splitlines()
    ]
    count = 0
    while count < words:
        for document in documents(texts, code, dice, held=held):
            paragraphs = spoil(document, code, dice, faker, others)
            count += sum(map(len, paragraphs))
            yield from _of_document(paragraphs, code)
            if count >= words:
                return


def _of_document(paragraphs: Sequence[Sequence[Chunk]], code: str) -> Iterator[list[Example]]:
    read = [" ".join(chunk.read for chunk in chunks) for chunks in paragraphs]
    page = look_over(read, language(code))
    if page is None:
        return
    old_s = any("ſ" in text for text in read)
    noisy = any(chunk.read != chunk.clean for chunks in paragraphs for chunk in chunks)
    for number, token in enumerate(page.tokens):
        rows = []
        for reading in page.readings(number):
            change = placed(read[token.text], token, reading.best, 1.0, old_s=old_s)
            chunk = next(c for c in reversed(paragraphs[token.text]) if c.at <= token.start)
            start, end = change.start - chunk.at, change.end - chunk.at
            mended = chunk.read[:start] + change.reading + chunk.read[end:]
            before, after = (Levenshtein.distance(text, chunk.clean) for text in (chunk.read, mended))
            alone = token.end - token.start >= sum(c.isalpha() for c in chunk.clean) - 2
            right = after < before and (not alone or _letters(mended) == _letters(chunk.clean))
            rows.append(
                Example(evidence(page, number, reading), right, (chunk.clean, chunk.read, mended), noisy)
            )
        if rows:
            yield rows


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _fitted(texts: Path, code: str) -> list[Example]:
    return [row for rows in examples(texts, code, WORDS_FITTED, 18, held=False) for row in rows]


def fit(texts: Path) -> None:
    """Grow the trees and write them."""
    with Pool(2) as pool:
        parts = pool.starmap(_fitted, [(texts, code) for code in CODES])
    rows = [row for part in parts for row in part]
    print(len(rows), "readings of unknown words,", sum(row.right for row in rows), "of them right")
    forest = grow_many([row.evidence for row in rows], [row.right for row in rows], SHAPE)
    write({MODEL: forest}, LATIN_TREES_FILE)


def check(texts: Path, shown: int = 0) -> None:
    """Print precision and recall on texts that were held back, and what is changed in clean ones."""
    for code in CODES:
        models = language(code).models
        rows = [
            max(((models.odds(MODEL, row.evidence), row) for row in word), key=itemgetter(0))
            for word in examples(texts, code, WORDS_CHECKED, 27, held=True)
        ]
        every = sum(row.right for _, row in rows)
        for threshold in (0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99):
            least = math.log(threshold / (1 - threshold))
            done = [row for odds, row in rows if odds >= least]
            right = sum(row.right for row in done)
            clean = sum(not row.noisy for row in done)
            print(
                f"{code} {threshold:.2f}: right {right:5} wrong {len(done) - right:4} "
                f"precision {right / max(1, len(done)):.3f} of {every} in clean documents {clean}"
            )
        wrong = [row for odds, row in rows if odds >= math.log(0.95 / 0.05) and not row.right]
        for row in wrong[:shown]:
            print("   ", *row.shown, "" if row.noisy else "CLEAN")


def main() -> None:
    """Fit or check."""
    if sys.argv[1] == "--check":
        check(Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    else:
        fit(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
