"""`backfile report`: one page on a batch, safe against what its sources are called and say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from lxml import etree

from convert.batch.ledger import Ledger, ledger_path, open_ledger
from convert.batch.records import Ending, Issue, State
from convert.batch.report_html import FAULTS, as_page
from convert.batch.statistics import BINS, batch_statistics
from convert.cli import cli
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.errors import ConvertError, ExitCode
from convert.outcome import Failure, Outcome, Output, RuleCount
from tests.support.browser import browser, needs_chromium

HOSTILE = "</script><script>document.title='gone'</script><img src=x onerror=alert(1)>\u202e&amp;.txt"


DAMAGE = Damage(any=0.9, cuts=0.8, repeats=0.1, order=0.2, orphans=0.3, misreadings=0.4)


@contextmanager
def made(folder: Path, issues: int) -> Iterator[Ledger]:
    """Make a ledger of so many issues: each tenth failed, each third has something open."""
    ledger_path(folder).parent.mkdir(parents=True)
    with open_ledger(folder, make=True) as ledger:
        run = ledger.begin(1000.0, "host", 1, "backfile 0", {})
        for n in range(issues):
            bad = n % 10 == 9
            name = f"{n:04d}-{HOSTILE}" if n < 2 else f"{n:04d}.txt"
            failure = Failure(
                "UnreadableSource", f"no text: {HOSTILE}", name, "look at it", ExitCode.BAD_INPUT
            )
            counts = {"quotes": RuleCount(1, 2, 0), "paragraphs": RuleCount(2, n % 3, 7 * (n % 3 == 0))}
            ledger.put(
                Issue(
                    b"/issues/" + name.encode(),
                    None,
                    None,
                    State.FAILED if bad else State.DONE,
                    Outcome(
                        name,
                        rules={} if bad else counts,
                        damage=NOT_ESTIMATED if bad or n % 2 else DAMAGE,
                        failure=failure if bad else None,
                    ),
                    run,
                    began=1000.0 + n,
                    ended=1000.5 + n,
                )
            )
        ledger.end(run, 1000.0 + issues, Ending.DONE)
        yield ledger


def test_figures_add_up(tmp_path: Path) -> None:
    """Every issue is counted once: in its stretch of time, with its rules, among the bad ones."""
    with made(tmp_path, 200) as ledger:
        found = batch_statistics(ledger, tmp_path)
    assert sum(b.done for b in found.bins) == 180
    assert len(found.bins) <= BINS
    assert found.errors == {"UnreadableSource": 20}
    assert {kind.kind: kind.likely for kind in found.damage} == {
        **dict.fromkeys(("repeats", "order", "orphans", "misreadings"), 0),
        **dict.fromkeys(("any", "cuts"), 100),
    }
    assert {kind.estimated for kind in found.damage} == {100}
    rules = {rule.name: rule for rule in found.rules}
    assert rules["quotes"].done == 360
    assert rules["paragraphs"].versions == (2,)
    assert len(rules["quotes"].over_time) == len(found.bins)
    assert [issue.outcome.proposals for issue in found.review] == [7] * 50


def test_page_counts_damaged_sources(tmp_path: Path) -> None:
    """Each kind in words, with how many sources most probably have it."""
    with made(tmp_path, 20) as ledger:
        page = as_page(batch_statistics(ledger, tmp_path), str)
    assert "Of 10 issues so many have more likely than not:" in page
    assert '<td>paragraphs cut by a column\'s end</td><td class="number">10</td>' in page
    assert '<td>lines read twice</td><td class="number">0</td>' in page


def test_page_of_nothing(tmp_path: Path) -> None:
    """A ledger without issues gives a page that says so."""
    with made(tmp_path, 0) as ledger:
        page = as_page(batch_statistics(ledger, tmp_path), str)
    assert "Nothing failed." in page
    assert "No issue was converted yet." in page


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    """What a source is called or holds makes no element and no attribute; the page is the same each time."""
    with made(tmp_path, 30) as ledger:
        page = as_page(batch_statistics(ledger, tmp_path), str)
        assert as_page(batch_statistics(ledger, tmp_path), str) == page
    tree = etree.HTML(page)
    assert tree.xpath("//script | //img | //@onerror | //@src | //@href") == []
    assert any(HOSTILE.split("\u202e", maxsplit=1)[0] in str(e.text) for e in tree.iter("bdi"))


def test_outputs_are_links_from_where_the_page_is(tmp_path: Path) -> None:
    """Whatever the files are called; what failed is told in words, and what is not there has no tile."""
    out = tmp_path / "books #1"
    with made(out, 60) as ledger:
        issue = next(iter(ledger.issues()))
        written = {"xml": Output("a/x?.xml", 1, 1, "0" * 64), "epub": Output("a/x?.epub", 1, 1, "0" * 64)}
        outcome = replace(issue.outcome, outputs=written, warnings=("look",))
        ledger.put(replace(issue, target=b"a/x?", output_key=b"a/x?", outcome=outcome))
        ledger.commit()
    place = tmp_path / "reports" / "page.html"
    place.parent.mkdir()
    assert CliRunner().invoke(cli, ["report", str(out), "-o", str(place)]).exit_code == 0
    page = etree.HTML(place.read_bytes())
    links = ["../books%20%231/a/x%3F.epub", "../books%20%231/a/x%3F.xml"]
    assert [a.get("href") for a in page.iter("a")] == [*links, *links]
    assert "could not be read" in [bdi.text for bdi in page.iter("bdi")]
    assert "UnreadableSource" not in place.read_text("utf-8")
    assert page.findtext(".//div[@class='tile']/span") == "converted"
    assert "0" not in [number.text for number in page.iter("b")]


def test_every_kind_of_failure_has_words() -> None:
    """Each error of a source that may stand in a ledger."""
    waiting, kinds = [ConvertError], set[str]()
    while waiting:
        waiting += (error := waiting.pop()).__subclasses__()
        kinds.add(error.__name__)
    ours = kinds - {"ConvertError", "DamagedLedger", "Conflict"}  # not of a source
    assert ours <= FAULTS.keys()


def test_command_writes_the_page(tmp_path: Path) -> None:
    """To standard output, or whole into a file; without a ledger one line says what to do."""
    with made(tmp_path / "books", 12):
        pass
    told = CliRunner().invoke(cli, ["report", str(tmp_path / "books")])
    assert told.exit_code == 0
    assert told.stdout.startswith("<!DOCTYPE html>")
    place = tmp_path / "report.html"
    assert CliRunner().invoke(cli, ["report", str(tmp_path / "books"), "-o", str(place)]).exit_code == 0
    assert place.read_text("utf-8") == told.stdout


@needs_chromium
def test_browser_shows_it_and_runs_nothing(tmp_path: Path) -> None:
    """In a real browser nothing is refused, nothing runs, and the charts have a size."""
    with made(tmp_path / "books", 120) as ledger:
        page = as_page(batch_statistics(ledger, tmp_path / "books"), str)
    place = tmp_path / "report.html"
    place.write_text(page, "utf-8")
    with browser(tmp_path / "profile") as tab:
        tab.go(place.as_uri())
        assert tab.say("document.title") == "Batch report"
        assert tab.say("document.querySelectorAll('svg').length") > 3
        assert tab.say("document.querySelector('svg').getBoundingClientRect().height") > 50
        assert tab.say("document.images.length + document.scripts.length") == 0
        assert tab.heard == []
