"""A bag of issues of several files: every file comes back under its name, and METS says which page it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from convert.archive.bag import verify_bag, write_bag
from tests.support.issue_files import FIRST, NAME, SECOND, archived, write_issue

METS = "{http://www.loc.gov/METS/}"
HREF = "{http://www.w3.org/1999/xlink}href"


def test_every_file_of_an_issue_is_in_its_bag(tmp_path: Path) -> None:
    """With its bytes and name; one that could not be read is named, and decisions go along."""
    (tmp_path / "in").mkdir()
    files = {"1": FIRST.encode(), "2": SECOND.encode("gb18030"), "3": None}
    source = write_issue(tmp_path / "in", files)
    out = tmp_path / "out"
    out.mkdir()
    (out / f"{NAME}.xml").write_bytes(archived(source))
    decided = {f"{NAME}_第02版": (tmp_path / "second.decisions.toml",)}
    decided[f"{NAME}_第02版"][0].write_text("# nothing\n", "utf-8")
    summary = write_bag(out, tmp_path / "bag", datetime(2026, 1, 2, tzinfo=UTC), "run", decided)
    assert (summary.issues, summary.pages) == (1, 3)
    assert verify_bag(tmp_path / "bag") == ()
    info = (tmp_path / "bag" / "bag-info.txt").read_text("utf-8")
    assert "Issue-Count: 1\nPage-Count: 3\n" in info
    folder = tmp_path / "bag" / "data" / NAME
    assert {path.name: path.read_bytes() for path in (folder / "source").iterdir()} == {
        f"{NAME}_第01版.txt": files["1"],
        f"{NAME}_第02版.txt": files["2"],
    }
    assert [path.name for path in (folder / "decisions").iterdir()] == ["second.decisions.toml"]

    root = etree.parse(folder / f"{NAME}.mets.xml").getroot()
    located = {file.get("ID"): file[0].get(HREF) for file in root.iter(f"{METS}file")}
    pages = list(root.iterfind(f"{METS}structMap[@TYPE='PHYSICAL']/{METS}div/{METS}div"))
    assert [page.get("ORDERLABEL") for page in pages] == ["1", "2", "3"]
    whole = [[pointer.get("FILEID") for pointer in page.iterfind(f"{METS}fptr")] for page in pages]
    assert whole == [["source.1", None], ["source.2", None], [None]]
    assert str(located["source.2"]).endswith("%E7%AC%AC02%E7%89%88.txt")
    premis = (folder / f"{NAME}.premis.xml").read_text("utf-8")
    assert f"page 3: {NAME}_第03版.txt could not be read, and is not here" in premis
    events = etree.fromstring(premis.encode()).findall("{*}event")
    outcomes = [(e.findtext(".//{*}eventIdentifierValue"), e.findtext(".//{*}eventOutcome")) for e in events]
    assert outcomes == [("convert", "warning"), ("convert.part.3", "fail"), ("bag", "success")]
    assert events[1].findtext(".//{*}eventOutcomeDetailNote") == "no such file"
    assert premis.count("<premis:originalName>") == 2
