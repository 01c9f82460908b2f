"""What a block is on the page, and the sets of roles that rules and writers ask for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a block is on the page."""

    KICKER = "kicker"
    HEADLINE = "headline"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    DATELINE = "dateline"
    """Where and when a report was written, on a line of its own: 本报北京12月7日电; Vienna, 4 March."""
    LABEL = "label"
    """A one-word label over a list of people, or a column's name: 嘉宾, 主持人, 重报圆桌会."""
    HOST = "host"
    PARTICIPANT = "participant"
    SUBHEAD = "subhead"
    BODY = "body"
    BRIEF = "brief"
    VERSE = "verse"
    """A line of a poem, a song, a couplet."""
    LIST = "list"
    """An item of a list: a programme and its time, an address, a speaker's words, a step."""
    TABLE_ROW = "table-row"
    """A line of names and figures, one of several with the same columns."""
    TABLE_CELL = "table-cell"
    """A cell of a table whose rows and columns are certain."""
    TABLE_CAPTION = "table-caption"
    """What a table is called: 表1 联赛积分榜; it stands in front of its first cell."""
    CAPTION = "caption"
    CREDIT = "credit"
    ADVERTISEMENT = "advertisement"
    """Text of an advertisement; its headings are headlines."""
    RUNNING_HEAD = "running-head"
    FOLIO = "folio"
    EDITORS = "editors"
    JUMP = "jump"
    """下转第四版: continued on another page."""


class Opening(StrEnum):
    """What begins at a block."""

    SECTION = "section"
    ARTICLE = "article"
    ADVERTISEMENT = "advertisement"
    """It stands apart from the articles: they go on, or begin, behind it."""
    UNPLACED = "unplaced"
    """A fragment whose article is not known; it stands where the source has it, and is marked."""


FURNITURE = frozenset({Role.RUNNING_HEAD, Role.FOLIO, Role.EDITORS, Role.JUMP})
"""Roles that belong to the sheet, not to an article: kept in the XML, left out of the reading."""

ARTICLE_OPENERS = frozenset({Role.KICKER, Role.HEADLINE})
"""Roles that an article begins with."""
HEADINGS = ARTICLE_OPENERS | {Role.SUBTITLE}
"""Roles over an article."""
ALL_HEADINGS = HEADINGS | {Role.SUBHEAD}
"""The same, and those inside an article."""
OVER_REPORT = frozenset({Role.BYLINE, Role.DATELINE})
"""Roles between the headings and the text, or behind the text: who wrote it, where and when."""
ARTICLE_TOP = ALL_HEADINGS | OVER_REPORT | {Role.LABEL, Role.HOST, Role.PARTICIPANT}
"""Roles that part runs of text: headings, and who wrote or spoke."""
RUNNING_TEXT = frozenset({Role.BODY, Role.BRIEF})
"""Roles whose paragraphs a column may cut."""
LINES = frozenset({Role.VERSE, Role.LIST, Role.TABLE_ROW, Role.TABLE_CELL})
"""Roles of lines that stay lines: joined with nothing, and shown together where they follow one another."""
TEXT = RUNNING_TEXT | LINES | {Role.ADVERTISEMENT, Role.TABLE_CAPTION}
"""Roles of what is read under a heading."""
SPACED_TEXT = RUNNING_TEXT | {Role.CAPTION, Role.ADVERTISEMENT}
"""Roles in which a gap between two Han characters means nothing."""
OF_PICTURES = frozenset({Role.CAPTION, Role.CREDIT})
"""Roles of the text that belongs to a picture."""
ASIDE = FURNITURE | OF_PICTURES
"""Roles that stand beside the running text: reading goes on behind them."""
