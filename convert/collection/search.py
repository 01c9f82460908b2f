"""Articles that have some words: for a selection that a person then cuts down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from convert.collection.article_store import Groups, StoredIssue
from convert.collection.plan import Choice, Part, in_order
from convert.document.model import Article
from convert.typeset.display import one_line
from convert.writers.epub.metadata import LONGEST_ENTRY

Find = Callable[[str], int]
"""Takes a text; returns where what is sought stands in it; -1: nowhere."""
BEFORE, AFTER = 20, 40
"""Characters of an excerpt around what was found."""


def groups_with_words(finders: Sequence[Find]) -> Groups:
    """Return what puts an article that has all that is sought into a group, which is called by an excerpt."""
    return partial(_excerpts, finders=finders)


def _excerpts(article: Article, _section: str, finders: Sequence[Find]) -> tuple[str, ...]:
    text = " ".join([one_line(block.reading) for block in article.readable])
    places = [find(text) for find in finders]
    return (_excerpt(text, min(places)),) if min(places) >= 0 else ()


def articles_with_words(issues: Sequence[StoredIssue]) -> Iterator[Choice]:
    """Yield the articles of some issues that `groups_with_words` has put into a group, in order of dates."""
    for issue in sorted(issues, key=in_order):
        yield from (Choice(issue, entry) for entry in issue.entries if entry.groups)


def search_part(words: str, choices: Sequence[Choice]) -> Part:
    """Return the part of a selection that has these articles; its title is what was sought."""
    return Part(one_line(words, LONGEST_ENTRY), tuple(choices), mixed=True)


def _excerpt(text: str, place: int) -> str:
    start, end = max(0, place - BEFORE), place + AFTER
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
