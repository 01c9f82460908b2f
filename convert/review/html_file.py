"""The review page as one file, for a colleague without the program; what he decides comes back as a file.

The file loads nothing and may be sent by mail. Its policy lets its own script run, by digest, and no other.
"""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from convert.decisions.decision import Manner
from convert.errors import BadSetting
from convert.review.screen_files import screen_file
from convert.review.service import ReviewService, seen_verdict
from convert.review.store import Conflict, Wish
from convert.system.json_object import parse_object

MODULES = tuple("text words offline place sentence dialogs layout beside edit filters main".split())
"""The scripts of the page, each behind those that it needs."""
MOST_DOUBTS = 1000
MISSING = "this is in the program alone: backfile review"
TYPE, VERSION = "backfile decisions", 1
LONGEST_SIDE = 2200
"""Pixels of the image of a page."""
POLICY = (
    "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; base-uri 'none';"
    " form-action 'none'"
)
LONGEST_NAME = 200
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


class TakenDecisions(NamedTuple):
    """What became of decisions that came back."""

    written: int
    lost: tuple[str, ...]
    """Those that were not taken, and why."""


def as_html(service: ReviewService) -> bytes:
    """Return the page with the first doubts of the queue and the images of their pages in it."""
    data = _data(service)
    text = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode()
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    script, style = _script(), screen_file("review.css").decode()
    policy = POLICY.format(_digest(script), _digest(style))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Review</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f'<script type="application/json" id="data">{text}</script>\n'
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    ).encode()


def take_decisions(service: ReviewService, text: str, name: str) -> TakenDecisions:
    """Write what came back as a file; what stands there otherwise by now is left, and told.

    Raises:
        BadSetting: not such a file, or a decision that cannot be.
        UnwritableOutput: a decisions file cannot be written.

    """
    body = parse_object(text, name, hint="give the file that the review page saved")
    entries = body.get("decisions")
    if body.get("type") != TYPE or body.get("version") != VERSION or not isinstance(entries, list):
        raise BadSetting("not the decisions of a review page", location=name)
    reviewer = str(body.get("reviewer") or service.reviewer)[:LONGEST_NAME]
    lost: list[str] = []
    count = 0
    for manner in Manner:
        wishes = []
        for entry in entries:
            if isinstance(entry, dict) and entry.get("manner") == manner:
                wish, place = _wish(service, entry)
                wishes += [wish] if wish else []
                lost += [] if wish else [f"{place}: no longer in the queue"]
        count += _decide(service, wishes, reviewer, manner, lost)
    return TakenDecisions(count, tuple(lost))


def _wish(service: ReviewService, entry: Mapping[str, Any]) -> tuple[Wish | None, str]:
    """Return what an entry of the file asks for; nothing where its doubt is not there any more."""
    try:
        target, table, seen = os.fsencode(entry["target"]), dict(entry["entry"]), dict(entry["seen"])
        place = f"{entry['target']}: {table['rule']} at {table['at']}"
        doubt = service.store.find(target, table)
        decide, replacement = str(entry["decide"]), str(entry.get("replacement", ""))
    except (KeyError, TypeError, ValueError) as error:
        raise BadSetting(
            "a decision without a place", hint="give the file as the review page saved it"
        ) from error
    time = _own_time(str(entry.get("time", "")), service.now())
    return (Wish(doubt, decide, replacement, seen_verdict(seen), time) if doubt else None), place


def _own_time(time: str, now: str) -> str:
    """Return the time at which a colleague decided; nothing where it is none, or has not come yet."""
    return time if _TIME.fullmatch(time) and time <= now else ""


def _decide(
    service: ReviewService, wishes: list[Wish], reviewer: str, manner: Manner, lost: list[str]
) -> int:
    """Write what can be written of some decisions, as one step; return how many that are."""
    if not wishes:
        return 0
    try:
        return len(service.store.decide(wishes, reviewer, service.now(), manner).changes)
    except Conflict as conflict:
        for number in conflict.states:
            entry = service.store.index.entry(number)
            issue = service.store.issues[entry.issue].name if entry else ""
            place = f"{issue}: {entry.table['rule']} at {entry.table['at']}" if entry else str(number)
            lost.append(f"{place}: decided differently in the meantime")
        left = [wish for wish in wishes if wish.doubt not in conflict.states]
        return _decide(service, left, reviewer, manner, lost)


def _data(service: ReviewService) -> dict[str, Any]:
    """Return all that the page needs: the first doubts of the queue, as the server would answer."""
    queue = service.queue({})
    order = queue["order"][:MOST_DOUBTS]
    doubts = [
        doubt for start in range(0, len(order), 100) for doubt in service.doubts(order[start : start + 100])
    ]
    pages: dict[str, str] = {}
    for doubt in doubts:
        row = service.store.issues[doubt["issue"]]
        entry = service.store.index.entry(doubt["id"])
        doubt |= {
            "target": os.fsdecode(row.target),
            "entry": dict(entry.table) if entry else {},
            "seen": doubt["state"],
        }
        for page in {doubt["page"], *(box[0] for box in doubt["boxes"])}:
            name = f"{doubt['issue']}/{page}"
            if name not in pages:
                image = service.images.draw(row.target, page, LONGEST_SIDE)
                pages[name] = f"data:image/jpeg;base64,{b64encode(image).decode()}" if image else ""
    start = service.start()
    issues = {doubt["issue"] for doubt in doubts}
    start["issues"] = [issue for issue in start["issues"] if issue["id"] in issues]
    digest = sha256(repr([(d["target"], d["entry"]) for d in doubts]).encode("utf-8", "replace")).hexdigest()
    return {
        "start": start,
        "kinds": queue["kinds"],
        "doubts": doubts,
        "pages": pages,
        "digest": digest[:16],
        "missing": MISSING,
    }


def _script() -> str:
    """Return the scripts of the page as one: each knows what stands before it, and imports nothing."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", screen_file(f"{name}.js").decode())) for name in MODULES)


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
