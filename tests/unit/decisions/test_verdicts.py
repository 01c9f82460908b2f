"""Verdicts put into a decisions file."""

from __future__ import annotations

import pytest

from convert.decisions import read_decisions
from convert.decisions.decision import DecisionMark
from convert.decisions.listing import Table
from convert.decisions.verdicts import UNDECIDED, EntryVerdict, NewVerdict, put_verdicts, verdicts_in
from convert.errors import BadSetting

TABLE: Table = {
    "rule": "dashes",
    "action": "edit",
    "at": 7,
    "words": "一一画",
    "before": "一一",
    "after": "——",
}
OTHER: Table = {**TABLE, "at": 30}
MARK = DecisionMark("Lin", "2026-11-28T17:30:05Z", "alone")
ACCEPTED = EntryVerdict("accept", "", MARK)
TOP: Table = {"version": 1, "source": "page.txt", "sha256": "e6"}
COMMENT = ("# 1:8  dashes  0.60", "#   把[一一 → ——]画")


def put(text: str, *verdicts: NewVerdict) -> str:
    """Put verdicts into a file."""
    return put_verdicts(text, verdicts, TOP, "page.txt", "page.decisions.toml")


def test_a_new_file_is_one_that_the_program_reads() -> None:
    """With what it is on, who decided and when."""
    text = put("", NewVerdict({"decide": "", **TABLE}, COMMENT, ACCEPTED))
    decisions = read_decisions(text, "page.decisions.toml")
    (decision,) = decisions.entries
    assert (decision.key.at, decision.verdict, decision.mark) == (7, "accept", MARK)
    assert decisions.sha256 == "e6"
    assert "# 1:8  dashes  0.60\n#   把[一一 → ——]画\n[[decision]]\n" in text


def test_nothing_else_in_the_file_changes() -> None:
    """Comments, order, spelling, line by line."""
    before = put("", NewVerdict(TABLE, COMMENT, ACCEPTED), NewVerdict(OTHER, COMMENT, ACCEPTED))
    before = before.replace("at = 7", "at    = 7 # here\n# mine\n") + "\n# the end\n"
    after = put(before, NewVerdict(OTHER, COMMENT, EntryVerdict("replace", "…", DecisionMark("Zhou"))))
    gone = [line for line in before.split("\n") if line not in after.split("\n")]
    new = [line for line in after.split("\n") if line not in before.split("\n")]
    assert gone == []
    assert sorted(new) == ['decide = "replace"', 'replacement = "…"', 'reviewer = "Zhou"']
    assert next(iter(verdicts_in(after, "x").values())) == ACCEPTED


def test_a_verdict_that_is_taken_back_leaves_the_entry_open() -> None:
    """Without who and when; of an entry that is not there, nothing is left."""
    text = put(put("", NewVerdict(TABLE, COMMENT, ACCEPTED)), NewVerdict(TABLE, COMMENT, UNDECIDED))
    assert list(verdicts_in(text, "x").values()) == [UNDECIDED]
    assert "Lin" not in text
    assert read_decisions(text, "x").entries == ()
    assert "[[decision]]" not in put("", NewVerdict(TABLE, COMMENT, UNDECIDED))


def test_a_file_in_another_style_is_not_cut() -> None:
    """Entries in one list cannot be told apart by their lines."""
    with pytest.raises(BadSetting, match="cannot be extended"):
        put('decision = [{rule = "x"}]', NewVerdict(TABLE, COMMENT, ACCEPTED))
    with pytest.raises(BadSetting, match="not TOML"):
        put("[[decision", NewVerdict(TABLE, COMMENT, ACCEPTED))
