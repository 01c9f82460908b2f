"""Lines that stand twice: one reading of two, or words that were written again."""

from __future__ import annotations

import pytest

from convert.analysis.context import page_context
from convert.analysis.furniture import read_twice as module
from convert.analysis.furniture.read_twice import RepeatedLines
from convert.language import language

LINE = "团正积极将此类个案经"
TEXTS = ["全市法院在审理中发现问题，" + LINE, LINE + "验转化为制度，推动源头治理。", "别的报道说今日天晴。"]


def certainty(texts: list[str]) -> float:
    """Return how certain the first text ends with a line that the second one begins with."""
    page = page_context((), language("zh-Hans"))
    return RepeatedLines(page, texts).certainty(0, 1, len(LINE))


def test_a_line_that_stands_a_third_time_was_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands many pages on is another article's, and nothing is searched for that far."""
    again = [*TEXTS, "又说" + LINE + "过。"]
    assert certainty(TEXTS) > 0.9
    assert certainty(again) == 0.0
    monkeypatch.setattr(module, "NEAR", sum(map(len, TEXTS)))
    assert certainty(TEXTS) > 0.9
    assert certainty(again) > 0.9


def test_a_foreign_name_goes_on_with_a_capital() -> None:
    """Behind its first word in a Chinese text; elsewhere a capital begins another sentence."""
    line = "员玛丽·怀特洛克（Mary"
    texts = ["渡口的客人问起了老船长，也问起了船" + line, line + " Whitlock），她笑了起来。"]
    page = page_context((), language("zh-Hans"))
    assert RepeatedLines(page, texts).certainty(0, 1, len(line)) > 0.9
    han = "员玛丽·怀特洛克和她的"
    others = ["渡口的客人问起了老船长，也问起了船" + han, han + "Whitlock工厂"]
    assert RepeatedLines(page, others).certainty(0, 1, len(han)) == 0.0
