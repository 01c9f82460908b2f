"""Dress articles as an issue of some house would: leads, bylines, columns, decks, source lines, subheads.

    python training/house_styles.py OUT.jsonl SEED ISSUES ARTICLES.jsonl...

An issue, a line of the output, is of one house: what most of its headlines have below them, how its reports
begin, what its subheads look like. All of that is drawn for each issue by itself, so that no habit is learnt
as a law. A subhead is a clause of the text below it, whose sentence is taken out of the text (else it would
share more words with it than real ones do), a subhead of another article, or one that the corpus has itself.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.enrich import person

Article = dict[str, Any]
Draw = random.Random

PLACES = "北京 上海 巴黎 维也纳 云津 成都 广州 伦敦 日内瓦 重庆 武汉 东京 开罗 兰州 南宁 渡口".split()
PAPERS = "云津日报 渡口晚报 江城商报 西南科技报 滨江时报 山城青年报".split()
SITES = "云津网 渡口在线 江城电视台 滨江新闻客户端 西南广播网 山城社 两江通讯社".split()
SECTIONS = "时评 微观 寻访 编辑手记 专家点评 走近 街巷 来信 人物 深度 民生故事 镜头 关注 一线 新语".split()
MARKS = frozenset("。！？!?…；，、：:,;”)）》")
SENTENCE = re.compile(r"[^。！？]*[。！？]”?")
CLAUSE = re.compile(r"[^，、；：。！？“”（）()《》\s]{4,16}")
LONG = 38
"""Characters from which on a paragraph is text, and no line."""
LEADS: tuple[Callable[[Draw], str], ...] = (
    lambda draw: f"本报讯（记者 {person(draw)}）",
    lambda draw: f"本报{draw.choice(PLACES)}{_day(draw)}电（记者{person(draw)}）",
    lambda draw: f"新华社{draw.choice(PLACES)}{_day(draw)}电 ",
    lambda draw: f"新华社{draw.choice(PLACES)}{_day(draw)}电（记者{person(draw)}、{person(draw)}）",
    lambda draw: f"{draw.choice(SITES)}消息（午间播报）：",
    lambda draw: f"{draw.choice(SITES)}消息：",
    lambda draw: f"{draw.choice(SITES)}{draw.choice(PLACES)}{_day(draw)}电 （记者 {person(draw)}）",
    lambda draw: f"{draw.choice(PAPERS)}讯 ",
    lambda draw: f"据{draw.choice(SITES)}报道，",
    lambda draw: f"{_day(draw)}，",
)
BYLINES: tuple[Callable[[Draw], str], ...] = (
    lambda draw: f"本报记者 {person(draw)}",
    lambda draw: f"本报记者 {person(draw)} {person(draw)}",
    lambda draw: f"新华社记者 {person(draw)}",
    lambda draw: f"{draw.choice(PAPERS)}记者 {person(draw)} 通讯员 {person(draw)}",
    lambda draw: " ".join(person(draw)) if draw.random() < 0.3 else person(draw),
    lambda draw: f"■ 本报记者 {person(draw)}",
    lambda draw: f"记者 {person(draw)}",
)


def _day(draw: Draw) -> str:
    return f"{draw.randint(1, 12)}月{draw.randint(1, 28)}日"


@dataclass(frozen=True, slots=True)
class House:
    """The habits of one issue: how often an article has a thing, and which forms of it the house uses."""

    lead: float
    leads: Sequence[Callable[[Draw], str]]
    byline: float
    bylines: Sequence[Callable[[Draw], str]]
    column: float
    deck: float
    signature: float
    source_line: float
    subheads: float
    """Share of its long articles that have some."""
    style: str
    """What its subheads are: clause, pair, question, numbered, other, short."""


def draw_house(draw: Draw) -> House:
    """Draw the habits of an issue."""
    return House(
        lead=draw.choice((0.0, 0.0, 0.5, 0.9, 1.0)),
        leads=draw.sample(LEADS, 2),
        byline=draw.choice((0.0, 0.0, 0.3, 0.8, 1.0)),
        bylines=draw.sample(BYLINES, 2),
        column=draw.choice((0.0, 0.0, 0.1, 0.4)),
        deck=draw.choice((0.0, 0.0, 0.15, 0.4)),
        signature=draw.choice((0.0, 0.0, 0.3, 0.9)),
        source_line=draw.choice((0.0, 0.0, 0.0, 0.5)),
        subheads=draw.choice((0.0, 0.3, 0.6, 0.9)),
        style=draw.choice(("clause", "clause", "pair", "question", "numbered", "other", "other", "short")),
    )


def texts_of(article: Article) -> list[tuple[str, str]]:
    """Return an article's parts as (role, text), short lines between long ones as the subheads they are."""
    parts = article["paragraphs"]
    listed = [(p["role"], p["text"]) if isinstance(p, dict) else ("paragraph", str(p)) for p in parts]
    made = []
    for at, (role, text) in enumerate(listed):
        inside = 0 < at < len(listed) - 1 and len(listed[at + 1][1]) > LONG
        bare = 3 <= len(text) <= 40 and text[-1] not in MARKS and not text[:1].isascii()
        made.append(("subhead", text) if role == "paragraph" and inside and bare else (role, text))
    return made


def dress(article: Article, house: House, others: Sequence[str], draw: Draw) -> Article:
    """Return an article as a house would print it."""
    parts = texts_of(article)
    own = any(role == "subhead" for role, _ in parts)
    made: Article = {"title": article["title"]}
    if draw.random() < house.column:
        name = draw.choice(SECTIONS)
        made["title"] = f"{made['title']}（{name}）" if draw.random() < 0.7 else f"【{name}】{made['title']}"
    if "byline" in article or draw.random() < house.byline:
        made["byline"] = article.get("byline") or draw.choice(house.bylines)(draw)
    if not own and draw.random() < house.subheads:
        parts = with_subheads(parts, house.style, others, draw)
    first = next((at for at, (role, _) in enumerate(parts) if role == "paragraph"), None)
    if first is not None and draw.random() < house.lead:
        parts[first] = ("paragraph", draw.choice(house.leads)(draw) + without_lead(parts[first][1]))
    if draw.random() < house.source_line:
        parts.append(("paragraph", f"来源：{draw.choice(PAPERS)}"))
    if draw.random() < house.signature and parts[-1][0] == "paragraph" and parts[-1][1][-1:] == "。":
        parts[-1] = ("paragraph", f"{parts[-1][1]}（记者 {person(draw)}）")
    if draw.random() < house.deck:
        parts.insert(0, ("subtitle", draw.choice(others)))
    made["paragraphs"] = [
        {"role": role, "text": text} if role != "paragraph" else text for role, text in parts
    ]
    return made


def without_lead(text: str) -> str:
    """Return a text without the lead that it has."""
    return re.sub(r"^[^。，]{2,26}?(?:消息|讯|电)(?:[（(][^）)]{1,20}[）)])?[：:\s]*", "", text) or text


def with_subheads(
    parts: list[tuple[str, str]], style: str, others: Sequence[str], draw: Draw
) -> list[tuple[str, str]]:
    """Set subheads between the paragraphs of a long article."""
    long_ones = [n for n, (_, text) in enumerate(parts) if n and len(text) > LONG]
    if len(long_ones) < 3:
        return parts
    most = max(1, min(6, len(long_ones) // 2))
    places = sorted(draw.sample(long_ones, draw.randint(1, most)))
    made: list[tuple[str, str]] = []
    numbers = "一二三四五六七八九"
    for at, (role, text) in enumerate(parts):
        if at in places:
            clause, rest = take_clause(text, draw)
            other = draw.choice(others)
            head = other if style == "other" or not clause else clause
            if style == "pair" and clause:
                head = f"{clause[:8]} {draw.choice(others)[:14]}"
            elif style == "question" and clause:
                head = f"{clause}？"
            elif style == "numbered":
                head = f"{numbers[places.index(at)]}、{head}"
            elif style == "short":
                head = (clause or other)[: draw.randint(3, 6)]
            made.append(("subhead", head.rstrip("，、：； ")))
            made.append((role, rest if head is not other else text))
        else:
            made.append((role, text))
    return made


def take_clause(text: str, draw: Draw) -> tuple[str, str]:
    """Take a clause for a subhead out of a text, and its sentence with it."""
    sentences = SENTENCE.findall(text)
    if len(sentences) < 2 or "".join(sentences) != text:
        return "", text
    at = draw.randrange(1, len(sentences))
    clauses = [clause for clause in CLAUSE.findall(sentences[at]) if not clause.isascii()]
    return (draw.choice(clauses), "".join(sentences[:at] + sentences[at + 1 :])) if clauses else ("", text)


def read_days(path: Path) -> list[list[Article]]:
    """Return the articles of a corpus by day, or forty by forty."""
    data = path.read_bytes()
    lines = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    if rows and "articles" in rows[0]:
        return [row["articles"] for row in rows]
    return [rows[at : at + 40] for at in range(0, len(rows), 40)]


def main() -> None:
    """Write the issues."""
    out, seed, issues = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    draw = random.Random(seed)
    corpora = [read_days(Path(name)) for name in sys.argv[4:]]
    every = [article for days in corpora for day in days for article in day]
    own = [text for article in every for role, text in texts_of(article) if role == "subhead"]
    titles = [article["title"] for article in every if 4 <= len(article["title"]) <= 24]
    lines = []
    for number in range(issues):
        days = corpora[number % len(corpora)]
        start = draw.randrange(len(days))
        rows = [row for day in (days[start:] + days[:start])[:5] for row in day][:60]
        house = draw_house(draw)
        others = own if len(own) > 20 and draw.random() < 0.6 else titles
        dressed = [dress(row, house, others, draw) for row in rows if row["paragraphs"]]
        lines.append(json.dumps({"articles": dressed}, ensure_ascii=False) + "\n")
    out.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
