"""Where installed passes run: right before or after the rule that they name."""

from __future__ import annotations

from itertools import permutations

import pytest

from convert.decisions import reviewer_changes
from convert.document.actions import Rule
from convert.document.changes import Kind
from convert.document.former_names import FORMER_NAMES
from convert.errors import BadSetting
from convert.passes.installed import RESERVED, insert_passes, load_passes
from convert.passes.registry import PASSES, Pass


def a_pass(name: str, *, before: str = "", after: str = "", of: str = "plugin 1.0") -> Pass:
    """Make a pass that proposes nothing."""
    return Pass(Rule(name, Kind.LAYOUT, distribution=of), lambda _page: (), before, after)


OURS = [a_pass(name, of="") for name in "abc"]


@pytest.mark.parametrize(
    ("added", "order"),
    [
        pytest.param([], "abc", id="nothing"),
        pytest.param([a_pass("x")], "abcx", id="without a place"),
        pytest.param([a_pass("x", after="a")], "axbc", id="after"),
        pytest.param([a_pass("x", before="a")], "xabc", id="before"),
        pytest.param([a_pass("x", after="a", before="c")], "abxc", id="between"),
        pytest.param([a_pass("x", after="a"), a_pass("y", after="a")], "axybc", id="two after one, by name"),
        pytest.param([a_pass("x", before="b"), a_pass("y", before="b")], "axybc", id="two before one"),
        pytest.param(
            [a_pass("x", after="a"), a_pass("y", before="c", after="x"), a_pass("z", before="x")],
            "azxbyc",
            id="after one another",
        ),
    ],
)
def test_a_pass_runs_where_it_says(added: list[Pass], order: str) -> None:
    """Whatever the order in which distributions are found."""
    for some in permutations(added):
        assert "".join(step.rule.name for step in insert_passes(OURS, some)) == order


@pytest.mark.parametrize(
    ("added", "message"),
    [
        pytest.param(
            [a_pass("x", after="c", before="a")],
            "x of plugin 1.0: cannot run after c and before a, which runs first",
            id="a contradiction",
        ),
        pytest.param(
            [a_pass("x", after="y"), a_pass("y", after="x")],
            "wait for each other: x of plugin 1.0, y of plugin 1.0",
            id="a ring",
        ),
        pytest.param([a_pass("x", after="x")], "wait for each other: x of plugin 1.0", id="after itself"),
        pytest.param([a_pass("x", before="quotes")], "no rule named 'quotes'", id="no such rule"),
        pytest.param(
            [a_pass("x", after="nowhere"), a_pass("y", after="x")],
            "no rule named 'nowhere'",
            id="indirectly",
        ),
    ],
)
def test_a_place_that_cannot_be_is_refused(added: list[Pass], message: str) -> None:
    """With one line that names rule, distribution and anchor."""
    with pytest.raises(BadSetting) as error:
        insert_passes(OURS, added)
    assert message in str(error.value)


def test_without_plugins_the_policy_is_ours() -> None:
    """Nothing else is installed where the tests run."""
    assert load_passes() == PASSES


def test_names_of_changes_by_a_person_are_reserved() -> None:
    """No rule can pass for a reviewer, and none for what another was called."""
    assert reviewer_changes.NAMES | FORMER_NAMES.keys() <= RESERVED
