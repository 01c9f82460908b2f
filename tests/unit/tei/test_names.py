"""The vocabulary: what the writer may write and the readers look for is what the schema allows."""

from __future__ import annotations

from typing import get_args

import pytest
from lxml import etree

from convert.document.roles import Role
from convert.tei.names import (
    FORMS,
    GROUPS,
    INNER_FORMS,
    LABEL_HEADING,
    AttributeName,
    ElementName,
    role_of,
)
from convert.tei.verify import SCHEMA_FOLDER

RNG = "{http://relaxng.org/ns/structure/1.0}"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        pytest.param("element", set(get_args(ElementName)), id="elements"),
        # the namespace is no attribute to RELAX NG
        pytest.param("attribute", set(get_args(AttributeName)) - {"xmlns"}, id="attributes"),
    ],
)
def test_the_names_are_those_of_the_schema(kind: str, names: set[str]) -> None:
    """None more and none less."""
    schema = etree.parse(SCHEMA_FOLDER / "archive.rng").getroot()
    assert {e.get("name") for e in schema.iter(RNG + kind)} == names


@pytest.mark.parametrize("role", Role)
def test_a_role_is_read_as_it_is_written(role: Role) -> None:
    """Each role has an element of its own, but for a credit, which its figure tells, and a table's row."""
    form = FORMS[role]
    typed = GROUPS[role] if form.element == "item" else form
    assert role_of(form.element, typed.type, in_figure=role is Role.CREDIT) == role


@pytest.mark.parametrize(
    ("form", "role"), [(LABEL_HEADING, Role.LABEL), *((form, role) for role, form in INNER_FORMS.items())]
)
def test_other_forms_of_a_role_are_read_as_well(form: tuple[str, str], role: Role) -> None:
    """What stands around a block may forbid its usual element."""
    assert role_of(*form, in_figure=False) == role


def test_a_form_that_is_not_known_is_called_by_its_name() -> None:
    """A newer program may write it."""
    assert role_of("ab", "weather", in_figure=False) == "weather"
    assert role_of("quote", "", in_figure=False) == "quote"
