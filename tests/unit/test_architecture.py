"""What the layout of the package promises: who may import whom, and how large and how plain it stays."""

from __future__ import annotations

from tests.support.package_code import (
    Cache,
    Import,
    Module,
    caches,
    circle,
    clocks_and_environment,
    imports,
    imports_in_functions,
    long_modules,
    modules,
    out_of_order,
    package_modules,
    package_of,
    shared_class_names,
    uses_of,
)
from tests.support.paths import ROOT

CODE = package_modules(ROOT)

MAY_IMPORT = {
    name: tuple(others.split())
    for name, others in {
        "errors": "",
        "text": "errors",
        "translation": "",
        "system": "errors text translation",
        "language": "errors text",
        "document": "errors text",
        "geometry": "text language document",
        "ocr": "errors text language document geometry",
        "issue": "errors text system language document",
        "analysis": "text language document geometry issue",
        "passes": "errors text system language document issue analysis",
        "typeset": "errors text system language document issue",
        "tei": "errors text system document issue typeset",
        "readers": "errors text system language document geometry ocr issue tei",
        # The Word document that goes out for review and comes back has its marks in readers.word.
        "writers": "errors text system language document issue readers typeset tei",
        "decisions": "errors text system document issue passes readers typeset writers",
        "outcome": "errors text system document",
        "explain": "errors text system document translation",
        "inspection": "errors text document ocr",
        "pictures": "text document ocr issue readers typeset",
        "plugins": "errors language document analysis passes readers typeset",
        "conversion": "errors text system language document issue passes readers typeset tei writers"
        " decisions outcome pictures",
        "learning": "errors text system language document issue analysis passes outcome conversion",
        "archive": "errors text system language document issue typeset tei",
        "batch": "errors text system language document issue passes typeset tei writers decisions outcome"
        " conversion learning",
        "review": "errors text system document analysis tei decisions inspection conversion batch",
        "collection": "errors text system document issue typeset tei writers decisions outcome conversion",
        "catalogue": "errors text system language document issue typeset tei writers",
        "api": "errors text system document issue passes readers typeset tei writers outcome conversion",
        "cli": "errors text system language document ocr issue passes readers typeset tei writers"
        " decisions outcome explain inspection conversion learning archive batch review collection catalogue"
        " translation",
        "__main__": "cli",
    }.items()
}
"""Part of the package to those it may import, each above it in this table: so there are no circles."""

PARTS_OF_ANALYSIS = tuple(
    "lines latin texts line_groups columns headings links priors context tables furniture jumps characters"
    " features damage moves".split()
)
"""Folders and modules of `analysis`, each after those that it may import."""

ASKS_THE_CLOCK = ("cli", "batch")
"""Where the clock and the environment may be asked: commands, and workers that no command can hand it to."""

LOOSE_MODULES = 8
IMPORTS_IN_FUNCTIONS = 16
PROCESS_WIDE_CACHES = 6
LINES_OF_A_FILE = 400
LONG_TESTS = {"tests/unit/review/test_service.py": 560, "tests/judges/test_review_browser.py": 440}
FOUND_PER_THOUSAND_LINES = 5


def strays(code: list[Module]) -> list[Import]:
    """List the imports that the table does not allow; the package's own face may import anything."""
    return [
        each
        for each in imports(code)
        if (here := each.importer.package) and package_of(each.imported) not in (here, *MAY_IMPORT[here])
    ]


def test_packages_import_only_what_the_table_allows() -> None:
    """No part of the package reaches up, or across to where it has no business."""
    assert [str(each) for each in strays(CODE)] == []


def test_the_table_goes_one_way() -> None:
    """Each row names only rows above it, and every part of the package has a row."""
    assert out_of_order(MAY_IMPORT) == []
    assert {module.package for module in CODE} - {""} == set(MAY_IMPORT)


def part_of_analysis(name: str) -> str:
    """Return `texts` for `convert.analysis.texts.seam`, and nothing for what lies elsewhere.

    >>> part_of_analysis("convert.analysis.texts.seam"), part_of_analysis("convert.passes.lines")
    ('texts', '')
    """
    here, _, rest = name.partition(".analysis.")
    return rest.partition(".")[0] if here == "convert" else ""


def test_analysis_builds_up_from_lines() -> None:
    """Each of its folders imports only those before it, and every folder has its place."""
    place = {name: number for number, name in enumerate(PARTS_OF_ANALYSIS)}
    pairs = [
        (each, part_of_analysis(each.importer.name), part_of_analysis(each.imported))
        for each in imports(CODE)
    ]
    within = [(each, importer, imported) for each, importer, imported in pairs if importer and imported]
    assert len(within) > 100
    assert [str(each) for each, importer, imported in within if place[imported] > place[importer]] == []
    assert {part_of_analysis(module.name) for module in CODE} - {""} == set(PARTS_OF_ANALYSIS)


def test_modules_import_one_another_in_no_circle() -> None:
    """Within a part of the package, too."""
    edges: dict[str, list[str]] = {}
    for each in imports(CODE):
        edges.setdefault(each.importer.name, []).append(each.imported)
    assert circle(edges) == []


def test_few_modules_lie_loose() -> None:
    """What belongs together has a folder."""
    loose = [path.name for path in (ROOT / "convert").glob("*.py")]
    assert len(loose) <= LOOSE_MODULES, loose


def test_a_class_name_is_used_once() -> None:
    """Whoever searches for a class finds one."""
    assert shared_class_names(CODE) == {}


def test_found_is_no_name() -> None:
    """A variable is named by what it holds."""
    assert uses_of("found", CODE) < FOUND_PER_THOUSAND_LINES


def test_caches_of_the_process_are_few_bounded_and_explained() -> None:
    """What is known of a page is kept by the page."""
    kept = caches(CODE)
    assert len(kept) <= PROCESS_WIDE_CACHES, [each.function for each in kept]
    assert [each.function for each in kept if not each.bounded] == []
    assert [each.function for each in kept if not each.explained] == []


def test_imports_stand_at_the_head_of_a_file() -> None:
    """Few are left inside functions, each to save the time of a start."""
    inside = imports_in_functions(CODE)
    assert len(inside) <= IMPORTS_IN_FUNCTIONS, inside


def test_files_are_short() -> None:
    """A file is read in one sitting."""
    assert long_modules(CODE, LINES_OF_A_FILE) == {}


def test_files_of_tests_are_short() -> None:
    """A file of tests is about one thing; those of the review page are longer, and grow no more."""
    lengths = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n")
        for path in (ROOT / "tests").rglob("*.py")
    }
    assert lengths
    too_long = {
        path: lines for path, lines in lengths.items() if lines > LONG_TESTS.get(path, LINES_OF_A_FILE)
    }
    assert too_long == {}


def test_only_commands_and_workers_ask_the_clock() -> None:
    """The same input makes the same bytes: time and environment are handed in."""
    below = [module for module in CODE if module.package not in ASKS_THE_CLOCK]
    assert clocks_and_environment(below) == []


def test_the_checks_see_what_breaks_them() -> None:
    """Each of them, on a package of a few lines that does what it should not."""
    wrong = modules(
        {
            "text/a.py": "from functools import cache, lru_cache\n\n\nclass A: ...\n",
            "text/b.py": "from convert.text import c\nfrom convert.batch.run import run\nimport os\n",
            "text/c.py": "import convert.text.b\n\ndef f():\n    from convert import __version__, tei\n",
            "tei/__init__.py": "class A: ...\nfound = 1  # found\nfounds = 2\n",
            "tei/d.py": "@cache\ndef one(a): ...\n\n# Reason.\n@lru_cache(9)\ndef two(a): ...\n",
            "tei/e.py": "@lru_cache(maxsize=None)  # why\ndef one(a): ...\n\n@cache\ndef two(): ...\n",
            "batch/run.py": "import time\nstart = time.monotonic()\nrun = cache(len)\n",
        }
    )
    assert sorted(str(each) for each in strays(wrong)) == [
        "convert.text.b:2 imports convert.batch.run",
        "convert.text.c:4 imports convert.tei",
    ]
    assert out_of_order({"a": ["a"], "b": ["a", "c"], "c": ["d"]}) == [("a", "a"), ("b", "c"), ("c", "d")]
    assert circle({"a": ["b"], "b": ["c", "d"], "c": [], "d": ["c", "a"]}) == ["a", "b", "d", "a"]
    assert circle({"a": ["b", "c"], "b": ["c"], "c": []}) == []
    assert shared_class_names(wrong) == {"A": ["convert.tei", "convert.text.a"]}
    assert imports_in_functions(wrong) == ["convert.text.c:4"]
    assert uses_of("found", wrong) == 1000 * 2 / sum(module.text.count("\n") for module in wrong)
    assert caches(wrong) == [
        Cache("convert.batch.run:3", bounded=False, explained=False),
        Cache("convert.tei.d.one", bounded=False, explained=False),
        Cache("convert.tei.d.two", bounded=True, explained=True),
        Cache("convert.tei.e.one", bounded=False, explained=True),
        Cache("convert.tei.e.two", bounded=True, explained=False),
    ]
    assert long_modules(wrong, 4) == {"convert.tei.d": 6, "convert.tei.e": 5}
    assert clocks_and_environment(wrong) == ["convert.batch.run:2"]


def test_memories_of_modules_are_seen() -> None:
    """Whatever waits to be filled as long as the process lives; constants and what functions keep are not."""
    wrong = modules(
        {
            "batch/a.py": "seen: set[str] = set()\nm = Memo(len, 9)\ndef f():\n    a = []\n    global m\n",
            "batch/b.py": "ROWS = {}\nDAYS = [1]\nNAMES = frozenset()\nA: Mapping[str, int] = {}\n",
            "batch/c.py": "class B:\n    all = []\n    some: list[str] = field(default_factory=list)\n",
        }
    )
    assert [each.function for each in caches(wrong)] == [
        *("convert.batch.a:1", "convert.batch.a:2", "convert.batch.a:5"),
        *("convert.batch.b:1", "convert.batch.c:2"),
    ]
