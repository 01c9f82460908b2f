"""The PDF as a document: pages, contents, outline, structure, metadata, and what it does with bad input."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from convert.document.actions import Action, Edit, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Metadata
from convert.document.roles import Opening, Role
from convert.errors import StyleError
from convert.typeset.styles import PageStyle, load_style
from convert.typeset.writer import WriteContext
from convert.writers.pdf import typeset
from tests.support.build import document
from tests.support.paths import ROOT
from tests.support.pdf_documents import ISSUE, opened, written
from tests.support.random_issue import random_issue
from tests.support.read_pdf import elements, page_text, readable


def test_blocks_become_what_they_are() -> None:
    """Headings by their level, briefs as a list, captions, paragraphs; furniture nowhere."""
    found = readable(written(opened(document(ISSUE), [(0, Opening.ARTICLE)])).data)
    assert [tag for tag, _ in found] == [
        *("P", "H2", "P", "P", "P", "H3", "P", "Caption", "P"),
        *("H2", "LBody", "LBody"),
    ]
    assert "第三版" not in {text for _, text in found}


def test_a_section_holds_its_articles() -> None:
    """Sections are one level above their articles, in the structure and in the outline."""
    blocks = [
        (Role.HEADLINE, "要闻"),
        (Role.HEADLINE, "新桥通车"),
        (Role.BODY, "甲。"),
        (Role.HEADLINE, "体育"),
    ]
    issue = opened(document(blocks), [(0, Opening.SECTION), (1, Opening.ARTICLE), (3, Opening.SECTION)])
    data = written(issue).data
    assert [(tag, text) for tag, text in readable(data) if tag.startswith("H")] == [
        ("H2", "要闻"),
        ("H3", "新桥通车"),
        ("H2", "体育"),
    ]
    outline = [(mark.level, mark.get_title()) for mark in pypdfium2.PdfDocument(data).get_toc()]
    assert outline == [(0, "要闻"), (1, "新桥通车"), (0, "体育")]


def test_no_heading_skips_a_level() -> None:
    """Whatever the order of roles, a heading is at most one level below the one before."""
    for number in range(30):
        levels = [int(tag[1]) for tag, _ in elements(written(random_issue(number)).data) if tag[0] == "H"]
        assert levels[:1] in ([], [1])
        assert all(after <= before + 1 for before, after in pairwise(levels)), number


def test_metadata_is_in_the_properties_and_in_xmp() -> None:
    """Title, date and language, twice the same; the time is that of the surroundings."""
    made = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
    with pikepdf.open(BytesIO(written(document(ISSUE), context=WriteContext(made)).data)) as pdf:
        assert str(pdf.docinfo.Title) == "山城晚报"
        assert str(pdf.docinfo.CreationDate) == "D:20251208063000+00'00"
        assert str(pdf.Root.Lang) == "zh-Hans"
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == "山城晚报"
            assert meta["xmp:CreateDate"] == "2025-12-08T06:30:00Z"
            assert meta["dc:date"] == ["2025-12-08"]
            assert (meta.pdfa_status, meta["pdfuaid:part"]) == ("2U", "1")
    with pikepdf.open(BytesIO(written(document(ISSUE)).data)) as pdf, pdf.open_metadata() as meta:
        assert "xmp:CreateDate" not in meta
        assert "/CreationDate" not in pdf.docinfo


LIMITS = [
    pytest.param(
        "[page]\nwidth = nan", r"page\.width must be 1 to 14400, not nan", id="a width that is none"
    ),
    pytest.param("[page]\nwidth = inf", r"page\.width is too large", id="an endless sheet"),
    pytest.param("[page]\nheight = 1e300", "height is too large", id="a height of a universe"),
    pytest.param("[page]\ncolumns = 1_000_000", "must be 1 to 100", id="a million columns"),
    pytest.param("[page]\ncolumns = 1" + "0" * 400, "columns is too large", id="a number of 401 digits"),
    pytest.param("[page]\ncolumns = 0", "must be 1 to 100", id="no column"),
    pytest.param("[page]\nleft = -2000", "must be 0 to 14400", id="text beside the sheet"),
    pytest.param("[page]\ngap = -500", "must be 0 to 14400", id="columns over each other"),
    pytest.param("[page]\ntop = 500\nbottom = 500", "height of the text", id="margins that meet"),
    pytest.param("[page]\nwidth = 60", "width of a column", id="a sheet as narrow as a stamp"),
    pytest.param("[roles.body]\nsize = nan", r"roles\.body\.size must be 1 to 200", id="a size that is none"),
    pytest.param("[roles.body]\nafter = -1000", r"after must be 0 to 14400", id="lines over each other"),
    pytest.param("[roles.body]\nindent = -20", "indent must be 0 to 20", id="lines that begin off the sheet"),
    pytest.param('[fonts.text]\nfile = "/dev/zero"', "/dev/zero: not a file", id="a font without an end"),
    pytest.param('[fonts.text]\nfile = "."', "not a file", id="a folder for a font"),
    pytest.param('[fonts.text]\nfile = "a\\u0000b"', "not a file", id="a font of an impossible name"),
    pytest.param('[fonts.text]\nfile = "gone.ttf"', "No such file", id="a font that is not there"),
    pytest.param('[fonts.text]\nfallback = ["gone.ttf"]', "No such file", id="a fallback that is not there"),
    pytest.param('[fonts.text]\npackage = "Arial"', "no packaged font named 'Arial'", id="no such package"),
]


@pytest.mark.parametrize(("table", "said"), LIMITS)
def test_an_impossible_style_is_one_clear_error(table: str, said: str, tmp_path: Path) -> None:
    """A page or font that cannot be is named before a page is made."""
    path = tmp_path / "own.toml"
    path.write_text(table + "\n", "utf-8")
    with pytest.raises(StyleError, match=said):
        written(document(ISSUE), load_style(str(path)))


def test_a_style_may_name_body_text_alone(tmp_path: Path) -> None:
    """What it does not name has the type of body text, but only paragraphs have its indent."""
    (tmp_path / "own.toml").write_text("[roles.body]\nsize = 12\nindent = 2\n", "utf-8")
    sheet = load_style(str(tmp_path / "own.toml"))
    found = {role: sheet.of(role).indent for role in (Role.CAPTION, Role.FOLIO, Role.HEADLINE, "masthead")}
    assert found == {Role.CAPTION: 2, Role.FOLIO: 0, Role.HEADLINE: 0, "masthead": 0}
    assert sheet.of(Role.FOLIO).size == 12
    data = written(document(ISSUE), sheet).data
    (title, *_), text = pypdfium2.PdfDocument(data), "山城晚报"
    place = title.get_textpage()
    assert place.get_text_range(0, len(text)) == text
    assert abs(place.get_charbox(0)[0] - sheet.page.left) < 12


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([(Role.BODY, "新桥通车。" * 40_000)], id="a paragraph of 600 kB"),
        pytest.param([(Role.HEADLINE, "新桥" * 2500), (Role.BODY, "甲。")], id="a long headline"),
        pytest.param([(Role.HEADLINE, "新桥")] * 200, id="nothing but headlines"),
        pytest.param([(Role.BODY, "x" * 100_000)], id="a word of 100,000 letters"),
        pytest.param([(Role.CAPTION, "\n".join("行" * 300))], id="300 kept line ends"),
        pytest.param([(Role.BODY, "a b\tc   d\t\te")] * 3, id="a table-like line"),
    ],
)
def test_long_and_odd_text_is_all_there(blocks: list[tuple[Role, str]]) -> None:
    """However long or odd a block is, its text is on the pages."""
    issue = document(blocks)
    found = "".join(text for _, text in readable(written(issue).data))
    wanted = "".join(b.reading for a in issue.articles for b in a.readable)
    assert "".join(found.split()) == "".join(wanted.split())


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(PageStyle(width=180, height=150, top=8, bottom=8, left=8, right=8), id="a tiny page"),
        pytest.param(PageStyle(columns=3), id="three columns"),
        pytest.param(PageStyle(width=2000, height=300, columns=6), id="a wide page of six columns"),
    ],
)
def test_any_possible_page_holds_all_text(page: PageStyle) -> None:
    """However small the page, all text is within it."""
    sheet = replace(load_style("newspaper"), page=page)
    title = Metadata(
        title="山城晚报" * 50, date="2025-12-08", number="321", language="zh-Hans", name="issue.txt"
    )
    data = written(document([*ISSUE, (Role.HEADLINE, "标题" * 200)], title), sheet).data
    for each in pypdfium2.PdfDocument(data):
        text = each.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
        assert all(left >= 0 and bottom >= 0 for left, bottom, _, _ in boxes)
        assert all(right <= page.width and top <= page.height for _, _, right, top in boxes)
    assert "".join(text for _, text in readable(data)[-1:]) == "标题" * 200


def test_source_text_is_never_markup() -> None:
    """Tags, names of files and operators of PDF are characters like any other."""
    text = '<img src="/etc/hostname"/> <a href="javascript:x">甲</a> ) Tj ET EMC /Span BDC \\ %乙'
    issue = document([(Role.HEADLINE, text), (Role.BODY, text)])
    assert {found for _, found in readable(written(issue).data)} == {text}


def test_changes_are_shown_with_what_the_source_has() -> None:
    """Each change has a number in the margin and a note; the text itself stays the reading."""
    issue = document([(Role.HEADLINE, "新桥"), (Role.BODY, "今夭,新桥通车旳大家高兴")])
    edits: list[Action] = [Edit(1, 1, 2, "天"), Edit(1, 7, 8, "了，")]
    issue = rewrite(issue, Rule("look-alikes", Kind.CORRECTION), edits)
    issue = rewrite(issue, Rule("wide-marks", Kind.REGULARIZATION), [Edit(1, 2, 3, "，")])
    made = typeset(issue, load_style("newspaper"), WriteContext(), show_changes=True)
    found = readable(made.data)
    assert [text for _, text in found] == [
        "新桥",
        "今天，新桥通车了，大家高兴",
        "更改处",
        "1　今[天]，新桥通… ← 夭 (look-alikes)",
        "2　…新桥通车[了，]大家高兴 ← 旳 (look-alikes)",
    ]
    assert "1–2" in page_text(made.data)[-1]
    assert {"Note", "Lbl"} <= {tag for tag, _ in elements(made.data)}
    assert len(readable(written(issue).data)) == 2


def test_one_document_leaves_no_trace_in_the_next() -> None:
    """The bytes of an issue are the same before and after another one was written."""
    first, other = document(ISSUE), random_issue(5)
    alone = written(first).data
    written(other)
    assert written(first).data == alone


def test_bytes_are_the_same_anywhere(tmp_path: Path) -> None:
    """Time zone, locale and hash seed leave no trace."""
    program = (
        "import sys; from pathlib import Path; from tests.support.random_issue import random_issue\n"
        "from convert.typeset.styles import load_style; from convert.typeset.writer import WriteContext\n"
        "from convert.writers.pdf import write_pdf\n"
        "for n in range(4):\n"
        "    made = write_pdf(random_issue(n), load_style('newspaper'), WriteContext())\n"
        "    Path(sys.argv[1], f'{n}.pdf').write_bytes(made.data)\n"
    )
    digests = []
    for zone, seed in (("Asia/Shanghai", "0"), ("America/Lima", "4711")):
        folder = tmp_path / seed
        folder.mkdir()
        env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C.UTF-8"}
        subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, env=env, check=True)
        digests.append([sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())])
    assert digests[0] == digests[1]
    assert len(digests[0]) == 4
