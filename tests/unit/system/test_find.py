"""Sources are found: what arguments name, what a folder holds, what is passed over."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from convert.system.find import SourceFile, find, walk
from convert.system.load import load

LIMIT = 1000
NONE = "and no other readable file"


def places(*arguments: str) -> list[str]:
    """Return where the sources of some arguments lie."""
    return [source.location for source in find(arguments).files]


def test_a_folder_gives_its_texts_sorted(folder: Path) -> None:
    """Subfolders too; hidden files and folders are passed over."""
    assert folder.is_dir()
    assert places(".") == ["a.txt", "b.txt", "sub/c.TXT"]


def test_a_pattern_that_the_shell_left_is_expanded(folder: Path) -> None:
    """A quoted pattern works as an unquoted one would."""
    assert folder.is_dir()
    assert places("?.txt", "**/*.TXT") == ["a.txt", "b.txt", "sub/c.TXT"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(folder: Path) -> None:
    """What exists is never expanded."""
    (folder / "[ab].txt").write_text("x")
    assert places("[ab].txt") == ["[ab].txt"]


def test_each_file_is_taken_once(folder: Path) -> None:
    """However often and in whatever spelling it is named; the order is the arguments'."""
    assert places("b.txt", "./b.txt", str(folder / "b.txt"), ".") == ["b.txt", "a.txt", "sub/c.TXT"]


def test_folder_without_texts_gives_its_pdfs_else_its_images(folder: Path) -> None:
    """Beside texts they are passed over; a PDF that was written here is no source."""
    scans = folder / "scans"
    scans.mkdir()
    (scans / "p1.TIF").write_bytes(b"II*\0")
    assert places("scans") == ["scans/p1.TIF"]
    (scans / "issue.pdf").write_bytes(b"%PDF-1.4\n")
    (scans / "ours.pdf").write_bytes(b"%PDF-1.7\n<pdf:Producer>backfile</pdf:Producer>")
    assert places("scans") == ["scans/issue.pdf"]
    assert find(["scans"]).passed_over == {".pdf": 1, ".tif": 1}
    (scans / "book.epub").write_bytes(b"PK")
    assert places("scans") == ["scans"], "an error: what is finished has covers, and no pages"
    (scans / "page.txt").write_text("x")
    assert places("scans") == ["scans/page.txt"]


def test_any_file_may_be_named_whatever_it_ends_in(folder: Path) -> None:
    """Only in folders the ending decides."""
    assert folder.is_dir()
    assert places("notes.md", "-") == ["notes.md", "-"]


def test_what_leads_nowhere_is_kept_as_a_failure(folder: Path) -> None:
    """The other sources can still be converted."""
    (folder / "empty").mkdir()
    sources = find(["empty", "*.xyz", "a.txt"]).files
    assert [str(source.error or "") for source in sources] == [
        f"empty: no .txt file in this folder, {NONE}; give the files themselves if they have another suffix",
        "*.xyz: no file matches; check the pattern",
        "",
    ]


def test_links_are_named_and_followed_only_if_wanted(folder: Path) -> None:
    """A link is a source under its own name; one that leads nowhere is not passed over in silence."""
    (folder / "link.txt").symlink_to("a.txt")
    (folder / "lost.txt").symlink_to("nowhere")
    assert places(".") == ["a.txt", "b.txt", "link.txt", "lost.txt", "sub/c.TXT"]
    errors = {source.name: str(source.error or "") for source in find(["."]).files}
    hint = "links are not followed; give --follow-links to read them"
    assert errors["link.txt"] == f"link.txt: a link; {hint}"
    assert not errors["a.txt"]
    assert not any(source.error for source in find(["."], follow_links=True).files)
    assert load(SourceFile(Path("link.txt")), 1000) == "重庆".encode()
    assert [str(source.error) for source in find(["link.txt", "l?nk.txt"]).files] == [errors["link.txt"]]


def test_a_pattern_does_not_lead_through_a_link(folder: Path) -> None:
    """The file behind a linked folder is no link itself; a link in the fixed part is the user's."""
    (folder / "away").symlink_to("sub")
    errors = [str(source.error) for source in find(["aw*/*.TXT"]).files]
    assert errors == [
        "away/c.TXT: reached through the link away; links are not followed; give --follow-links to read them"
    ]
    assert [source.error for source in find(["away/*.TXT"]).files] == [None]


def test_a_walk_through_links_ends(folder: Path) -> None:
    """Links in a circle, or many to one folder: each folder is walked once."""
    (folder / "sub" / "up").symlink_to("..")
    for number in range(3):
        (folder / f"z{number}").symlink_to("sub")
    (folder / "new").mkdir()
    (folder / "new" / "d.txt").write_text("d")
    (folder / "sub" / "new").symlink_to("../new")
    names = [entry.relative.as_posix() for entry in walk(folder, follow_links=True)]
    assert names == ["a.txt", "b.txt", "new", "new/d.txt", "notes.md", "sub", "sub/c.TXT"]
    links = [entry.relative.as_posix() for entry in walk(folder) if entry.is_link]
    assert links == ["sub/new", "sub/up", "z0", "z1", "z2"]


def test_what_cannot_be_a_source_is_named(folder: Path) -> None:
    """A link to a folder is not followed; of a folder named like a source the files are taken."""
    (folder / "linked").symlink_to("sub")
    (folder / "deep.txt").mkdir()
    (folder / "deep.txt" / "e.txt").write_text("x")
    hint = "give the folder as well, or add --follow-links"
    sources = find(["."]).files
    assert [(source.location, str(source.error or "")) for source in sources if source.error] == [
        ("deep.txt", "deep.txt: a folder, not a file; rename the folder; the files in it are converted"),
        ("linked", f"linked: a link to a folder; links are not followed; {hint}"),
    ]
    assert "deep.txt/e.txt" in places(".")


def test_a_source_knows_its_place_in_the_tree(folder: Path) -> None:
    """From the folder that was named, or from the fixed part of a pattern."""
    named = find([str(folder), "**/*.TXT", "sub/c.TXT", "-"]).files
    assert [source.mirrored for source in named] == [
        PurePath(path) for path in ("a.txt", "b.txt", "sub/c.TXT", "stdin")
    ]
    assert [source.mirrored for source in find(["sub/c.TXT"]).files] == [PurePath("c.TXT")]


def test_other_files_are_counted_by_ending(folder: Path) -> None:
    """Hidden ones, metadata, and what was written before are not."""
    for name in ("LICENCE", "scan.PDF", "sub/scan.pdf", "issue.toml", "out/a.docx", ".b.docx"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    assert find(["."], outputs=Path("out")).passed_over == {"": 1, ".md": 1, ".pdf": 2, "hidden": 3}
    assert find(["."]).passed_over == {"": 1, ".docx": 1, ".md": 1, ".pdf": 2, "hidden": 3}
    assert find(["a.txt", "scan.PDF"]).passed_over == {}
    assert find([".", "scan.PDF"]).passed_over == {"": 1, ".docx": 1, ".md": 1, ".pdf": 1, "hidden": 3}
    assert find(["."], (".txt", ".pdf")).passed_over == {"": 1, ".docx": 1, ".md": 1, "hidden": 3}


def test_a_text_beside_a_list_of_pages_is_passed_over(folder: Path) -> None:
    """It is a README, or the text of a page that the list names; elsewhere a text is a source."""
    delivery = folder / "delivery"
    (delivery / "ALTO").mkdir(parents=True)
    (delivery / "mets.xml").write_text('<mets xmlns="http://www.loc.gov/METS/"/>')
    (delivery / "README.txt").write_text("as delivered")
    (delivery / "ALTO/1.txt").write_text("渡口")
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0")
    (folder / "1951-03-02.txt").write_text("渡口")
    found = find([str(delivery)])
    assert [file.mirrored.as_posix() for file in found.files] == ["ALTO/1.txt", "mets.xml"]
    assert found.passed_over == {".txt": 1}
    above = [file.mirrored.name for file in find([str(folder)]).files]
    assert "1951-03-02.txt" in above
    assert "bagit.txt" not in above
    assert [file.name for file in find([str(delivery / "README.txt")]).files] == ["README.txt"]


def test_a_walk_is_sorted_and_leaves_a_folder_out(folder: Path) -> None:
    """By the bytes of names, a folder before what it holds; the folder may be reached by a link."""
    (folder / os.fsdecode(b"\xff.txt")).write_text("x")
    (folder / "z").symlink_to(folder)
    names = [os.fsencode(entry.relative) for entry in walk(folder / "z", leave_out=folder / "z" / "sub")]
    assert names == [b"a.txt", b"b.txt", b"notes.md", b"z", b"\xff.txt"]
    assert [str(e.relative) for e in walk(folder) if e.is_folder] == ["sub", "z"]


def test_a_folder_that_cannot_be_opened_is_an_entry(folder: Path) -> None:
    """Whoever walks says what that means."""
    (entry,) = walk(folder / "gone")
    assert entry.error is not None
    assert entry.relative == PurePath()


def test_standard_input_has_a_name() -> None:
    """Its outputs are called by it."""
    source = SourceFile(None)
    assert (source.name, source.location, source.stem) == ("stdin", "-", "stdin")


def test_a_compressed_page_is_named_as_the_page() -> None:
    """Its outputs have no `.xml` of the source's in their names."""
    assert SourceFile(Path("in/0001.xml.bz2")).stem == "0001"
    assert SourceFile(Path("in/0001.xml")).stem == "0001"
