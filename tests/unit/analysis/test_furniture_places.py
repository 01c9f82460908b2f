"""What the places of lines and a pack say of their being furniture."""

from __future__ import annotations

import pytest

from convert.analysis.context import page_context
from convert.analysis.furniture.furniture_places import furniture_lines
from convert.conversion import read
from convert.document.house import House
from convert.document.knowledge import Knowledge
from convert.language import language
from convert.passes.registry import PASSES

TEXT = "街口的报亭关了三年，老板说，今天重新开张，第一个上门的还是当年的老主顾，他一口气买了五份晚报。"
SECTIONS = {"要闻": 5, "副刊": 5, "体育": 5}
THRESHOLD = next(step.rule.threshold for step in PASSES if step.rule.name == "furniture")


def certainties(text: str, sections: dict[str, int]) -> dict[str, float]:
    """Return the lines that may be furniture, with a pack of section names."""
    document = read(text.encode())
    house = House(knowledge=Knowledge(sections=sections))
    page = page_context(document.blocks, language("zh-Hans"), house=house)
    return {document.blocks[line.number].reading: line.cert for line in furniture_lines(page)}


def test_a_name_of_a_section_is_surer_where_the_paper_has_it() -> None:
    """At a page's edge enough to act on, which the shape alone is not."""
    text = f"要闻\n\n老街报亭重新开张\n\n{TEXT}\n"
    assert certainties(text, {})["要闻"] < THRESHOLD < certainties(text, SECTIONS)["要闻"]


@pytest.mark.parametrize(
    "text",
    [
        f"老街报亭重新开张\n\n{TEXT}\n\n要闻\n\n渡口夜校今晚开课\n\n{TEXT}\n",
        f"要闻\n\n{TEXT}\n\n副刊\n\n{TEXT}\n\n体育\n\n{TEXT}\n",
    ],
    ids=["between two articles", "each over its own text"],
)
def test_a_name_of_a_section_stays_elsewhere(text: str) -> None:
    """What a pack has counted is too little to act on alone."""
    assert certainties(text, SECTIONS) == certainties(text, {}) == {}


def test_a_headline_that_a_pack_calls_a_section_stays() -> None:
    """It has not the shape of one."""
    text = f"老街报亭重新开张\n\n{TEXT}\n"
    assert certainties(text, {"老街报亭重新开张": 9}) == certainties(text, {})
