"""The review page served by the real command, for a real browser."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from convert.cli import run
from tests.support.batches import command, surroundings
from tests.support.browser import Browser
from tests.support.pdf_pages import Drawn
from tests.support.pictures import pdf_with_pictures
from tests.support.reviewing import converted

SHOWN = "document.body.dataset.doubt"
"""Says which doubt the page shows."""
PAGES = (
    ("新桥通车", "今天,云津市民走上了新桥一一他们从早上", "等到晚上,灯亮了;"),
    ("人们才慢慢地散去。", "明天,大桥还要迎来第一班公共汽车。"),
)
HOSTILE = (
    "渡口<script>window.hurt = 1</script>的人\n\n<img src=x onerror='window.hurt = 2'>说\u202e话一一他们都在"
    "等船，&lt;b&gt;从早上一一直等到晚上。\n\n今天,云津市民走上了新桥。\n"
)


@contextmanager
def served(out: Path, reviewer: str = "Lin") -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a folder by the command, and end it afterwards."""
    server = subprocess.Popen(
        command("review", out, "--no-browser", "--reviewer", reviewer, "--below", "1.01", "--jobs", "1"),
        stdout=subprocess.PIPE,
        text=True,
        env=surroundings(),
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip(), server
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


def go_to(tab: Browser, view: str) -> None:
    """Go on till a doubt has some view."""
    for _ in range(150):
        if tab.say(f"document.querySelector('{view}') !== null"):
            return
        before = tab.say(SHOWN)
        tab.press("j")
        if tab.say(SHOWN) == before:
            break
    raise AssertionError(view)


def browsed(folder: Path) -> Path:
    """Return a converted folder with a hostile source among the others."""
    out = converted(folder)
    pages = folder / "in" / "pages" / "2026-03-12.pdf"
    pages.parent.mkdir()
    drawn = [[Drawn(text, 60, 90 + 24 * n, 16) for n, text in enumerate(page)] for page in PAGES]
    pages.write_bytes(pdf_with_pictures([(lines, []) for lines in drawn]))
    (folder / "in" / "<img src=x onerror=alert(1)>.txt").write_text(HOSTILE, "utf-8")
    sources = [str(folder / "in"), str(pages)]
    assert run(["batch", *sources, str(out), "-f", "xml", "--jobs", "1", "--quiet"]) == 0
    return out
