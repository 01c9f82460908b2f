"""The review page in a real browser, served by the real command."""

from __future__ import annotations

import json
import os
import signal
import time
import tomllib
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from convert.cli import run
from tests.support.browser import Browser, browser, needs_chromium
from tests.support.review_browser import SHOWN, browsed, go_to, served

pytestmark = needs_chromium
TAGS = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice"
AXE = (
    f"axe.run({{runOnly: '{TAGS}'.split(' ')}})"
    ".then((result) => result.violations.map((each) => [each.id, each.nodes[0].html]))"
)


def decided(out: Path) -> list[dict[str, object]]:
    """Return the decisions in all files beside the sources."""
    files = sorted((out.parent / "in").rglob("*.decisions.toml"))
    entries = [entry for file in files for entry in tomllib.loads(file.read_text("utf-8"))["decision"]]
    return [entry for entry in entries if entry["decide"]]


def press(tab: Browser, key: str) -> None:
    """Press a key, and wait till what follows is written and another doubt is shown."""
    before = tab.say(SHOWN)
    tab.press(key)
    tab.until(
        f"{SHOWN} !== '{before}' && document.querySelector('header [role=status]').textContent === 'saved'"
    )


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a converted folder with a hostile source among the others."""
    return browsed(tmp_path_factory.mktemp("browsed"))


def test_decisions_by_keyboard_survive_a_killed_server(out: Path, tmp_path: Path) -> None:
    """Hostile texts do nothing; each key is a decision in a file; a tab that is stale is told so."""
    with served(out) as (address, server), browser(tmp_path) as tab:
        tab.go(address)
        tab.until(SHOWN)
        for key in "arar":
            press(tab, key)
        assert [entry["decide"] for entry in decided(out)].count("accept") == 2
        assert len(decided(out)) == 4
        _look_at_all(tab)
        tab.press("k")
        shown = tab.say(SHOWN)
        tab.go(address)
        tab.until(f"{SHOWN} === '{shown}'")
        tab.press("e")
        tab.until("document.querySelector('form.edit input, form.edit select')")
        assert tab.say("window.hurt") is None
        _compose(tab)
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
    assert len(decided(out)) == 4
    assert {entry["reviewer"] for entry in decided(out)} == {"Lin"}
    assert [error for error in tab.heard if "/api/page/" not in error] == []
    with served(out) as (address, server), browser(tmp_path / "again") as tab:
        tab.go(address)
        tab.until(SHOWN)
        doubt = tab.say(SHOWN)
        _decide_elsewhere(tab, doubt)
        tab.press("r")
        tab.until("document.querySelector('dialog')")
        assert "Nothing was written" in tab.say("document.querySelector('dialog').textContent")
        tab.say("document.querySelector('dialog button.main').click()")
        assert len(decided(out)) == 5
        tab.until("!document.querySelector('dialog')")
        tab.press("u")
        tab.until("document.querySelector('.message').textContent !== ''")
        assert len(decided(out)) == 4


def test_the_server_ends_with_ctrl_c(out: Path) -> None:
    """At once, and without an error."""
    with served(out) as (address, server):
        assert address.startswith("http://127.0.0.1:")
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0


def test_a_page_as_a_file_brings_decisions_back(out: Path, tmp_path: Path) -> None:
    """Decided on without a server, handed out, taken: with the colleague's name, and nothing twice."""
    page, handed_out = tmp_path / "queue.html", tmp_path / "decisions.json"
    before = len(decided(out))
    assert run(["review", str(out), "--html", str(page), "--reviewer", "Chen", "--below", "1.01"]) == 0
    with browser(tmp_path / "browser") as tab:
        tab.do("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
        tab.go(page.as_uri())
        tab.until(SHOWN)
        _look_at_all(tab, keys="gv?")
        if find_spec("axe_playwright_python"):
            _load_axe(tab)
            assert tab.say(AXE) == []
        tab.say("document.querySelector('select').dispatchEvent(new Event('change'))")
        for key in "aruaj":
            shown = tab.say(SHOWN)
            tab.press(key)
            tab.until(f"{SHOWN} !== '{shown}'")
        tab.say("document.querySelector('header button.main').click()")
        tab.until("document.querySelector('.message').textContent.startsWith('2 ')")
        wait_for(handed_out)
        assert tab.say("window.hurt") is None
        assert tab.heard == []
    assert run(["review", str(out), "--take", str(handed_out), "--reviewer", "Lin"]) == 0
    entries = decided(out)
    assert len(entries) == before + 2
    times = {each["time"] for each in json.loads(handed_out.read_text("utf-8"))["decisions"]}
    assert {entry["time"] for entry in entries if entry["reviewer"] == "Chen"} == times
    assert [entry["reviewer"] for entry in entries].count("Chen") == 2
    text = handed_out.read_text("utf-8")
    handed_out.write_text(text.replace('"decide": "accept"', '"decide": "reject"'), "utf-8")
    assert run(["review", str(out), "--take", str(handed_out)]) == 1
    assert decided(out) == entries
    handed_out.write_text(text.replace('"rule": "', '"rule": "x'), "utf-8")
    assert run(["review", str(out), "--take", str(handed_out)]) == 1
    handed_out.write_text("[]", "utf-8")
    assert run(["review", str(out), "--take", str(handed_out)]) == 2
    assert decided(out) == entries


@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="needs axe-playwright-python")
def test_the_page_is_accessible(out: Path, tmp_path: Path) -> None:
    """By axe, by WCAG 2.2 AA: each view and dialog, in light and in dark, in both languages, on a phone."""
    with served(out) as (address, _), browser(tmp_path) as tab:
        tab.go(address)
        tab.until(SHOWN)
        _load_axe(tab)
        for scheme in ("dark", "light"):
            tab.do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            assert tab.say(AXE) == []
        for key in "gv?Tl":
            tab.press(key)
            tab.until("document.querySelector('dialog')")
            if key == "l":
                _set_roles(tab, out)
            assert tab.say(AXE) == []
            tab.say("document.querySelector('dialog').close()")
            tab.until("!document.querySelector('dialog')")
        tab.press("t")
        tab.until("document.querySelector('.beside mark')")
        assert tab.say(AXE) == []
        tab.press("e")
        tab.until("document.querySelector('form.edit')")
        assert tab.say(AXE) == []
        tab.press("Escape")
        for view in (".two-pages", ".crop image", ".lines-alone", "ol.candidates"):
            go_to(tab, view)
            assert tab.say(AXE) == []
        tab.press("l")
        tab.until("document.querySelector('dialog .blocks')")
        assert tab.say(AXE) == []
        tab.say("document.querySelector('dialog').close()")
        tab.do("Emulation.setDeviceMetricsOverride", width=320, height=640, deviceScaleFactor=1, mobile=True)
        tab.say("document.querySelector('header button[lang]').click()")
        tab.until("document.documentElement.lang === 'zh-Hans'")
        assert tab.say(AXE) == []
        assert tab.say("document.documentElement.scrollWidth") <= 320
        _decide_elsewhere(tab, tab.say(SHOWN))
        tab.press("r")
        tab.until("document.querySelector('dialog')")
        assert tab.say(AXE) == []
        tab.say("document.querySelector('dialog button.main').click()")
        tab.until("!document.querySelector('dialog')")
        tab.press("u")
        tab.until("document.querySelector('.message').textContent !== ''")
        assert tab.say(AXE) == []


def _load_axe(tab: Browser) -> None:
    tab.say((files("axe_playwright_python") / "axe.min.js").read_text("utf-8") + ";0")


def _set_roles(tab: Browser, out: Path) -> None:
    """Give one paragraph a role by key, another one an opening by mouse; each is written, and taken back."""
    chosen, rows = "document.querySelector('.block[aria-current]')", "document.querySelectorAll('.block')"
    shown = tab.say("document.querySelector('.count').textContent")
    before = len(decided(out))
    tab.until(chosen)
    tab.say(f"{rows}[0].click()")
    tab.until(f"{chosen}.dataset.number === '0'")
    tab.press("j")
    tab.until(f"{chosen}.dataset.number === '1'")
    role = tab.say(f"{chosen}.querySelector('.role').textContent")
    tab.press("7" if role != "caption" else "5")
    tab.until(f"{chosen}.classList.contains('set')")
    tab.say(f"{rows}[2].click()")
    tab.until(f"{chosen}.dataset.number === '2'")
    buttons = "[...document.querySelectorAll('dialog button')]"
    tab.say(f"{buttons}.find((each) => each.textContent.startsWith('Section')).click()")
    tab.until(f"{chosen}.classList.contains('set')")
    tab.press("p")
    tab.until("document.querySelector('.layout-tools').textContent.includes('(seen by Lin)')")
    own = [entry for entry in decided(out) if entry["rule"] == "reviewer-layout"]
    assert [entry["action"] for entry in own] == ["label", "place"]
    for left in (1, 0):
        tab.press("u")
        tab.until(f"document.querySelectorAll('.block.set').length === {left}")
    assert len(decided(out)) == before
    assert tab.say("document.querySelector('.count').textContent") == shown


def wait_for(file: Path) -> None:
    """Wait till a file is there and whole."""
    for _ in range(200):
        if file.exists() and file.stat().st_size:
            return
        time.sleep(0.05)
    raise AssertionError(file)


def _look_at_all(tab: Browser, keys: str = "gvT?") -> None:
    """Show every doubt once, and the dialogs; the hostile source is among them."""
    count = tab.say("document.querySelector('.count').textContent.split(' ').at(-1)")
    seen = ""
    for _ in range(min(int(count), 120)):
        tab.press("j")
        seen += tab.say("document.querySelector('main').textContent")
    assert "<script>" in seen
    assert "U+202E" in seen
    assert "\u202e" not in seen
    for key in keys:
        tab.press(key)
        tab.until("document.querySelector('dialog')")
        tab.say("document.querySelector('dialog').close()")
        tab.until("!document.querySelector('dialog')")
    assert tab.say("document.querySelectorAll('main script, main img, dialog img').length") == 0


def _compose(tab: Browser) -> None:
    """Press Enter amid a word of pinyin: the edit goes on."""
    tab.say(
        "document.querySelector('form.edit input, form.edit select')"
        ".dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true,"
        " cancelable: true}))"
    )
    assert tab.say("document.querySelector('form.edit') !== null") is True


def _decide_elsewhere(tab: Browser, doubt: str) -> None:
    """Decide on a doubt as another tab would."""
    body = {"changes": [{"id": int(doubt), "decide": "accept", "seen": {"decide": ""}}]}
    status = tab.say(
        "fetch('api/decide', {method: 'POST', headers: {'Content-Type': 'application/json'}, body:"
        f" {json.dumps(json.dumps(body))}}}).then((answer) => answer.status)"
    )
    assert status == 200
