"""Passes of installed distributions, each in its place among ours.

They come by entry points of the group `backfile.passes`; docs/plugins.md has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert.document.actions import Rule
from convert.document.former_names import FORMER_NAMES
from convert.errors import BadSetting, suggest
from convert.passes.registry import PASSES, Pass
from convert.system.entry_points import Plugin, find_plugins

GROUP = "backfile.passes"
"""Of entry points."""
RESERVED = frozenset({"reviewer", "reviewer-layout", *FORMER_NAMES})
"""Changes bear these names that no rule made, or in files of before one that is called otherwise now."""


def load_passes() -> tuple[Pass, ...]:
    """Return the built-in passes and the installed ones, in running order.

    Raises:
        BadSetting: one cannot be loaded, claims a name that is taken, or has no place.

    """
    names = {step.rule.name for step in PASSES} | RESERVED
    return insert_passes(PASSES, [_load(plugin) for plugin in find_plugins(names, GROUP)])


def _load(plugin: Plugin) -> Pass:
    step = plugin.load()
    if not isinstance(step, Pass):
        raise plugin.error("not a Pass")
    if step.rule.name != plugin.name:
        raise plugin.error(f"its rule is called {step.rule.name!r}; the two names must be the same")
    if not 0 <= step.rule.threshold <= 1 or step.rule.version < 0:
        raise plugin.error("a threshold is from 0 to 1, a version 0 or more")
    plugin.check_sendable(step)
    return replace(step, rule=replace(step.rule, distribution=plugin.distribution))


def insert_passes(built_in: Sequence[Pass], added: Sequence[Pass]) -> tuple[Pass, ...]:
    """Put each added pass right before or after the rule that it names; without one it comes last.

        a b c  +  x after a  +  y before c, after x    a x b y c

    The order of `added` does not matter.

    Raises:
        BadSetting: no rule is called so, or the two places contradict each other.

    """
    order = list(built_in)
    waiting = sorted(added, key=lambda step: step.rule.name)
    while waiting:
        names = [step.rule.name for step in order]
        ready = next((step for step in waiting if {step.before, step.after} <= {"", *names}), None)
        if ready is None:
            raise _no_place(waiting, names)
        order.insert(_place(ready, order, names), ready)
        waiting.remove(ready)
    return tuple(order)


def _place(step: Pass, order: Sequence[Pass], names: Sequence[str]) -> int:
    """Return where a pass goes; those that follow the same rule stand by name."""
    first = names.index(step.after) + 1 if step.after else 0
    last = names.index(step.before) if step.before else len(names)
    if first > last:
        raise BadSetting(
            f"cannot run after {step.after} and before {step.before}, which runs first",
            location=_called(step.rule),
            hint="`backfile rules` lists them in running order",
        )
    if step.before or not step.after:
        return last
    while first < last and order[first].rule.distribution and order[first].after == step.after:
        first += 1
    return first


def _no_place(waiting: Sequence[Pass], names: Sequence[str]) -> BadSetting:
    """Say which anchor does not exist, or that they go round in a ring."""
    rules = [*names, *(step.rule.name for step in waiting)]
    for step in waiting:
        for anchor in (step.before, step.after):
            if anchor and anchor not in rules:
                hint = suggest(anchor, rules, "`backfile rules` lists them")
                return BadSetting(
                    f"no rule named {anchor!r} to run before or after", location=_called(step.rule), hint=hint
                )
    ring = ", ".join(_called(step.rule) for step in waiting)
    return BadSetting(f"these rules wait for each other: {ring}", hint="name a built-in rule in one")


def _called(rule: Rule) -> str:
    return f"{rule.name} of {rule.distribution}" if rule.distribution else rule.name
