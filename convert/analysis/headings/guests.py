"""Guests of a conversation: where one of them speaks under a heading, the conversation is not over.

嘉宾 / 大渡口区委书记 张果 / … / 完善工作体系 / 张果表示，…   ->   完善工作体系 is a subhead
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.document.model import Block
from convert.document.roles import ALL_HEADINGS, TEXT, Role
from convert.language.han import is_han

LONGEST_NAME = 4
SPEAKS = tuple(
    "表示 介绍 介紹 说 說 认为 認為 指出 告诉 告訴 坦言 建议 建議 强调 強調 提出 分析 解释 解釋 回答 "
    "回应 回應 谈到 談到 补充 補充 直言 透露 ： :".split()
)
"""What follows a speaker's name."""
MOST_GUESTS = 24
"""Names that are looked for; a longer list is no conversation."""
LOOKED_THROUGH = 12
"""Blocks under a heading that are looked through."""


class Conversation:
    """The guests of the article that is open, while one goes down a page."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        """Begin at the first block, with no guest."""
        self.blocks = blocks
        self.names: set[str] = set()
        self.read = 0

    def end(self, at: int) -> None:
        """Forget the guests: another article opens at a block."""
        self.names.clear()
        self.read = at

    def goes_on(self, headings: Sequence[int]) -> bool:
        """Whether a guest who is named above some headings speaks under them."""
        self.names.update(_guests(self.blocks[self.read : headings[0]]))
        self.read = headings[0]
        if len(self.names) > MOST_GUESTS:
            return False
        texts = self._section(headings[-1] + 1) if self.names else ()
        return any(_speaks(name, text) for text in texts for name in self.names)

    def _section(self, start: int) -> Iterator[str]:
        """Yield the running text from a block on to the next heading."""
        for block in self.blocks[start : start + LOOKED_THROUGH]:
            if block.role in ALL_HEADINGS:
                return
            if block.role in TEXT:
                yield block.reading


def _guests(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the names of those who take part, as their lines end."""
    for block in blocks:
        name = block.reading.split()[-1:] if block.role is Role.PARTICIPANT else []
        if name and 2 <= len(name[0]) <= LONGEST_NAME and all(map(is_han, name[0])):
            yield name[0]


def _speaks(name: str, text: str) -> bool:
    return any(text.startswith(SPEAKS, end) for end in _ends_of(name, text))


def _ends_of(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at + len(name)
        at = text.find(name, at + len(name))
