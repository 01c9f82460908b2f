"""Fonts of the PDF: packaged ones, those of the user, and characters that none has."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import pikepdf
import pytest

from convert.document.roles import Role
from convert.errors import StyleError
from convert.typeset.fonts import PACKAGED, packaged
from convert.typeset.styles import FontStyle, load_style
from tests.support.build import document
from tests.support.pdf_documents import ISSUE, embedded_fonts, written
from tests.support.read_pdf import page_text, pixels
from tests.support.small_font import small_font


def test_a_character_that_no_font_has_is_boxed_and_reported() -> None:
    """A rare Han character shows its code point; the warning names it, once."""
    made = written(document([(Role.HEADLINE, "𱍊"), (Role.BODY, "石𱍊生与😀")]))
    assert made.warnings == (
        "pdf: no font has U+1F600, U+3134A, shown as code points; name a fallback font in the style",
    )
    assert "石𱍊生与😀" in page_text(made.data)[0]
    blank = written(document([(Role.HEADLINE, "\u200b"), (Role.BODY, "石\u200b生与\u200b")]))
    assert pixels(made.data, 0) != pixels(blank.data, 0)
    assert blank.warnings == ()


def test_uncovered_neighbours_are_named_as_a_run() -> None:
    """Every uncovered character is in the warning, however many they are, unless they are strewn."""
    rare = "".join(map(chr, range(0x2A700, 0x2A800)))
    (warning,) = written(document([(Role.BODY, f"甲{rare}乙\U00030000")])).warnings
    assert warning.startswith("pdf: no font has U+2A700–U+2A7")
    assert "U+30000, shown as" in warning
    (warning,) = written(document([(Role.BODY, rare[:200:2])])).warnings
    assert " more, shown as" in warning


def test_the_other_packaged_font_stands_in() -> None:
    """What the serif lacks and the sans has is shown by the sans, without a warning."""
    made = written(document([(Role.BODY, "⁇")]))
    assert made.warnings == ()
    fonts = [font for _, font in embedded_fonts(made.data)]
    assert any("Sans" in font for font in fonts)


def test_a_font_of_the_user_goes_first(tmp_path: Path) -> None:
    """A style's own font file is embedded where it has the character, the packaged one elsewhere."""
    own = FontStyle(file=str(small_font(tmp_path / "made.ttf", cff=False)))
    sheet = replace(load_style("newspaper"), fonts=MappingProxyType({"text": own}))
    made = written(document([(Role.BODY, "一A二")]), sheet)
    assert {font.partition("+")[2].removesuffix("-Identity-H") for _, font in embedded_fonts(made.data)} >= {
        "Made-Regular",
        "NotoSerifSC-Regular",
    }
    assert "一A二" in page_text(made.data)[-1]


def test_bold_is_a_font_of_its_own(tmp_path: Path) -> None:
    """Headlines are set in the packaged bold, and what it lacks in the other fonts, with a stroke."""
    small_font(tmp_path / "rare.ttf", cff=False, rare="\U0003134a")
    (tmp_path / "own.toml").write_text(
        '[fonts.text]\nfallback = ["rare.ttf"]\n[roles.headline]\nfont = "heading"\nbold = true\n'
        '[fonts.heading]\npackage = "NotoSansSC-Regular"\n',
        "utf-8",
    )
    issue = document([(Role.HEADLINE, "石𱍊生"), (Role.BODY, "石生")])
    data = written(issue, load_style(str(tmp_path / "own.toml"))).data
    assert any("NotoSansSC-Bold" in font for _, font in embedded_fonts(data))
    with pikepdf.open(BytesIO(data)) as pdf:
        steps = pikepdf.parse_content_stream(pdf.pages[-1])
        strokes = [int(step.operands[0]) for step in steps if str(step.operator) == "Tr"]
    assert strokes[-3:] == [0, 2, 0]
    assert "石𱍊生" in page_text(data)[-1]


def test_a_fallback_font_shows_what_the_others_lack(tmp_path: Path) -> None:
    """A file named as fallback lies beside the style and is asked last, for headings too: no box."""
    small_font(tmp_path / "rare.ttf", cff=False, rare="\U0003134a")
    (tmp_path / "own.toml").write_text('[fonts.text]\nfallback = ["rare.ttf"]\n', "utf-8")
    sheet = load_style(str(tmp_path / "own.toml"))
    made = written(document([(Role.HEADLINE, "𱍊"), (Role.BODY, "石𱍊生一")]), sheet)
    assert made.warnings == ()
    assert "石𱍊生一" in page_text(made.data)[-1]
    assert any("Made-Regular" in font for _, font in embedded_fonts(made.data))


def test_a_missing_font_is_one_clear_error() -> None:
    """The error names the file that the style asks for."""
    sheet = replace(load_style("newspaper"), fonts=MappingProxyType({"text": FontStyle(file="gone.ttf")}))
    with pytest.raises(StyleError, match=r"gone\.ttf"):
        written(document(ISSUE), sheet)


def test_a_pipe_is_no_font(tmp_path: Path) -> None:
    """A named pipe would never be read to its end: it is refused unread."""
    os.mkfifo(tmp_path / "font.ttf")
    (tmp_path / "own.toml").write_text('[fonts.text]\nfile = "font.ttf"\n', "utf-8")
    with pytest.raises(StyleError, match="not a file"):
        written(document(ISSUE), load_style(str(tmp_path / "own.toml")))


def test_what_the_faces_keep_changes_no_document() -> None:
    """A document after others has the bytes that it has alone, though its characters are known by then."""
    alone, other = document([(Role.BODY, "一2026年。“”")]), document([(Role.BODY, "一二2026年。三“”四")])
    text, heading = (packaged(name) for name in PACKAGED)
    for face in (text, heading):
        face.kept.clear()
    first = written(alone).data
    assert any(face.kept for face in (text, heading))
    written(other)
    assert written(alone).data == first
