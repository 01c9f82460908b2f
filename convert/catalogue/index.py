"""The index of the full text: which issues a word or a pair of characters stands in, in many small files.

A browser loads only the shards that a question needs, as scripts, because a page from the disk may
load no other kind of file. What is gathered goes to temporary files: memory holds a part at a time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from convert.catalogue.words import token_hash
from convert.text.memo import Memo

BUCKETS = 64
"""Temporary files; each is sorted in memory, one after the other."""
MEMORY_CHARACTERS = 4_000_000
"""Characters in memory before they go to the temporary files."""
SHARD_BYTES = 40_000
"""Bytes that a shard should have, about."""
MAX_SHARDS = 4096
COMMON_TOKENS = 200_000
"""Tokens whose place is remembered: the same come in issue after issue."""
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Of 64; the first 32 end a number, the others have more of it to follow."""


@dataclass(slots=True)
class TokenCollector:
    """The tokens of all issues, as they come."""

    folder: Path
    """For the temporary files; they have no names."""
    files: list[BinaryIO] = field(default_factory=list)
    waiting: list[list[str]] = field(default_factory=lambda: [[] for _ in range(BUCKETS)])
    characters: int = 0
    """In memory."""
    total: int = 0
    """Entries: of each issue each token once."""
    hashes: Memo[str, int] = field(default_factory=lambda: Memo(token_hash, COMMON_TOKENS))
    """The number of each token, by which shards part."""

    def add(self, issue: int, tokens: Iterable[str]) -> None:
        """Take the tokens of an issue; issues come in rising order."""
        parts: list[list[str]] = [[] for _ in range(BUCKETS)]
        hashes = self.hashes
        for token in tokens:
            parts[hashes[token] % BUCKETS].append(token)
        for number, part in enumerate(parts):
            if part:
                line = f"{issue} {' '.join(part)}\n"
                self.waiting[number].append(line)
                self.characters += len(line)
                self.total += len(part)
        if self.characters > MEMORY_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Put what is in memory into the files."""
        if not self.files:
            self.files += [TemporaryFile(dir=self.folder) for _ in range(BUCKETS)]  # noqa: SIM115 - close() does
        for file, lines in zip(self.files, self.waiting, strict=True):
            file.write("".join(lines).encode())
            lines.clear()
        self.characters = 0

    def close(self) -> None:
        """Let the temporary files go."""
        for file in self.files:
            file.close()


def count_shards(total: int) -> int:
    """Return how many shards so many entries need: a power of two, of 3 bytes each or so."""
    count = 1
    while count < MAX_SHARDS and total * 3 > count * SHARD_BYTES:
        count *= 2
    return count


def shards(collector: TokenCollector, count: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each shard: its number, and in turn a token and its issues."""
    if collector.files:
        collector.flush()
    for first in range(min(count, BUCKETS)):
        issues: defaultdict[str, list[int]] = defaultdict(list)
        for bucket in range(first, BUCKETS, min(count, BUCKETS)):
            for issue, tokens in _lines(collector, bucket):
                for token in tokens:
                    issues[token].append(issue)
        inside: dict[int, dict[str, list[int]]] = {n: {} for n in range(first, count, BUCKETS)}
        for token, own in issues.items():
            inside[collector.hashes[token] % count][token] = own
        for number, entries in inside.items():
            yield (
                number,
                [part for token in sorted(entries) for part in (token, pack_numbers(entries[token]))],
            )


def _lines(collector: TokenCollector, bucket: int) -> Iterator[tuple[int, list[str]]]:
    lines: Iterable[str] = collector.waiting[bucket]
    if collector.files:
        collector.files[bucket].seek(0)
        lines = (line.decode() for line in collector.files[bucket])
    for line in lines:
        issue, *tokens = line.split()
        yield int(issue), tokens


def pack_numbers(numbers: Sequence[int]) -> str:
    """Write rising numbers as the steps between them, five bits a letter, the lowest first.

    >>> pack_numbers([0, 1, 41])
    'BBoB'
    """
    out = ""
    last = -1
    for number in numbers:
        step, last = number - last, number
        while step >= 32:
            out += DIGITS[32 + step % 32]
            step //= 32
        out += DIGITS[step]
    return out


def as_script(name: str, value: object) -> bytes:
    """Return a file that hands a value to the page: a call of one function with two JSON texts."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"backfile({json.dumps(name)},{text})\n".encode()
