"""A decisions file that a person has edited is brought up to date: comments, order and spelling stay."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import process_time

import pytest

from convert.cli import run
from convert.decisions.decision import ChangeKey
from convert.decisions.file import read_decisions
from convert.decisions.listing import ListedChange, Listing, LostDecision, write_listing
from convert.decisions.rewrite import rewrite_toml
from convert.errors import BadSetting
from tests.support.paths import SAMPLES

FILE = "cut-columns.decisions.toml"


def entry(at: int, *, done: bool = False, decide: str = "", before: str = ",") -> ListedChange:
    """Make an entry."""
    key = ChangeKey("wide-marks", "edit", at, before, "，", "")
    table: dict[str, str | int] = {
        "decide": decide,
        "rule": key.rule,
        "action": key.action,
        "at": at,
        "words": f"{before}天",
    }
    table |= {"before": before, "after": key.after}
    return ListedChange(
        key, done, bool(decide), (f"# 1:{at}  wide-marks  0.95", f"#   今[{before} → ，]天"), table
    )


def listing(
    *entries: ListedChange, lost: tuple[LostDecision, ...] = (), selected: set[int] | None = None
) -> Listing:
    """Make a listing of entries; some of them, by their places, or all are selected."""
    keys = frozenset(e.key for e in entries if selected is None or e.key.at in selected or e.decided)
    top: dict[str, str | int] = {"version": 1, "source": "page.txt", "sha256": "00", "reviewer": "Chen"}
    return Listing(entries, lost, top, "page.txt", FILE, keys)


def places(text: str) -> list[int]:
    """Return the places of the entries of a file, in their order."""
    return [each["at"] for each in tomllib.loads(text).get("decision", [])]


def test_a_file_that_nobody_has_edited_is_written_as_it_would_be_anew() -> None:
    """Whatever was listed before: the rewritten file is the new one."""
    old, new = listing(entry(1), entry(3, done=True)), listing(entry(1), entry(2), entry(5, done=True))
    assert rewrite_toml(write_listing(old), new, "f") == write_listing(new)
    assert rewrite_toml(write_listing(new), new, "f") == write_listing(new)
    assert rewrite_toml("", new, "f") == write_listing(new)


EDITED = """\
# For the volume of 1951; ask Mrs Chen.
version = 1
reviewer = 'Chen'  # since March

# Proposed, not done: 3

## the second first, it is the clearer one
# 1:2  wide-marks  0.95
#   今[, → ，]天
[[decision]]
decide = 'accept'  # as in the print
rule = 'wide-marks'
action = "edit"
    at = 2
# looked up twice
words = ",天"
before = ","
after = "\\uFF0C"
# and below

# 1:1  wide-marks  0.95
#   今[, → ，]天
[[decision]]
decide = ""
rule = "wide-marks"
action = "edit"
at = 1
words = ",天"
before = ","
after = "，"

# Done: 0

## nothing more to see here
"""


def test_comments_order_and_spelling_stay() -> None:
    """All that a person has written, above, in, beside and below entries; new entries come between."""
    now = listing(entry(1), entry(2, decide="accept"), entry(3))
    text = rewrite_toml(EDITED, now, "f")
    assert places(text) == [2, 3, 1]
    kept = [line for line in EDITED.split("\n") if line and not line.startswith(("# Proposed", "# Done"))]
    lines = text.split("\n")
    assert [line for line in kept if line not in lines] == []
    assert [n for n, line in enumerate(lines) if line == "# looked up twice"] > [
        n for n, line in enumerate(lines) if line == "    at = 2"
    ]
    assert "# Proposed, not done: 3\n" in text
    assert text.endswith("\n## nothing more to see here\n")
    assert tomllib.loads(text)["source"] == "page.txt"
    assert rewrite_toml(text, now, "f") == text


def test_a_verdict_that_changes_changes_alone() -> None:
    """It is written over; the comments and the other keys of the entry stay as they are."""
    now = listing(entry(1), entry(2, decide="reject", done=True))
    text = rewrite_toml(EDITED, now, "f")
    assert 'decide = "reject" # as in the print' in text.replace("  #", " #")
    assert "# looked up twice" in text
    assert "rule = 'wide-marks'" in text
    assert text.index("# Done: 1") < text.index("## the second first") < text.index("at = 2")


def test_what_nobody_decided_or_remarked_on_goes_when_it_is_not_asked_for() -> None:
    """An entry without a verdict but with a remark stays: the remark would be lost with it."""
    now = listing(entry(1), entry(2), selected=set())
    text = rewrite_toml(EDITED.replace("decide = 'accept'", "decide = ''"), now, "f")
    assert places(text) == [2]
    assert "# Proposed, not done: 2, not listed" in text


def test_a_decision_without_a_place_is_kept_as_a_comment_with_its_remarks() -> None:
    """So is an entry that no rule proposes any more, if a person has remarked on it; twice is as once."""
    gone = entry(2, decide="accept")
    now = listing(entry(1), lost=(LostDecision(gone.key, "the source has “雨” there", gone.table),))
    text = rewrite_toml(EDITED, now, "f")
    assert places(text) == [1]
    lost = text[text.index("# Decided once, and without a place now: 1") :]
    assert "## the second first" in lost
    assert "# the source has “雨” there\n# [[decision]]\n# decide = 'accept'  # as in the print\n" in lost
    assert "# # looked up twice" in lost
    again = rewrite_toml(text, listing(entry(1)), "f")
    assert again == text
    assert "# no rule proposes this now" in rewrite_toml(EDITED, listing(entry(1)), "f")


def test_entries_written_otherwise_are_not_destroyed() -> None:
    """A list of inline tables is TOML, too: it is refused, and stays."""
    text = 'decision = [{ decide = "accept", rule = "r", action = "edit", at = 0, words = "今" }] # mine\n'
    assert read_decisions(text, "f").entries
    with pytest.raises(BadSetting, match="cannot be rewritten"):
        rewrite_toml(text, listing(entry(1)), "f")


def test_ten_thousand_entries_take_seconds() -> None:
    """Rewritten, with one verdict of a hundred changed: a reader's patience is three seconds."""
    old = listing(*[entry(at) for at in range(10_000)])
    text = write_listing(old)
    now = listing(*[entry(at, decide="" if at % 100 else "accept") for at in range(10_000)])
    begin = process_time()
    made = rewrite_toml(text, now, "f")
    assert process_time() - begin < 3
    assert len(read_decisions(made, "f").entries) == 100


def test_the_command_keeps_comments_and_says_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """How much was decided, by hand and before, how much is open, and what is not listed."""
    monkeypatch.chdir(tmp_path)
    for name in ("cut-columns.txt", "cut-columns.toml"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    with (tmp_path / "cut-columns.txt").open("a", encoding="utf-8") as source:
        source.write("\n老师们把问题、答案、日期一一画在了墙上。\n")  # a second proposal
    assert run(["decisions", "cut-columns.txt", "-w"]) == 0
    first = capfd.readouterr()
    assert first.out == ""
    assert first.err == f"{FILE}: 52 entries: 0 decided, 2 open, 50 applied by the rules\n"
    text = Path(FILE).read_text("utf-8")
    decided = '# print: p. 3\ndecide = "accept"\nrule = "dashes"'
    text = text.replace('decide = ""\nrule = "dashes"', decided, 1)
    Path(FILE).write_text(text, "utf-8")
    assert run(["decisions", "cut-columns.txt", "-w", "--open"]) == 0
    said = capfd.readouterr().err
    assert said.startswith(f"{FILE}: 2 entries: 1 decided (1 from before), 1 open, 0 applied by the rules")
    made = Path(FILE).read_text("utf-8")
    assert '# print: p. 3\ndecide = "accept"' in made
    assert "# Proposed, not done: 1" in made
    assert ", 1 of them listed" in made
