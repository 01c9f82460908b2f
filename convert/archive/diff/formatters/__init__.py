"""A comparison in the formats that CI systems take; `terminal` is for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from convert.archive.diff.formatters.html import as_html
from convert.archive.diff.formatters.json import as_json
from convert.archive.diff.formatters.junit import as_junit
from convert.archive.diff.formatters.markdown import as_markdown
from convert.archive.diff.formatters.sarif import as_sarif
from convert.archive.diff.report import DiffReport

FORMATTERS: Mapping[str, Callable[[DiffReport], str]] = MappingProxyType(
    {"html": as_html, "json": as_json, "junit": as_junit, "markdown": as_markdown, "sarif": as_sarif}
)
"""By the name of their format."""
