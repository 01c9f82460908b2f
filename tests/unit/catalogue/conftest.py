"""What judges the feeds of the tests of catalogues."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from jsonschema import Draft7Validator
from lxml import etree
from referencing import Registry, Resource

from tests.support.catalogue_folders import SCHEMAS
from tests.support.paths import TESTS


@pytest.fixture(scope="package")
def opds_2() -> Callable[[object], list[str]]:
    """Return what judges a feed by the schemas of OPDS 2.0."""
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas are not there")
    named = re.compile(r"\(\?<(?=[a-z])")  # ECMA writes named groups otherwise
    found = [
        json.loads(named.sub("(?P<", p.read_text("utf-8"))) for p in sorted(SCHEMAS.rglob("*.schema.json"))
    ]
    registry = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in found])
    judge = Draft7Validator({"$ref": "https://drafts.opds.io/schema/feed.schema.json"}, registry=registry)
    return lambda feed: [error.message for error in judge.iter_errors(feed)]


@pytest.fixture(scope="package")
def opds_1() -> etree.RelaxNG:
    """Return our grammar of OPDS 1.2."""
    return etree.RelaxNG(etree.parse(TESTS / "support" / "opds-1.2.rng"))
