"""The whole chain over pages of our own stock, damaged at random: harmless, repeatable, linear."""

from __future__ import annotations

import re
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert import conversion
from convert.analysis.characters.look_alikes import PARTNERS
from convert.analysis.context import page_context
from convert.document.actions import Edit
from convert.document.former_names import FORMER_NAMES
from convert.document.integrity import restore
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.language import language
from convert.language.ngrams import fold
from convert.passes import registry
from convert.passes.confusables import confusables
from convert.passes.registry import PASSES, EachBlock, Pass
from tests.support.cases import CASES, Shown, seen
from tests.support.changes import text_changes
from tests.support.damage import clean_page, damaged_page, long_text
from tests.support.examples import examples, usual_or_long
from tests.support.paths import SAMPLES

CHINESE = Metadata(language="zh-Hans")
PAGES = st.integers(min_value=0, max_value=1 << 32)
"""Seeds: each makes one page and its damage, the same on any machine."""
HOSTILE = (
    " ", "\n", "\u3000", "\u0301", "一", "(", ")", "a", "A", "张", "张 ", "“", "”", '"', "1", "１", "，", ",",
    "。", "-", "—", "●", "第", "年", "《", "、", ":", "a-\n", "一\n", "我 ", "我,", "\x00", "\u200b", "⽂",
)  # fmt: skip
"""What a text may be full of: blanks, line ends, whatever begins or repeats in a pattern."""


def cleaned(text: str) -> Document:
    """Read a text as Chinese and run all passes."""
    return conversion.repair(conversion.read(text.encode(), CHINESE, encoding="utf-8"))


def cleaned_by_none(text: str) -> Document:
    """Read a text as Chinese and run no pass."""
    return conversion.read(text.encode(), CHINESE, encoding="utf-8")


def page(seed: int) -> str:
    """Make the damaged page of a seed."""
    dice = Random(seed)
    return damaged_page(dice, clean_page(dice))


@examples(30)
@given(PAGES)
def test_damaged_page_can_be_restored(seed: int) -> None:
    """Whatever the passes did to a page, its segments give the source back."""
    text = page(seed)
    assert restore(cleaned(text)) == text.encode()


@examples(30)
@given(PAGES)
def test_clean_text_passes_unchanged(seed: int) -> None:
    """A page without damage keeps every character and every paragraph break."""
    blocks = clean_page(Random(seed))
    done = cleaned("\n\n".join(blocks) + "\n")
    assert [block.reading for block in done.blocks] == blocks
    assert text_changes(done) == []


def shown(done: Document) -> tuple[Shown, ...]:
    """Return the blocks that have something to read."""
    return seen(done.blocks)


@pytest.mark.parametrize("code", ["zh-Hans", "zh-Hant", "en", "ja", "ko", "und"])
@examples(25)
@given(text=st.text(alphabet=st.sampled_from("".join(HOSTILE) + "的了\r\f\udce9x.!?’"), max_size=80))
def test_any_text_can_be_cleaned(code: str, text: str) -> None:
    """No mixture of marks, blanks and controls breaks a pass, in any language."""
    text = "报" + text
    data = text.encode("utf-8", "surrogateescape")
    done = conversion.repair(conversion.read(data, Metadata(language=code), encoding="utf-8"))
    assert restore(done) == data


def seconds(text: str) -> float:
    """Return the processor time of cleaning a text."""
    read = conversion.read(text.encode(), CHINESE, encoding="utf-8")
    start = process_time()
    conversion.repair(read)
    return process_time() - start


def test_time_is_linear_in_the_length_of_a_page() -> None:
    """A long text takes about as long as its six parts, with the same words."""
    part = usual_or_long(10_000, 20_000)
    whole = long_text(6 * part)
    parts = [whole[at : at + part] for at in range(0, len(whole), part)]
    seconds(long_text(6_000))  # the tables are read
    assert seconds(whole) < 2 * sum(seconds(part) for part in parts)


def _names(unit: str) -> str:
    return " ".join(f"U+{ord(c):04X}" for c in unit)


@pytest.mark.parametrize("unit", HOSTILE, ids=_names)
def test_no_text_of_one_character_takes_long(unit: str) -> None:
    """Eight times the same character takes some eight times as long: no pattern runs back and forth."""
    count = usual_or_long(50_000, 100_000) // len(unit)
    seconds("报" + unit * 500 + "纸")
    small = min(seconds("报" + unit * (count // 8) + "纸") for _ in range(2))
    large = seconds("报" + unit * count + "纸")
    assert (
        large < 30 * small + 0.25
    )  # 64 times as long if it were quadratic; below a quarter of a second it is noise that is measured


def test_no_paragraph_of_half_width_marks_takes_long() -> None:
    """Eight times the marks take some eight times as long, whatever gaps a recogniser has set."""
    unit = "其 中之 一,不 好.人 们 说,"
    seconds(unit * 20)
    small, large = (seconds(unit * count) for count in (300, 2_400))
    assert large < 30 * small + 0.25


def test_every_rule_is_explained() -> None:
    """docs/passes.md has a section for each rule, in running order, and none besides."""
    text = (CASES.parents[1] / "docs" / "passes.md").read_text("utf-8")
    rules = [step.rule for step in PASSES]
    assert re.findall(r"^## `([a-z-]+)`$", text, re.MULTILINE) == [rule.name for rule in rules]
    stated = re.findall(r"^Kind: (\w+)\. Applied at certainty >= (0\.\d+)", text, re.MULTILINE)
    assert [(kind, float(least)) for kind, least in stated] == [(r.kind.value, r.threshold) for r in rules]


def test_links_are_those_of_the_order_in_which_a_page_was_read() -> None:
    """What was moved since is seen where it stood: the same blocks are linked, by whatever numbers."""
    chinese = language("zh-Hans")
    moved = 0
    for path in sorted((SAMPLES).glob("*.txt")):
        document = conversion.read(path.read_bytes())
        if document.meta.language != "zh-Hans":
            continue
        names = [step.rule.name for step in PASSES]
        document = registry.run(document, chinese, PASSES[: names.index("reading-order")])
        shuffled = tuple(reversed(document.blocks))
        one, other = (page_context(blocks, chinese) for blocks in (document.blocks, shuffled))
        pairs = [(one.blocks[k.tail].id, one.blocks[k.head].id) for k in one.links()]
        assert pairs == [(other.blocks[k.tail].id, other.blocks[k.head].id) for k in other.links()]
        moved += len(pairs)
    assert moved > 0


def test_folios_a_page_apart_are_folios_though_they_count() -> None:
    """They count with the pages of one text; what counts up within a page parts an article."""
    body = "\n\n".join(f"第{n}段：" + "渡口的候船室修好了，大家都说好。" * 12 for n in range(16))
    made = cleaned("\f".join(f"{page}\n\n{body}\n" for page in (1, 2, 3)))
    assert [b.reading for b in made.blocks if b.role is Role.FOLIO] == ["1", "2", "3"]


def test_no_look_alike_is_proposed_that_was_never_seen_there() -> None:
    """A character explains a misreading only where it was seen beside one of the neighbours."""
    chinese, dice, proposed = language("zh-Hans"), Random(4711), 0
    table = chinese.ngrams
    assert table is not None
    for _ in range(300):
        text = "".join(dice.choice("渡口鹅塔溪蓝笋" + "".join(PARTNERS)) for _ in range(40))
        page = page_context(cleaned_by_none(text).blocks, chinese)
        edits = [edit for edit in confusables(page) if isinstance(edit, Edit)]
        read = [*text]
        for edit in edits:
            read[edit.start] = edit.reading
        for edit in edits:
            proposed += 1
            beside = [
                (near[edit.start - 1 : edit.start], near[edit.end : edit.end + 1])
                for near in (text, "".join(read))  # as read, or with what else was misread there
            ]
            around = [
                fold(each)
                for before, behind in beside
                for each in (before + edit.reading, edit.reading + behind)
            ]
            assert max(map(table.count, around)) >= 0
    assert proposed


def test_a_former_name_leads_to_a_rule_that_runs() -> None:
    """No name that is in use is a former one of another rule."""
    names = {step.rule.name for step in PASSES}
    assert set(FORMER_NAMES.values()) <= names
    assert not set(FORMER_NAMES) & names


@pytest.mark.parametrize("step", PASSES, ids=lambda step: step.rule.name)
def test_a_rule_its_file_and_its_function_have_one_name(step: Pass) -> None:
    """Whoever reads a rule's name finds where it lives."""
    propose = step.propose.propose if isinstance(step.propose, EachBlock) else step.propose
    name = step.rule.name.replace("-", "_")
    assert (propose.__name__, propose.__module__) == (name, f"convert.passes.{name}")
