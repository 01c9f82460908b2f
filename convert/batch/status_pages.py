"""One page of an issue: what the ledger knows of it, and whether its file is as it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import file_digest

from convert.batch.records import Issue, IssuePage
from convert.errors import BadSetting
from convert.system.paths import printable_path


def find_page(issue: Issue, name: str) -> IssuePage:
    """Return the page of an issue that a label or the name of its file means.

    Raises:
        BadSetting: there is none, or the issue is one file.

    """
    for page in issue.pages:
        if name.upper() == page.label.upper() or name == page.file:
            return page
    if not issue.pages:
        raise BadSetting(f"{issue.name} is one file", hint="omit --page")
    labels = ", ".join(printable_path(page.label) or page.file for page in issue.pages[:12])
    raise BadSetting(f"no page {name!r} in {issue.name}", hint=f"choose from: {labels}")


def page_as_mapping(issue: Issue, page: IssuePage) -> dict[str, object]:
    """Return what is known of a page as plain values; the keys are a contract, see docs/batch.md."""
    return {
        "issue": issue.name,
        "state": issue.state.value,
        "page": page.label,
        "path": os.fsdecode(page.path),
        "sha256": page.sha256,
        "now": _now(page),
        "decisions": os.fsdecode(page.decisions) if page.decisions else None,
        "warnings": list(page_warnings(issue, page)),
    }


def page_warnings(issue: Issue, page: IssuePage) -> Iterator[str]:
    """Yield what was warned of in one page: the warnings that name its file."""
    return (warning for warning in issue.outcome.warnings if page.file in warning)


def _now(page: IssuePage) -> str:
    """Say how the file of a page stands to what was converted."""
    try:
        with open(page.path, "rb") as file:  # noqa: PTH123 - a path of bytes
            digest = file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "its file is gone"
    except OSError as error:
        return f"its file cannot be read: {error.strerror}"
    return "as it was converted" if digest == page.sha256 else "changed since it was converted"
