"""What a comparison found, told in the forms that CI systems take; people on a terminal have `human`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from convert.archive.diff.forms.html import as_html
from convert.archive.diff.forms.junit import as_junit
from convert.archive.diff.forms.machine import as_json, as_sarif
from convert.archive.diff.forms.markdown import as_markdown
from convert.archive.diff.forms.report import Report

FORMS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {"html": as_html, "json": as_json, "junit": as_junit, "markdown": as_markdown, "sarif": as_sarif}
)
"""Name of a form to what writes it."""
