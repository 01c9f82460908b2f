"""A large catalogue in a real browser: an answer comes before a reader notices that he waits."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from convert.catalogue.build import CatalogueName, build_catalogue
from convert.document.model import Metadata
from convert.document.roles import Role
from tests.support.browser import Browser, browser, needs_chromium
from tests.support.build import archived, document
from tests.support.catalogued import TIMES

pytestmark = needs_chromium
WITHIN = 300.0
"""Milliseconds."""
CHARACTERS = "".join(chr(0x4E00 + 7 * n) for n in range(1_500))
ASK = """
(async () => {
  const words = document.getElementById('words'), status = document.getElementById('status');
  words.value = QUESTION;
  const began = performance.now();
  words.form.requestSubmit();
  while (['', 'Searching…'].includes(status.textContent) || status.textContent === BEFORE)
    await new Promise((next) => requestAnimationFrame(next));
  return performance.now() - began;
})()
"""


def make(folder: Path, count: int) -> str:
    """Make a catalogue of invented issues, and return its address; the 7th, 14th, ... tell of a bridge."""
    dice = Random(1)
    for number in range(count):
        text = "".join(dice.choices(CHARACTERS, k=400))
        bridge = "云津新桥通车" if number % 7 == 0 else ""
        meta = Metadata(
            title="山城晚报",
            date=f"{1900 + number // 365:04}-{1 + number // 28 % 12:02}-{1 + number % 28:02}",
            number=str(number),
            language="zh-Hans",
        )
        issue = document([(Role.HEADLINE, f"第{number}期"), (Role.BODY, f"{text}{bridge}。")], meta)
        (folder / f"{number:05}.xml").write_text(archived(issue), "utf-8")
    summary = build_catalogue(folder, "1", times=TIMES, name=CatalogueName(language="en"))
    assert summary.issues == count
    return (folder / "catalogue" / "index.html").as_uri()


def ask(tab: Browser, question: str) -> float:
    """Search, and return how many milliseconds pass till the answer is told."""
    before = tab.say("document.getElementById('status').textContent")
    script = ASK.replace("QUESTION", repr(question)).replace("BEFORE", repr(before))
    return float(tab.say(script))


def ask_all(tmp_path: Path, count: int) -> dict[str, list[float]]:
    """Ask for a common, a rare and a missing word three times, the first time with what the page loads.

    Each answer is checked; returned are the milliseconds of each question.
    """
    folder = tmp_path / "issues"
    folder.mkdir()
    address = make(folder, count)
    bridges = -(-count // 7)
    begins = sum(str(number).startswith("77") for number in range(count))
    times: dict[str, list[float]] = {}
    with browser(tmp_path) as tab:
        for _ in range(3):
            tab.go(address)
            for question, found in (
                ("云津新桥", bridges),
                ("第77期", begins),
                ("新桥通车", bridges),
                ("龘龘", 0),
            ):
                times.setdefault(question, []).append(ask(tab, question))
                told = tab.say("document.getElementById('status').textContent").replace(",", "")
                expected = {0: "No issue found", 1: "1 issue found"}.get(found, f"{found} issues found")
                assert told.removeprefix("At most ").startswith(expected), told
        assert tab.heard == []
    return times


def test_each_question_is_answered(tmp_path: Path) -> None:
    """As often as it is asked, with the number of issues that have its words."""
    assert all(len(asked) == 3 for asked in ask_all(tmp_path, 200).values())


@pytest.mark.long
def test_an_answer_comes_at_once(tmp_path: Path) -> None:
    """The best of three times of each question."""
    times = ask_all(tmp_path, 5_000)
    assert max(map(min, times.values())) < WITHIN, times
