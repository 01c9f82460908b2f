"""What an ALTO says of structure: order, chains, articles, roles."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from convert import api
from convert.document.roles import Opening, Role
from tests.support.alto_files import alto, block, layout_of, line, read, text_block, word
from tests.support.paths import SAMPLES


def test_the_stated_order_is_a_unit() -> None:
    """Of blocks, of what holds blocks, of lines; ids that are double or lead nowhere are passed over."""
    order = (
        '<ReadingOrder><OrderedGroup ID="g"><ElementRef REF="c"/><UnorderedGroup><ElementRef REF="nowhere"/>'
        '<ElementRef REF="a"/></UnorderedGroup><ElementRef REF="c"/><ElementRef REF="x"/></OrderedGroup>'
        '<UnorderedGroup><ElementRef REF="e"/><OrderedGroup><ElementRef REF="e"/></OrderedGroup>'
        "</UnorderedGroup></ReadingOrder>"
    )
    blocks = [text_block(name, more=f'ID="{name}"') for name in "abxxe"]
    inside = f'<ComposedBlock ID="c">{text_block("c1")}{text_block("c2")}</ComposedBlock>'
    document = read(alto(*blocks, inside, before=order))
    assert document.layout is not None
    text = document.source.text
    units = [[text[span.at : span.stop] for span in unit.spans] for unit in document.layout.units]
    assert units == [["c1", "c2", "a"], ["e"]]
    assert [unit.opens for unit in document.layout.units] == [None, None]


def test_chains_of_blocks_are_units() -> None:
    """A circle, or a name that is not there, is no chain."""
    chain = {"a": "c", "c": "b", "d": "e", "e": "d", "f": "g"}
    blocks = [text_block(name, more=f'ID="{name}" IDNEXT="{chain.get(name, "")}"') for name in "abcdef"]
    document = read(alto(*blocks))
    assert document.layout is not None
    text = document.source.text
    assert [[text[span.at] for span in unit.spans] for unit in document.layout.units] == [["a", "c", "b"]]


Unit = tuple[Opening | None, str, list[tuple[Role | None, str]]]


TAGS = (
    '<Tags><StructureTag ID="t" LABEL="title" DESCRIPTION="LES CARILLONS"/>'
    '<StructureTag ID="u" LABEL="title" DESCRIPTION="CHRONIQUE"/><RoleTag ID="r" LABEL="Author"/>'
    '<LayoutTag ID="l" LABEL="freead"/><LayoutTag ID="m" LABEL="manuscript"/></Tags>'
)


def units_of(*blocks: str, before: str = TAGS) -> list[Unit]:
    """Return the units of a file: what each opens, its title, its stretches with their roles."""
    document = read(alto(*blocks, before=before))
    assert document.layout is not None
    text = document.source.text
    return [
        (unit.opens, unit.label, [(span.role, text[span.at : span.stop]) for span in unit.spans])
        for unit in document.layout.units
    ]


def test_titles_begin_articles_that_go_on_to_the_next_title() -> None:
    """A title over two blocks is one; what stands before the first goes on from elsewhere."""
    assert units_of(
        text_block("de hier"),
        text_block("LES", more='TAGREFS="m t"'),
        text_block("CARILLONS", more='TAGREFS="t"'),
        text_block("text", more='TAGREFS="m nowhere"'),
        text_block("Dickens", more='TAGREFS="r"'),
        text_block("CHRONIQUE", more='TAGREFS="u"'),
    ) == [
        (None, "", [(None, "de hier")]),
        (
            Opening.ARTICLE,
            "LES CARILLONS",
            [(Role.HEADLINE, "LES"), (Role.HEADLINE, "CARILLONS"), (None, "text"), (Role.BYLINE, "Dickens")],
        ),
        (Opening.ARTICLE, "CHRONIQUE", [(Role.HEADLINE, "CHRONIQUE")]),
    ]


def test_a_stated_role_alone_is_a_unit_and_the_rest_is_in_none() -> None:
    """Where no title says where an article begins."""
    assert units_of(text_block("text"), text_block("Dickens", more='TAGREFS="r"'), text_block("text")) == [
        (None, "", [(Role.BYLINE, "Dickens")])
    ]


def test_an_advertisement_is_a_role_where_titles_are_stated() -> None:
    """Elsewhere it is a kind of region alone: where what follows it belongs, the file does not say."""
    advert = f'<ComposedBlock TYPE="Advertisement">{text_block("TEE")}</ComposedBlock>'
    small = text_block("zu verkaufen", more='TAGREFS="l"')
    title = text_block("CHRONIQUE", more='TAGREFS="u"')
    assert units_of(title, text_block("text"), advert, small) == [
        (
            Opening.ARTICLE,
            "CHRONIQUE",
            [
                (Role.HEADLINE, "CHRONIQUE"),
                (None, "text"),
                (Role.ADVERTISEMENT, "TEE"),
                (Role.ADVERTISEMENT, "zu verkaufen"),
            ],
        )
    ]
    assert units_of(text_block("text"), advert, small) == []
    kinds = [
        region.kind for region in layout_of(alto(text_block("text"), advert, small, before=TAGS)).regions
    ]
    assert kinds == ["text", "advertisement", "advertisement"]


def test_articles_may_begin_where_only_the_order_is_stated(tmp_path: Path) -> None:
    """A chain of blocks says nothing of where articles begin: rules may."""
    issue = (SAMPLES / "four-pages/云津日报_2026-03-12_第4828号_第02版.txt").read_text("utf-8")
    texts = [text.replace("\n", "") for text in issue.split("\n\n")[6:]]
    blocks = [text_block(text, more=f'ID="b{at}" IDNEXT="b{at + 1}"') for at, text in enumerate(texts)]
    path = tmp_path / "page.xml"
    path.write_text(alto(*blocks), "utf-8")
    document = api.read(path)
    assert document.layout is not None
    assert len(document.layout.units) == 1
    opening = [block.reading for block in api.repair(document).blocks if block.opens is Opening.ARTICLE]
    assert opening[-2:] == ["三条公交线路延时到午夜", "北岸菜市场换了新顶棚"]


def test_many_lines_and_long_chains_take_little_time() -> None:
    """No step looks at each for each: 3,000 of either would take seconds."""
    words = "".join(word("a", f"{9 - number % 10} {number} 1 9") for number in range(3000))
    lines = [line(at=f"0 {number} 9 9") for number in range(1, 3000)]
    start = process_time()
    assert read(alto(block(line(words, at="0 0 9 9"), *lines))).source.text == "a\n" * 3000 + "\n"
    chain = [text_block("a", more=f'ID="b{number}" IDNEXT="b{number + 1}"') for number in range(3000)]
    (unit,) = layout_of(alto(*chain)).units
    assert len(unit.spans) == 3000
    assert process_time() - start < 2
