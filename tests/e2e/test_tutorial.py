"""docs/tutorial.md, done from top to bottom by a shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
STEP = re.compile(r"```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)


def test_each_step_does_what_the_page_shows(tmp_path: Path) -> None:
    """Every command succeeds; where the page shows what is printed, that is printed."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    steps = STEP.findall(PAGE)
    assert len(steps) == PAGE.count("```sh")
    for script, shown in steps:
        ended = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"{script}\n{ended.stdout}"
        assert shown in ended.stdout, script
    for made in ("books/catalogue/index.html", "march.epub", "bag/bagit.txt"):
        assert (tmp_path / made).is_file()
