"""Kinds of newspaper page for the benchmarks: each sets one band of a page as papers make it up."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from page_setting import (
    GUTTER,
    LEADING,
    SIZE,
    Article,
    Picture,
    Sheet,
    Spot,
    Story,
    flow,
    rows_of,
    set_downwards,
    set_frame,
    set_heading,
    set_rule,
    set_small,
)

Take = Callable[[float], Article]
"""Gives the article that is nearest to so many rows."""
Band = Callable[[Sheet, Take, float], float]
"""Sets a band of a page from a height on, and returns where it ends."""
REPORTERS = ("王一川", "李思远", "张若水", "陈大同", "周文", "赵明")
KICKERS = ("本报讯", "关注民生", "国际观察", "聚焦基层治理", "新时代新征程")
LATIN_KICKERS = ("From Our Correspondent", "Town and Country")
LATIN_REPORTERS = ("By M. Tolliver", "By J. Ashdown", "By Our Own Reporter")
HEADS = {1: 15, 2: 20, 3: 26, 4: 30}
LARGEST = 36
MOST_SPACED = 14
"""Characters of a title that is set from top to bottom."""


def head(sheet: Sheet, story: Story, article: Article, span: tuple[int, int], y: float) -> float:
    """Set kicker, headline, subtitle and byline over some columns."""
    manner, dice = sheet.manner, sheet.dice
    first, last = span
    left, right = manner.left(first), manner.right(last)
    wide = last - first + 1
    if wide > 1 and dice.random() < 0.25:
        kicker = dice.choice(LATIN_KICKERS if manner.latin else KICKERS)
        y = set_small(sheet, kicker, left, right, y, 12.5)
        story.add("kicker", kicker)
    story.add("headline", article.title)
    y = set_heading(sheet, article.title, left, right, y, HEADS.get(wide, LARGEST))
    return byline(sheet, story, left, right, y)


def byline(sheet: Sheet, story: Story, left: float, right: float, y: float) -> float:
    """Set a byline, or none."""
    dice = sheet.dice
    if dice.random() < 0.7:
        names = " ".join(dice.sample(REPORTERS, dice.randint(1, 2)))
        text = dice.choice(LATIN_REPORTERS) if sheet.manner.latin else f"本报记者 {names}"
        y = set_small(sheet, text, left, right, y + 2, 9.5)
        story.add("byline", text)
    return y + 5


def module(sheet: Sheet, article: Article, span: tuple[int, int], y: float, rows: int = 0) -> float:
    """Set an article over some columns, in equal parts."""
    story = Story()
    top = head(sheet, story, article, span, y)
    end = columns(sheet, story, article, span, top, rows)
    story.close(sheet)
    return end


def columns(
    sheet: Sheet, story: Story, article: Article, span: tuple[int, int], top: float, rows: int = 0
) -> float:
    """Set the text of an article into equal columns under a height."""
    first, last = span
    manner = sheet.manner
    whole = rows_of(article, manner) + manner.between * len(article.paragraphs)
    each = rows or ceil(whole / (last - first + 1)) + (manner.between > 0)
    spots = [Spot(manner.left(at), top, each) for at in range(first, last + 1)]
    return flow(sheet, story, article.paragraphs, spots)


def plain(sheet: Sheet, take: Take, y: float) -> float:
    """Set articles side by side, each over one to four columns."""
    manner, dice = sheet.manner, sheet.dice
    first, low, rows = 0, y, dice.randint(14, 34)
    while first < manner.columns:
        wide = min(dice.randint(1, 4), manner.columns - first)
        span = (first, first + wide - 1)
        low = max(low, module(sheet, take(rows * wide), span, y))
        first += wide
        if first < manner.columns and dice.random() < manner.ruled:
            x = manner.left(first) - GUTTER / 2
            sheet.rules.append((x, y, x, low))
    return low


def l_shape(sheet: Sheet, take: Take, y: float) -> float:
    """Set an article around another one, which stands in the lower left or right part under it."""
    manner, dice = sheet.manner, sheet.dice
    count = manner.columns
    small = count // 2
    at_left = dice.random() < 0.5
    lower = (0, small - 1) if at_left else (count - small, count - 1)
    inner, outer = take(12 * small), take(26 * count)
    story = Story()
    top = head(sheet, story, outer, (0, count - 1), y)
    inner_rows = ceil(rows_of(inner, manner) / small)
    taken = ceil((HEADS.get(small, LARGEST) * 2.5 + 60) / LEADING) + inner_rows
    upper = max(4, ceil((rows_of(outer, manner) - taken * (count - small)) / count))
    spots = [
        Spot(manner.left(at), top, upper + (0 if lower[0] <= at <= lower[1] else taken))
        for at in range(count)
    ]
    low = flow(sheet, story, outer.paragraphs, spots)
    story.close(sheet)
    middle = top + upper * LEADING + 14
    if dice.random() < manner.ruled:
        set_rule(sheet, manner.left(lower[0]), middle - 4, manner.right(lower[1]))
    return max(low, module(sheet, inner, lower, middle))


def side_headline(sheet: Sheet, take: Take, y: float) -> float:
    """Set a headline in the first column, and the text in the columns beside it."""
    manner = sheet.manner
    wide = min(manner.columns, 4)
    article = take(18 * (wide - 1))
    story = Story()
    story.add("headline", article.title)
    below = set_heading(sheet, article.title, manner.left(0), manner.right(0), y, 20)
    low = byline(sheet, story, manner.left(0), manner.right(0), below)
    low = max(low, columns(sheet, story, article, (1, wide - 1), y, 0))
    story.close(sheet)
    if wide < manner.columns:
        span = (wide, manner.columns - 1)
        low = max(low, module(sheet, take(16 * (span[1] - span[0] + 1)), span, y))
    return low


def vertical_headline(sheet: Sheet, take: Take, y: float) -> float:
    """Set a headline from top to bottom in a column of its own, right or left of its text."""
    manner, dice = sheet.manner, sheet.dice
    wide = min(manner.columns, 4)
    article = take(18 * (wide - 1))
    article = article._replace(title="".join(article.title.split())[:MOST_SPACED])
    story = Story()
    story.add("headline", article.title)
    at_left = dice.random() < 0.7
    own = 0 if at_left else wide - 1
    text = (1, wide - 1) if at_left else (0, wide - 2)
    rows = 8 if len(article.title) <= 8 or dice.random() < 0.3 else MOST_SPACED
    set_downwards(sheet, article.title, manner.left(own) + manner.column * 0.7, y, 22, rows)
    low = max(y + (min(rows, len(article.title)) + 1) * 24, columns(sheet, story, article, text, y, 0))
    story.close(sheet)
    if wide < manner.columns:
        span = (wide, manner.columns - 1)
        low = max(low, module(sheet, take(16 * (span[1] - span[0] + 1)), span, y))
    return low


def box(sheet: Sheet, take: Take, y: float) -> float:
    """Set an article in a frame, at the bottom of columns of another one."""
    manner, dice = sheet.manner, sheet.dice
    count = manner.columns
    outer, inner = take(22 * count), take(20)
    first = dice.randint(0, count - 2)
    left, right = manner.left(first), manner.right(first + 1)
    inset = 8.0
    story = Story()
    top = head(sheet, story, outer, (0, count - 1), y)
    inner_rows = rows_of(inner, manner) / 2
    taken = ceil(inner_rows + 90 / LEADING)
    each = max(taken + 3, ceil((rows_of(outer, manner) + 2 * taken) / count))
    spots = [
        Spot(manner.left(at), top, each - (taken if at in {first, first + 1} else 0)) for at in range(count)
    ]
    low = flow(sheet, story, outer.paragraphs, spots)
    story.close(sheet)
    start = top + (each - taken) * LEADING + 8
    framed = Story()
    framed.add("headline", inner.title)
    y = set_heading(sheet, inner.title, left + inset, right - inset, start + 4, 16, centred=True)
    wide = right - left - 2 * inset
    narrow = manner.column
    manner.column = wide  # one wide column inside of the frame
    end = flow(sheet, framed, inner.paragraphs, [Spot(left + inset, y + 2, 1000)])
    manner.column = narrow
    framed.close(sheet)
    set_frame(sheet, left, start, right, end + 8)
    return max(low, end + 8)


def picture(sheet: Sheet, take: Take, y: float) -> float:
    """Set an article with a picture and its caption at the top, in the middle or at the foot of columns."""
    manner, dice = sheet.manner, sheet.dice
    wide = min(manner.columns, dice.randint(2, 4))
    article = take(24 * wide)
    story = Story()
    top = head(sheet, story, article, (0, wide - 1), y)
    under = dice.choice([0, 6, 12])
    span = dice.randint(1, wide)
    first = wide - span
    taken = 8
    each = ceil((rows_of(article, manner) + taken * span) / wide)
    spots: list[Spot] = []
    for at in range(wide):
        left = manner.left(at)
        if at < first:
            spots.append(Spot(left, top, each))
            continue
        spots += [Spot(left, top, under)] if under else []
        spots.append(Spot(left, top + (under + taken) * LEADING, max(each - under - taken, 1)))
    low = flow(sheet, story, article.paragraphs, spots)
    edge = top + under * LEADING + 5
    bottom = edge + 5 * LEADING
    sheet.pictures.append(Picture(manner.left(first), edge, manner.right(wide - 1), bottom))
    name = article.title[: 24 if manner.latin else 12].strip()
    caption = f"A view of {name}." if manner.latin else f"图为{name}现场。"
    set_small(sheet, caption, manner.left(first), manner.right(wide - 1), bottom + 1, 8.5)
    story.add("caption", caption)
    story.close(sheet)
    if wide < manner.columns:
        rest = (wide, manner.columns - 1)
        low = max(low, module(sheet, take(20 * (rest[1] - rest[0] + 1)), rest, y))
    return low


def banner(sheet: Sheet, take: Take, y: float) -> float:
    """Set one article over the whole page."""
    count = sheet.manner.columns
    return module(sheet, take(20 * count), (0, count - 1), y)


def two_under_banner(sheet: Sheet, take: Take, y: float) -> float:
    """Set two articles, each with its own headline, under one banner."""
    manner = sheet.manner
    count = manner.columns
    text = "Letters from the Counties" if manner.latin else "聚焦基层治理·专题报道"
    low = set_heading(sheet, text, manner.left(0), manner.right(count - 1), y, 34, centred=True) + 6
    half = count // 2
    top = low
    story = Story()
    story.add("kicker", text)
    first = take(18 * half)
    low = columns(sheet, story, first, (0, half - 1), head(sheet, story, first, (0, half - 1), top), 0)
    story.close(sheet)
    span = (half, count - 1)
    return max(low, module(sheet, take(18 * (count - half)), span, top))


def short_headline(sheet: Sheet, take: Take, y: float) -> float:
    """Set a headline that is much narrower than the columns under it, in their middle or at their left."""
    manner, dice = sheet.manner, sheet.dice
    wide = min(manner.columns, 3)
    article = take(18 * wide)
    title = article.title.split()[0] if manner.latin else "".join(article.title.split())[:6]
    story = Story()
    story.add("headline", title)
    centred = dice.random() < 0.6
    top = set_heading(sheet, title, manner.left(0), manner.right(wide - 1), y, 20, centred=centred)
    low = columns(sheet, story, article, (0, wide - 1), top + 4, 0)
    story.close(sheet)
    if wide < manner.columns:
        span = (wide, manner.columns - 1)
        low = max(low, module(sheet, take(18 * (span[1] - span[0] + 1)), span, y))
    return low


KINDS: dict[str, Band] = {
    "columns": plain,
    "l_shape": l_shape,
    "side_headline": side_headline,
    "vertical_headline": vertical_headline,
    "box": box,
    "picture": picture,
    "banner": banner,
    "two_under_banner": two_under_banner,
    "short_headline": short_headline,
    "no_indents": plain,
    "latin": plain,
}


def foot(sheet: Sheet, y: float) -> float:
    """End a band, with a rule or with white alone."""
    manner = sheet.manner
    if sheet.dice.random() < manner.ruled:
        set_rule(sheet, manner.left(0), y + SIZE, manner.right(manner.columns - 1))
    return y + 2.4 * SIZE
