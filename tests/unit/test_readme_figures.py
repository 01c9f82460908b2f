"""The figures in README.md: they are those that the benchmark printed."""

from __future__ import annotations

import runpy

from tests.support.paths import ROOT

FIGURES = runpy.run_path(str(ROOT / "scripts" / "figures.py"))
README = (ROOT / "README.md").read_text("utf-8")


def test_the_figures_are_not_stale() -> None:
    """`make figures` writes them anew out of docs/accuracy.md."""
    assert FIGURES["renewed"](README) == README
    assert "| translated news, damaged in five ways | " in README


def test_each_source_that_was_measured_is_shown() -> None:
    """None is left out, least of all the worst."""
    rows = FIGURES["measured"]((ROOT / "docs" / "accuracy.md").read_text("utf-8"))
    assert len(rows) > 15
    sources = tuple(FIGURES["SOURCES"])
    assert [row.name for row in rows if not row.name.startswith(sources)] == []
