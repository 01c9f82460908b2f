"""Readers of an archival XML see one reading: in a browser as it is, and by CETEIcean."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from convert.tei.archive import open_archive
from convert.tei.views import as_text, block_texts
from tests.support.browser import browser, needs_chromium
from tests.support.build import archived
from tests.support.specimen import specimen

pytestmark = needs_chromium
CETEICEAN = os.environ.get("CETEICEAN", "")
"""The file CETEI.js of the npm package CETEIcean."""
ITS_STYLE = """
tei-choice tei-sic + tei-corr:before, tei-choice tei-orig + tei-reg:before { content: " ("; }
tei-choice tei-sic + tei-corr:after, tei-choice tei-orig + tei-reg:after { content: ")"; }
tei-lb:after { content: "\\a"; white-space: pre; }
tei-head, tei-p, tei-ab, tei-byline, tei-figure { display: block; }
"""
"""What its own style sheet says of the elements that we have."""


def letters(text: str) -> str:
    """Leave white space out, which a browser sets by itself."""
    return "".join(text.split())


def reading(xml: str) -> str:
    """Return what readers are to see; a byte that is no character has nothing to show."""
    return letters(as_text(block_texts(open_archive(xml.encode())))).replace("\udcff", "")


def test_a_browser_shows_the_reading(tmp_path: Path) -> None:
    """Nothing travels beside the file, and nothing is fetched."""
    (tmp_path / "page.xml").write_text(archived(specimen()), "utf-8")
    with browser(tmp_path) as tab:
        tab.do("Network.enable")
        tab.do(
            "Network.emulateNetworkConditions",
            offline=True,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )
        tab.go((tmp_path / "page.xml").as_uri())
        tab.say("getSelection().selectAllChildren(document.documentElement)")
        assert letters(tab.say("getSelection().toString()")) == reading(
            (tmp_path / "page.xml").read_text("utf-8")
        )
        assert not tab.heard


@pytest.mark.skipif(not CETEICEAN, reason="the variable CETEICEAN does not name a CETEI.js")
def test_ceteicean_shows_the_reading(tmp_path: Path) -> None:
    """With its own style sheet, which puts the second of two readings in brackets."""
    xml = archived(specimen())
    script = Path(CETEICEAN).read_text("utf-8")
    (tmp_path / "page.html").write_text(
        f"<!DOCTYPE html><meta charset='utf-8'><style>{ITS_STYLE}</style><body><script>{script}</script>"
        "<script>"
        f"new CETEI().makeHTML5({json.dumps(xml)}, (shown) => document.body.appendChild(shown));</script>",
        "utf-8",
    )
    with browser(tmp_path) as tab:
        tab.go((tmp_path / "page.html").as_uri())
        assert letters(tab.say("document.body.innerText")) == reading(xml)
        brackets = "getComputedStyle(document.querySelector('tei-choice tei-corr'), '::before').content"
        assert tab.say(brackets) == "none"
