"""A long text is linked stretch by stretch, and nothing is lost where two stretches meet."""

from __future__ import annotations

from convert.analysis.links.continuations import BLOCKS_APART
from convert.analysis.links.fragments import BlockView
from convert.analysis.links.links import MOST_STRETCH, PageView, find_links, scored_pairs
from convert.analysis.links.stretches import part_views
from convert.analysis.texts.texts import page_texts
from convert.document.damage import Damage
from convert.document.roles import Role
from convert.language import language

LEAST, MOST = 20, 50
DAMAGED = Damage(any=0.99, cuts=0.99, repeats=0.5, order=0.9, orphans=0.5, misreadings=0.5)


def articles(count: int) -> list[BlockView]:
    """Lay out so many headlines, each with two paragraphs."""
    return [
        BlockView(role, text, "")
        for number in range(count)
        for role, text in (
            (Role.HEADLINE, f"云津第{number}座粮仓落成"),
            (Role.BODY, f"本报讯 第{number}座粮仓昨天上午在渡口落成，附近的居民前来参观。"),
            (Role.BODY, f"粮仓可以存放{number + 100}万斤稻谷，明年春天开始使用。"),
        )
    ]


def test_stretches_cover_a_text_once() -> None:
    """Each block is in one stretch, none is longer than allowed, and a page is one."""
    views = articles(200)
    parts = [*part_views(views, LEAST, MOST)]
    assert [number for part in parts for number in part] == [*range(len(views))]
    assert all(LEAST <= len(part) <= MOST for part in parts[:-1])
    assert [*part_views(views[:LEAST], LEAST, MOST)] == [range(LEAST)]


def test_a_join_moves_no_boundary_but_those_next_to_it() -> None:
    """One block less at the beginning: most stretches hold the same blocks as before."""
    views = articles(400)
    before = {tuple(views[part.start : part.stop]) for part in part_views(views, LEAST, MOST)}
    shorter = views[:4] + views[5:]
    after = {tuple(shorter[part.start : part.stop]) for part in part_views(shorter, LEAST, MOST)}
    assert len(before & after) > 0.8 * len(before)


def test_a_paragraph_cut_where_two_stretches_meet_is_linked() -> None:
    """The tail is the last block of one stretch, the head the first of the next one."""
    boundary = MOST_STRETCH * BLOCKS_APART
    views = [view for view in articles(boundary) if view.role is Role.BODY][: boundary + 200]
    views[boundary - 1] = BlockView(Role.BODY, "省委要求各级党组织切实加强基层政权建设，不断提高科学决", "")
    views[boundary] = BlockView(Role.BODY, "策水平，推动乡村振兴各项任务落到实处，让群众得到实惠。", "")
    page = page_texts(language("zh-Hans"))
    pairs = scored_pairs(page)
    links = find_links(page, pairs, PageView(tuple(views), DAMAGED))
    assert len(pairs.values) == 2
    assert (boundary - 1, boundary) in {(link.tail, link.head) for link in links if link.cert > 0.8}
