"""The time of catalogues that tests make."""

from __future__ import annotations

from datetime import UTC, datetime

from convert.catalogue.history import CatalogueTimes

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TIMES = CatalogueTimes(NOW)
CHANGED = "2026-01-02T03:04:05Z"
"""The same, as feeds say it."""
