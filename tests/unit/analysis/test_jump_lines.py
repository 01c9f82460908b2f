"""What jump lines say, and which pages their numbers mean."""

from __future__ import annotations

import pytest

from convert.analysis.lines.jump_lines import JumpLine, jump_at_end, jump_at_start, parse_jump_line
from convert.analysis.lines.page_numbers import page_numbers
from convert.document.actions import Label, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.readers.text import read_text
from convert.text.source import decode


@pytest.mark.parametrize(
    ("line", "page", "onward", "words"),
    [
        ("下转第四版", "4", True, ""),
        ("（下转4版）", "4", True, ""),
        ("▶下转A04版", "A4", True, ""),
        ("（紧接第二版）", "2", None, ""),
        ("上接第一版", "1", False, ""),
        ("（上接第十二版）", "12", False, ""),
        ("转第3版", "3", True, ""),
        ("下轉第三頁", "3", True, ""),
        ("（卜转第四版）", "4", True, ""),
        ("下转笫4版", "4", True, ""),
        ("(上按第一版)", "1", False, ""),
        ("（下转第四板）", "4", True, ""),
        ("下转第l版", "1", True, ""),
        ("（下转第囗版）", "", True, ""),
        ("下转第〇版", "", True, ""),
        ("Continued on page 4", "4", True, ""),
        ("(Continued on Page Four)", "4", True, ""),
        ("continued from page 1", "1", False, ""),
        ("Continued from the front page", "1", False, ""),
        ("See STRIKE, Page 7, Col. 2", "7", True, "STRIKE"),
        ("STRIKE, from Page 1", "1", False, "STRIKE"),
        ("STRIKE, From A1", "A1", False, "STRIKE"),
        ("CONTINUED ON PAGE A12", "A12", True, ""),
        ("Fortsetzung auf Seite 4", "4", True, ""),
        ("Fortsetzung von Seite 1", "1", False, ""),
        ("Suite page 3", "3", True, ""),
        ("Suite de la première page", "1", False, ""),
        ("Sigue en la página 5", "5", True, ""),
        ("Segue a pagina 2", "2", True, ""),
        ("Vervolg van pagina 1", "1", False, ""),
    ],
)
def test_a_line_says_where_its_article_goes_on(line: str, page: str, onward: bool, words: str) -> None:  # noqa: FBT001 - a column of the table
    """The page in figures, the direction, the word by which the article is named."""
    assert parse_jump_line(line) == JumpLine(page, onward, words)


@pytest.mark.parametrize(
    "line",
    [
        "详见第4版",
        "转战3个版面",
        "See Page 7 for the weather",
        "From Monday",
        "He was from Page 3 of",
        "第四版",
        "下转",
        "卜转笫四版",
        "土按第四板",
        "口版",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    """A reference to another article, a sentence, a folio."""
    assert parse_jump_line(line) is None


def test_a_jump_line_is_found_at_the_edges_of_a_paragraph_alone() -> None:
    """In brackets, or with a verb that is nothing else."""
    assert jump_at_end("干部群众（下转第四版）") == len("干部群众")
    assert jump_at_end("干部群众下转第四版") == len("干部群众")
    assert jump_at_end("他（转第四版）走了。") == 0
    assert jump_at_start("（上接第一版）团结") == len("（上接第一版）")
    assert jump_at_start("团结（上接第一版）") == 0


@pytest.mark.parametrize(
    ("texts", "labels", "numbers"),
    [
        (("甲", "乙", "丙"), ("4", "5", "6"), {"4": 0, "5": 1, "6": 2}),
        (("甲", "乙"), ("", ""), {"1": 0, "2": 1}),
        (("第3版", "乙", "第5版"), ("", "", ""), {"3": 0, "4": 1, "5": 2}),
        (("第3版", "第6版"), ("3", "4"), {"3": 0, "4": 1, "6": 1}),
        (("甲", "乙", "丙"), ("1", "2", "2"), {"1": 0}),
        (("A01", "A02"), ("", ""), {"A1": 0, "A2": 1}),
    ],
    ids=["labels", "counted", "folios", "a folio beside a label", "two of one number", "sections"],
)
def test_pages_are_known_by_their_numbers(
    texts: tuple[str, ...], labels: tuple[str, ...], numbers: dict[str, int]
) -> None:
    """Labels first, then folios, then what the others count up to; what two pages have leads to neither."""
    document = read_text(decode("\n\n\f".join(texts).encode(), "utf-8"), Metadata())
    folios = [Label(n, Role.FOLIO) for n, text in enumerate(texts) if len(text) > 1]
    document = rewrite(document, Rule("given", Kind.LAYOUT), folios)
    assert page_numbers(document.blocks, [page.at for page in document.pages[1:]], labels) == numbers
