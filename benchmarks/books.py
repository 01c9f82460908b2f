"""EPUB alone: our issues and books beside pandoc's, over the same invented issues, in one run.

    python benchmarks/books.py                         a minute or two
    python benchmarks/books.py --issues 1000 --peer-issues 100

Three tasks. An issue that is in memory and clean becomes an EPUB, again and again in one warm process:
ours beside EbookLib bare, and every book is made twice and compared byte for byte. A text file becomes an
EPUB, from process start to finished file: beside pandoc, a process for each issue as its users run it. And
all issues become one book: `backfile collect`, from sources and from archival XML, beside one run of
pandoc over fewer files.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pypandoc
from ebooklib import epub
from issues import issue
from speed import Cost, measured, ours, sources

from convert.conversion import read, repair
from convert.document.model import Document
from convert.issue.metadata import load_metadata
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.epub import write_epub

WARM = 20
"""Issues written again and again in one process."""
ROUNDS = 5


def main() -> None:
    """Run all and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=200, help="for us")
    parser.add_argument("--peer-issues", type=int, default=20, help="for pandoc")
    wanted = parser.parse_args()
    warm()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        many, few = sources(work / "many", wanted.issues), sources(work / "few", wanted.peer_issues)
        costs = [*files(many, few, work), *books(many, few, work)]
    print(f"{'':<24}{'issues':>7}{'time':>11}{'processor':>11}{'rate':>12}{'peak memory':>14}")
    for cost in costs:
        print(cost)
    us, peer, from_text, from_xml, peer_book = costs
    print(f"issues, as a multiple of pandoc's rate:         {us.rate / peer.rate:.1f}")
    print(f"a book of sources, as a multiple of pandoc's:   {from_text.rate / peer_book.rate:.2f}")
    print(f"a book of XML, as a multiple of pandoc's:       {from_xml.rate / peer_book.rate:.2f}")


def warm() -> None:
    """Print how many issues a warm process writes, ours and bare."""
    style, context = load_style("newspaper"), WriteContext()
    documents = [
        repair(read(issue(n).encode(), load_metadata(None, {"title": "山城晚报"}, f"{n}.txt")))
        for n in range(WARM)
    ]
    made = [write_epub(document, style, context).data for document in documents]
    if made != [write_epub(document, style, context).data for document in documents]:
        raise SystemExit("two runs made different bytes")
    mine = rate(lambda document: write_epub(document, style, context), documents)
    theirs = rate(bare, documents)
    print(f"issues to EPUB in a warm process, each twice with the same bytes: {mine:.0f}/s of processor time")
    print(f"the same text by EbookLib bare, without cover or page list:       {theirs:.0f}/s")


def rate(work: Callable[[Document], object], documents: list[Document]) -> float:
    """Return how many a second of processor time are worked on."""
    begin = process_time()
    for _ in range(ROUNDS):
        for document in documents:
            work(document)
    return ROUNDS * len(documents) / (process_time() - begin)


def bare(document: Document) -> bytes:
    """Write a document's readings as EbookLib's own example does: a chapter for each article."""
    book = epub.EpubBook()
    book.set_identifier(document.source.digest)
    book.set_title("山城晚报")
    book.set_language("zh")
    chapters = []
    for number, article in enumerate(document.articles):
        chapter = epub.EpubHtml(title=article.headline or "-", file_name=f"{number}.xhtml", lang="zh")
        chapter.content = "".join(f"<p>{block.reading}</p>" for block in article.readable) or "<p/>"
        book.add_item(chapter)
        chapters.append(chapter)
    book.toc = chapters
    book.spine = ["nav", *chapters]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    out = BytesIO()
    epub.write_epub(out, book)
    return out.getvalue()


def files(many: Path, few: Path, work: Path) -> list[Cost]:
    """Convert each issue to a file of its own: one process of ours, one of pandoc's for each."""
    out = work / "ours"
    us = measured(
        "backfile convert",
        len(list(many.iterdir())),
        [*ours(), "convert", many, "-f", "epub", "-o", out],
        work,
    )
    script = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import books; books.pandoc_each()"
    )
    command: list[str | Path] = [sys.executable, "-c", script, few, work / "each"]
    (work / "each").mkdir()
    return [us, measured("pandoc, a file each", len(list(few.iterdir())), command, work)]


def books(many: Path, few: Path, work: Path) -> list[Cost]:
    """Make one book of all issues."""
    count = len(list(many.iterdir()))
    title = ["--title", "山城晚报", "-q"]
    text = measured(
        "collect, sources", count, [*ours(), "collect", many, "-o", work / "text.epub", *title], work
    )
    archive = work / "archive"
    subprocess.run([*ours(), "convert", many, "-f", "xml", "-o", archive, "-q"], check=True)
    xml = measured(
        "collect, XML", count, [*ours(), "collect", archive, "-o", work / "xml.epub", *title], work
    )
    if (work / "text.epub").read_bytes() != (work / "xml.epub").read_bytes():
        raise SystemExit("the book of the XML is not the book of the sources")
    named = sorted(few.iterdir())
    one: list[str | Path] = [*pandoc(), *named, "-o", work / "peer.epub", "--file-scope"]
    peer = measured("pandoc, one book", len(named), one, work)
    return [text, xml, peer]


def pandoc() -> list[str]:
    """Return the command of the peer."""
    program = shutil.which("pandoc") or pypandoc.get_pandoc_path()
    return [program, "-f", "markdown", "-t", "epub3", "-M", "title=山城晚报", "-M", "lang=zh-Hans"]


def pandoc_each() -> None:
    """Convert the files of one folder into another, one after the other."""
    source, output = map(Path, sys.argv[1:3])
    for path in sorted(source.iterdir()):
        subprocess.run([*pandoc(), path, "-o", output / f"{path.stem}.epub"], check=True)


if __name__ == "__main__":
    main()
