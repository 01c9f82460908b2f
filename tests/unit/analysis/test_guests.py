"""Guests of a conversation, and where they speak."""

from __future__ import annotations

import pytest

from convert.analysis.headings.guests import MOST_GUESTS, Conversation
from convert.document.model import Block, Segment
from convert.document.roles import Role

GUEST = "老街商会会长 江小楼"
TITLE = Role.SUBHEAD


def blocks_of(*texts: tuple[Role, str]) -> list[Block]:
    """Return blocks."""
    return [Block(f"b.{n}", (Segment(text, text, 0),), role) for n, (role, text) in enumerate(texts)]


def page(under: str, guest: str = GUEST, between: int = 0) -> list[Block]:
    """Return a guest, a question, a heading of number 2, and the text under it, the last one of several."""
    texts = [(Role.BODY, "摊位空了三成。")] * between
    return blocks_of(
        (Role.PARTICIPANT, guest),
        (Role.BODY, "夜市冷清了。"),
        (TITLE, "错开时段"),
        *texts,
        (Role.BODY, under),
    )


@pytest.mark.parametrize(
    ("under", "goes_on"),
    [
        ("江小楼表示，夜市要错开时段。", True),
        ("对此，江小楼认为，夜市要错开时段。", True),
        ("江小楼：夜市要错开时段。", True),
        ("江小楼没有来。记者再三打听，江小楼说：改天。", True),
        ("江小楼没有来。", False),
        ("江大楼表示，夜市要错开时段。", False),
    ],
)
def test_a_conversation_goes_on_where_a_guest_speaks(under: str, *, goes_on: bool) -> None:
    """Whoever is only named does not speak."""
    assert Conversation(page(under)).goes_on([2]) is goes_on


@pytest.mark.parametrize("guest", ["老街商会 江", "老街商会 江小楼先生", "river club Lee", ""])
def test_a_line_that_ends_in_no_name_has_no_guest(guest: str) -> None:
    """A name has two to four Han characters."""
    name = guest.rsplit(maxsplit=1)[-1] if guest else "他"
    assert not Conversation(page(f"{name}表示，夜市要错开时段。", guest)).goes_on([2])


def test_texts_are_looked_through_up_to_a_bound_and_the_next_heading() -> None:
    """What stands further below is of another matter."""
    said = "江小楼表示，夜市要错开时段。"
    assert Conversation(page(said, between=11)).goes_on([2])
    assert not Conversation(page(said, between=12)).goes_on([2])
    other = blocks_of((TITLE, "渡口重开"), (Role.BODY, said))
    assert not Conversation([*page("摊位空了三成。"), *other]).goes_on([2])


def test_a_guest_stays_until_another_article_opens() -> None:
    """Under the second heading one of above speaks, too."""
    blocks = [*page("摊位空了三成。"), *blocks_of((TITLE, "渡口"), (Role.BODY, "江小楼表示，渡口要重开。"))]
    conversation = Conversation(blocks)
    assert not conversation.goes_on([2])
    assert conversation.goes_on([4])
    conversation = Conversation(blocks)
    assert not conversation.goes_on([2])
    conversation.end(4)
    assert not conversation.goes_on([4])


def test_guests_of_the_article_above_are_forgotten_wherever_they_are_named() -> None:
    """Under its last heading, too."""
    said = "江小楼表示，渡口要重开。"
    more = [(Role.PARTICIPANT, GUEST), (Role.BODY, "渡口重开了。"), (TITLE, "渡口"), (Role.BODY, said)]
    blocks = [*page("摊位空了三成。", "老街商会 江大楼"), *blocks_of(*more)]
    conversation = Conversation(blocks)
    assert not conversation.goes_on([2])
    conversation.end(5)
    assert not conversation.goes_on([6])


def test_who_is_named_in_a_text_is_no_guest_and_a_caption_is_no_speech() -> None:
    """Guests have lines of their own, and speak in the text."""
    said = "江小楼表示，夜市要错开时段。"
    assert not Conversation(blocks_of((Role.BODY, GUEST), (TITLE, "错开时段"), (Role.BODY, said))).goes_on(
        [1]
    )
    shown = blocks_of((Role.PARTICIPANT, GUEST), (TITLE, "错开时段"), (Role.CAPTION, said))
    assert not Conversation(shown).goes_on([1])


def test_headings_together_have_the_text_under_the_last_one() -> None:
    """The guest is named above the first."""
    blocks = [*page("副题")[:3], *blocks_of((TITLE, "让夜市活起来"), (Role.BODY, "江小楼说，夜市会好起来。"))]
    assert Conversation(blocks).goes_on([2, 3])


def test_a_long_list_of_names_is_no_conversation() -> None:
    """Nor is one that says nothing."""
    names = [(Role.PARTICIPANT, f"会员 江{chr(0x4E00 + n)}") for n in range(MOST_GUESTS)]
    under = [(TITLE, "错开时段"), (Role.BODY, f"江{chr(0x4E00)}表示，夜市要错开时段。")]
    assert Conversation(blocks_of(*names, *under)).goes_on([MOST_GUESTS])
    more = blocks_of((Role.PARTICIPANT, GUEST), *names, *under)
    assert not Conversation(more).goes_on([MOST_GUESTS + 1])
