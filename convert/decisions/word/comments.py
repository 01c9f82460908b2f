"""Comments that an editor has resolved or answered, and what that decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from convert.decisions.decision import ChangeKey, Verdict
from convert.decisions.gate import RuleRequest
from convert.readers.word.package import Package
from convert.readers.word.story import W
from convert.writers.docx.tracked import quoted

PLACE = re.compile(r"(edit|join|split|label|place):(\d{1,12})")
"""What `w:initials` say: the action and where."""
WORD14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WORD15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
ANSWERS = {
    **dict.fromkeys(("accept", "accepted", "yes", "ok", "采纳", "接受", "同意", "是"), Verdict.ACCEPT),
    **dict.fromkeys(("reject", "rejected", "no", "不采纳", "拒绝", "不同意", "否"), Verdict.REJECT),
}
"""The first word of an answer, in small letters."""


def resolved(
    package: Package, asked: Mapping[ChangeKey, RuleRequest]
) -> Iterator[tuple[ChangeKey, Verdict | None]]:
    """Yield the proposals whose comment was resolved or answered, with the answer; None: the text decides."""
    notes = package.parts.get("comments")
    if notes is None:
        return
    extended = package.parts.get("commentsExtended")
    entries = extended.iter(WORD15 + "commentEx") if extended is not None else ()
    more = {e.get(WORD15 + "paraId", ""): e for e in entries}
    held: dict[str, list[ChangeKey]] = {}
    shut: dict[str, bool] = {}
    answers: dict[str, Verdict] = {}
    for number, note in enumerate(notes.iter(W + "comment")):
        paragraphs = list(note.iter(W + "p"))
        name = paragraphs[-1].get(WORD14 + "paraId", "") if paragraphs else ""
        entry = more.get(name)
        text = "".join([t.text or "" for t in note.iter(W + "t")]).strip()
        parent = "" if entry is None else entry.get(WORD15 + "paraIdParent", "")
        if parent:
            first = re.split(r"[\s,.;:!，。；：！]", text.lower(), maxsplit=1)[0]
            if first in ANSWERS:
                answers[parent] = ANSWERS[first]
            continue
        key = name or f"#{number}"
        held[key] = _meant(note.get(W + "initials", ""), note.get(W + "author", ""), text, asked)
        shut[key] = entry is not None and entry.get(WORD15 + "done") in {"1", "true"}
    for name, keys in held.items():
        if shut[name] or name in answers:
            yield from ((key, answers.get(name)) for key in keys)


def _meant(initials: str, author: str, text: str, asked: Mapping[ChangeKey, RuleRequest]) -> list[ChangeKey]:
    """Return the open proposals that a comment means: by rule and place, of several by what it quotes."""
    found = PLACE.fullmatch(initials)
    if found is None:
        return []
    action, at = found[1], int(found[2])
    keys = [
        key
        for key, how in asked.items()
        if not how.done and (key.rule, key.action, key.at) == (author, action, at)
    ]
    told = [key for key in keys if f": {quoted(key.before, key.after)}" in text]
    return told or keys
