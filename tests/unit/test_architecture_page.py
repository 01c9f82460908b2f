"""ARCHITECTURE.md: that it leaves out no part of the package, and names only files that are there."""

from __future__ import annotations

import re

from tests.support.package_code import package_modules
from tests.support.paths import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
PARTS = {module.package for module in package_modules(ROOT)} - {"", "__main__"}


def test_each_part_of_the_package_is_described_once() -> None:
    """In a paragraph that begins with its name, or among the loose modules; none that is gone stays."""
    described = re.findall(r"\*\*`(\w+)`\*\*", PAGE)
    assert sorted(described) == sorted(PARTS)


def test_files_it_names_are_there() -> None:
    """In the package, or in the checkout; `NAME` stands for any name."""
    names = [re.sub(r"NAME\.\w+$", "", name) for name in re.findall(r"`([\w.]+/[\w./]*)`", PAGE)]
    assert len(names) > 20
    missing = [name for name in names if not any((root / name).exists() for root in (ROOT, ROOT / "convert"))]
    assert missing == []
