"""What all tests share: the profiles of hypothesis and the flag that rewrites golden files."""

from __future__ import annotations

import pytest

from tests.support.examples import register_profiles

register_profiles()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rewrite-golden`."""
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files anew instead of comparing with them; then look at the diff",
    )
