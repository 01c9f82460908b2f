"""docs/testing.md: its tests are run as a reader would run them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.support.paths import ROOT


def test_the_tests_of_the_page_pass(tmp_path: Path) -> None:
    """The first block of Python on the page is a test module that passes."""
    page = (ROOT / "docs" / "testing.md").read_text("utf-8")
    code = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "test_page.py").write_text(code[0], "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_page.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert "2 passed" in done.stdout, done.stdout


def test_no_text_of_a_clean_page_is_changed(tmp_path: Path) -> None:
    """As the page says of `explain --json`; its filter is for jq, which need not be installed."""
    command = [sys.executable, "-m", "convert", "explain", "--json", str(ROOT / "samples/clean.txt")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    changes = [json.loads(line) for line in done.stdout.splitlines()]
    assert changes
    assert not [each for each in changes if each["done"] and each["action"] in {"edit", "join", "split"}]
