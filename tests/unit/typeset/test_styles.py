"""Styles: those of ours are taken as they are, those of a user are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.system.toml import load_toml
from convert.typeset.styles import load_style, parse_style, styles_folder

OURS = sorted(styles_folder().glob("*.toml"))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_style_of_ours_is_what_it_would_be_if_it_were_checked(path: Path) -> None:
    """Key by key, and each value of its type: that it is right is proved here, not at each start."""
    checked = parse_style(load_toml(path).table, str(path))
    ours = load_style(checked.name)
    assert repr(ours) == repr(checked)
