"""An issue that is archived with other texts, rules and changes, and what differs."""

from __future__ import annotations

from dataclasses import replace

from convert.archive.diff import Difference, compare
from convert.document.actions import Action, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata, Tally
from convert.document.roles import Role
from tests.support.build import ROLES, archived, document

MARKS = Rule("marks", Kind.REGULARIZATION)


DASHES = Rule("dashes", Kind.CORRECTION)


LAYOUT = Rule("layout", Kind.LAYOUT)


ISSUE = (
    (Role.HEADLINE, "漁港清晨的磅秤"),
    (Role.BYLINE, "記者 溫以琳"),
    (Role.BODY, "凌晨四點,鹿門漁港的燈一盞一盞亮起來。"),
    (Role.BODY, "管秤的人叫尤添丁,今年六十七歲。"),
    (Role.HEADLINE, "豆腐巷的板凳會"),
    (Role.BODY, "會怎麼開,街道定了三條規矩一一議題由居民提。"),
    (Role.BODY, "排水沟年年倒灌,三場會開下來便再沒有一戶進水。"),
)


def found(old: Document | str, new: Document | str) -> list[Difference]:
    """Compare two documents as files."""
    first, second = (archived(one) if isinstance(one, Document) else one for one in (old, new))
    return list(compare(first.encode(), second.encode()))


def issue(*changed: tuple[int, str], meta: Metadata | None = None) -> Document:
    """Make the issue, some blocks with another text."""
    texts = dict(changed)
    return declared(document([(role, texts.get(n, text)) for n, (role, text) in enumerate(ISSUE)], meta))


def declared(made: Document) -> Document:
    """Let the header name all rules of these tests, whether they did anything or not."""
    return replace(made, rules={rule.name: Tally(1, rule.kind) for rule in (ROLES, MARKS, DASHES, LAYOUT)})


def done(*actions: Action, rule: Rule = LAYOUT) -> Document:
    """Make the issue, with more done to it."""
    return rewrite(issue(), rule, actions)
