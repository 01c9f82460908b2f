"""Lay out jieba's dictionary as the file that is shipped.

    pip download --no-deps --no-binary :all: jieba==0.42.1        # MIT; jieba/dict.txt is in it
    python training/dictionary.py jieba-0.42.1/jieba/dict.txt convert/language/data/zh.dictionary

rjieba 0.2.2 has the same words, frequencies and parts of speech; tests compare what both make of texts.
"""

from __future__ import annotations

import sys
from pathlib import Path

from convert.language.segmentation import pack_dictionary

SHELVES = 1 << 18
"""More than there are pairs of first characters (190,000): most shelves have words of one pair alone."""


def main() -> None:
    """Write the file."""
    lines = map(str.split, Path(sys.argv[1]).read_text("utf-8").splitlines())
    entries = {word: (word, int(frequency), tag) for word, frequency, tag in lines}
    Path(sys.argv[2]).write_bytes(pack_dictionary(sorted(entries.values()), SHELVES))
    print(f"{len(entries)} words, {sum(frequency for _, frequency, _ in entries.values())} occurrences")


if __name__ == "__main__":
    main()
