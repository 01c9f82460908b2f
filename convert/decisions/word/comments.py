"""Comments that an editor has resolved or answered, and what that decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from convert.decisions.decision import ChangeKey, Verdict
from convert.decisions.gate import RuleRequest
from convert.document.former_names import present_name
from convert.readers.word.package import Package
from convert.readers.word.story import W
from convert.text.xml_safe import sanitize
from convert.writers.docx.comment_words import quotes
from convert.writers.docx.tracked import quoted

PLACE = re.compile(r"([a-z]{1,12}):(\d{1,12})")
"""What `w:initials` say: the action and where."""
WORD14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WORD15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
ANSWERS = {
    **dict.fromkeys(("accept", "accepted", "yes", "ok", "采纳", "接受", "同意", "是"), Verdict.ACCEPT),
    **dict.fromkeys(("reject", "rejected", "no", "不采纳", "拒绝", "不同意", "否"), Verdict.REJECT),
}
"""The first word of an answer, in small letters."""


class _Comment(NamedTuple):
    """A comment, and what became of it."""

    initials: str
    author: str
    text: str
    done: bool
    """Whether it was resolved."""
    answer: Verdict | None


class ProposedPlace(NamedTuple):
    """What a comment proposed, as far as it names it."""

    rule: str
    action: str
    at: int


def resolved_comments(
    package: Package, requests: Mapping[ChangeKey, RuleRequest]
) -> Iterator[tuple[ChangeKey, Verdict | None]]:
    """Yield the proposals whose comment was resolved or answered, with the answer; None: the text decides."""
    for comment in _comments(package):
        if comment.done or comment.answer is not None:
            keys = _keys_of(comment.initials, comment.author, comment.text, requests)
            yield from ((key, comment.answer) for key in keys)


def left_open(package: Package) -> frozenset[ProposedPlace]:
    """Return what the document proposed, and nobody has answered.

    A version whose rule is surer by now does it: the document does not reject that.
    """
    places = [
        (comment, place)
        for comment in _comments(package)
        if not comment.done and comment.answer is None and (place := PLACE.fullmatch(comment.initials))
    ]
    return frozenset(ProposedPlace(present_name(c.author), place[1], int(place[2])) for c, place in places)


def _comments(package: Package) -> Iterator[_Comment]:
    """Yield the comments of a document that are no answers, with the answers to them."""
    part = package.parts.get("comments")
    if part is None:
        return
    extended = package.parts.get("commentsExtended")
    entries = extended.iter(WORD15 + "commentEx") if extended is not None else ()
    by_paragraph = {e.get(WORD15 + "paraId", ""): e for e in entries}
    comments: dict[str, _Comment] = {}
    answers: dict[str, Verdict] = {}
    for number, element in enumerate(part.iter(W + "comment")):
        paragraphs = list(element.iter(W + "p"))
        name = paragraphs[-1].get(WORD14 + "paraId", "") if paragraphs else ""
        entry = by_paragraph.get(name)
        text = "".join([t.text or "" for t in element.iter(W + "t")]).strip()
        parent = "" if entry is None else entry.get(WORD15 + "paraIdParent", "")
        if parent:
            first = re.split(r"[\s,.;:!，。；：！]", text.lower(), maxsplit=1)[0]
            if first in ANSWERS:
                answers[parent] = ANSWERS[first]
            continue
        done = entry is not None and entry.get(WORD15 + "done") in {"1", "true"}
        initials, author = element.get(W + "initials", ""), element.get(W + "author", "")
        comments[name or f"#{number}"] = _Comment(initials, author, text, done, None)
    for name, comment in comments.items():
        yield comment._replace(answer=answers.get(name))


def _keys_of(
    initials: str, author: str, text: str, requests: Mapping[ChangeKey, RuleRequest]
) -> Sequence[ChangeKey]:
    """Return the open proposals that a comment means: by rule and place, of several by what it quotes."""
    place = PLACE.fullmatch(initials)
    if place is None:
        return []
    rule, action, at = present_name(author), place[1], int(place[2])
    keys = {  # by what was quoted before comments had words of the document's language
        key: sanitize(quoted(key.before, key.after)).rstrip()
        for key, request in requests.items()
        if not request.done and (sanitize(key.rule), key.action, key.at) == (rule, action, at)
    }
    quotation = text.partition(": ")[2]  # behind action and certainty
    exact = [key for key, words in keys.items() if quotation == words]
    begun = [key for key, words in keys.items() if quotation.startswith(f"{words} ")]  # an id may follow
    named = {key: sum(len(q) for q in quotes(key.before, key.after) if q in text) for key in keys}
    most = max(named.values(), default=0)
    return exact or begun or [key for key, length in named.items() if length == most]
