"""Which language the terminal speaks, and what help and errors look like in Chinese."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from convert.cli import SUMMARIES, run
from convert.cli.language import environment_language, terminal_language
from convert.translation.wrap import columns


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_SG"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "en"),
        ({"LANG": "zh_Hant_CN.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_TW:zh_CN:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, "en"),
    ],
)
def test_environment_names_the_language(environment: dict[str, str], language: str) -> None:
    """As gettext asks it; the first language that we have counts."""
    assert environment_language(environment) == language


def test_stream_that_lacks_the_characters_gets_english() -> None:
    """An escape for each character could not be read."""
    environment = {"LANG": "zh_CN.UTF-8"}
    assert terminal_language(environment, io.TextIOWrapper(io.BytesIO(), "ascii")) == "en"
    assert terminal_language(environment, io.TextIOWrapper(io.BytesIO(), "gb18030")) == "zh"


def test_error_of_the_command_line_is_said_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """The option goes before the environment, and holds for one run."""
    assert run(["--lang", "zh", "konvert"]) == 2
    assert "错误：没有命令 'konvert'。是否指 'convert'？；见 backfile --help" in capsys.readouterr().err
    assert run(["konvert"]) == 2
    assert "error: no such command 'konvert'" in capsys.readouterr().err


def test_data_for_programs_stay_english(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What a script reads does not depend on who sits at the terminal."""
    source = tmp_path / "empty.txt"
    source.touch()
    outputs = []
    for language in ("en", "zh"):
        run(["--lang", language, "convert", str(source), "--json", "-o", str(tmp_path)])
        shown = capsys.readouterr()
        assert ("文件是空的" in shown.err) == (language == "zh")
        outputs.append(json.loads(shown.out))
    assert outputs[0] == outputs[1]
    assert outputs[0]["error"]["what"] == "the file is empty"


@pytest.mark.parametrize("command", ["", *SUMMARIES])
def test_help_has_no_english_sentence(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """But for the lines of examples, which are commands."""
    assert run(["--lang", "zh", *filter(None, [command]), "--help"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "backfile" not in line]
    assert [line for line in lines if re.search("[a-z]{3,} [a-z]{2,} [a-z]{2,}", line)] == []


def test_help_keeps_to_the_width(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Han characters are two columns wide; what an option means stands in one column."""
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["--lang", "zh", "verify", "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("用法：backfile verify")
    assert max(columns(line) for line in lines if not line.startswith("  backfile")) <= 80
    options = lines[lines.index("选项：") + 1 :]
    continued = [line for line in options[: options.index("")] if line.startswith("    ")]
    starts = {len(line) - len(line.lstrip()) for line in continued}
    assert len(starts) == 1
