"""How many examples a property is tried on, under either of the profiles of tests/conftest.py."""

from __future__ import annotations

from hypothesis import settings

USUAL = 60
"""Examples of a property that names no number, in a run without `--hypothesis-profile`."""

LONG = 2000
"""The same with `--hypothesis-profile=long`."""


def register_profiles() -> None:
    """Register both profiles and load the usual one.

    Examples follow from the test's code alone, so that a failure is the same on any machine; no deadline,
    for the first example pays for the tables that it loads.
    """
    settings.register_profile("usual", derandomize=True, database=None, deadline=None, max_examples=USUAL)
    settings.register_profile("long", derandomize=False, database=None, deadline=None, max_examples=LONG)
    settings.load_profile("usual")


def examples(number: int) -> settings:
    """Bound the examples of a property; `long` tries as many times more of it as of any other."""
    return settings(max_examples=number * settings().max_examples // USUAL)


def usual_or_long(usual: int, long: int) -> int:
    """Return the size of what is tried under the profile that is loaded."""
    return usual if settings().max_examples == USUAL else long
