"""Each rule makes of the blocks of its cases what they show."""

from __future__ import annotations

import pytest

from convert.document.integrity import restore
from convert.passes.registry import PASSES
from tests.support.cases import ALONE, CASES, KNOWN, Case, cases_of, done_to, seen


def _parameters() -> list[object]:
    found: list[object] = []
    for rule in [step.rule.name for step in PASSES if (CASES / f"{step.rule.name}.txt").exists()]:
        for case in cases_of(rule):
            why = case.title.partition("; ")[2] if case.title.startswith(KNOWN) else ""
            if case.title.startswith(KNOWN) and not why:
                raise ValueError(f"{rule}: {case.title}: a known failure says why, after a semicolon")
            marks = [pytest.mark.xfail(strict=True, reason=why)] if why else []
            found.append(pytest.param(case, id=f"{rule}: {case.title}", marks=marks))
    return found


@pytest.mark.parametrize("case", _parameters())
def test_rule_makes_of_the_blocks_what_the_case_shows(case: Case) -> None:
    """Readings, roles, openings and order are those of the case, and the source can be restored."""
    done = done_to(case)
    assert seen(done.blocks) == case.after
    assert restore(done) == done.source.data


@pytest.mark.parametrize("rule", [step.rule.name for step in PASSES])
def test_cases_of_a_rule_begin_with_those_left_alone(rule: str) -> None:
    """Each rule has cases; the first ones change nothing, and a case says so only if it does not."""
    cases = cases_of(rule)
    alone = [case.title.startswith(ALONE) for case in cases]
    assert alone[0]
    assert alone == sorted(alone, reverse=True)
    assert all(case.before == case.after for case in cases if case.title.startswith(ALONE))


def test_every_file_of_cases_belongs_to_a_rule() -> None:
    """No file of cases is forgotten when a rule is renamed."""
    assert {path.stem for path in CASES.iterdir()} == {step.rule.name for step in PASSES}
