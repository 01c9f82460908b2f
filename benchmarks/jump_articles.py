"""Articles that issues with jump lines are made of: invented in Chinese and English, or those of a file."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import issues

MOST_PARAGRAPHS = 14


@dataclass(frozen=True, slots=True)
class Article:
    """An article before it is laid out."""

    title: str
    byline: str
    paragraphs: tuple[str, ...]


def own_articles(dice: Random) -> Iterator[Article]:
    """Yield invented articles in Chinese, each of a place, a thing and two people."""
    while True:
        place, thing, deed = issues.place(dice), dice.choice(issues.THINGS), dice.choice(issues.DEEDS)
        people = [issues.person(dice) for _ in range(2)]
        title = dice.choice(
            (f"{place}{deed}{thing}", f"{thing}{deed}，{place}走在前面", f"{place}：{thing}这样{deed}")
        )
        texts: list[str] = []
        for number in range(dice.randint(5, 9)):
            if number in {2, 5} and dice.random() < 0.4:
                texts.append(dice.choice(issues.HEADS))
            texts.append(
                "".join(_own_sentence(dice, place, thing, deed, people) for _ in range(dice.randint(2, 4)))
            )
        yield Article(title, f"云津日报记者 {dice.choice(issues.REPORTERS)}", tuple(texts))


def _own_sentence(dice: Random, place: str, thing: str, deed: str, people: Sequence[str]) -> str:
    who, post = dice.choice(people), dice.choice(issues.POSTS)
    other = issues.place(dice)
    result, time, quote = dice.choice(issues.RESULTS), dice.choice(issues.TIMES), dice.choice(issues.QUOTES)
    return dice.choice(
        (
            f"{time}，{place}共{deed}{thing}{dice.randint(3, 480)}处，{result}。",
            f"“{quote.replace(',', '，')}。”{place}{post}{who}说。",
            f"{who}介绍，{thing}的{deed}在{other}先走一步，{result}。",
            f"与{other}相比，{place}的{thing}还差得远，{who}并不讳言。",
            f"{time}，{who}带着{dice.randint(3, 30)}名居民代表到{other}走了一圈，回来就{deed}{thing}。",
            f"记者在{place}看到，{thing}已经完成{deed}，住在附近的{issues.person(dice)}一家最早用上。",
        )
    )


ENGLISH = (
    "{who} of {place} said on {day} that the {kind} {thing} would be {deed} before the {until}.",
    "Residents of {place} who had waited for the {thing} were told by {who} it would be {deed} by {day}.",
    "On {day} {who} walked along {street} and found that nothing had been {deed} since the {until}.",
    "The {thing} in {street} was {deed} last {until}, but {who} did not say why the {kind} work stopped.",
    "In {other} a {thing} had been {deed} within a week, and {place} was asked on {day} to follow.",
)
SYLLABLES = (
    "thorn",
    "ash",
    "mill",
    "cor",
    "dun",
    "west",
    "harrow",
    "old",
    "ell",
    "brack",
    "win",
    "tarn",
    "hol",
    "pen",
    "stan",
)
ENDS = (
    "bridge",
    "water",
    "haven",
    "ley",
    "mere",
    "lock",
    "by",
    "field",
    "wick",
    "stead",
    "combe",
    "ford",
    "gate",
    "den",
)


def english_articles(dice: Random) -> Iterator[Article]:
    """Yield invented articles in English, each of a place, a thing, a street and two people."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
    kinds = ("northern", "wooden", "municipal", "disputed", "narrow", "flooded", "ancient", "costly")
    things = (
        "weir",
        "bridge",
        "market hall",
        "tramway",
        "reservoir",
        "library",
        "lighthouse",
        "sewer",
        "chapel",
    )
    deeds = ("rebuilt", "painted", "closed", "inspected", "sold", "widened", "drained", "measured")
    untils = ("winter", "harvest", "spring tide", "election", "fair", "new year")
    while True:
        place, thing, street = _name(dice), dice.choice(things), f"{_name(dice)} Street"
        people = [f"{dice.choice(('Mr.', 'Mrs.', 'Councillor'))} {_name(dice)}" for _ in range(2)]
        texts = []
        for _ in range(dice.randint(4, 9)):
            sentences = [
                dice.choice(ENGLISH).format(
                    who=dice.choice(people),
                    place=place,
                    thing=thing,
                    street=street,
                    other=_name(dice),
                    day=dice.choice(days),
                    kind=dice.choice(kinds),
                    deed=dice.choice(deeds),
                    until=dice.choice(untils),
                )
                for _ in range(dice.randint(2, 4))
            ]
            texts.append(" ".join(sentences))
        yield Article(f"{place} {thing} to be {dice.choice(deeds)} at last".upper(), "", tuple(texts))


def _name(dice: Random) -> str:
    return (dice.choice(SYLLABLES) + dice.choice(ENDS)).capitalize()


def corpus(path: Path, dice: Random) -> Iterator[Article]:
    """Yield the articles of a file in random order, over and over."""
    rows: list[Article] = []
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for made in row.get("articles", [row]):
                texts = [p["text"] if isinstance(p, dict) else p for p in made["paragraphs"]]
                texts = [" ".join(t.split()) for t in texts if t.strip()][:MOST_PARAGRAPHS]
                if made.get("title") and len(texts) >= 2 and 150 <= sum(map(len, texts)) <= 6000:
                    rows.append(Article(made["title"], made.get("byline", ""), tuple(texts)))
            if len(rows) > 20_000:
                break
    while True:
        dice.shuffle(rows)
        yield from rows
