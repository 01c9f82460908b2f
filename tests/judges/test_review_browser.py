"""The review page in a real browser, served by the real command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from convert.batch.ledger import open_ledger
from convert.cli import run
from convert.decisions.decision import ChangeKey
from convert.decisions.listing import ListedChange
from convert.review.boxes import PlacedBox
from convert.review.doubts import DoubtKind, ReviewItem, SourceLines
from convert.review.index import IssueDoubts, open_index
from tests.support.batches import command, surroundings
from tests.support.browser import Browser, browser, needs_chromium
from tests.support.pdf_pages import Drawn
from tests.support.pictures import pdf_with_pictures
from tests.support.reviewing import converted

pytestmark = needs_chromium
SHOWN = "document.body.dataset.doubt"
TAGS = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice"
AXE = (
    f"axe.run({{runOnly: '{TAGS}'.split(' ')}})"
    ".then((result) => result.violations.map((each) => [each.id, each.nodes[0].html]))"
)
PAGES = (
    ("新桥通车", "今天,云津市民走上了新桥一一他们从早上", "等到晚上,一个也不肯先走,桥头的灯"),
    ("亮了起来,人们才慢慢地散去。", "明天,大桥还要迎来第一班公共汽车。"),
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


def decided(out: Path) -> list[dict[str, object]]:
    """Return the decisions in all files beside the sources."""
    files = sorted((out.parent / "in").glob("*.decisions.toml"))
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
    folder = tmp_path_factory.mktemp("browsed")
    out = converted(folder)
    pages = folder / "in" / "pages" / "2026-03-12.pdf"
    pages.parent.mkdir()
    drawn = [[Drawn(text, 60, 90 + 24 * n, 16) for n, text in enumerate(page)] for page in PAGES]
    pages.write_bytes(pdf_with_pictures([(lines, []) for lines in drawn]))
    (folder / "in" / "<img src=x onerror=alert(1)>.txt").write_text(HOSTILE, "utf-8")
    sources = [str(folder / "in"), str(pages)]
    assert run(["batch", *sources, str(out), "-f", "xml", "--jobs", "1", "--quiet"]) == 0
    return out


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
            _go_to(tab, view)
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


def _go_to(tab: Browser, view: str) -> None:
    """Go on till a doubt has some view."""
    for _ in range(150):
        if tab.say(f"document.querySelector('{view}') !== null"):
            return
        before = tab.say(SHOWN)
        tab.press("j")
        if tab.say(SHOWN) == before:
            break
    raise AssertionError(view)


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


@pytest.mark.long
def test_ten_thousand_doubts_open_in_a_second_and_keys_answer_at_once(tmp_path: Path) -> None:
    """The first is there within a second, the next within a tenth of one."""
    out = converted(tmp_path, ("misreadings.txt",))
    _fill(out, 10_000)
    with served(out) as (address, _), browser(tmp_path / "browser") as tab:
        tab.go(address)
        tab.until(SHOWN)
        begun = time.monotonic()
        tab.go(address)
        tab.until(f"{SHOWN} && document.querySelector('.count').textContent.endsWith('of 10000')")
        opened = time.monotonic() - begun
        waits = [_next(tab) for _ in range(30)]
    assert opened < 1
    assert sorted(waits)[-3] < 0.1


@pytest.mark.long
def test_a_crop_is_there_in_less_than_a_third_of_a_second(out: Path, tmp_path: Path) -> None:
    """Once its page was drawn; the picture is decoded then, and can be seen."""
    with served(out) as (address, _), browser(tmp_path / "browser") as tab:
        for _ in range(2):  # the second time, it was drawn, and is fetched anew
            tab.do("Network.clearBrowserCache")
            tab.go(address)
            tab.until(SHOWN)
            _go_to(tab, ".crop image")
            waits = [_next(tab, "document.querySelector('.crop image')?.decode()") for _ in range(3)]
            tab.say("sessionStorage.clear()")
    assert max(waits) < 0.3


def _next(tab: Browser, then: str = "undefined") -> float:
    """Return how long the next doubt takes, and what is waited for, in seconds, as the page measures it."""
    took = tab.say(
        "new Promise((done) => { const before = document.body.dataset.doubt; const start = performance.now();"
        " const look = () => document.body.dataset.doubt !== before ?"
        f" Promise.resolve({then}).then(() => done(performance.now() - start))"
        " : requestAnimationFrame(look); document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'j', bubbles: true})); look(); })"
    )
    return float(took) / 1000


def _fill(out: Path, count: int) -> None:
    """Put many doubts into the index of the one issue."""
    lines = SourceLines("把积水的位置、时辰、深浅一一画在了纸上。\n市政部门据此修了沟。", 1, 11, 13)
    with open_index(out) as index:
        target, key = next(iter(index.keys().items())) if index.keys() else (b"misreadings", "")
        doubts = []
        for number in range(count):
            words = chr(0x4E00 + number % 500)
            change = ChangeKey("dashes", "edit", number, words, "——", "")
            table: dict[str, str | int] = {
                "decide": "",
                "rule": "dashes",
                "action": "edit",
                "at": number,
                "words": words,
            }
            table |= {"before": words, "after": "——"}
            listed = ListedChange(change, done=False, decided=False, comment=("# 1:1", "#   x"), table=table)
            kind = DoubtKind("dashes", "edit", words, "——")
            item = ReviewItem(
                listed,
                kind,
                0.6,
                "1:12",
                0,
                "深浅",
                "画在",
                "",
                lines,
                None,
                (PlacedBox(0, 0, 0, 0, 0),),
                ("——",),
            )
            doubts.append(item)
        path = os.fsencode(out.parent / "in" / "misreadings.decisions.toml")
        index.put(
            IssueDoubts(
                target,
                key or _key(out),
                "misreadings.txt",
                "",
                "",
                "misreadings.txt",
                "",
                path,
                doubts=tuple(doubts),
            )
        )


def _key(out: Path) -> str:
    """Return the key by which the ledger knows the issue."""
    with open_ledger(out) as ledger:
        return next(iter(ledger.issues())).key
