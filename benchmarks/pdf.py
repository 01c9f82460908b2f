"""The PDF alone: ours beside reportlab's platypus and typst, over the same invented issues, in one run.

    python benchmarks/pdf.py                    two minutes; typst: pip install -e ".[bench]"
    python benchmarks/pdf.py --issues 5 --largest 500_000

Two tasks. Issues that are in memory and clean become PDF, again and again in one warm process: ours, with
structure, outline, contents and PDF/A, each made twice and compared byte for byte; the same blocks by
platypus, one Paragraph each; and by typst, whose markup is written before the clock starts. All three embed
the same Noto Serif SC. And texts of growing length become one PDF each, in a process of its own: how long
and how much memory ours takes, which should grow as the text does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from xml.sax.saxutils import escape

import typst
from bare import BODY
from issues import issue
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate
from truetype import packaged, to_truetype

from convert.conversion import read, repair
from convert.document.actions import Label, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document
from convert.document.roles import Role
from convert.issue.metadata import load_metadata
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.pdf import write_pdf

STATUS = Path("/proc/self/status")

LENGTHS = (6_000, 60_000, 250_000, 500_000, 1_000_000, 2_000_000)
"""Bytes of UTF-8 in the growing texts, three to a Han character."""


def main() -> None:
    """Run both tasks and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=40)
    parser.add_argument("--largest", type=int, default=LENGTHS[-1], help="bytes of the longest text")
    parser.add_argument("--font", type=Path, help="a TrueType font made before, instead of converting one")
    parser.add_argument("--grow", type=int, help="write one text of that many bytes, and say what it took")
    wanted = parser.parse_args()
    if wanted.grow:
        grown(wanted.grow)
        return
    with TemporaryDirectory() as folder:
        font = wanted.font or Path(folder) / "text.ttf"
        if not font.exists():
            worker = get_context("spawn").Process(
                target=to_truetype, args=(packaged("NotoSerifSC-Regular"), font)
            )
            worker.start()
            worker.join()
        warm(wanted.issues, font)
    print(f"{'one text of':>12}{'characters':>12}{'time':>10}{'a million':>12}{'peak memory':>14}{'PDF':>12}")
    for length in LENGTHS:
        if length <= wanted.largest:
            subprocess.run([sys.executable, __file__, "--grow", str(length)], check=True)


def warm(count: int, font: Path) -> None:
    """Print what one issue takes in a warm process: ours, platypus, typst."""
    style, context = load_style("newspaper"), WriteContext()
    documents = [
        repair(read(issue(n).encode(), load_metadata(None, {"title": "山城晚报"}, f"{n}.txt")))
        for n in range(count)
    ]
    made = [write_pdf(document, style, context).data for document in documents]
    if made != [write_pdf(document, style, context).data for document in documents]:
        raise SystemExit("two runs made different bytes")
    pdfmetrics.registerFont(TTFont("text", font))
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[font.parent])
    markup = {id(document): typst_markup(document) for document in documents}
    contenders: Sequence[tuple[str, Callable[[Document], int]]] = (
        ("backfile: PDF/A-2u, PDF/UA-1", lambda document: len(write_pdf(document, style, context).data)),
        ("reportlab's platypus, bare", platypus),
        (
            "typst: PDF/UA-1",
            lambda document: len(
                typst.compile(markup[id(document)], font_paths=fonts, pdf_standards=["ua-1"]) or b""
            ),
        ),
    )
    length = sum(len(text) for document in documents for text in texts(document)) / count
    print(f"issues of {length:,.0f} characters to PDF in a warm process, processor time of one, median")
    took = {name: timed(work, documents) for name, work in contenders}
    ours = next(iter(took.values()))[0]
    for name, (seconds, size) in took.items():
        print(
            f"{name:<30}{seconds * 1000:>8.0f} ms{size / 1024:>8.0f} KiB   ours is {ours / seconds:.2f} of it"
        )
    print(f"each of ours made twice with the same bytes: {count} of {count}")


def timed(work: Callable[[Document], int], documents: Sequence[Document]) -> tuple[float, float]:
    """Return the median time and the mean size of a file."""
    seconds: list[float] = []
    sizes: list[int] = []
    work(documents[0])  # what is loaded once is loaded
    for document in documents[1:]:  # each once: typst remembers what it has set before
        begin = process_time()
        sizes.append(work(document))
        seconds.append(process_time() - begin)
    return median(seconds), sum(sizes) / len(sizes)


def texts(document: Document) -> list[str]:
    """Return what every block shows."""
    return [block.reading for article in document.articles for block in article.readable]


def platypus(document: Document) -> int:
    """Write one Paragraph a block."""
    made = BytesIO()
    SimpleDocTemplate(made).build([Paragraph(escape(text), BODY) for text in texts(document)])
    return len(made.getvalue())


def typst_markup(document: Document) -> bytes:
    """Return a page of two columns, one paragraph a block."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") for text in texts(document))
    paragraphs = "\n\n".join(f'#par("{text}")' for text in quoted)
    font = '#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh")'
    head = "#set document(title: [山城晚报])\n#set page(columns: 2)\n#set par(justify: true)"
    return f"{head}\n{font}\n{paragraphs}\n".encode()


def grown(length: int) -> None:
    """Write one text of that many bytes as PDF; print what the writer took, and the peak of the process."""
    page = (
        "\n\n".join(issue(n) for n in range(length // 18_000 + 1)).encode()[:length].decode(errors="ignore")
    )
    document = read(page.encode(), load_metadata(None, {"title": "山城晚报"}, "long.txt"))
    labels = [Label(n, Role.BODY) for n, block in enumerate(document.blocks) if block.reading]
    document = rewrite(document, Rule("bench", Kind.LAYOUT), labels)
    style = load_style("newspaper")
    write_pdf(
        read("暖。".encode(), load_metadata(None, {"title": "山城晚报"}, "warm.txt")), style, WriteContext()
    )
    begin = process_time()
    made = write_pdf(document, style, WriteContext()).data
    seconds = process_time() - begin
    # getrusage would count what the process that started this one once held
    (peak,) = (int(line.split()[1]) / 1024 for line in STATUS.read_text().splitlines() if "VmHWM" in line)
    print(
        f"{length:>12,}{len(page):>12,}{seconds:>8.2f} s{seconds / len(page) * 1e6:>10.1f} s"
        f"{peak:>10.0f} MiB{len(made) / 1024:>8.0f} KiB"
    )


if __name__ == "__main__":
    main()
