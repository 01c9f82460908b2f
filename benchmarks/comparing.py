"""How fast folders of archival XML are compared: `backfile diff`, xmldiff, `git diff`, `diff`, in one run.

    python benchmarks/comparing.py                   1,000 issues against 1,000
    python benchmarks/comparing.py --issues 100
    python benchmarks/comparing.py --pages 4         issues of four pages, and the same delivered by pages

Some invented issues are converted, and once more with every five-hundredth character of their sources
taken out; each file is then there under many names, for what is measured is the comparing. diff and git tell
lines, xmldiff edits of the tree; `backfile diff` finds blocks again, aligns them, and classes what differs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from issues import issue

DISTINCT = 25
"""Issues that are really different."""
EVERY = 500
"""Characters from one alteration to the next."""
PEER = 100
"""Pairs for xmldiff; what is compared is the time of one."""


def main() -> None:
    """Make the folders, compare them by all contenders, print the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--issues", type=int, default=1000, help="in each of the two folders")
    parser.add_argument("--xmldiff", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--pages", type=int, default=0, help="of each issue; then the others are left out")
    wanted = parser.parse_args()
    if wanted.pages:
        compare_issues(wanted.issues, wanted.pages)
        return
    if wanted.xmldiff:
        compare_by_xmldiff(wanted.xmldiff)
        return
    if find_spec("xmldiff") is None:
        raise SystemExit('xmldiff is not installed: pip install -e ".[bench]"')
    count = wanted.issues
    with TemporaryDirectory() as folder:
        work = Path(folder)
        texts = [issue(number) for number in range(min(DISTINCT, count))]
        archive(work, "old", texts, count)
        archive(work, "new", ["".join(altered(text)) for text in texts], count)
        size = sum(path.stat().st_size for path in (work / "old").iterdir())
        print(f"{count:,} issues against {count:,}, {size / 2**20:,.0f} MiB of XML each; every one differs")
        print(f"{'':<22}{'pairs':>7}{'time':>10}{'processor':>10}{'peak memory':>12}")
        ours = measured("backfile diff", count, [*backfile(), "diff", "old", "new"], work)
        measured("backfile diff, same", count, [*backfile(), "diff", "old", "old"], work)
        few = min(PEER, count)
        xmldiff = measured("xmldiff", few, [sys.executable, __file__, "--xmldiff", str(few)], work)
        git = measured("git diff", count, ["git", "diff", "--no-index", "--word-diff", "old", "new"], work)
        measured("diff -ru", count, ["diff", "-ru", "old", "new"], work)
    print(f"processor time as a multiple of xmldiff's: {ours / xmldiff:.2f}, of git diff's: {ours / git:.1f}")


def compare_issues(count: int, pages: int) -> None:
    """Compare issues of several pages, each altered; and the archival files of single pages with them."""
    with TemporaryDirectory() as folder:
        work = Path(folder)
        distinct = range(min(DISTINCT, count))
        texts = {(n, page): issue(n * pages + page) for n in distinct for page in range(pages)}
        other = {key: "".join(altered(text)) for key, text in texts.items()}
        for name, each, by in (("old", texts, "name"), ("new", other, "name"), ("pages", texts, "page")):
            deliver(work, name, each, count, by)
        size = sum(path.stat().st_size for path in (work / "old").iterdir())
        print(f"{count:,} issues of {pages} pages, {size / 2**20:,.0f} MiB of XML each; every one differs")
        print(f"{'':<22}{'pairs':>7}{'time':>10}{'processor':>10}{'peak memory':>12}")
        measured("issues", count, [*backfile(), "diff", "old", "new"], work)
        measured("pages with issues", count, [*backfile(), "diff", "pages", "new"], work)


def deliver(work: Path, name: str, texts: dict[tuple[int, int], str], count: int, by: str) -> None:
    """Convert the pages of issues, and lay the files out under as many names as are wanted."""
    sources, made, target = work / f"{name}-sources", work / f"{name}-made", work / name
    sources.mkdir()
    target.mkdir()
    for (number, page), text in texts.items():
        (sources / f"courier_1951-03-02_no-{number}_p{page + 1}.txt").write_text(text, "utf-8")
    options = ["-q", "-f", "xml", "--by", by, "-o", str(made)]
    subprocess.run([*backfile(), "convert", *options, str(sources)], check=True)
    distinct = len({number for number, _ in texts})
    for number in range(count):
        stem = f"courier_1951-03-02_no-{number % distinct}"
        for file in made.glob(f"{stem}*.xml"):
            if file.stem == stem or file.stem.startswith(f"{stem}_"):
                folder = target if by == "name" else target / f"{number:05}"
                folder.mkdir(exist_ok=True)
                (folder / (f"{number:05}.xml" if by == "name" else file.name)).write_bytes(file.read_bytes())


def compare_by_xmldiff(count: int) -> None:
    """Be the peer: compare the first files of the two folders here, in one process."""
    from xmldiff.main import diff_files  # noqa: PLC0415 - nobody else needs it

    for number in range(count):
        name = f"{number:05}.xml"
        print(name, len(diff_files(f"old/{name}", f"new/{name}", {"fast_match": True})))


def altered(text: str) -> list[str]:
    """Return a text without a character in every few hundred."""
    return [text[at + 1 : at + EVERY] for at in range(0, len(text), EVERY)]


def archive(work: Path, name: str, texts: list[str], count: int) -> None:
    """Convert texts, and lay the files out under as many names as are wanted."""
    sources, made, target = work / f"{name}-sources", work / f"{name}-made", work / name
    sources.mkdir()
    target.mkdir()
    for number, text in enumerate(texts):
        (sources / f"{number}.txt").write_text(text, "utf-8")
    subprocess.run([*backfile(), "convert", "-q", "-f", "xml", "-o", made, sources], check=True)
    files = [(made / f"{number}.xml").read_bytes() for number in range(len(texts))]
    for number in range(count):
        (target / f"{number:05}.xml").write_bytes(files[number % len(files)])


def backfile() -> list[str]:
    """Return our command."""
    return [sys.executable, "-m", "convert"]


def measured(name: str, count: int, command: list[str], work: Path) -> float:
    """Run a command, print its time and peak memory, and return the processor seconds of an issue."""
    here = str(Path(__file__).resolve().parents[1])
    began = perf_counter()
    with (work / "out").open("wb") as out:
        child = subprocess.Popen(command, cwd=work, stdout=out, env={**os.environ, "PYTHONPATH": here})
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode > 1:
        raise SystemExit(f"{name} failed")
    seconds = perf_counter() - began
    busy = used.ru_utime + used.ru_stime
    print(f"{name:<22}{count:>7}{seconds:>8.1f} s{busy:>8.1f} s{used.ru_maxrss / 1024:>8.0f} MiB")
    return busy / count


if __name__ == "__main__":
    main()
