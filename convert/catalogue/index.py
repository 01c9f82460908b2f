"""The index of the full text: which issues a word or a pair of characters stands in, in many small files.

A browser loads only the shards that a question needs, as scripts, because a page from the disk may
load no other kind of file. What is gathered goes to temporary files: memory holds a part at a time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from convert.catalogue.words import token_hash
from convert.text.memo import Memo

BUCKETS = 64
"""Temporary files; each is sorted in memory, one after the other."""
MOST_ENTRIES = 2_000_000
"""Entries in memory before they go to the temporary files; a token of its own weighs as TOKEN_WEIGHT."""
TOKEN_WEIGHT = 10
SHARD_BYTES = 40_000
"""Bytes that a shard should have, about."""
MAX_SHARDS = 4096
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Of 64; the first 32 end a number, the others have more of it to follow."""
COMMON_STEPS = 4096
"""Steps between numbers whose letters are remembered."""


@dataclass(slots=True)
class TokenCollector:
    """The tokens of all issues, as they come."""

    folder: Path
    """For the temporary files; they have no names."""
    files: list[BinaryIO] = field(default_factory=list)
    issues: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The issues of each token, rising, as far as they are in memory."""
    entries: int = 0
    """In memory."""
    total: int = 0
    """Entries: of each issue each token once."""

    def add(self, issue: int, tokens: Collection[str]) -> None:
        """Take the tokens of an issue, each once; issues come in rising order."""
        issues = self.issues
        for token in tokens:
            issues[token].append(issue)
        self.total += len(tokens)
        self.entries += len(tokens)
        if self.entries + TOKEN_WEIGHT * len(issues) > MOST_ENTRIES:
            self.flush()

    def flush(self) -> None:
        """Put what is in memory into the files."""
        if not self.files:
            self.files += [TemporaryFile(dir=self.folder) for _ in range(BUCKETS)]  # noqa: SIM115 - close() does
        lines: list[list[str]] = [[] for _ in range(BUCKETS)]
        for token, numbers in self.issues.items():
            lines[token_hash(token) % BUCKETS].append(f"{token} {' '.join(map(str, numbers))}\n")
        for file, own in zip(self.files, lines, strict=True):
            file.write("".join(own).encode())
        self.issues.clear()
        self.entries = 0

    def buckets(self) -> Iterator[dict[str, list[int]]]:
        """Yield the issues of each token, a bucket's tokens at a time."""
        if self.files:
            self.flush()
            for file in self.files:
                file.seek(0)
                yield _read_bucket(file)
            return
        parts: list[dict[str, list[int]]] = [{} for _ in range(BUCKETS)]
        for token, numbers in self.issues.items():
            parts[token_hash(token) % BUCKETS][token] = numbers
        yield from parts

    def close(self) -> None:
        """Let the temporary files go."""
        for file in self.files:
            file.close()


def _read_bucket(file: BinaryIO) -> dict[str, list[int]]:
    issues: defaultdict[str, list[int]] = defaultdict(list)
    for line in file:
        token, *numbers = line.decode().split()
        issues[token] += map(int, numbers)
    return issues


def count_shards(total: int) -> int:
    """Return how many shards so many entries need: a power of two, of 3 bytes each or so."""
    count = 1
    while count < MAX_SHARDS and total * 3 > count * SHARD_BYTES:
        count *= 2
    return count


def shards(collector: TokenCollector, count: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each shard: its number, and in turn a token and its issues."""
    letters = Memo(number_letters, COMMON_STEPS)
    whole: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for bucket, issues in enumerate(collector.buckets()):
        for token, numbers in issues.items():
            whole[token_hash(token) % count][token] = numbers
        if bucket + count >= BUCKETS:  # no later bucket has more of it
            for number in range(bucket % count, count, BUCKETS):
                entries = whole.pop(number, {})
                yield (
                    number,
                    [p for token in sorted(entries) for p in (token, pack_numbers(entries[token], letters))],
                )


def pack_numbers(numbers: Sequence[int], letters: Mapping[int, str] | None = None) -> str:
    """Write rising numbers as the steps between them, five bits a letter, the lowest first.

    >>> pack_numbers([0, 1, 41])
    'BBoB'
    """
    letters = Memo(number_letters, COMMON_STEPS) if letters is None else letters
    return "".join([letters[number - last] for last, number in pairwise((-1, *numbers))])


def number_letters(number: int) -> str:
    """Return the letters of a number.

    >>> number_letters(40)
    'oB'
    """
    out = ""
    while number >= 32:
        out += DIGITS[32 + number % 32]
        number //= 32
    return out + DIGITS[number]


def as_script(name: str, value: object) -> bytes:
    """Return a file that hands a value to the page: a call of one function with two JSON texts."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"backfile({json.dumps(name)},{text})\n".encode()
