"""Issues with jump lines, laid out of articles: some are cut in two, and each part has its page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(SHARED / "eval"), str(Path(__file__).parent)]

import issues  # noqa: E402 - beside this file
from jump_articles import Article  # noqa: E402 - beside this file

from convert.language import language  # noqa: E402 - found by the path above

try:
    import newsnoise
except ImportError:  # then nothing is read badly
    newsnoise = None

PRESETS = ("clean", "jumpline", "pdftotext", "seed", "ocr", "hard") if newsnoise else ("clean",)
"""What noise there is: none, and that of the generator in ../shared, if it is there."""
WORDS = language("zh-Hans").words or list
HAN_NUMBERS = "〇一二三四五六七八九十"
SECTIONS = ("要闻", "综合", "经济", "社会", "文化", "体育", "国际", "教育", "健康", "副刊")
LOST = 0.06
"""How often a second part, or one of the jump lines, is not there."""
TRIES = 200
"""How many articles are drawn for a page, at most, until there are enough that the issue has not yet."""
LONGEST_SUBHEAD = 8
SHORTEST_PARAGRAPH = 40
PROBE = 20
"""Letters on each side of a cut by which it is known again."""


@dataclass(frozen=True, slots=True)
class Part:
    """An article, or one of the two parts of one, as it stands on a page."""

    article: int
    title: str
    byline: str
    paragraphs: tuple[str, ...]
    before: str = ""
    """A jump line above its text."""
    behind: str = ""
    is_second: bool = False
    inline: bool = False
    """Whether the jump lines stand in the first and the last line of the text."""


class Habit(NamedTuple):
    """How a paper does it."""

    lines: str
    """Which jump lines it sets: onward, back or both."""
    heads: bool
    """Whether it carries the head over."""


class Seam(NamedTuple):
    """Where an article was cut."""

    article: int
    tail: str
    """The last letters of its first part."""
    head: str
    """The first letters of its second part."""
    lines: str = ""
    """Which jump lines lead over the cut: both, onward or back."""
    carried: str = ""
    """The headline that stands again over the second part."""
    first: str = ""
    """The first letters of the second part where those are a line of a few, before `head`."""


@dataclass(slots=True)
class Issue:
    """An issue as it was read, and what belongs together in it."""

    text: str
    articles: list[Article]
    exact: bool = False
    """Whether it was read without noise."""
    jumps: list[Seam] = field(default_factory=list)
    """Of the articles both of whose parts stand in it."""
    nowhere: int = 0
    """Jump lines that lead nowhere."""
    cuts: list[Seam] = field(default_factory=list)
    """Articles that a page's end cuts in the midst of a paragraph."""


def numeral(number: int, dice: Random) -> str:
    """Write a page's number in figures or in Han characters."""
    if number > 99 or dice.random() < 0.5:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return HAN_NUMBERS[ones]
    return (HAN_NUMBERS[tens] if tens > 1 else "") + "十" + (HAN_NUMBERS[ones] if ones else "")


def onward(page: int, dice: Random, *, latin: bool) -> str:
    """Write a jump line that leads to a page."""
    if latin:
        return dice.choice(
            ("Continued on page {}", "(Continued on page {})", "See Page {}", "CONTINUED ON PAGE {}")
        ).format(page)
    forms = (
        "（下转第{}版）",
        "（下转{}版）",
        "下转第{}版",
        "（紧接第{}版）",
        "▶下转{}版",
        "（转第{}版）",
        "(下转第{}版)",
    )
    return dice.choice(forms).format(numeral(page, dice))


def back(page: int, dice: Random, *, latin: bool) -> str:
    """Write a jump line that says from which page a text goes on."""
    if latin:
        return dice.choice(("Continued from page {}", "(Continued from page {})", "From Page {}")).format(
            page
        )
    forms = ("（上接第{}版）", "（上接{}版）", "上接第{}版", "◀上接{}版", "(上接第{}版)", "（紧接第{}版）")
    return dice.choice(forms[:5]).format(numeral(page, dice))


def carried_head(title: str, dice: Random, *, latin: bool) -> str:
    """Return the head over the second part: the headline, or a short form of it."""
    if dice.random() < 0.35:
        return title
    if latin:
        words = title.split()
        return " ".join(words[: max(2, len(words) // 2)])
    clauses = [c for c in re.split(r"[\s，：—]+", title) if len(c) >= 4]
    if len(clauses) > 1:
        return dice.choice(clauses)
    words = list(WORDS(title))
    half = max(1, len(words) // 2)
    short = "".join(dice.choice((words[:half], words[half:])))
    return short if len(short) >= 4 else title


def places_to_cut(article: Article) -> list[int]:
    """Return the paragraphs that a page's end may cut, or that may begin a page: text, and text before it."""
    long = [len(text) >= SHORTEST_PARAGRAPH for text in article.paragraphs]
    return [at for at in range(1, len(long) - 1) if long[at] and long[at - 1]]


def cut_in_two(article: Article, number: int, dice: Random) -> tuple[Part, Part, bool]:
    """Cut an article between two paragraphs, or, mostly, in the midst of one."""
    texts = article.paragraphs
    at = dice.choice(places_to_cut(article))
    inside = dice.random() < 0.7 and len(texts[at]) >= 40
    if inside:
        text = texts[at]
        place = dice.randrange(len(text) // 3, len(text) - 10)
        if " " in text:
            place = text.index(" ", place) if " " in text[place:] else text.rindex(" ")
        first, second = (*texts[:at], text[:place].strip()), (text[place:].strip(), *texts[at + 1 :])
        inside = text[place - 1] not in "。！？”."
    else:
        first, second = texts[:at], texts[at:]
    return (
        Part(number, article.title, article.byline, first),
        Part(number, "", "", second, is_second=True),
        inside,
    )


def lay_out(
    articles: Iterator[Article], dice: Random, noise: str, *, latin: bool = False, pages: int = 0
) -> Issue:
    """Lay an issue out on 2 to 24 pages and read it back."""
    count = pages or dice.choice((2, 3, 4, 4, 6, 8, 8, 12, 16, 24))
    habit = Habit(dice.choice(("both", "both", "both", "onward")), dice.random() < 0.7)
    issue = Issue("", [], exact=noise == "clean")
    sheets: list[list[Part]] = [[] for _ in range(count)]
    later: list[list[Part]] = [[] for _ in range(count)]
    titles: set[str] = set()
    for page in range(count):
        own: list[Part] = []
        for article in _fresh(articles, dice.randint(3, 5), titles):
            number = len(issue.articles)
            issue.articles.append(article)
            whole = Part(number, article.title, article.byline, article.paragraphs)
            if not places_to_cut(article) or dice.random() > 0.35:
                own.append(whole)
                continue
            own.append(_jump(issue, later, (page, count), habit, dice, latin=latin))
        sheets[page] = own
    for page, parts in enumerate(later):
        for part in parts:
            sheets[page].insert(dice.randrange(len(sheets[page]) + 1), part)
    for page in range(count - 1):
        _run_on(issue, sheets, page, dice)
    lost: set[int] = set()
    texts = [_read_back(parts, page + 1, dice, noise, lost, latin=latin) for page, parts in enumerate(sheets)]
    issue.text = "\f".join(texts)
    issue.jumps = [seam for seam in issue.jumps if seam.article not in lost]
    issue.cuts = [seam for seam in issue.cuts if seam.article not in lost]
    return issue


def _fresh(articles: Iterator[Article], number: int, titles: set[str]) -> Iterator[Article]:
    """Yield so many articles that the issue has not yet, as far as the source has them."""
    for article in islice(articles, TRIES):
        if article.title not in titles:
            titles.add(article.title)
            yield article
            number -= 1
        if not number:
            return


def _jump(
    issue: Issue, later: list[list[Part]], place: tuple[int, int], habit: Habit, dice: Random, *, latin: bool
) -> Part:
    """Cut the article that was added last; its second part goes to another page, or is lost."""
    page, count = place
    article, number = issue.articles[-1], len(issue.articles) - 1
    first, second, _ = cut_in_two(article, number, dice)
    targets = list(range(page + 1, count))
    if not targets or dice.random() < LOST:
        target = dice.choice(targets) if targets and dice.random() < 0.6 else count + dice.randrange(1, 4)
        issue.nowhere += 1
        return replace(first, behind=onward(target + 1, dice, latin=latin))
    target = targets[0] if dice.random() < 0.4 else dice.choice(targets)
    inline = dice.random() < 0.25 and not latin
    forward = habit.lines != "back" and dice.random() > LOST
    backward = habit.lines != "onward" and dice.random() > LOST
    head = carried_head(article.title, dice, latin=latin) if habit.heads or habit.lines == "onward" else ""
    forward = forward or not backward
    later[target].append(
        replace(
            second,
            title=head,
            before=back(page + 1, dice, latin=latin) if backward else "",
            inline=inline and not head,
        )
    )
    lines = "both" if forward and backward else "onward" if forward else "back"
    issue.jumps.append(_seam(first, second)._replace(lines=lines, carried=folded(head)))
    return replace(first, behind=onward(target + 1, dice, latin=latin) if forward else "", inline=inline)


def _seam(first: Part, second: Part) -> Seam:
    """Return where an article is cut; its subheads are no text."""
    tail = next((t for t in reversed(first.paragraphs) if len(t) > LONGEST_SUBHEAD), first.paragraphs[-1])
    head = next((t for t in second.paragraphs if len(t) > LONGEST_SUBHEAD), second.paragraphs[0])
    short = "" if head == second.paragraphs[0] else folded(second.paragraphs[0])
    return Seam(first.article, folded(tail)[-PROBE:], folded(head)[:PROBE], first=short)


def _run_on(issue: Issue, sheets: list[list[Part]], page: int, dice: Random) -> None:
    """Let some pages end in the midst of a paragraph with which the next one begins."""
    if not sheets[page]:  # the source has no more articles
        return
    last = sheets[page][-1]
    whole = issue.articles[last.article].paragraphs == last.paragraphs and not last.behind and not last.before
    if dice.random() < 0.2 and whole and places_to_cut(issue.articles[last.article]):
        first, second, inside = cut_in_two(issue.articles[last.article], last.article, dice)
        if inside:
            sheets[page][-1] = first
            sheets[page + 1].insert(0, second)
            issue.cuts.append(_seam(first, second))


def _read_back(
    parts: Sequence[Part], page: int, dice: Random, noise: str, lost: set[int], *, latin: bool
) -> str:
    """Return the text of a page as it was read, the sheet's own lines around it.

    Of articles that are `lost`, noise took the end of the first part or the beginning of the second.
    """
    if latin:
        head = [f"THE YUNJIN COURIER · Saturday, March 14, 2026 · Page {page}"]
        foot: list[str] = []
    else:
        section = dice.choice(SECTIONS)
        head = [
            "云津日报 2026年3月14日 星期六",
            section,
            dice.choice((f"第{page}版", f"{page:02d}", f"{page}")),
        ]
        foot = [f"责任编辑 {dice.choice(issues.REPORTERS)} 美术编辑 {dice.choice(issues.REPORTERS)}"]
    if noise == "clean":
        blocks = [block for part in parts for block in _blocks(part)]
        return "\n\n".join([*head, *blocks, *foot]) + "\n"
    return "\n\n".join([*head, _noisy(parts, dice, noise, lost).strip(), *foot]) + "\n"


def _blocks(part: Part) -> Iterator[str]:
    texts = list(part.paragraphs)
    if part.inline:
        texts[0], texts[-1] = part.before + texts[0], texts[-1] + part.behind
    elif part.before:
        yield part.before
    if part.title:
        yield part.title
    if part.byline:
        yield part.byline
    yield from texts
    if part.behind and not part.inline:
        yield part.behind


def _noisy(parts: Sequence[Part], dice: Random, noise: str, lost: set[int]) -> str:
    """Read a page badly; jump lines stand at the end and the beginning of an article's columns."""
    settings = newsnoise.PRESETS["seed" if noise == "jumpline" else noise]
    if noise == "jumpline":
        settings = replace(newsnoise.Noise(), jumpline=1.0, truncate=0.1, orphan=0.05)

    def order_fragments(page: Any) -> Any:  # noqa: ANN401 - what it is a method of has no types
        for part, columns, gold in zip(parts, page.frags, page.gold, strict=True):
            if part.behind and not gold["truncated"]:
                if part.inline:
                    columns[-1].lines[-1].text += part.behind
                else:
                    columns[-1].lines.append(newsnoise.Line(part.behind, -1, first=True, last=True))
            if part.before and not gold["orphan"]:
                if part.inline:
                    columns[0].lines[0].text = part.before + columns[0].lines[0].text
                else:
                    columns[0].lines.insert(0, newsnoise.Line(part.before, -1, first=True, last=True))
        return newsnoise.Page.order_fragments(page)

    jump_page = type("JumpPage", (newsnoise.Page,), {"order_fragments": order_fragments})
    made = [{"title": p.title, "byline": p.byline, "paragraphs": list(p.paragraphs)} for p in parts]
    page = jump_page(made, settings, seed=dice.randrange(1 << 30))
    lost |= {
        part.article
        for part, gold in zip(parts, page.gold, strict=True)
        if (gold["truncated"] and not part.is_second) or (gold["orphan"] and part.is_second)
    }
    text: str = page.text()
    return text


def folded(text: str) -> str:
    """Return the letters and figures of a text."""
    return "".join(c for c in text if c.isalnum())
