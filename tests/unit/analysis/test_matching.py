"""Links compete: each is weighed by what its tail and its head would do without it."""

from __future__ import annotations

from functools import partial

from convert.analysis.links.matching import NO_RIVAL, ScoredLink, find_rivals, select_links
from convert.document.damage import NOT_ESTIMATED
from convert.language import language
from tests.support.operations import count_operations

MODELS = language("zh-Hans").models


def link(tail: int, head: int, odds: float) -> ScoredLink:
    """Return a link between neighbouring runs."""
    return ScoredLink(tail, head, odds, overlap=0, tail_run=tail, head_run=head, cut_odds=3.0, start_odds=1.0)


def test_a_link_alone_has_no_rivals() -> None:
    """Nothing else wants its tail or its head."""
    (rivals,) = find_rivals([link(1, 2, 4.0)])
    assert (rivals.tail, rivals.head, rivals.tail_needs, rivals.head_needs) == (NO_RIVAL,) * 4
    assert rivals.head_usual == 4.0


def test_rivals_are_the_best_others_and_what_those_would_lose() -> None:
    """Tail 1 has heads 2 and 3, and head 2 has tails 1 and 4; tail 4 has nothing but head 2."""
    first, *_ = find_rivals([link(1, 2, 4.0), link(1, 3, 1.0), link(4, 2, 3.0), link(5, 3, 2.5)])
    assert (first.tail, first.head) == (1.0, 3.0)
    assert first.tail_needs == 1.0 - 2.5  # head 3 is better off with tail 5
    assert first.head_needs == 3.0 - NO_RIVAL  # tail 4 has no other head
    assert first.head_usual == 3.5


def test_each_end_is_linked_once_and_no_ring_is_made() -> None:
    """1 -> 2 -> 3 -> 1 would be one: the weakest of the three links is left out."""
    chosen = select_links([link(1, 2, 5.0), link(2, 3, 4.5), link(3, 1, 4.0)], NOT_ESTIMATED, MODELS)
    assert {(of.tail, of.head) for _, of in chosen} == {(1, 2), (2, 3)}
    rivals = select_links([link(1, 3, 5.0), link(2, 3, 3.0), link(1, 4, 3.0)], NOT_ESTIMATED, MODELS)
    assert len({of.head for _, of in rivals}) == len({of.tail for _, of in rivals}) == len(rivals)


def test_a_paragraph_of_many_columns_costs_no_more_a_link() -> None:
    """Whether a link would close a ring is known without following the links to their end."""
    short, long = (
        count_operations(partial(select_links, links, NOT_ESTIMATED, MODELS))
        for size in (30, 300)
        for links in ([link(number + 1, number, 6.0) for number in range(size)],)
    )
    assert long < 12 * short
