"""Two small pages with all that an archival XML can hold: the examples of docs/archival-xml.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert import __version__
from convert.document.actions import Action, Candidate, Edit, Join, Label, Place, Refer, Rule, Split
from convert.document.changes import Kind
from convert.document.damage import Damage
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata, Proposal, Tally
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.text.source import decode

LINES = (
    "云津晚报 第4版",
    "桥上的灯",
    "本报记者 何小满",
    "入夜以后,老桥的灯一盏盏\r\n亮起来。守灯人在桥头坐了三",
    "卖花的人收了摊",
    "三十年一一从煤油灯守到电灯。",
    "老桥夜景\x00",
    "何小满摄",
    "\f他说 灯亮了,路就有",
)
SOURCE = "\ufeff".encode() + "\r\n\r\n".join(LINES).encode() + b"\xff\r\n"
META = Metadata(
    title="云津晚报", date="2026-03-14", number="4830", language="zh-Hans", page="4", name="p4.txt"
)

PASSES: tuple[tuple[Rule, Sequence[Action]], ...] = (
    (Rule("unseen", Kind.CORRECTION), [Edit(6, 4, 5, "", 1.0)]),
    (Rule("lines", Kind.LAYOUT), [Edit(3, 12, 14, "", 0.98)]),
    (Rule("furniture", Kind.LAYOUT), [Label(0, Role.RUNNING_HEAD, 0.99)]),
    (
        Rule("roles", Kind.LAYOUT, version=2),
        [
            Label(1, Role.HEADLINE, 0.97),
            Label(2, Role.BYLINE, 0.99),
            Label(6, Role.CAPTION, 0.93),
            Label(7, Role.CREDIT, 0.96),
            Label(8, Role.BRIEF, 0.4),
        ],
    ),
    (Rule("repeats", Kind.SURPLUS), [Edit(5, 0, 1, "", 0.95)]),
    (Rule("stitch", Kind.LAYOUT), [Join(3, 5, "", 0.94), Join(5, 8, "", 0.31)]),
    # from here on the fragment is part of the paragraph, and what follows has a lower number
    (
        Rule("articles", Kind.LAYOUT),
        [Place(1, 0, 0.97, Opening.ARTICLE), Place(4, 7, 0.91, Opening.UNPLACED)],
    ),
    (Rule("dashes", Kind.CORRECTION), [Edit(3, 27, 29, "——", 0.95)]),
    (Rule("words", Kind.CORRECTION), [Edit(6, 10, 10, "了", 0.92), Edit(6, 0, 1, "她", 0.3)]),
    (Rule("spaces", Kind.REGULARIZATION), [Edit(6, 2, 3, "", 0.99)]),
    (
        Rule("fullwidth-punctuation", Kind.REGULARIZATION),
        [Edit(3, 4, 5, "，", 0.99), Edit(6, 5, 6, "，", 0.99)],
    ),
)


SECOND: tuple[tuple[Role, str], ...] = (
    (Role.EDITORS, "责编 何小满"),
    (Role.HEADLINE, "要闻"),
    (Role.LABEL, "灯节特辑"),
    (Role.KICKER, "老桥边的旧事"),
    (Role.HEADLINE, "灯火三十年"),
    (Role.SUBTITLE, "守灯人自述"),
    (Role.HOST, "主持人：林溪"),
    (Role.PARTICIPANT, "嘉宾：何大全"),
    (Role.BODY, "灯要亮，\n人要在。"),
    (Role.BYLINE, "林溪 整理"),
    (Role.LABEL, "相关链接"),
    (Role.SUBHEAD, "一盏灯"),
    (Role.BODY, "Old  lamps\nburn slowly"),
    (Role.BODY, "and long."),
    (Role.JUMP, "下转第五版"),
    (Role.BRIEF, "●灯会今晚开始。"),
    (Role.BYLINE, "何小满"),
)
UNDATED = Metadata(title="云津晚报", date="丙午年春", name="p5.txt")


def specimen() -> Document:
    """Read the page and apply the passes."""
    document = read_text(decode(SOURCE, "utf-8", bom=SOURCE[:3]), META)
    for rule, actions in PASSES:
        document = rewrite(document, rule, actions)
    return document


def second_specimen() -> Document:
    """Read a page of the roles, marks and proposals that the first one lacks; a reviewer has seen it."""
    text = "\n\n".join(text for _, text in SECOND)
    document = read_text(decode(text.encode(), "utf-8"), UNDATED)
    labels: list[Action] = [Label(number, role) for number, (role, _) in enumerate(SECOND)]
    openings: list[Action] = [Place(1, 0, opens=Opening.SECTION), Place(2, 1, opens=Opening.ARTICLE)]
    document = rewrite(document, Rule("roles", Kind.LAYOUT, version=2), [*labels, *openings])
    document = rewrite(document, Rule("lines", Kind.LAYOUT), [Edit(12, 10, 11, " ", 0.97)])
    doubtful: list[Action] = [Join(12, 13, " ", 0.42), Split(8, 5, 0.2), Place(15, 7, 0.35)]
    document = rewrite(document, Rule("stitch", Kind.LAYOUT), doubtful)
    words = Rule("words", Kind.CORRECTION, distribution="yunjin-words 1.2")
    counted = {words.name: Tally(words.version, words.kind, distribution=words.distribution)}
    damage = Damage(any=0.96, cuts=0.97, repeats=0.23, order=0.71, orphans=0.19, misreadings=0.02)
    ruleset = f"backfile {__version__}"
    document = replace(document, rules=counted, ruleset=ruleset, damage=damage, max_harm=2.0)
    return rewrite(document, words, [Edit(15, 1, 3, "展", 0.5)], turned_down)


THIRD = (
    "灯火三十年\n\n守灯人在桥头坐了\n\n（下转第二版）\n\n渡口新船下水\n\n新船今晨试航。\n\f"
    "（上接第一版）\n\n灯火\n\n三十年。\n\n灯还亮着。\n\n他的儿子也来了。\n"
)


def third_specimen() -> Document:
    """Read an issue of two pages: an article goes on on the second one, and perhaps another one."""
    document = read_text(decode(THIRD.encode(), "utf-8"), replace(UNDATED, page="1"))
    headlines: list[Action] = [Label(number, Role.HEADLINE) for number in (0, 3, 6)]
    jumps: list[Action] = [Label(number, Role.JUMP) for number in (2, 5)]
    opens: list[Action] = [Place(n, n - 1, opens=Opening.ARTICLE) for n in (0, 3, 6)]
    document = rewrite(document, Rule("roles", Kind.LAYOUT), [*headlines, *jumps, *opens])
    first, third = document.blocks[0].id, document.blocks[3].id
    linked: list[Action] = [Refer(6, first, 0.98, (2,), (5,)), Join(1, 7, "", 0.98), Refer(9, third, 0.3)]
    return rewrite(document, Rule("jumps", Kind.LAYOUT), linked)


def turned_down(candidate: Candidate) -> Proposal:
    """Turn a proposal down as a reviewer does."""
    proposal = candidate.proposal
    return replace(proposal, change=replace(proposal.change, cert=0.0, by="何小满"))
