"""What installed distributions add: found by name, refused with a line that names them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import PathDistribution
from pathlib import Path
from shutil import make_archive

import pytest

from convert.cli.settings import check_settings
from convert.errors import BadSetting
from convert.outcome import internal_failure
from convert.passes.installed import load_passes
from convert.readers.registry import load_readers
from convert.system.entry_points import find_plugins, summary_of
from convert.writers.registry import writer
from tests.support.plugins import distribution

Install = Callable[[str, str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install distributions for one test: name, entry points, code."""

    def installed(name: str, entry_points: str, code: str) -> None:
        sys.modules.pop(name, None)
        monkeypatch.syspath_prepend(distribution(tmp_path / name, name, entry_points, code))

    return installed


def test_metadata_is_read_once_while_nothing_is_installed(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second look reads no file; what is installed since is seen."""
    install("aardvark_plugin", "[backfile.test]\na = aardvark_plugin:a\n", "a = 1")
    first = find_plugins((), "backfile.test")
    reading = "importlib.metadata.Distribution.read_text"
    with monkeypatch.context() as patched:
        patched.setattr(PathDistribution, "read_text", lambda *_: pytest.fail(reading))
        assert find_plugins((), "backfile.test") == first
    install("zebra_plugin", "[backfile.test]\nb = zebra_plugin:b\n", "b = 2")
    assert [plugin.name for plugin in find_plugins((), "backfile.test")] == ["a", "b"]


def test_metadata_of_others_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no list of entry points names a group of ours, `importlib.metadata` is not asked."""
    folder = distribution(tmp_path / "other", "other", "[console_scripts]\na = other:a\n")
    monkeypatch.setattr(sys, "path", [str(folder), str(tmp_path / "missing")])
    reading = "importlib.metadata.Distribution.read_text"
    monkeypatch.setattr(PathDistribution, "read_text", lambda *_: pytest.fail(reading))
    assert find_plugins((), "backfile.test") == ()


def test_plugins_in_an_archive_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no folder is left to `importlib.metadata`."""
    folder = distribution(tmp_path / "zipped", "zipped", "[backfile.test]\na = zipped:a\n", "a = 1")
    archive = make_archive(str(tmp_path / "zipped"), "zip", folder)
    monkeypatch.setattr(sys, "path", [archive])
    assert [plugin.name for plugin in find_plugins((), "backfile.test")] == ["a"]


def test_plugins_are_found_by_name(install: Install) -> None:
    """In the order of their names, whatever the order in which they are installed."""
    install("zebra_plugin", "[backfile.test]\nb = zebra_plugin:b\n", "b = 2")
    install("aardvark_plugin", "[backfile.test]\nc = aardvark_plugin:c\na = aardvark_plugin:c\n", "c = 3")
    plugins = find_plugins((), "backfile.test")
    assert [(p.name, p.distribution, p.load()) for p in plugins] == [
        ("a", "aardvark_plugin 1.0", 3),
        ("b", "zebra_plugin 1.0", 2),
        ("c", "aardvark_plugin 1.0", 3),
    ]


def test_the_new_name_of_a_group_goes_before_the_former(install: Install) -> None:
    """A distribution may serve old and new versions of the program."""
    install("both_plugin", "[convert.test]\na = both_plugin:old\n[backfile.test]\na = both_plugin:new\n", "")
    (plugin,) = find_plugins((), "backfile.test", "convert.test")
    assert plugin.entry_point.value == "both_plugin:new"


READER = "[backfile.readers]\n{} = faulty_plugin:x\n"
STEP = "[backfile.passes]\nmine = faulty_plugin:x\n"
RULE = "from convert.plugins import *\nx = Pass(Rule('{}', Kind.LAYOUT), {}, after='{}')"


@pytest.mark.parametrize(
    ("load", "entry_points", "code", "message"),
    [
        pytest.param(load_readers, READER.format("text"), "", "'text' is already built in", id="ours"),
        pytest.param(load_readers, READER.format("a b"), "", "a name has small letters", id="no name"),
        pytest.param(load_readers, READER.format("../x"), "", "a name has small letters", id="a path"),
        pytest.param(load_readers, READER.format("new"), "1 / 0", "ZeroDivisionError", id="a broken module"),
        pytest.param(load_readers, READER.format("new"), "", "AttributeError", id="nothing of that name"),
        pytest.param(load_readers, READER.format("new"), "x = 1", "neither a SourceFormat", id="no reader"),
        pytest.param(
            load_readers,
            READER.format("new"),
            "from convert.plugins import *\nx = SourceFormat(read_plain, suffixes=('.txt',))",
            "'.txt' belongs to the built-in reader text",
            id="our suffix",
        ),
        pytest.param(
            load_readers,
            READER.format("new"),
            "from convert.plugins import *\nx = SourceFormat(read_plain, suffixes=('TXT',))",
            "'TXT' is not like '.hocr'",
            id="no suffix",
        ),
        pytest.param(
            load_readers,
            READER.format("new"),
            "from convert.plugins import *\nx = SourceFormat(read_plain, lambda data: False)",
            "at module level",
            id="a nameless function",
        ),
        pytest.param(load_passes, STEP, "x = 1", "not a Pass", id="no pass"),
        pytest.param(load_passes, STEP, RULE.format("other", "print", ""), "called 'other'", id="two"),
        pytest.param(
            load_passes,
            STEP,
            RULE.format("mine", "lambda page: ()", ""),
            "at module level",
            id="lambda",
        ),
        pytest.param(
            load_passes,
            STEP,
            RULE.format("mine", "print", "quots"),
            "did you mean quotes?",
            id="no such rule",
        ),
        pytest.param(
            load_passes,
            STEP.replace("mine", "reviewer"),
            RULE.format("reviewer", "print", ""),
            "'reviewer' is already built in",
            id="a name of ours",
        ),
        pytest.param(
            lambda: check_settings(("xml",), style="newspaper", encoding="", max_size=1.0),
            "[backfile.writers]\npdf = faulty_plugin:x\n",
            "",
            "'pdf' is already built in",
            id="a writer of ours",
        ),
        pytest.param(
            lambda: writer("new"),
            "[backfile.writers]\nnew = faulty_plugin:x\n",
            "x = 1",
            "not a function that writes",
            id="no writer",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_its_distribution(
    load: Callable[[], object], entry_points: str, code: str, message: str, install: Install
) -> None:
    """So that a user knows what to uninstall."""
    install("faulty_plugin", entry_points, code)
    with pytest.raises(BadSetting) as error:
        load()
    assert message in str(error.value)
    assert "faulty_plugin 1.0" in str(error.value)


def test_two_distributions_that_give_one_name_are_both_named(install: Install) -> None:
    """Neither is taken."""
    for name in ("first_plugin", "second_plugin"):
        install(name, f"[backfile.readers]\nnew = {name}:x\n", "")
    with pytest.raises(BadSetting, match=r"second_plugin 1.0: .* is already used by first_plugin 1.0"):
        load_readers()


def test_a_summary_is_the_first_line_of_a_docstring() -> None:
    """Or nothing."""
    assert summary_of(summary_of) == "Return what a function does, in the first line of its docstring."
    assert summary_of(None) == summary_of(lambda: 0) == ""


@pytest.mark.parametrize("distribution_name", ["wrong_plugin", ""])
def test_a_fault_of_a_plugin_names_whom_to_tell(distribution_name: str, install: Install) -> None:
    """And its line; one of ours is ours although a plugin is installed."""
    install(
        "wrong_plugin", "[backfile.test]\na = wrong_plugin:a\n", "def a():\n    raise ValueError('no a')\n"
    )
    (plugin,) = find_plugins((), "backfile.test")
    act = plugin.load() if distribution_name else lambda: int("no number")
    assert callable(act)
    with pytest.raises(ValueError, match="no") as caught:
        act()
    failure = internal_failure(caught.value, "page.txt")
    if distribution_name:
        assert failure.message == (
            f"internal error of {plugin.distribution}: ValueError: no a (wrong_plugin.py:2)"
        )
        assert (
            failure.hint == f"report it to those who maintain {plugin.distribution}; -v shows the traceback"
        )
    else:
        assert failure.message.startswith("internal error: ValueError: invalid literal")
        assert failure.hint.startswith("please report it")
