"""End paragraphs as translators and many web pages do: without a stop, or with a comma.

    python training/loose_ends.py ARTICLES.jsonl OUT.jsonl SEED

`…表示满意。` -> `…表示满意` or `…表示满意，`. The share of paragraphs that end so is drawn for each
article by itself, so that `cut` and the models that hear it learn that a missing stop is no proof of a cut.
training/fit.py is given pages of both files.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

SHARES = (0.0, 0.1, 0.25, 0.5)
"""Of an article's paragraphs, each as likely as the others."""
ENDS = ("", "", "，")
"""What stands for the stop."""


def loosen(article: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """Return an article some of whose paragraphs have lost their last stop."""
    share = draw.choice(SHARES)
    return {**article, "paragraphs": [_loosened(part, share, draw) for part in article["paragraphs"]]}


def _loosened(part: str | dict[str, str], share: float, draw: random.Random) -> str | dict[str, str]:
    if isinstance(part, dict):
        if part.get("role", "paragraph") != "paragraph":
            return part
        return {**part, "text": str(_loosened(part["text"], share, draw))}
    if not part.endswith("。") or draw.random() >= share:
        return part
    return part[:-1] + draw.choice(ENDS)


def main() -> None:
    """Write articles, or days of them, as they were found but for the ends."""
    source, out, draw = Path(sys.argv[1]), Path(sys.argv[2]), random.Random(int(sys.argv[3]))
    lines = []
    for line in source.read_text("utf-8").splitlines():
        row = json.loads(line)
        if "articles" in row:
            row = {**row, "articles": [loosen(article, draw) for article in row["articles"]]}
        else:
            row = loosen(row, draw)
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    out.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
