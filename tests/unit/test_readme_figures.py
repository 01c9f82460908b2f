"""The figures in README.md and README.zh.md: they are those that the benchmark printed."""

from __future__ import annotations

import runpy

import pytest

from tests.support.paths import ROOT

FIGURES = runpy.run_path(str(ROOT / "scripts" / "figures.py"))


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("README.md", "| translated news, damaged in five ways | "),
        ("README.zh.md", "| 译文新闻，五种损坏 | "),
    ],
)
def test_the_figures_are_not_stale(name: str, row: str) -> None:
    """`make figures` writes them anew out of docs/accuracy.md."""
    page = (ROOT / name).read_text("utf-8")
    assert FIGURES["renewed"](name) == page
    assert row in page


def test_each_source_that_was_measured_is_shown() -> None:
    """None is left out, least of all the worst."""
    rows = FIGURES["measured"]((ROOT / "docs" / "accuracy.md").read_text("utf-8"))
    assert len(rows) > 15
    sources = tuple(FIGURES["PAGES"]["README.md"].sources)
    assert [row.name for row in rows if not row.name.startswith(sources)] == []
