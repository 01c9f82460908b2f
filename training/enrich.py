"""Give articles what the corpus does not mark: subheads, headlines with commas or gaps, bylines.

    python training/enrich.py fit.jsonl fit_rich.jsonl [SEED]

Subheads are headlines of other articles of the same file, set between two paragraphs; so the words of a
subhead say nothing of the text around it, and what is learnt is its shape and its place.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
GIVEN = "伟芳敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华玉兰红建国文斌宇浩然欣怡佳俊晨雪梅琳东海波云飞"


def person(chance: random.Random) -> str:
    """Invent a name."""
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def heading(titles: list[str], chance: random.Random) -> str:
    """Make a heading of one or two headlines."""
    text = chance.choice(titles)
    if chance.random() < 0.4:
        text += chance.choice("，， ：") + chance.choice(titles)
    if chance.random() < 0.15:
        text = chance.choice(("一、", "（二）", "1.", "三、")) + text
    return text


def enrich(row: dict[str, Any], titles: list[str], chance: random.Random) -> dict[str, Any]:
    """Return an article with some of its paragraphs under subheads."""
    made = dict(row)
    texts = list(row["paragraphs"])
    if chance.random() < 0.3:
        made["title"] = row["title"] + chance.choice(" ，") + chance.choice(titles)
    if "byline" not in row and chance.random() < 0.35:
        made["byline"] = chance.choice(
            (
                "本报记者 {}",
                "记者 {}",
                "■ 本报记者 {} 通讯员 {}",
                "{}",
                "晚报首席记者 {}",
                "□记者 {} 实习生 {}",
            )
        ).format(person(chance), person(chance))
    long_ones = [n for n, text in enumerate(texts) if n and isinstance(text, str) and len(text) > 60]
    if len(long_ones) >= 3 and chance.random() < 0.5:
        for at in sorted(chance.sample(long_ones, k=min(3, len(long_ones) // 2)), reverse=True):
            texts.insert(at, {"role": "subhead", "text": heading(titles, chance)})
            if chance.random() < 0.12:
                texts.insert(at, {"role": "subhead", "text": chance.choice(titles)[:4]})
    made["paragraphs"] = texts
    return made


def main() -> None:
    """Write the enriched file."""
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    titles = [row["title"] for row in rows if 5 <= len(row["title"]) <= 16]
    lines = [json.dumps(enrich(row, titles, chance), ensure_ascii=False) + "\n" for row in rows]
    Path(sys.argv[2]).write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
