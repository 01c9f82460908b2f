"""A librarian's Markdown as XHTML: lists."""

from __future__ import annotations

import pytest
from lxml import etree

from convert.writers.epub import markdown


def written(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return tag, attributes and text of each element that the text becomes."""
    root = etree.Element("section")
    markdown.add(root, text)
    return [
        (
            etree.QName(element).localname,
            {str(k): str(v) for k, v in element.attrib.items()},
            element.text or "",
        )
        for element in root.iterdescendants(etree.Element)
    ]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        pytest.param("1. 甲\n2. 乙", {}, id="from one"),
        pytest.param("3. 甲\n4. 乙", {"start": "3"}, id="from another number"),
    ],
)
def test_a_numbered_list_begins_with_its_number(text: str, start: dict[str, str]) -> None:
    """Only a list that does not begin with 1 says where it begins."""
    assert written(text) == [("ol", start, ""), ("li", {}, "甲"), ("li", {}, "乙")]
