"""A decision, and by what it finds its place again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from convert.document.changes import Joined, Placed, wording
from convert.document.model import Proposal
from convert.document.roles import Role
from convert.text.pattern import LatePattern

REVIEWER = "reviewer"
"""Who decided, where the file does not say."""

SURROGATES = LatePattern(r"[\ud800-\udfff]")
ACTIONS = ("edit", "join", "split", "label", "place", "ref", "table")
BLOCK_ID = re.compile(r"b\.[0-9a-f]{8}(?:\.[0-9]{1,6})?")
OWN_LAYOUT = "reviewer-layout"
"""The rule under which a reviewer's own changes of paragraphs stand."""
WORDS_LENGTH = 12
"""Characters of the source by which a place is known again."""


class Verdict(StrEnum):
    """What a reviewer says of a change or proposal."""

    ACCEPT = "accept"
    REJECT = "reject"
    REPLACE = "replace"


class ChangeKey(NamedTuple):
    """What tells one change or proposal of a run from all others; a byte that is no character is U+FFFD."""

    rule: str
    action: str
    at: int
    """Offset in the source text, in characters."""
    before: str
    after: str
    behind: str
    """Id of the block to which another is joined, or behind which it is placed."""
    nth: int = 1
    """Which of several that are alike in all this; they stand in one stretch of changed text."""


class Manner(StrEnum):
    """How a reviewer came to a verdict."""

    ALONE = "alone"
    """The place was looked at."""
    ALIKE = "alike"
    """It was decided with all that are alike, and not looked at."""
    SAMPLE = "sample"
    """It was looked at as one of a sample that was drawn at random."""


class DecisionMark(NamedTuple):
    """Who decided on an entry, when and how; empty where the file does not say."""

    reviewer: str = ""
    time: str = ""
    """As of RFC 3339, in UTC: 2026-11-28T17:30:05Z."""
    manner: str = ""


UNMARKED = DecisionMark()


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict."""

    key: ChangeKey
    verdict: Verdict
    words: str
    """What the source has at the place, from there on."""
    replacement: str = ""
    """The reading, glue, role or id of a block in place of the rule's."""
    line: int = 0
    """Of the decisions file, counted from 1."""
    part: str = ""
    """The file in which `at` counts, of an issue of several; empty: it counts in the whole source."""
    file: str = ""
    """The decisions file that it stands in, where those of several were put together."""
    mark: DecisionMark = UNMARKED
    """Who decided, when and how, where the entry says so."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """A decisions file."""

    entries: tuple[Decision, ...] = ()
    reviewer: str = REVIEWER
    name: str = ""
    """Of the file, for messages."""
    sha256: str = ""
    """The digest of the source that they are on; empty where the file does not say."""


def key_of(rule: str, proposal: Proposal) -> ChangeKey:
    """Return the key of what a rule would do."""
    change = proposal.change
    before, after = wording(change)
    behind = ""
    if isinstance(change, Joined):
        behind = proposal.block
    elif isinstance(change, Placed) and (change.moved or rule != OWN_LAYOUT):
        behind = proposal.other  # where a reviewer says only what begins with a block, it stays in its place
    return ChangeKey(rule, change.action, proposal.at, toml_text(before), toml_text(after), behind)


def place_of(key: ChangeKey) -> ChangeKey:
    """Return what the keys of all rules have in common that would do the same in the same place."""
    return key._replace(rule="")


def toml_text(text: str) -> str:
    """Return a text as a TOML file can hold it."""
    return SURROGATES.sub("\ufffd", text)


def words_at(text: str, at: int, before: str = "") -> str:
    """Return the words of the source by which a place is known again, up to the end of their line."""
    stop = at + len(before)
    words = text[stop : stop + WORDS_LENGTH]
    line = words.partition("\n")[0].rstrip("\r")
    whole = text[at:stop] + line
    return toml_text(whole if whole.strip() else text[at:stop] + words)


def is_replacement(action: str, text: str) -> bool:
    """Whether a text can stand in the place of what a rule would put there."""
    if action == "ref":
        return BLOCK_ID.fullmatch(text) is not None
    return action in {"edit", "join"} or (action == "label" and text in set(Role) - {Role.TABLE_CELL})
