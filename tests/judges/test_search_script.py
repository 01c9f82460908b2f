"""The words of the catalogue's scripts, run by Node.js: it cuts, folds and unpacks as the index was made."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from random import Random

import pytest

from convert.catalogue.index import pack_numbers
from convert.catalogue.words import RUN, characters, fold, is_wide, token_hash, tokens
from tests.support.paths import ROOT

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node.js")

SCRIPT = ROOT / "convert" / "catalogue" / "words.js"
ASK = """
const search = require(process.argv[2]);
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
search.learnCharacters(given.characters);
const answers = {
  unknown: given.texts.map((text) => /\\p{Cn}/u.test(text)),
  folded: given.texts.map(search.fold),
  runs: given.texts.map(search.runsOf),
  tokens: given.runs.map(search.tokensOf),
  hashes: given.tokens.map(search.tokenHash),
  numbers: given.packed.map(search.unpackNumbers),
  found: given.sought.map((token) => [...search.issuesInShard(given.shard, token)]),
  within: given.dates.map(([date, from, to]) => search.isWithin(date, { from, to })),
  spans: given.excerpts.map(([text, run]) => search.spansOf(text, [run])),
};
process.stdout.write(JSON.stringify(answers));
"""

ASSIGNED = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}
]
"""Every character of this Python's Unicode."""


def texts() -> list[str]:
    """Return each character alone, all in rows of a hundred, and random mixtures."""
    random = Random(7)
    rows = ["".join(ASSIGNED[start : start + 100]) for start in range(0, len(ASSIGNED), 100)]
    pieces = [
        "Ｃａｆé",
        "重慶日報",
        "ΣΑΣ",
        "İstanbul",
        "ﬁn",
        "後来",
        "e\u0301",
        "\u3099",
        "𠮷野",
        "½",
        "x2",
        " ",
        "。",
        "_",
    ]
    mixed = ["".join(random.choices([*pieces, *random.sample(ASSIGNED, 20)], k=12)) for _ in range(500)]
    return [*ASSIGNED, *rows, *mixed]


TEXTS = texts()
RUNS = sorted({run for text in TEXTS[-500:] for run in RUN.findall(fold(text))} | {"x" * 50, "𠮷" * 50})
TOKENS = sorted(tokens(TEXTS[-500:]) | {"a", "ab", "éa", "𠮷"})
NUMBERS = [sorted(Random(n).sample(range(10**n), min(10**n, 30))) for n in range(1, 8)]
SHARD = [
    "cafe",
    pack_numbers([0, 3]),
    "cat",
    pack_numbers([1]),
    "铁",
    pack_numbers([2]),
    "铁路",
    pack_numbers([4]),
]
SOUGHT = {"ca": [0, 1, 3], "caf": [0, 3], "c": [], "铁": [2], "铁路": [4], "dog": []}
DATES = {
    ("1951-03-07", "1951-03", "1951-03"): True,
    ("1951-03-07", "1951-03-08", ""): False,
    ("1951", "1951-12-31", "1951-01-01"): True,
    ("1951", "1952", ""): False,
    ("", "", ""): True,
    ("", "1900", ""): False,
    ("", "", "1999"): False,
}
EXCERPTS = {
    ("Le Café du Pont", "cafe"): [[3, 7]],
    ("ﬁnal ﬁn", "fin"): [[0, 2], [5, 7]],
    ("outcafe", "cafe"): [],
    ("𠮷野高鐵高铁", "高铁"): [[3, 5], [5, 7]],
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """Ask the script everything at once."""
    asking = tmp_path_factory.mktemp("node") / "ask.cjs"
    asking.write_text(ASK, "utf-8")
    script = asking.with_name("search.cjs")
    script.write_bytes(SCRIPT.read_bytes())
    given = {
        "characters": characters(),
        "texts": TEXTS,
        "runs": RUNS,
        "tokens": TOKENS,
        "packed": [pack_numbers(numbers) for numbers in NUMBERS],
        "shard": SHARD,
        "sought": list(SOUGHT),
        "dates": list(DATES),
        "excerpts": list(EXCERPTS),
    }
    command = [str(NODE), str(asking), str(script)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=True)
    answered: dict[str, list[object]] = json.loads(done.stdout)
    return answered


def differences(
    answers: dict[str, list[object]], key: str, ours: Callable[[str], object]
) -> list[tuple[str, object, object]]:
    """Return the texts of which the script says something else; its Unicode may lack some characters."""
    rows = zip(TEXTS, answers[key], answers["unknown"], strict=True)
    return [
        (text, ours(text), theirs) for text, theirs, unknown in rows if not unknown and ours(text) != theirs
    ]


def test_it_folds_as_the_index_was_folded(answers: dict[str, list[object]]) -> None:
    """Every character there is, alone and among others."""
    assert differences(answers, "folded", fold) == []
    assert sum(map(bool, answers["unknown"])) < len(TEXTS) // 10


def test_it_cuts_as_the_index_was_cut(answers: dict[str, list[object]]) -> None:
    """Into words, and runs of characters."""
    assert differences(answers, "runs", lambda text: RUN.findall(fold(text))) == []


def test_each_token_that_it_asks_for_is_in_the_index(answers: dict[str, list[object]]) -> None:
    """A word, a single wide character, or pairs."""
    for run, asked in zip(RUNS, answers["tokens"], strict=True):
        assert isinstance(asked, list)
        assert set(asked) <= tokens([run])
        assert len(asked) == (max(1, len(run) - 1) if is_wide(run) else 1)


def test_it_looks_where_the_index_has_it(answers: dict[str, list[object]]) -> None:
    """In the same shard, with the same numbers; of a Latin word the beginning is enough."""
    assert answers["hashes"] == [token_hash(token) for token in TOKENS]
    assert answers["numbers"] == NUMBERS
    assert [sorted(each) for each in answers["found"]] == list(SOUGHT.values())  # type: ignore[call-overload]


def test_dates_and_excerpts(answers: dict[str, list[object]]) -> None:
    """A year may be any day in it; what is marked is what the text has, whatever folding made of it."""
    assert answers["within"] == list(DATES.values())
    assert answers["spans"] == list(EXCERPTS.values())
