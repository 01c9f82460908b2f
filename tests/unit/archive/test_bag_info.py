"""What a bag says of itself: who sends it, and what a profile of an archive asks for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from convert.archive.bag import BagNotes, verify_bag, write_bag
from convert.archive.bag.info import read_bag_info, read_profile
from convert.archive.bag.mods import issue_mods, newspaper_mods
from convert.document.roles import Role
from convert.errors import BadSetting
from convert.issue.metadata import load_metadata
from tests.support.build import archived, document
from tests.support.library_keys import CATALOGUED

DAY = datetime(2026, 3, 14, tzinfo=UTC)


def finished(folder: Path) -> Path:
    """Write an issue into a folder."""
    out = folder / "out"
    out.mkdir()
    made = document([(Role.HEADLINE, "高铁"), (Role.BODY, "隧道贯通。")], CATALOGUED)
    (out / "page.xml").write_text(archived(made), "utf-8")
    return out


def bag_info(folder: Path, notes: BagNotes) -> dict[str, str]:
    """Make a bag, and return its entries."""
    write_bag(finished(folder), folder / "bag", DAY, "run", notes=notes)
    verify_bag(folder / "bag")
    lines = (folder / "bag" / "bag-info.txt").read_text("utf-8").splitlines()
    return {label: text for label, _, text in (line.partition(": ") for line in lines)}


def test_a_table_says_who_sends_the_bag(tmp_path: Path) -> None:
    """An entry is one line, whatever is in its text; the folder's metadata go on without the table."""
    file = tmp_path / "backfile.toml"
    file.write_text(
        'title = "报"\n[bag]\ncontact-email = "a@example.org"\nexternal-identifier = "x\\nEvil: 1"\n', "utf-8"
    )
    entries = bag_info(tmp_path, BagNotes(info=read_bag_info(file, "backfile.toml", must_exist=True)))
    assert (entries["Contact-Email"], entries["External-Identifier"]) == ("a@example.org", "x Evil: 1")
    assert "Evil" not in entries
    assert load_metadata(tmp_path / "page.txt", {}, "page.txt").title == "报"


def test_who_holds_the_issues_sends_them(tmp_path: Path) -> None:
    """Unless somebody else is named."""
    assert bag_info(tmp_path, BagNotes())["Source-Organization"] == "重庆图书馆"


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (
            '[bag]\ncontact-emial = "x"',
            r"x.toml: \[bag\]: unknown key contact-emial; did you mean contact-em",
        ),
        ("[bag]\ncontact-email = 3", r"x.toml: \[bag\]: contact-email must be a text"),
        ("bag = 3", "x.toml: bag must be a table"),
        ("[bag", "x.toml:1:5: not TOML"),
    ],
)
def test_a_broken_table_is_named_with_its_key(tmp_path: Path, toml: str, message: str) -> None:
    """File, key, and what would be right."""
    file = tmp_path / "x.toml"
    file.write_text(toml, "utf-8")
    with pytest.raises(BadSetting, match=message):
        read_bag_info(file, "x.toml", must_exist=False)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"Contact-Email": {"required": True}}, "asks for Contact-Email; state contact-email in "),
        ({"Source-Organization": {"values": ["上海图书馆"]}}, "is not in the profile; it takes 上海图书馆"),
    ],
)
def test_what_a_profile_asks_for_must_be_there(
    tmp_path: Path, asked: dict[str, object], message: str
) -> None:
    """Else no bag is made."""
    profile = {"BagIt-Profile-Info": {"BagIt-Profile-Identifier": "https://example.org/p"}, "Bag-Info": asked}
    (tmp_path / "p.json").write_text(json.dumps(profile), "utf-8")
    with pytest.raises(BadSetting, match=message):
        bag_info(tmp_path, BagNotes(profile=read_profile(tmp_path / "p.json")))
    assert not (tmp_path / "bag").exists()


def test_a_bag_names_its_profile(tmp_path: Path) -> None:
    """By the address that the profile has."""
    profile = {"BagIt-Profile-Info": {"BagIt-Profile-Identifier": "https://example.org/p"}}
    (tmp_path / "p.json").write_text(json.dumps(profile), "utf-8")
    entries = bag_info(tmp_path, BagNotes(profile=read_profile(tmp_path / "p.json")))
    assert entries["BagIt-Profile-Identifier"] == "https://example.org/p"
    (tmp_path / "p.json").write_text("{}", "utf-8")
    with pytest.raises(BadSetting, match="not a BagIt profile"):
        read_profile(tmp_path / "p.json")


def test_mods_say_what_libraries_know() -> None:
    """Of the issue its publisher, terms and place; the ISSN is the newspaper's."""
    root = issue_mods(CATALOGUED, "label", ["1"], "0" * 64)
    paths = ("{*}name/{*}namePart", "{*}originInfo/{*}publisher", "{*}location/{*}physicalLocation")
    assert list(map(root.findtext, paths)) == ["编辑部", "报业集团", "重庆图书馆, 民国报纸"]
    assert root.findtext("{*}location/{*}shelfLocator") == "D 1"
    assert [e.text for e in root.iterfind("{*}accessCondition")] == ["CC BY 4.0", "版权所有"]
    assert root.findtext("{*}relatedItem/{*}identifier") == "0028-0836"
    assert newspaper_mods(CATALOGUED).findtext("{*}originInfo/{*}place/{*}placeTerm") == "重庆"
