"""The peer: pandoc to docx, epub3, tei and typst, and typst's own compiler to PDF, one issue at a time.

    python benchmarks/peer.py SOURCES OUTPUT FONTS

pandoc has no mode for many documents, so each format of each issue is one run of it, as a script of its
users would do; typst is called inside this process and its font folder is the one we use.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypandoc
import typst

FORMATS = {"docx": "docx", "epub": "epub3", "xml": "tei", "typ": "typst"}


def main(sources: Path, output: Path, fonts: Path) -> None:
    """Convert every source, one after the other."""
    pandoc = pypandoc.get_pandoc_path()
    for source in sorted(sources.glob("*.txt")):
        for ending, name in FORMATS.items():
            made = output / f"{source.stem}.{ending}"
            command = [
                pandoc,
                source,
                "-f",
                "markdown",
                "-t",
                name,
                "-s",
                "-o",
                made,
                "-M",
                f"title={source.stem}",
            ]
            command += ["-M", "lang=zh-Hans", "-V", "mainfont=Noto Serif SC"]
            subprocess.run(command, check=True)
        text = output / f"{source.stem}.typ"
        typst.compile(text, output=text.with_suffix(".pdf"), font_paths=[fonts], ignore_system_fonts=True)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
