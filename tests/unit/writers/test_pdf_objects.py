"""Objects of a PDF as they are written, read back by pikepdf."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import Literal

import pikepdf
import pytest

from convert.document.roles import Role
from convert.typeset.deflate import zlib_stream
from convert.typeset.styles import PageStyle
from convert.writers.pdf.canvas import PdfCanvas
from convert.writers.pdf.objects import WrittenObject, name, packed_stream, text_string
from tests.support.build import document
from tests.support.pdf_documents import ISSUE, fronted, written


@pytest.mark.parametrize("text", ["", "a (b) \\c)", "新桥通车", "café", "line\r\nend\t\x7f", "𱍊"])
def test_text_comes_back(text: str) -> None:
    """Brackets, backslashes and characters beyond ASCII come back as they were."""
    assert str(pikepdf.Object.parse(text_string(text))) == text


def test_names_escape_what_would_end_them() -> None:
    """A media type is one name, whatever is in it."""
    assert name("text/plain") == b"/text#2fplain"
    assert str(pikepdf.Object.parse(name("a b#(c)>"))) == "/a b#(c)>"


@pytest.mark.parametrize("filler", [b"\n", b""])
def test_no_stream_ends_in_a_carriage_return(filler: bytes) -> None:
    """Behind one, some readers would take the line end for a part of it."""
    data = next(data for n in count() if zlib_stream(data := b"%d" % n).endswith(b"\r"))
    code = packed_stream(data, filler=filler).code
    assert b"\r\nendstream" not in code
    assert code.endswith(b"\nendstream")


def test_every_object_of_many_is_where_the_table_says() -> None:
    """Objects fill several streams, and a reader who knows the format takes no notice of a fault."""
    canvas = PdfCanvas(PageStyle())
    written = [WrittenObject(b"(%d)" % n) for n in range(450)]
    numbers = [canvas.document.number(each) for each in written]
    canvas.turn()
    with pikepdf.open(BytesIO(canvas.finished())) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert [str(pdf.get_object(number, 0)) for number in numbers] == [str(n) for n in range(450)]
        kinds = [each.get("/Type") for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        assert sum(kind == "/ObjStm" for kind in kinds) == 3


@pytest.mark.parametrize("front", ["page", "compact", "none"])
def test_a_whole_file_has_no_fault(front: Literal["page", "compact", "none"]) -> None:
    """Outline, links, labels and structure: qpdf has nothing to say of them, not even a key given twice."""
    data = written(
        document([*ISSUE, (Role.HEADLINE, "又讯"), (Role.BODY, "一切如常。" * 900)]), fronted(front)
    ).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
