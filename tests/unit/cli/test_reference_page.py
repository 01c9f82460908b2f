"""docs/reference/cli.md: that it is what the commands print for --help."""

from __future__ import annotations

import runpy

from tests.support.paths import ROOT


def test_the_page_of_commands_is_not_stale() -> None:
    """`make reference` writes it anew."""
    page: str = runpy.run_path(str(ROOT / "scripts" / "reference.py"))["page"]()
    assert (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8") == page
