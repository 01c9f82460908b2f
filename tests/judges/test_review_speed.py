"""How soon the review page opens, goes on and shows a crop, in a real browser."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from convert.batch.ledger import open_ledger
from convert.decisions.decision import ChangeKey
from convert.decisions.listing import ListedChange
from convert.review.boxes import PlacedBox
from convert.review.doubts import DoubtKind, ReviewItem, SourceLines
from convert.review.index import IssueDoubts, open_index
from tests.support.browser import Browser, browser, needs_chromium
from tests.support.review_browser import SHOWN, browsed, go_to, served
from tests.support.reviewing import converted

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a converted folder with a hostile source among the others."""
    return browsed(tmp_path_factory.mktemp("browsed"))


@pytest.mark.long
def test_ten_thousand_doubts_open_in_a_second_and_keys_answer_at_once(tmp_path: Path) -> None:
    """The first is there within a second, the next within a tenth of one."""
    out = converted(tmp_path, ("misreadings.txt",))
    _fill(out, 10_000)
    with served(out) as (address, _), browser(tmp_path / "browser") as tab:
        tab.go(address)
        tab.until(SHOWN)
        begun = time.monotonic()
        tab.go(address)
        tab.until(f"{SHOWN} && document.querySelector('.count').textContent.endsWith('of 10000')")
        opened = time.monotonic() - begun
        waits = [_next(tab) for _ in range(30)]
    assert opened < 1
    assert sorted(waits)[-3] < 0.1


@pytest.mark.long
def test_a_crop_is_there_in_less_than_a_third_of_a_second(out: Path, tmp_path: Path) -> None:
    """Once its page was drawn; the picture is decoded then, and can be seen."""
    with served(out) as (address, _), browser(tmp_path / "browser") as tab:
        for _ in range(2):  # the second time, it was drawn, and is fetched anew
            tab.do("Network.clearBrowserCache")
            tab.go(address)
            tab.until(SHOWN)
            go_to(tab, ".crop image")
            waits = [_next(tab, "document.querySelector('.crop image')?.decode()") for _ in range(3)]
            tab.say("sessionStorage.clear()")
    assert max(waits) < 0.3


def _next(tab: Browser, then: str = "undefined") -> float:
    """Return how long the next doubt takes, and what is waited for, in seconds, as the page measures it."""
    took = tab.say(
        "new Promise((done) => { const before = document.body.dataset.doubt; const start = performance.now();"
        " const look = () => document.body.dataset.doubt !== before ?"
        f" Promise.resolve({then}).then(() => done(performance.now() - start))"
        " : requestAnimationFrame(look); document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'j', bubbles: true})); look(); })"
    )
    return float(took) / 1000


def _fill(out: Path, count: int) -> None:
    """Put many doubts into the index of the one issue."""
    lines = SourceLines("把积水的位置、时辰、深浅一一画在了纸上。\n市政部门据此修了沟。", 1, 11, 13)
    with open_index(out) as index:
        target, key = next(iter(index.keys().items())) if index.keys() else (b"misreadings", "")
        doubts = []
        for number in range(count):
            words = chr(0x4E00 + number % 500)
            change = ChangeKey("dashes", "edit", number, words, "——", "")
            table: dict[str, str | int] = {
                "decide": "",
                "rule": "dashes",
                "action": "edit",
                "at": number,
                "words": words,
            }
            table |= {"before": words, "after": "——"}
            listed = ListedChange(change, done=False, decided=False, comment=("# 1:1", "#   x"), table=table)
            kind = DoubtKind("dashes", "edit", words, "——")
            item = ReviewItem(
                listed,
                kind,
                0.6,
                "1:12",
                0,
                "深浅",
                "画在",
                "",
                lines,
                None,
                (PlacedBox(0, 0, 0, 0, 0),),
                ("——",),
            )
            doubts.append(item)
        path = os.fsencode(out.parent / "in" / "misreadings.decisions.toml")
        index.put(
            IssueDoubts(
                target,
                key or _key(out),
                "misreadings.txt",
                "",
                "",
                "misreadings.txt",
                "",
                path,
                doubts=tuple(doubts),
            )
        )


def _key(out: Path) -> str:
    """Return the key by which the ledger knows the issue."""
    with open_ledger(out) as ledger:
        return next(iter(ledger.issues())).key
