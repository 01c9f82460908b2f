"""Fonts: characters to CIDs, and subsets that draw what the font draws."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from convert.errors import StyleError
from convert.typeset import fonts
from convert.typeset.fonts import Face, GlyphForm, Variant, open_face, packaged
from convert.typeset.fonts.characters import CidTable, mapped_characters
from convert.typeset.fonts.face import FontProgram
from convert.typeset.fonts.library import BOLD, BOLD_FOLDER, PACKAGED, packaged_path
from convert.typeset.fonts.subsetting import cut_font
from convert.typeset.styles import FontStyle
from tests.support.small_font import BEARING, small_font

TEXT = "重庆日报，“ABC”——1949年㐀！i·…"


@pytest.fixture(scope="module", params=fonts.PACKAGED)
def face(request: pytest.FixtureRequest) -> Face:
    """Give each packaged font."""
    return packaged(str(request.param))


def _drawn(glyph: object, glyphs: object = None) -> list[object]:
    pen = RecordingPen() if glyphs is None else RecordingPen(glyphs)
    glyph.draw(pen)  # type: ignore[attr-defined]  # a glyph of either kind
    return list(pen.value)


def _width(face: Face, text: str, form: GlyphForm = GlyphForm.WIDE) -> int:
    return face.width(face.cid(text, form))


def test_a_subset_draws_what_the_font_draws(face: Face) -> None:
    """Outlines and widths of a CFF subset are those of the font, subroutines or none."""
    wanted = {face.cids[char]: char for char in TEXT}
    subset = face.subset(wanted, {})
    read = CFFFontSet()
    read.decompile(BytesIO(subset.program.data), None)
    strings = read.topDictIndex[0].CharStrings
    font = TTFont(Path(str(fonts.packaged_path(face.name))))
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    assert _drawn(strings[".notdef"]) == _drawn(glyphs[".notdef"])
    for cid, char in wanted.items():
        drawn = strings[f"cid{cid:05d}"]
        assert _drawn(drawn) == _drawn(glyphs[names[ord(char)]]), char
        assert drawn.width == glyphs[names[ord(char)]].width == face.width(cid), char


def test_a_variant_is_the_same_glyph_at_another_width(face: Face) -> None:
    """A character with a gap behind it has a CID of its own, and the same outline."""
    cid = face.cids["年"]
    subset = face.subset([cid], {face.cid_count: Variant(cid, 250)})
    read = CFFFontSet()
    read.decompile(BytesIO(subset.program.data), None)
    strings = read.topDictIndex[0].CharStrings
    plain, wide = strings[f"cid{cid:05d}"], strings[f"cid{face.cid_count:05d}"]
    assert _drawn(plain) == _drawn(wide)
    assert (plain.width, wide.width) == (1000, 1250)
    assert subset.texts == {cid: "年", face.cid_count: "年"}
    assert subset.widths == {cid: 1000, face.cid_count: 1250}


def test_a_subset_does_not_remember_the_last(face: Face) -> None:
    """The same characters make the same bytes, whatever was embedded before and in whatever order."""
    cids = [face.cids[char] for char in TEXT]
    first = face.subset(cids, {})
    face.subset([face.cids[char] for char in "别的字"], {})
    assert face.subset(reversed(cids), {}) == first


def test_forms_follow_the_company(face: Face) -> None:
    """Quotation marks are narrow among Latin letters and wide among Han; a dash fills its two squares."""
    assert face.width(face.cids["“"]) == _width(face, "“", GlyphForm.WIDE) == 1000
    assert _width(face, "“", GlyphForm.NARROW) < 500
    assert _width(face, "—", GlyphForm.WIDE) == 1000
    assert _width(face, "——") == 2000
    assert face.subset([face.cids["——"]], {}).texts == {face.cids["——"]: "——"}


def test_what_has_no_picture_has_no_width(face: Face) -> None:
    """Zero-width characters are in the font, so that the text keeps them."""
    assert {_width(face, char) for char in fonts.INVISIBLE} == {0}


@pytest.mark.parametrize("cff", [False, True], ids=["TrueType", "CFF without CIDs"])
def test_a_font_file_of_the_user(tmp_path: Path, *, cff: bool) -> None:
    """Any glyf or CFF font is taken; its widths are in 1/1000 of the size, whatever its units."""
    face = open_face(small_font(tmp_path / "made.ttf", cff=cff))
    assert face.name == "Made-Regular"
    assert _width(face, "A") == round(800 * 1000 / 2048)
    subset = face.subset([face.cids["A"], face.cids["一"]], {})
    assert list(subset.widths.values()) == [391, 342]
    assert bool(subset.program.cid_map) is not cff


@pytest.mark.parametrize("cff", [False, True], ids=["TrueType", "CFF without CIDs"])
def test_a_subset_of_a_users_font_draws_what_the_font_draws(tmp_path: Path, *, cff: bool) -> None:
    """Once as wide as it is and once wider; a space that the font lacks draws nothing, at its width."""
    source = small_font(tmp_path / "made.ttf", cff=cff)
    face = open_face(source)
    letter, space = face.cids["A"], face.cids[" "]
    wide = face.cid_count
    subset = face.subset([letter, space], {wide: Variant(letter, 500)})
    whole = TTFont(source).getGlyphSet()["letter"]
    blank: list[object] = []
    assert {cid: _picture(subset.program, cid) for cid in subset.widths} == {
        letter: (_drawn(whole), 800, BEARING),
        space: (blank, 512, BEARING if cff else 0),
        wide: (_drawn(whole), 800 + 1024, BEARING),
    }
    assert subset.widths == {letter: 391, space: 250, wide: 891}


@pytest.mark.parametrize("cff", [False, True], ids=["TrueType", "CFF"])
def test_glyphs_are_the_same_by_their_characters(tmp_path: Path, *, cff: bool) -> None:
    """A part of some characters is that of their glyphs; where one is mapped from another, glyphs count."""
    file = uharfbuzz.Face(small_font(tmp_path / "made.ttf", cff=cff).read_bytes())
    by_number = cut_font(file, {0, 1, 2}, "")
    by_character = cut_font(file, {0, 1, 2}, "", {1: "一", 2: "A"})
    assert by_number.numbers == by_character.numbers == {0: 0, 1: 1, 2: 2}
    for table in ("CFF ",) if cff else ("glyf", "loca", "hmtx"):
        assert by_number.file.reference_table(table).data == by_character.file.reference_table(table).data
    assert cut_font(file, {0, 1}, "", {1: "A"}).numbers == {0: 0, 1: 1}


def _picture(program: FontProgram, cid: int) -> tuple[list[object], int, int]:
    """Return what a font program draws for a CID, its advance width and its left side bearing (TrueType)."""
    if not program.cid_map:
        read = CFFFontSet()
        read.decompile(BytesIO(program.data), None)
        glyph = read.topDictIndex[0].CharStrings[f"cid{cid:05d}"]
        return [step for step in _drawn(glyph) if step != ("endPath", ())], glyph.width, BEARING
    font = TTFont(BytesIO(program.data))
    name = font.getGlyphOrder()[int.from_bytes(program.cid_map[2 * cid : 2 * cid + 2], "big")]
    return _drawn(font.getGlyphSet()[name]), *font["hmtx"][name]


def test_hints_stay_with_the_operator_that_they_belong_to(tmp_path: Path) -> None:
    """A glyph that begins with a mask of its hints is the same at another width."""
    path = small_font(tmp_path / "hinted.otf", cff=True)
    font = TTFont(path)
    letter = font["CFF "].cff.topDictIndex[0].CharStrings["letter"]
    hints = [800, 10, 20, "hintmask", b"\x80"]  # the width, one stem, and that it holds
    letter.setProgram([*hints, 20, 0, "rmoveto", 200, 300, -200, "hlineto", "endchar"])
    font.save(path)
    face = open_face(path)
    cid, wide = face.cids["A"], face.cid_count
    subset = face.subset([cid], {wide: Variant(cid, 500)})
    drawn = _drawn(TTFont(path).getGlyphSet()["letter"])
    assert len(drawn) == 5
    assert _picture(subset.program, cid) == (drawn, 800, BEARING)
    assert _picture(subset.program, wide) == (drawn, 1824, BEARING)


def test_a_composite_glyph_brings_its_parts(tmp_path: Path) -> None:
    """Á alone is embedded with the letter and the mark that it is made of."""
    source = small_font(tmp_path / "made.ttf", cff=False)
    face = open_face(source)
    subset = face.subset([face.cids["Á"]], {})
    font = TTFont(BytesIO(subset.program.data))
    whole = TTFont(source)
    number = int.from_bytes(subset.program.cid_map[-2:], "big")
    glyphs, before = font["glyf"], whole["glyf"]
    name = font.getGlyphOrder()[number]
    assert glyphs[name].getCoordinates(glyphs)[0] == before["both"].getCoordinates(before)[0]
    assert len(glyphs.keys()) == 4
    letter = face.subset([face.cids["A"]], {}).program  # a part that is kept is the same as one cut anew
    assert (
        letter
        == open_face(small_font(tmp_path / "again.ttf", cff=False)).subset([face.cids["A"]], {}).program
    )
    assert face.subset([face.cids["Á"]], {}) == subset


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", "not a TrueType or OpenType font", id="empty"),
        pytest.param("宋体".encode(), "not a TrueType or OpenType font", id="text"),
        pytest.param(b"wOF2" + bytes(200), "not a TrueType or OpenType font", id="a web font"),
        pytest.param(b"OTTO\0\x09" + bytes(6), "cut short", id="no table directory"),
    ],
)
def test_a_broken_font_is_refused_by_name(tmp_path: Path, content: bytes, says: str) -> None:
    """A file that is no font makes one clear error that names it."""
    path = tmp_path / "broken.ttf"
    path.write_bytes(content)
    with pytest.raises(StyleError, match=says) as caught:
        open_face(path)
    assert str(path) in str(caught.value)


def test_a_font_cut_anywhere_is_refused(tmp_path: Path) -> None:
    """No cut of a font file makes anything but a StyleError, or a font that still works."""
    whole = small_font(tmp_path / "made.ttf", cff=True).read_bytes()
    for size in range(0, len(whole), 97):
        path = tmp_path / f"{size}.ttf"
        path.write_bytes(whole[:size])
        with pytest.raises(StyleError):
            open_face(path)


def test_bytes_changed_anywhere_do_no_harm(tmp_path: Path) -> None:
    """A font with a wrong byte is used or refused; no other error comes out."""
    for cff in (False, True):
        whole = small_font(tmp_path / f"made{cff}.ttf", cff=cff).read_bytes()
        for at in range(12, len(whole), 13):
            path = tmp_path / f"{cff}{at}.ttf"
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
            try:
                face = open_face(path)
                face.subset([cid for key, cid in face.cids.items() if key in "A一Á"], {})
            except StyleError as error:
                assert str(path) in str(error)  # noqa: PT017 - a font that still works is right too


def test_a_missing_font_file_is_named() -> None:
    """The error says which file the style asks for."""
    with pytest.raises(StyleError, match=r"no-such\.ttf"):
        fonts.faces(FontStyle(file="no-such.ttf"))


def test_an_unknown_package_is_answered_with_those_there_are() -> None:
    """The error lists the packaged fonts."""
    with pytest.raises(StyleError, match="NotoSerifSC-Regular"):
        fonts.faces(FontStyle(package="SimSun"))


def test_a_licence_that_forbids_embedding_is_kept(tmp_path: Path) -> None:
    """A font whose fsType says restricted is refused."""
    path = small_font(tmp_path / "made.ttf", cff=False)
    font = TTFont(path)
    font["OS/2"].fsType = 2
    font.save(path)
    with pytest.raises(StyleError, match="forbids embedding"):
        open_face(path)


@pytest.mark.parametrize("name", [*PACKAGED, *BOLD.values()])
def test_characters_of_our_own_fonts_need_no_look(name: str) -> None:
    """Each character that the tables of a packaged font list has a glyph: none is looked at before a page."""
    face = open_face(BOLD_FOLDER / f"{name}.ttf" if name in BOLD.values() else packaged_path(name))
    assert face.cids.mapped == mapped_characters(face.font)
    assert len(face.cids.mapped) > 30_000


def test_a_text_has_a_cid_where_one_glyph_shows_it() -> None:
    """A mapped character by its place among all, what is added behind them; anything else has none."""
    cids = CidTable("AC年", ["——", "\u200b"])
    assert [cids.get(text) for text in ("A", "C", "年", "——", "\u200b")] == [1, 2, 3, 4, 5]
    assert [cids.get(text) for text in ("B", "", "AC", "月")] == [0, 0, 0, 0]
    assert "年" in cids
    assert "月" not in cids
    assert [*cids] == ["A", "C", "年", "——", "\u200b"]
    with pytest.raises(KeyError):
        cids["月"]
