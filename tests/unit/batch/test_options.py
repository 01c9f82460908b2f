"""The options of a batch as the ledger keeps them."""

from __future__ import annotations

from math import inf

import pytest

from convert.batch.options import BatchOptions
from convert.errors import BadSetting

OPTIONS = BatchOptions(("/in",), ("xml",), metadata=("issn=0028-0836",), decisions="/reviewed")


def test_options_come_back() -> None:
    """As JSON has them; what another version knew besides is passed over, what it lacked is as by default."""
    values = {**OPTIONS.as_mapping(), "formats": ["xml"], "metadata": ["issn=0028-0836"], "colour": "red"}
    assert BatchOptions.from_mapping(values) == OPTIONS
    del values["decisions"]
    del values["metadata"]
    earlier = BatchOptions.from_mapping(values)
    assert (earlier.decisions, earlier.metadata) == (None, ())


@pytest.mark.parametrize(
    ("text", "issues", "limit"), [("", 9, inf), ("5%", 50, 2), ("20", 50, 20), ("0", 9, 0)]
)
def test_a_limit_of_failures(text: str, issues: int, limit: float) -> None:
    """A number, or a part of the issues, rounded down."""
    assert BatchOptions((), (), max_failures=text).failure_limit.of(issues) == limit


@pytest.mark.parametrize("text", ["five", "5%5", "-1", "%", "\u0665", "1.2.3"])
def test_limits_that_are_none(text: str) -> None:
    """They are refused before anything is done."""
    with pytest.raises(BadSetting, match="invalid --max-failures"):
        BatchOptions((), (), max_failures=text).failure_limit  # noqa: B018 - it raises
