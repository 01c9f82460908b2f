"""Twice is the same as once: the passes find nothing more to do in what they made.

`run` judges a document once by each rule, so a second run of it proves nothing. What is run again here has
forgotten that it was repaired; or it is the reading alone, as a new source. Both leave a page as it is: the
rules of order and paragraphs run on their own reading until nothing changes.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from convert import conversion
from convert.analysis.context import page_context
from convert.document.model import Document, Metadata
from convert.language import language
from convert.passes.registry import run
from tests.support.cases import seen
from tests.support.damage import clean_page, damaged_page

KINDS = {
    "a quote beside Latin letters": '“Riverton"是 唯 一 一 组 在 周 六 下 午 没 有 丢 分 的 选 手。',
    "a dot behind 一": "城 里 许 多 茶 馆 都 改 了 名 字, 老 街 的 这 一 家 是 其 中 之 一.",
    "a stray": "在强尼離 开时有 一个或两个 人 在岸 上 挥 手。",
    "a dot behind a quote that closes": '他 回 答: "我 还 记 得 当 时 的 每 一 个 细 节".',
}
"""Texts full of a recogniser's gaps, which hid from a first run what a second one saw without them."""
AROUND = (
    "滨 江 步 道 二 期 工 程 建 成, 沿 线 新 建 了 三 座 人 行 桥, “以 前” 要 绕 路。",
    "图 书 馆 延 长 了 开 放 时 间, 并 且 增 开 了 两 趟 接 驳 公 交 车。",
)
"""What stands above and below each of them: without it a page is too short to show its gaps."""
FAR = 10
"""Texts between a column's end and its continuation: more than a second look once passed over."""
PAGES = range(120)
"""Seeds: each makes one page and its damage, the same on any machine."""


@pytest.fixture(scope="module")
def repaired() -> tuple[Document, ...]:
    """Repair the pages."""
    pages = [damaged_page(dice, clean_page(dice)) for dice in map(Random, PAGES)]
    return tuple(repair(page) for page in pages)


def repair(text: str) -> Document:
    """Read a text as Chinese and run all passes."""
    return conversion.repair(conversion.read(text.encode(), Metadata(language="zh-Hans"), encoding="utf-8"))


def forget(document: Document) -> Document:
    """Return the document as if no rule had judged it."""
    return replace(document, rules={}, proposals=(), ruleset="")


@pytest.fixture(scope="module")
def changed_when_forgotten(repaired: tuple[Document, ...]) -> list[int]:
    """Return the pages that a second run changes: readings, roles, openings or order."""
    chinese = language("zh-Hans")
    return [
        number
        for number, once in zip(PAGES, repaired, strict=True)
        if seen(run(forget(once), chinese).blocks) != seen(once.blocks)
    ]


@pytest.fixture(scope="module")
def changed_as_a_source(repaired: tuple[Document, ...]) -> list[int]:
    """Return the pages whose reading, taken as a source, reads otherwise."""
    return [
        number for number, once in zip(PAGES, repaired, strict=True) if repair(once.text).text != once.text
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_gaps_hide_nothing_from_the_first_run(kind: str) -> None:
    """What a page of gaps becomes is left alone: marks and words are told without the gaps."""
    once = repair("\n\n".join((AROUND[0], KINDS[kind], AROUND[1])) + "\n")
    assert repair(once.text).text == once.text


def test_a_second_look_goes_as_far_as_a_source_is_looked_at() -> None:
    """Once nothing else continues a column, its continuation is found far away in the first run, too."""
    between = [
        f"第{number}路公交车昨天起延长到滨江码头，沿线居民出行更加方便。" for number in range(3, 3 + FAR)
    ]
    texts = ["市图书馆昨天与大学城的三所高校签署协议，双方将互相借阅图", *between, "书，读者证也可以通用。"]
    blocks = conversion.read("\n\n".join(texts).encode(), Metadata(language="zh-Hans")).blocks
    order = {block.id: number for number, block in enumerate(blocks)}
    page = page_context(blocks, language("zh-Hans"))
    for seen_as in (page, replace(page, order=order)):
        assert (0, len(blocks) - 1) in {(link.tail, link.head) for link in seen_as.links()}


def test_a_second_run_finds_its_rules_on_record(repaired: tuple[Document, ...]) -> None:
    """A document that remembers is left as it is, and one that has forgotten is judged again."""
    once, chinese = repaired[0], language("zh-Hans")
    assert run(once, chinese) == once
    assert run(forget(once), chinese).rules.keys() == once.rules.keys()


def test_second_run_changes_no_page(changed_when_forgotten: list[int]) -> None:
    """Readings, roles, openings and order stay though every rule judges anew."""
    assert changed_when_forgotten == []


def test_reading_as_a_source_is_left_alone(changed_as_a_source: list[int]) -> None:
    """What was made of a page is a clean page."""
    assert changed_as_a_source == []
