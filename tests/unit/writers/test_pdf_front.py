"""What stands before the text of a PDF: title, contents, numbers of its pages."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from convert.document.model import Metadata
from convert.document.roles import Role
from tests.support.build import document
from tests.support.pdf_documents import ISSUE, fronted, written
from tests.support.read_pdf import elements, page_text


def test_contents_lead_to_the_pages_they_name() -> None:
    """Each entry's number is the label of the page its link opens."""
    blocks = [(role, text) for n in range(6) for role, text in ((Role.HEADLINE, f"第{n}篇"), ISSUE[4])] * 3
    data = written(document(blocks)).data
    entries = [text for tag, text in elements(data) if tag == "Link"]
    with pikepdf.open(BytesIO(data)) as pdf:
        labels = {page.obj.objgen: page.label for page in pdf.pages}
        found = [
            labels[link.Dest.as_list()[0].objgen]
            for page in pdf.pages
            for link in page.obj.get("/Annots", pikepdf.Array()).as_list()
        ]
    assert len(found) == len(entries) == 18
    assert found == [entry.removeprefix(f"第{n % 6}篇").strip() for n, entry in enumerate(entries)]
    assert found[-1] != "1"


def test_pages_before_the_text_have_roman_numbers() -> None:
    """On pages of their own masthead and contents are i and ii, the text begins with 1; the folio says so."""
    data = written(document(ISSUE), fronted("page")).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert [page.label for page in pdf.pages] == ["i", "ii", "1"]
    texts = page_text(data)
    assert [text.split()[-1] for text in texts[1:]] == ["ii", "1"]


def test_an_issue_of_one_article_has_no_contents() -> None:
    """A list of one entry helps nobody."""
    assert len(page_text(written(document(ISSUE[1:5]), fronted("page")).data)) == 2


def test_a_short_front_stands_above_the_text() -> None:
    """Masthead and contents take no page of their own; contents of one page alone are left out."""
    data = written(document(ISSUE)).data
    assert [tag for tag, _ in elements(data)][:4] == ["Document", "Part", "H1", "P"]
    assert len(page_text(data)) == 1
    data = written(document([*ISSUE[1:5], *ISSUE * 4])).data
    found = [(tag, text) for tag, text in elements(data)]
    assert [tag for tag, _ in found].count("TOCI") == 9
    first, *others = page_text(data)
    assert "目录" in first
    assert "两岸十分钟可达" in first
    assert "目录" not in "".join(others)


def test_a_long_front_has_pages_of_its_own() -> None:
    """Contents that would leave the text half a page stand before it."""
    data = written(document([(Role.HEADLINE, f"第{n}篇") for n in range(90)])).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert [page.label for page in pdf.pages][:3] == ["i", "ii", "iii"]


def test_a_style_may_want_no_front() -> None:
    """The text begins the file, and its first headline is the highest heading."""
    data = written(document(ISSUE), fronted("none")).data
    assert next((tag, text) for tag, text in elements(data) if tag[0] == "H") == ("H1", "新桥通车")
    assert "2025年12月8日" not in page_text(data)[0]


def test_no_running_head_repeats_the_headline_below_it() -> None:
    """It names the article that goes on from the page before, and none on a page that opens one."""
    long = (Role.BODY, "今天上午，新桥正式通车。" * 300)
    issue = document([(Role.HEADLINE, "新桥通车"), long, (Role.HEADLINE, "简讯"), long])
    for page in page_text(written(issue, fronted("none")).data):
        assert page.count("新桥通车") <= 1, page[:40]
        assert page.count("简讯") <= 1
    head = "两岸十分钟可达市民争相上桥看风景"
    (_, second, *_) = page_text(written(document([(Role.HEADLINE, head), long])).data)
    assert head in second.splitlines()[0]  # whole: half of the line is free


def test_the_title_page_says_what_the_issue_is() -> None:
    """Masthead, date, number and page, as far as known; the file's name is nothing for readers."""
    meta = Metadata(
        title="山城晚报", date="2025-12-08", number="321", language="zh-Hans", page="3", name="page.txt"
    )
    (first, *_) = page_text(written(document(ISSUE, meta), fronted("page")).data)
    assert first.split() == ["山城晚报", "2025年12月8日", "第321号", "第3版"]


def test_a_document_without_a_title_shows_its_first_headline() -> None:
    """The masthead is never empty; above the text it does not say the headline twice."""
    issue = document(ISSUE, Metadata(language="zh-Hans"))
    (first, *_) = page_text(written(issue, fronted("page")).data)
    assert first.split() == ["新桥通车"]
    assert page_text(written(issue).data)[0].count("新桥通车") == 1
