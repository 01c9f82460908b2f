"""What is not in a bag, and why: a list for people and programs, and the same failures as events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from convert.archive.bag.premis import failures_premis

FAILED = "metadata/failed.json"
"""In the bag, beside its payload: what failed, and what was left out for it is stale."""
FAILED_EVENTS = "metadata/failed.premis.xml"
"""The same failures, as events."""


def failure_files(failed: Sequence[Mapping[str, str]], left_out: Mapping[str, str]) -> dict[str, bytes]:
    """Write what failed and when, and why what was left out; no file where nothing is missing."""
    if not failed and not left_out:
        return {}
    stale = [{"issue": path, "why": why} for path, why in left_out.items()]
    told = {"failed": [dict(values) for values in failed], "left_out": stale}
    text = json.dumps(told, ensure_ascii=False, indent=2)
    files = {FAILED: text.encode("utf-8", "backslashreplace") + b"\n"}
    if failed:
        files[FAILED_EVENTS] = failures_premis(failed)
    return files
