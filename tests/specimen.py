"""A small page that has all that an archival XML can hold: the example of docs/archival-xml.md."""

from __future__ import annotations

from collections.abc import Sequence

from convert.model import Document, Kind, Metadata, Opening, Role
from convert.readers.text import read_text
from convert.rewrite import Action, Edit, Join, Label, Place, Rule, rewrite
from convert.source import decode

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
META = Metadata("云津晚报", "2026-03-14", "4830", "zh-Hans", "4", "p4.txt")

PASSES: tuple[tuple[Rule, Sequence[Action]], ...] = (
    (Rule("unseen", Kind.CORRECTION), [Edit(4, 5, "", 1.0, 6)]),
    (Rule("lines", Kind.LAYOUT), [Edit(12, 14, "", 0.98, 3)]),
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
    (Rule("repeats", Kind.SURPLUS), [Edit(0, 1, "", 0.95, 5)]),
    (Rule("stitch", Kind.LAYOUT), [Join(3, 5, "", 0.94), Join(5, 8, "", 0.31)]),
    # from here on the fragment is part of the paragraph, and what follows has a lower number
    (
        Rule("articles", Kind.LAYOUT),
        [Place(1, 0, 0.97, Opening.ARTICLE), Place(4, 7, 0.91, Opening.UNPLACED)],
    ),
    (Rule("dashes", Kind.CORRECTION), [Edit(27, 29, "——", 0.95, 3)]),
    (Rule("words", Kind.CORRECTION), [Edit(10, 10, "了", 0.92, 6), Edit(0, 1, "她", 0.3, 6)]),
    (Rule("spaces", Kind.REGULARIZATION), [Edit(2, 3, "", 0.99, 6)]),
    (Rule("wide-marks", Kind.REGULARIZATION), [Edit(4, 5, "，", 0.99, 3), Edit(5, 6, "，", 0.99, 6)]),
)


def specimen() -> Document:
    """Read the page and apply the passes."""
    document = read_text(decode(SOURCE, "utf-8", bom=SOURCE[:3]), META)
    for rule, actions in PASSES:
        document = rewrite(document, rule, actions)
    return document
