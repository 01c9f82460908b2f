"""Issues of random structure: any role anywhere, articles, sections and fragments in any order."""

from __future__ import annotations

from random import Random

from convert.document.actions import Action, Edit, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.text.source import decode

WORDS = (
    "重庆", "高质量发展", "，", "。", "“", "”", "（", "）", "《", "》", "——", "……", "1949年", "GDP",
    "5.2%", "don’t", "newspapers", " ", "·", "、", "：", "？", "●", "𠀋", "😀", "\u202e", "\ufeff", "\x01",
    "]]>", "<b>", "\t", "e\u0301",
)  # fmt: skip
TITLES = ("山城晚报", "", "The Courier", "<b>&amp;\u202e")
LANGUAGES = ("zh-Hans", "zh-Hant", "en", "", "und", "not a language")
OPENINGS = (None, None, None, None, *Opening)
RULE = Rule("random", Kind.CORRECTION)


def random_issue(number: int) -> Document:
    """Make the issue of that number: the same on any machine."""
    dice = Random(number)
    count = dice.randrange(1, 14)
    texts = ["".join(dice.choices(WORDS, k=dice.choice((1, 3, 9, 40, 150)))).strip() for _ in range(count)]
    source = "\n\n".join(text or "甲" for text in texts) + "\n"
    meta = Metadata(
        title=dice.choice(TITLES),
        date=dice.choice(("2025-12-08", "2025", "")),
        number=dice.choice(("321", "")),
        language=dice.choice(LANGUAGES),
        name="issue.txt",
    )
    document = read_text(decode(source.encode("utf-8", "surrogatepass"), "utf-8"), meta)
    actions: list[Action] = []
    for block in range(len(document.blocks)):
        actions.append(Label(block, dice.choice(list(Role))))
        opening = dice.choice(OPENINGS)
        if opening:
            actions.append(Place(block, block - 1, opens=opening))
        if dice.random() < 0.3 and document.blocks[block].reading:
            actions.append(Edit(block, 0, 1, dice.choice(("", "改", "改，"))))
    return rewrite(document, RULE, actions)
