"""What is wrong with a bag is noticed: altered bytes, lost files, hostile ones, bags of others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.archive.bag import verify_bag
from convert.archive.bag.manifest import LONGEST_LINE
from convert.archive.bag.paths import decode_path, encode_path, reason_to_refuse
from convert.cli import run
from convert.errors import InvalidArchive


@given(st.text("a%\r\n/02A5D長", max_size=12))
def test_paths_come_back_from_a_manifest(path: str) -> None:
    """Line feed, carriage return and percent sign are encoded, and nothing else is."""
    assert decode_path(encode_path(path)) == path
    assert not set(encode_path(path)) & {"\r", "\n"}
    assert encode_path("a b長.txt") == "a b長.txt"
    assert encode_path("%0a\r\n") == "%250a%0D%0A"


@pytest.mark.parametrize("bit", [0, 5])
def test_no_bit_is_flipped_unnoticed(bit: int, small: Path) -> None:
    """Every byte of the tag manifests, which nothing else proves, and some of every other file."""
    for path in sorted(p for p in small.rglob("*") if p.is_file()):
        data = bytearray(path.read_bytes())
        is_tag = path.parent == small and path.suffix == ".txt"
        step = 1 if path.name.startswith("tagmanifest") else 9 if is_tag else len(data) // 10 or 1
        for at in range(0, len(data), step):
            data[at] ^= 1 << bit
            path.write_bytes(data)
            assert faults(small), f"{path.name}, byte {at}"
            data[at] ^= 1 << bit
        path.write_bytes(data)
    assert verify_bag(small) == ()


def faults(folder: Path) -> list[str]:
    """Return what is found wrong with a bag, refused or not."""
    try:
        return [str(fault) for fault in verify_bag(folder)]
    except InvalidArchive as error:
        return [str(error)]


def test_no_byte_is_missing_or_added_unnoticed(small: Path) -> None:
    """At the end, at the beginning, and a file as a whole."""
    for path in sorted(p for p in small.rglob("*") if p.is_file()):
        data = path.read_bytes()
        for other in (data[:-1], data[1:], data + b"\n", data + b"\0", b""):
            path.write_bytes(other)
            assert faults(small), f"{path.name} as {other[:20]!r}"
        path.unlink()
        assert faults(small), f"{path.name} missing"
        path.write_bytes(data)
        extra = path.with_name("extra")
        extra.write_bytes(b"")
        assert faults(small), f"a file beside {path.name}"
        extra.unlink()
    assert verify_bag(small) == ()


def test_both_tag_manifests_are_not_lost_unnoticed(small: Path) -> None:
    """BagIt does not ask for them, but our bags have them."""
    for path in small.glob("tagmanifest-*"):
        path.unlink()
    assert "missing, although there is a manifest with that digest" in faults(small)[0]


def listed_as(path: str) -> Callable[[Path], None]:
    """Return what makes a bag list a path."""

    def alter(bag: Path) -> None:
        with (bag / "manifest-sha256.txt").open("ab") as file:
            file.write(b"0" * 64 + b"  " + path.encode() + b"\n")

    return alter


def linked(bag: Path) -> None:
    """Put a link in the place of a file."""
    (bag / "data" / "page" / "page.pdf").unlink()
    (bag / "data" / "page" / "page.pdf").symlink_to("/etc/hostname")


def linked_folder(bag: Path) -> None:
    """Put a link to a folder into the payload."""
    (bag / "data" / "etc").symlink_to("/etc")


def with_pipe(bag: Path) -> None:
    """Put a pipe into the payload, which would be read for ever."""
    os.mkfifo(bag / "data" / "pipe")


def long_line(bag: Path) -> None:
    """Make a manifest of one long line."""
    (bag / "manifest-sha256.txt").write_bytes(b"0" * (LONGEST_LINE + 1))


def another_version(bag: Path) -> None:
    """Declare a version that does not exist."""
    (bag / "bagit.txt").write_text("BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", "utf-8")


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        pytest.param(listed_as("../in/page.xml"), "a path that leads out of the bag", id="up"),
        pytest.param(
            listed_as("data/../../in/page.xml"), "a path that leads out of the bag", id="down and up"
        ),
        pytest.param(listed_as("/etc/hostname"), "an absolute path", id="absolute"),
        pytest.param(listed_as("C:/a"), "an absolute path", id="a drive"),
        pytest.param(listed_as("\\\\host\\a"), "an absolute path", id="another machine"),
        pytest.param(listed_as("~/a"), "an absolute path", id="home"),
        pytest.param(listed_as("data//a"), "a path that is not in normal form", id="an empty step"),
        pytest.param(listed_as("./data/a"), "a path that is not in normal form", id="here"),
        pytest.param(listed_as("data/a\0b"), "no path", id="a null"),
        pytest.param(linked, "a link; nothing was read", id="a link"),
        pytest.param(linked_folder, "a link; nothing was read", id="a link to a folder"),
        pytest.param(with_pipe, "neither a file nor a folder", id="a pipe"),
        pytest.param(long_line, "a line of more than", id="a line without end"),
        pytest.param(another_version, "BagIt 2.0", id="another version"),
    ],
)
def test_a_hostile_bag_is_refused(alter: Callable[[Path], None], said: str, small: Path) -> None:
    """One clear error, and nothing is written."""
    alter(small)
    before = sorted(small.parent.rglob("*"))
    with pytest.raises(InvalidArchive, match=said):
        verify_bag(small)
    assert run(["verify", str(small)]) == 3
    assert sorted(small.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("path", "why"),
    [
        pytest.param("data/a.txt", "", id="a file of the payload"),
        pytest.param("data/..a/b..txt", "", id="dots in names"),
        pytest.param("data/長%.txt", "", id="any letter"),
        pytest.param("", "no path", id="nothing"),
        pytest.param("..", "a path that leads out of the bag", id="two dots alone"),
        pytest.param("data/", "a path that is not in normal form", id="a folder"),
    ],
)
def test_paths_are_judged(path: str, why: str) -> None:
    """By their form alone, before anything is opened."""
    assert reason_to_refuse(path) == why


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param(
            "manifest-sha256.txt",
            "nonsense\n",
            "manifest-sha256.txt:1: not a digest and a path",
            id="no digest",
        ),
        pytest.param("manifest-sha256.txt", "00  data/a\n", "1: no digest of sha256", id="a short digest"),
        pytest.param(
            "manifest-sha256.txt",
            f"{'0' * 64}  data/100%.txt\n",
            "'%.t' encodes nothing",
            id="a percent sign",
        ),
        pytest.param(
            "manifest-sha256.txt",
            f"{'0' * 64}  bagit.txt\n",
            "bagit.txt does not belong in this",
            id="no payload",
        ),
        pytest.param(
            "manifest-sha256.txt", f"{'0' * 64}  data/a\n" * 2, "data/a is listed twice", id="twice"
        ),
        pytest.param("manifest-crc.txt", "", "digests of an unknown kind, crc", id="another digest"),
        pytest.param(
            "fetch.txt",
            "",
            "parts of the bag are elsewhere (fetch.txt); backfile fetches nothing",
            id="parts elsewhere",
        ),
        pytest.param("bagit.txt", "Bag\n", "not the declaration of a bag", id="no declaration"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(name: str, text: str, said: str, small: Path) -> None:
    """File and line."""
    (small / name).write_text(text, "utf-8")
    assert any(said in fault for fault in faults(small))


def test_bags_of_others_are_checked_too(tmp_path: Path) -> None:
    """As the library makes them, with MD5 beside, CRLF, and letters that the disk has decomposed."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "e\u0301.txt").write_text("a", "utf-8")
    bagit.make_bag(str(tmp_path / "b"), checksums=["md5", "sha256"], bag_info={"Contact-Name": "a"})
    assert verify_bag(tmp_path / "b") == ()
    manifest = tmp_path / "b" / "manifest-sha256.txt"
    manifest.write_text(
        manifest.read_text("utf-8").replace("e\u0301", "\u00e9").replace("\n", "\r\n"), "utf-8", newline=""
    )
    for path in (tmp_path / "b").glob("tagmanifest-*"):
        path.unlink()
    assert verify_bag(tmp_path / "b") == ()
    manifest.unlink()
    assert faults(tmp_path / "b")[0].startswith(
        f"{tmp_path / 'b'}: no manifest-sha512.txt and no manifest-sha256.txt"
    )


def test_no_folder_is_no_bag(tmp_path: Path) -> None:
    """Nor is a folder without a declaration."""
    with pytest.raises(InvalidArchive, match="not a bag: there is no bagit"):
        verify_bag(tmp_path)
    with pytest.raises(InvalidArchive, match="not a folder"):
        verify_bag(tmp_path / "missing")
