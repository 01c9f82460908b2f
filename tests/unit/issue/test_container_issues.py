"""Which files are one issue where a METS says so: in a folder, by itself, with files that are not there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from convert.issue.group_sources import group_sources
from convert.issue.grouping import GroupBy
from convert.issue.metadata import load_issue_metadata
from convert.system.find import SourceFile, find
from convert.system.issue_source import IssueSource, SourceIssue
from tests.support.mets import NAMES as NAMESPACES
from tests.support.mets import alto, delivery, mets

PAGES = {f"ALTO/{n}.xml": alto([(f"b{n}", "text")]) for n in (1, 2)}
NAMES = [*PAGES]
TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><schemaRef url="urn:backfile:archive:1"/></TEI>'


def issues(folder: Path, *names: str) -> list[IssueSource]:
    """Return the issues of a folder, or of files in it."""
    named = [str(folder / name) for name in names] or [str(folder)]
    return list(group_sources(find(named).files).sources)


def shape(source: IssueSource) -> tuple[str, list[str]]:
    """Return the name of an issue, and its files with their pages; a container has none."""
    assert isinstance(source, SourceIssue)
    return source.name, [f"{part.file.name} {part.page}".strip() for part in source.parts]


@pytest.mark.parametrize(
    ("name", "issue"),
    [
        ("paper_1824-02-17-METS.xml", "paper_1824-02-17"),
        ("paper_mets.xml", "paper"),
        ("METS_paper.xml", "paper"),
        ("mets.xml", "delivery"),
        ("manifest.xml", "delivery"),
        ("18240217.mets", "18240217"),
    ],
)
def test_an_issue_is_called_as_its_container_is_or_its_folder(name: str, issue: str, tmp_path: Path) -> None:
    """The container stands behind the pages that it names."""
    folder = delivery(tmp_path / "delivery", {name: mets(NAMES, labels=["1", "2"]), **PAGES})
    expected = (issue, ["1.xml 1", "2.xml 2", name])
    assert [shape(source) for source in issues(folder)] == [expected]
    assert [shape(source) for source in issues(folder, name)] == [expected]


def test_a_folder_of_deliveries_is_as_many_issues(tmp_path: Path) -> None:
    """Our own archival XML among them is passed over, as ever; a page of no METS is an issue of its own."""
    for number in range(20):
        delivery(tmp_path / f"{number:02}", {"mets.xml": mets(NAMES), **PAGES})
    delivery(tmp_path, {"ours.xml": TEI, "other.xml": b"<text>x</text>", "loose.xml": PAGES[NAMES[0]]})
    named = find([str(tmp_path)])
    sources = group_sources(named.files).sources
    deliveries = [f"{number:02}" for number in range(20)]
    assert [source.mirrored.as_posix() for source in sources] == [*deliveries, "loose.xml"]
    assert named.passed_over == {".xml": 2}


def test_pages_of_archives_without_a_container_are_grouped_as_texts_are(tmp_path: Path) -> None:
    """By names, or by a folder that says which issue it is."""
    page = PAGES[NAMES[0]]
    delivery(tmp_path, {f"daily_1951-03-02_p{n}.xml": page for n in (1, 2)})
    delivery(tmp_path / "1951-03-03", {"01.xml": page, "02.xml": page})
    assert [shape(source) for source in issues(tmp_path)] == [
        ("1951-03-03", ["01.xml 1", "02.xml 2"]),
        ("daily_1951-03-02", ["daily_1951-03-02_p1.xml 1", "daily_1951-03-02_p2.xml 2"]),
    ]


def test_files_that_are_not_there_are_named(tmp_path: Path) -> None:
    """Each costs its page; nothing outside of the folder is opened, and nothing is fetched."""
    hrefs = ["ALTO/1.xml", "ALTO/9.xml", "../secret.xml", "https://a.example/3.xml", "/etc/passwd"]
    delivery(tmp_path, {"secret.xml": PAGES[NAMES[0]]})
    folder = delivery(tmp_path / "issue", {"mets.xml": mets(hrefs), **PAGES})
    (source, stray) = issues(folder)
    assert isinstance(source, SourceIssue)
    errors = [part.file.error.message if part.file.error else "" for part in source.parts]
    assert errors == [
        "",
        "mets.xml lists it, but it does not exist",
        "mets.xml names '../secret.xml': outside of its folder",
        "mets.xml names 'https://a.example/3.xml': a URL, which is not fetched",
        "mets.xml names '/etc/passwd': outside of its folder",
        "",
    ]
    assert source.warnings == ("4 of the 5 files that mets.xml lists are not available",)
    assert stray.name == "2.xml"


def test_files_that_were_given_back_side_by_side_are_the_pages(tmp_path: Path) -> None:
    """As `restore` writes them, and as they lie in a bag; not where two have one name."""
    flat = {Path(name).name: data for name, data in PAGES.items()}
    folder = delivery(tmp_path / "flat", {"mets.xml": mets([*NAMES, "ALTO/3.xml"]), **flat})
    (source,) = issues(folder)
    assert isinstance(source, SourceIssue)
    assert [part.file.path for part in source.parts[:2]] == [folder / "1.xml", folder / "2.xml"]
    assert source.parts[2].file.error
    pages = ["a/1.xml", "b/1.xml"]
    twice = delivery(tmp_path / "twice", {"mets.xml": mets(pages), "1.xml": flat["1.xml"]})
    errors = [source.parts[n].file.error for source in issues(twice, "mets.xml") for n in (0, 1)]  # type: ignore[union-attr]
    assert all(errors)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Unless that is asked for."""
    delivery(tmp_path, {"out/1.xml": PAGES[NAMES[0]], "in/mets.xml": mets(["ALTO/1.xml"])})
    (tmp_path / "in" / "ALTO").symlink_to(tmp_path / "out")
    file = SourceFile(tmp_path / "in" / "mets.xml")
    (refused,) = group_sources([file]).sources
    (followed,) = group_sources([file], follow_links=True).sources
    assert isinstance(refused, SourceIssue)
    assert isinstance(followed, SourceIssue)
    assert refused.parts[0].file.error
    assert not followed.parts[0].file.error


def test_another_file_may_have_the_articles(tmp_path: Path) -> None:
    """As in a refNum: the manifest has the order, toc/T1.xml the articles, though toc/M1.xml is named."""
    toc = mets(["../ALTO/1.xml"], [("ARTICLE", [("TEXT", "A1", "b1")])])
    toc = toc.replace(b'TYPE="PHYSICAL"', b'TYPE="OTHER"').replace(b'<fptr FILEID="A', b'<fptr FILEID="B')
    group = b'<fileGrp USE="toc"><file ID="T"><FLocat xlink:href="toc/M1.xml"/></file></fileGrp></fileSec>'
    manifest = mets(NAMES).replace(b"</fileSec>", group)
    folder = delivery(tmp_path / "68", {"manifest.xml": manifest, "toc/T1.xml": toc, **PAGES})
    expected = ("68", ["1.xml 1", "2.xml 2", "manifest.xml", "T1.xml"])
    assert [shape(source) for source in issues(folder)] == [expected]
    assert [shape(source) for source in issues(folder, "manifest.xml")] == [expected]


def test_a_container_that_cannot_be_read_fails_alone(tmp_path: Path) -> None:
    """The pages beside it are issues by themselves, and the next delivery is one."""
    delivery(tmp_path / "1", {"mets.xml": mets(NAMES)[:-9], **PAGES})
    delivery(tmp_path / "2", {"mets.xml": mets(NAMES), **PAGES})
    one, two, bad, good = issues(tmp_path)
    assert [one.name, two.name, good.name] == ["1.xml", "2.xml", "2"]
    assert bad.error
    assert "not well-formed" in bad.error.message


def test_what_a_container_says_goes_before_names_and_behind_all_else(tmp_path: Path) -> None:
    """The date of a file's name is not that of a paper whose METS has another."""
    record = "<title>The Statesman</title><dateIssued>1824-02-17</dateIssued><number>7</number>"
    records = f'<dmdSec ID="D"><mdWrap><xmlData><mods>{record}</mods></xmlData></mdWrap></dmdSec>'
    data = mets(NAMES, records=records).replace(b'TYPE="ISSUE"', b'TYPE="ISSUE" DMDID="D"')
    folder = delivery(tmp_path, {"news_1999-01-01_mets.xml": data, **PAGES})

    def known(flags: Mapping[str, str]) -> tuple[str, str]:
        (source,) = issues(folder)
        assert isinstance(source, SourceIssue)
        meta, labels = load_issue_metadata(source, flags)
        assert labels == ("1", "2", "")
        return meta.title, meta.date

    assert known({}) == ("The Statesman", "1824-02-17")
    (folder / "issue.toml").write_text('date = "1824-02-18"\n', "utf-8")
    assert known({}) == ("The Statesman", "1824-02-18")
    assert known({"title": "Statesman"}) == ("Statesman", "1824-02-18")


def test_a_day_that_names_say_is_that_of_the_year_of_a_container(tmp_path: Path) -> None:
    """Some records have the year alone."""
    record = "<mods><dateIssued>1858</dateIssued></mods>"
    records = f'<dmdSec ID="D"><mdWrap><xmlData>{record}</xmlData></mdWrap></dmdSec>'
    data = mets(["1858-12-07_1.xml"], records=records).replace(b'TYPE="ISSUE"', b'TYPE="ISSUE" DMDID="D"')
    (source,) = issues(delivery(tmp_path, {"mets.xml": data, "1858-12-07_1.xml": PAGES[NAMES[0]]}))
    assert isinstance(source, SourceIssue)
    assert load_issue_metadata(source, {}).metadata.date == "1858-12-07"


def test_two_containers_of_the_same_pages_are_one_issue(tmp_path: Path) -> None:
    """Both are kept; plain text stands in only for a page that has no other file."""
    data = mets(NAMES)
    plain = b'<file ID="T1" MIMETYPE="text/plain"><FLocat xlink:href="1.txt"/></file></fileGrp>'
    pointer = b'<fptr FILEID="A1"/>'
    data = data.replace(b"</fileGrp>", plain).replace(pointer, b'<fptr FILEID="T1"/>' + pointer)
    folder = delivery(tmp_path / "1", {"a-mets.xml": data, "b-mets.xml": data, **PAGES})
    (source,) = issues(folder)
    assert shape(source) == ("a", ["1.xml 1", "2.xml 2", "a-mets.xml", "b-mets.xml"])


def test_by_page_no_container_is_asked(tmp_path: Path) -> None:
    """Each file is an issue, and the container none."""
    folder = delivery(tmp_path, {"mets.xml": mets(NAMES), **PAGES})
    sources = group_sources(find([str(folder)]).files, GroupBy.PAGE).sources
    assert [source.name for source in sources] == ["1.xml", "2.xml", "mets.xml"]


def test_files_that_lie_flat_beside_their_container_are_taken(tmp_path: Path) -> None:
    """As `restore` and a bag lay them; a name that several pages have means none."""
    flat = {name.rpartition("/")[2]: data for name, data in PAGES.items()}
    hrefs = ["file://./ALTO/1.xml", "https://a.example/2.xml", "x/3.xml", "y/3.xml"]
    folder = delivery(tmp_path, {"mets.xml": mets(hrefs), **flat, "3.xml": flat["1.xml"]})
    source, stray = issues(folder)
    assert isinstance(source, SourceIssue)
    assert [not part.file.error for part in source.parts] == [True, True, False, False, True]
    assert stray.name == "3.xml"


def test_the_list_of_a_bag_is_no_container(tmp_path: Path) -> None:
    """It names what was made of an issue; the issue itself lies beside it."""
    header = b"<m:metsHdr><m:name>backfile 0.1.0</m:name></m:metsHdr><fileSec>"
    ours = mets(NAMES).replace(b"<fileSec>", header)
    ours = ours.replace(b"xmlns=", b'xmlns:m="http://www.loc.gov/METS/" xmlns=')
    source = {"source/mets.xml": mets(["1.xml"]), "source/1.xml": PAGES[NAMES[0]]}
    delivery(tmp_path, {"1951.mets.xml": ours, **source})
    named = find([str(tmp_path)])
    assert named.passed_over == {".xml": 1}
    assert [source.name for source in group_sources(named.files).sources] == ["source"]


def test_a_container_of_200_megabytes_is_not_loaded(tmp_path: Path) -> None:
    """Its size is asked before its bytes."""
    folder = delivery(tmp_path, {"mets.xml": mets(NAMES), "1.xml": PAGES[NAMES[0]]})
    with (folder / "mets.xml").open("r+b") as file:
        file.truncate(200_000_000)
    (page, source) = issues(folder)
    assert page.name == "1.xml"
    assert source.error
    assert source.error.message.startswith("too large: 200.0 MB")


def test_ten_thousand_pages_that_are_not_there_are_one_warning(tmp_path: Path) -> None:
    """And one error where the issue is read."""
    folder = delivery(tmp_path, {"mets.xml": mets([f"{number}.xml" for number in range(10_000)])})
    (source,) = issues(folder)
    assert isinstance(source, SourceIssue)
    assert source.warnings == ("10,000 of the 10,000 files that mets.xml lists are not available",)


def pointing(*hrefs: str, upwards: str = "") -> bytes:
    """Return the METS of a year, which points to others; `upwards` is that of its paper."""
    up = f'<mptr LOCTYPE="URL" xlink:href="{upwards}"/>' if upwards else ""
    days = "".join(f'<div TYPE="issue"><mptr LOCTYPE="URL" xlink:href="{href}"/></div>' for href in hrefs)
    year = f'<structMap TYPE="LOGICAL"><div TYPE="year">{up}{days}</div></structMap>'
    return f"<mets {NAMESPACES}>{year}</mets>".encode()


def test_the_mets_of_a_year_is_the_issues_to_which_it_points(tmp_path: Path) -> None:
    """Through others, too, and in circles; whether or not they are named themselves."""
    days = ["0102", "0103"]
    for day in days:
        delivery(tmp_path / "01" / day, {"mets.xml": mets(NAMES), **PAGES})
    year = pointing("file://./01/january.xml", upwards="../paper.xml")
    delivery(
        tmp_path,
        {"1898.xml": year, "01/january.xml": pointing("0102/mets.xml", "0103/mets.xml", "../1898.xml")},
    )
    assert [source.mirrored.as_posix() for source in issues(tmp_path, "1898.xml")] == ["01/0102", "01/0103"]
    assert [source.mirrored.as_posix() for source in issues(tmp_path)] == ["01/0102", "01/0103"]


def test_what_the_mets_of_a_year_misses_is_named(tmp_path: Path) -> None:
    """Nothing outside of its folder is opened, and nothing fetched; its other issues are taken."""
    delivery(tmp_path, {"out.xml": mets(["1.xml"])})
    folder = delivery(
        tmp_path / "year", {"a/mets.xml": mets(NAMES), "a/ALTO/1.xml": PAGES[NAMES[0]], "t.xml": b"<text/>"}
    )
    hrefs = ["a/mets.xml", "b/mets.xml", "../out.xml", "https://a.example/m.xml", "t.xml"]
    delivery(folder, {"year.xml": pointing(*hrefs)})
    issue, year = sorted(issues(folder, "year.xml"), key=lambda source: source.name != "a")
    assert shape(issue)[0] == "a"
    assert isinstance(year, SourceFile)
    assert year.error
    assert year.error.message == (
        "4 of the METS files that it points to are not available: b/mets.xml (missing), "
        "../out.xml (outside of its folder), https://a.example/m.xml (a URL, which is not fetched), "
        "t.xml (no METS)"
    )


def test_the_mets_of_a_year_leads_to_no_more_files_than_there_can_be(tmp_path: Path) -> None:
    """And a link among them is not followed."""
    delivery(
        tmp_path,
        {"in/year.xml": pointing("day.xml", *[f"{n}.xml" for n in range(10_001)]), "day.xml": mets(NAMES)},
    )
    (tmp_path / "in" / "day.xml").symlink_to(tmp_path / "day.xml")
    (year,) = issues(tmp_path / "in", "year.xml")
    assert isinstance(year, SourceFile)
    assert year.error
    assert year.error.message.startswith(
        "10,000 of the METS files that it points to are not available: day.xml (reached"
    )
