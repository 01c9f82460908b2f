"""Files of a catalogue: the same bytes, foreign pages kept, stale ones gone, damaged sources alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from convert.catalogue import issue_files
from convert.catalogue.build import CatalogueName, build_catalogue
from convert.catalogue.inventory import CataloguedIssue, list_issues, read_entry
from convert.catalogue.store import FOLDER, open_store
from convert.document.model import Metadata
from convert.errors import UnwritableOutput
from tests.support.catalogue_folders import FONTS, book, issue, written
from tests.support.catalogued import TIMES
from tests.support.paths import ROOT


def test_same_bytes(tmp_path: Path) -> None:
    """Over runs, places on the disk, time zones and hash seeds; a second run needs no SOURCE_DATE_EPOCH."""
    for n in range(5):
        (tmp_path / f"{n}.xml").write_text(
            issue(Metadata(title=f"报{n % 2}", date=f"1951-03-0{n + 1}")), "utf-8"
        )
    runs: list[Mapping[str, bytes]] = []
    for seed, zone in (("0", "UTC"), ("77", "Asia/Shanghai")):
        other = shutil.copytree(tmp_path, tmp_path.parent / f"{tmp_path.name} {seed}")
        for stated in ({"SOURCE_DATE_EPOCH": "1765152000"}, {}):
            clean = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
            surroundings = {**clean, **stated, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone}
            command = [sys.executable, "-m", "convert", "catalogue", str(other), "-q"]
            subprocess.run(command, check=True, env=surroundings)
            runs.append(written(other))
    assert len(runs[0]) > 20
    assert runs[1:] == runs[:1] * 3


def test_several_processes_make_the_same_files(tmp_path: Path) -> None:
    """Also where an issue cannot be read, and where covers are there already."""
    for n in range(20):
        text = issue(Metadata(title=f"报{n % 2}", date=f"1951-03-{n + 1:02}"), f"第{n}条。")
        (tmp_path / f"{n}.xml").write_text("<TEI/>" if n == 7 else text, "utf-8")
    catalogues: list[Mapping[str, bytes]] = []
    for jobs in (1, 3, 2):
        result = build_catalogue(tmp_path, "1", FONTS, times=TIMES, jobs=jobs)
        assert (result.issues, len(result.faults), "7.xml" in str(result.faults[0])) == (19, 1, True)
        catalogues.append(written(tmp_path))
        if jobs == 1:
            shutil.rmtree(tmp_path / FOLDER)
    assert len(catalogues[0]) > 80
    assert catalogues[1:] == catalogues[:1] * 2


def test_unchanged_issues_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything written; what has changed, in the folder, in the catalogue or in the question, is."""
    path = tmp_path / "1.xml"
    path.write_text(issue(Metadata(title="报", date="1951-03-01")), "utf-8")
    reads: list[str] = []

    def read(folder: Path, stem: str, endings: tuple[str, ...]) -> CataloguedIssue:
        reads.append(stem)
        return read_entry(folder, stem, endings)

    monkeypatch.setattr(issue_files, "read_entry", read)

    def builds(title: str = "") -> bool:
        reads.clear()
        assert build_catalogue(tmp_path, "1", times=TIMES, name=CatalogueName(title)) == (1, ())
        return bool(reads)

    assert [builds(), builds(), builds("别名"), builds("别名")] == [True, False, True, False]
    path.write_text(issue(Metadata(title="报", date="1951-03-02")), "utf-8")
    assert [builds(), builds()] == [True, False]
    (tmp_path / FOLDER / "search.js").unlink()
    assert [builds(), builds()] == [True, False]
    (text,) = (tmp_path / FOLDER / "text").iterdir()
    kept = text.read_bytes()
    text.write_bytes(kept[::-1])
    assert builds()
    assert text.read_bytes() == kept
    (tmp_path / "2.xml").write_text("<TEI/>", "utf-8")
    assert [build_catalogue(tmp_path, "1", times=TIMES).issues for _ in range(2)] == [1, 1]
    assert reads.count("2") == 2  # what is left out is told each time


def test_foreign_page_is_kept(tmp_path: Path) -> None:
    """Where somebody else's index.html stands nothing is written; ours is replaced."""
    place = tmp_path / FOLDER
    place.mkdir()
    (place / "index.html").write_text("<title>Mine</title>")
    with pytest.raises(UnwritableOutput, match="was not written by backfile"):
        build_catalogue(tmp_path, "1", times=TIMES)
    assert [p.name for p in place.rglob("*")] == ["index.html"]
    (place / "index.html").unlink()
    build_catalogue(tmp_path, "2", times=TIMES)
    build_catalogue(tmp_path, "3", times=TIMES)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """A second one stops with a line, and writes nothing; afterwards the place is free."""
    with open_store(tmp_path, "1"), pytest.raises(UnwritableOutput, match="another run is working"):
        build_catalogue(tmp_path, "2", times=TIMES)
    assert written(tmp_path) == {}
    assert build_catalogue(tmp_path, "3", times=TIMES) == (0, ())


@pytest.mark.parametrize("part", ["", "covers", "text"])
def test_links_are_not_written_through(tmp_path: Path, part: str) -> None:
    """A catalogue folder, or one in it, that is a link to elsewhere is an error."""
    folder = tmp_path / "issues"
    (folder / FOLDER / part).parent.mkdir(parents=True)
    (folder / FOLDER / part).symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(UnwritableOutput, match="is a link"):
        build_catalogue(folder, "1", times=TIMES)
    assert [p.name for p in tmp_path.iterdir()] == ["issues"]


def test_stale_files_go_and_others_stay(tmp_path: Path) -> None:
    """Only what the list of a former catalogue names is removed; a broken book is left out and told."""
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    (tmp_path / "broken.epub").write_bytes(b"no zip")
    count, faults = build_catalogue(tmp_path, "1", FONTS, times=TIMES)
    place = tmp_path / FOLDER
    first = written(tmp_path).keys()
    assert (count, len(faults)) == (1, 1)
    (place / "mine.txt").write_text("kept")
    (place / ".files").write_text((place / ".files").read_text() + "../x.pdf\nmine.txt\n")
    (place / "search" / "0123456789ab-7.js").write_text("left by a run that was killed")
    (place / "search" / "mine.js").write_text("kept")
    (place / "text" / ".0123456789abcdef.js.7-aa.tmp").write_text("half")
    (tmp_path / "broken.epub").unlink()
    (tmp_path / "x.pdf").rename(tmp_path / "y.pdf")
    build_catalogue(tmp_path, "2", times=TIMES)
    left = written(tmp_path).keys()
    assert {"mine.txt", "search/mine.js"} <= left
    assert not [name for name in left if "0123456789ab" in name]
    assert (tmp_path / "y.pdf").exists()
    assert {name.partition("/")[0].partition("-")[0] for name in first - left} == {
        "covers",
        "search",
        "text",
        "title",
    }


def test_damaged_files_cost_themselves_alone(tmp_path: Path) -> None:
    """Books and XML with bytes altered, cut or doubled are read or told; none stops the catalogue."""
    random = Random(6)
    whole = {
        ".epub": book(Metadata(title="山城晚报", date="1951-03-07")),
        ".xml": issue(Metadata(title="报", date="1951")).encode(),
    }
    for n in range(200):
        ending = (".epub", ".xml")[n % 2]
        data = bytearray(whole[ending])
        for _ in range(random.choice((1, 1, 5, 50))):
            at = random.randrange(len(data))
            size = random.choice((1, 1, 4, 400))
            data[at : at + size] = random.choice((b"", random.randbytes(size), data[at : at + size] * 2))
        (tmp_path / f"{n}{ending}").write_bytes(data)
    read = [
        read_entry(tmp_path, stem, endings) for stem, endings in list_issues(tmp_path, FOLDER, []).items()
    ]
    whole_ones = [one for one in read if one.entry.endings]
    assert 0 < len(whole_ones) < 200
    assert all(one.faults for one in read if not one.entry.endings)
