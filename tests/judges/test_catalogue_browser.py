"""The catalogue's page in a real browser, from the disk and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from convert.catalogue.build import CatalogueName, build_catalogue
from convert.document.model import Metadata
from convert.document.roles import Role
from tests.support.browser import Browser, browser, needs_chromium
from tests.support.build import archived, document
from tests.support.catalogued import TIMES
from tests.support.specimen import specimen

pytestmark = needs_chromium
ISSUES = (
    (
        "a",
        Metadata(title="山城晚报", date="1951-03-07", number="12", language="zh-Hans"),
        "隧道贯通",
        "渝万高铁控制性工程光裕寨隧道贯通。",
    ),
    (
        "b",
        Metadata(title="山城晚报", date="1951-04-01", number="37", language="zh-Hans"),
        "高铁",
        "万高铁路以外，高铁控制住了，控制性工程。",
    ),
    (
        "c",
        Metadata(title="Thornbridge Courier", date="1911", number="", language="en"),
        "The Weir",
        "A café by the <b>weir</b> & bridge.",
    ),
    (
        "d",
        Metadata(title='"><img src=x onerror=alert(1)>', date="", number="", language=""),
        "javascript:alert(1)",
        "constructor __proto__",
    ),
)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start one browser for all these tests."""
    with browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make a catalogue, and return its address on the disk."""
    folder = tmp_path_factory.mktemp("issues #1")
    for name, meta, headline, text in ISSUES:
        made = document([(Role.HEADLINE, headline), (Role.BODY, text)], meta)
        (folder / f"{name}.xml").write_text(archived(made), "utf-8")
    build_catalogue(folder, "1", times=TIMES, name=CatalogueName(language="en"))
    return (folder / "catalogue" / "index.html").as_uri()


def asked(tab: Browser, page: str, question: str) -> tuple[str, list[str]]:
    """Ask by address; return what the live region says, and the names of the files found."""
    tab.go(f"{page}#{question}")
    tab.until("!['', 'Searching…'].includes(document.getElementById('status').textContent)")
    links = (
        "[...document.querySelectorAll('#found .files a[href$=\".xml\"]')]"
        ".map((a) => a.href.split('/').pop()[0]).join('')"
    )
    return tab.say("document.getElementById('status').textContent"), list(tab.say(links))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param("words=隧道", "a", id="two characters"),
        pytest.param("words=铁", "ba", id="one character, newest first"),
        pytest.param("words=高鐵控制", "ba", id="traditional for simplified"),
        pytest.param("title=山城晚報", "ba", id="the same in a title"),
        pytest.param("words=高铁控制性", "a", id="pairs that stand apart are no match"),
        pytest.param("words=控制性工程+隧道", "a", id="all words"),
        pytest.param("words=WEI", "c", id="a word's beginning, in capitals"),
        pytest.param("words=cafe", "c", id="without the accent"),
        pytest.param("words=eir", "", id="not the middle of a word"),
        pytest.param("words=courier", "", id="the newspaper's name is no word of the text"),
        pytest.param("words=constructor", "d", id="a name that every object of JavaScript has"),
        pytest.param("title=courier", "c", id="a part of the title"),
        pytest.param("from=1951-03&to=1951-03", "a", id="a month"),
        pytest.param("from=1911-05&to=1950", "c", id="an issue of which the year is known"),
        pytest.param("to=1951", "bac", id="to a year's end; without a date none"),
        pytest.param("words=高铁&from=1951-04", "b", id="words and date"),
    ],
)
def test_questions_from_the_disk(tab: Browser, page: str, question: str, found: str) -> None:
    """Each finds the issues it should, and says how many; nothing fails on the way."""
    tab.heard.clear()
    said, names = asked(tab, page, question)
    assert "".join(names) == found
    expected = {0: "No issue found", 1: "1 issue found"}.get(len(found), f"{len(found)} issues found")
    assert said.startswith(expected)
    assert tab.heard == []


def test_excerpts_are_text(tab: Browser, page: str) -> None:
    """Markup in an issue is shown, not made; what was asked for is marked."""
    asked(tab, page, "words=bridge+weir")
    assert "café by the <b>weir</b> & bridge" in tab.say("document.querySelector('.excerpt').textContent")
    assert tab.say("document.querySelectorAll('.excerpt mark').length") == 2
    asked(tab, page, "words=alert")
    assert tab.say("document.querySelectorAll('#found img, #found script').length") == 0
    assert tab.say("document.querySelector('#found .name').textContent").startswith('"><img src=x')


def test_keyboard_alone(tab: Browser, page: str) -> None:
    """Tab reaches the first field, Enter searches, Tab goes on to the results; Clear brings the list back."""
    tab.go(page)
    assert tab.say("document.getElementById('results').hidden")
    tab.press("Tab")
    assert tab.say("document.activeElement.id") == "words"
    tab.type("隧道")
    tab.press("Enter")
    tab.until("document.getElementById('status').textContent === '1 issue found.'")
    assert tab.say("document.getElementById('all').hidden")
    for _ in range(8):
        tab.press("Tab")
    assert tab.say("document.activeElement.getAttribute('aria-label')").startswith("XML: 山城晚报")
    tab.say("document.querySelector('[type=reset]').focus()")
    tab.press("Enter")
    tab.until("!document.getElementById('all').hidden")


def test_names_and_roles(tab: Browser, page: str) -> None:
    """A screen reader finds the search form, named fields, a live region, lists with a language."""
    tab.go(page)
    tree = tab.do("Accessibility.getFullAXTree")["nodes"]
    named = {(n["role"]["value"], n.get("name", {}).get("value", "")) for n in tree if "role" in n}
    assert {
        ("search", "Issues"),
        ("searchbox", "Words in the text"),
        ("combobox", "Newspaper"),
        ("textbox", "From"),
        ("textbox", "To"),
        ("button", "Search"),
        ("main", ""),
        ("navigation", "Years"),
    } <= named
    assert any(role == "status" for role, _ in named)
    assert tab.say("document.querySelector('.name[lang]').lang") == "zh-Hans"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_and_in_both_colours(tab: Browser, page: str, scheme: str) -> None:
    """Nothing is wider than a telephone, and text keeps a contrast of 4.5 (WCAG 2.2, 1.4.3 and 1.4.10)."""
    tab.do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    tab.do("Emulation.setDeviceMetricsOverride", width=320, height=700, deviceScaleFactor=1, mobile=True)
    try:
        asked(tab, page, "words=weir")
        assert tab.say("document.documentElement.scrollWidth") <= 320
        assert tab.say(CONTRAST) >= 4.5
    finally:
        tab.do("Emulation.clearDeviceMetricsOverride")


CONTRAST = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (e) => { const c = getComputedStyle(e).backgroundColor;
    return c === 'rgba(0, 0, 0, 0)' && e.parentElement ? behind(e.parentElement) : c; };
  const seen = [...document.querySelectorAll('h1, h2, h3, label, .help, a, button, .excerpt, mark, #status')]
    .filter((e) => e.offsetParent && e.textContent);
  return Math.min(...seen.map((e) => {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
})()"""


def test_a_missing_part_is_told(tab: Browser, page: str) -> None:
    """Where a shard is gone the page says so, and goes on."""
    tab.go(page)
    tab.say("document.querySelector('script[src]').dataset.generation")
    tab.say("(document.querySelector('#words').value = '隧道', true)")
    broken = page.replace("index.html", "broken.html")
    path = Path(page.removeprefix("file://").replace("%20", " ").replace("%23", "#"))
    path.with_name("broken.html").write_bytes(
        path.read_bytes().replace(b'data-generation="', b'data-generation="0')
    )
    said, _ = asked(tab, broken, "words=隧道")
    assert said.startswith("A part of the index cannot be read (search/0")


def test_a_hit_leads_into_the_issue(tab: Browser, page: str) -> None:
    """The excerpt opens the issue at that paragraph, with each match marked; the way back asks again."""
    tab.heard.clear()
    asked(tab, page, "words=控制性")
    tab.go(tab.say("document.querySelector('.excerpt a').href"))
    tab.until("document.querySelector('mark.current')")
    assert tab.say("[...document.querySelectorAll('mark')].map((m) => m.textContent)") == ["控制性"]
    assert tab.say("document.querySelector('mark').parentElement.id") == "p1"
    assert tab.say("document.getElementById('match-place').textContent") == "Match 1 of 1"
    tab.go(tab.say("document.getElementById('back').href"))
    tab.until("document.getElementById('status').textContent.startsWith('2 issues')")
    assert tab.heard == []


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make a catalogue of an issue with every kind of change; return where it is read, on the disk."""
    folder = tmp_path_factory.mktemp("changed")
    (folder / "x.xml").write_text(archived(specimen()), "utf-8")
    build_catalogue(folder, "1", times=TIMES, name=CatalogueName(language="en"))
    (page,) = (folder / "catalogue" / "read").iterdir()
    return page.as_uri()


def test_views_of_an_issue(tab: Browser, changed: str) -> None:
    """Reading, without the house's marks, and the source's wording with the heads of its pages."""
    tab.heard.clear()
    texts: dict[str, str] = {}
    for view in ("source", "corrected", "reading"):
        tab.go(f"{changed}#words=灯")
        tab.until("document.querySelector('mark')")
        tab.say(
            f"(document.getElementById('view').value = '{view}',"
            " document.getElementById('view').dispatchEvent(new Event('change')))"
        )
        texts[view] = "".join(tab.say("document.querySelector('main').innerText").split())
        assert tab.say("document.querySelectorAll('mark').length") > 1
    assert "三十年——从煤油灯" in texts["corrected"]
    assert "三十年一一从煤油灯" in texts["source"]
    assert "云津晚报第4版" in texts["source"]
    assert "云津晚报第4版" not in texts["reading"]
    assert ("入夜以后,老桥" in texts["corrected"], "入夜以后，老桥" in texts["reading"]) == (True, True)
    assert tab.heard == []


def test_changes_by_mouse_and_by_keyboard(tab: Browser, changed: str) -> None:
    """A change tells its source and rule when the pointer is over it, and by a button; Escape hides it."""
    tab.go(changed)
    tab.until("!document.getElementById('tools').hidden")
    place = tab.say(
        "(() => { const e = [...document.querySelectorAll('[data-s]')].find((e) => e.textContent === '——');"
        " e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect();"
        " return [r.x + r.width / 2, r.y + 5]; })()"
    )
    tab.do("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])
    tab.until("!document.getElementById('change').hidden")
    explained = tab.say("document.getElementById('change').textContent")
    assert explained.startswith("Source: “一一”")
    assert "dashes" in explained
    tab.say("document.getElementById('change-on').focus()")
    tab.press("Escape")
    tab.until("document.getElementById('change').hidden")
    tab.press("Enter")
    tab.until("!document.getElementById('change').hidden")
    assert tab.say("document.getElementById('change-place').textContent").startswith("Change 1 of")
    assert tab.say("document.querySelectorAll('.current').length") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_issue_on_a_telephone(tab: Browser, changed: str, scheme: str) -> None:
    """Nothing is wider than the screen, and text keeps its contrast."""
    tab.do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    tab.do("Emulation.setDeviceMetricsOverride", width=320, height=700, deviceScaleFactor=1, mobile=True)
    try:
        tab.go(f"{changed}#words=灯")
        tab.until("document.querySelector('mark')")
        assert tab.say("document.documentElement.scrollWidth") <= 320
        assert tab.say(CONTRAST.replace("#status", "main p, select, .byline")) >= 4.5
    finally:
        tab.do("Emulation.clearDeviceMetricsOverride")
