"""Cut Chinese text into words, with rjieba; for the first pages only words that they may contain are loaded.

rjieba builds its dictionary of 349,000 words whenever it is imported: a fifth of what a process takes to
convert one page, in which some hundreds of them occur. So the dictionary is shipped once more as a file that
is mapped into memory, its words found by their first two characters. A text is cut with the words that begin
as anything in it does; words that do not occur in a text do not change how it is cut, and one word that is in
no text has all other words' share of the frequencies, so that the others keep their probabilities. After some
pages rjieba's own dictionary is loaded: from then on that is cheaper.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import accumulate, pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from convert.language.hashed import NoTable
from convert.language.traditional import SIMPLIFIED, TRADITIONAL, by_code

if TYPE_CHECKING:
    from rjieba import Jieba

WORDS_FILE = Path(__file__).parent / "data" / "zh.dictionary"
MADE_FROM = "rjieba-0.2.2.dist-info"
"""The installed rjieba whose dictionary the file has; that of another one may differ."""
MAGIC = b"backfile words 1"
HEAD = Struct("<16sQI")
"""The magic number, the frequencies of all words together, and the number of shelves."""
BOUNDS = Struct("<II")
"""Where a shelf begins, and where the next one does."""
PLACE = Struct("<I")
FACTOR = 40503
"""Spreads the first characters of words over the shelves (Knuth, The Art of Computer Programming 3, 6.4)."""
NO_TEXT = "\0\0"
"""A word that rjieba never finds: two characters that it cuts apart before it looks at words."""
FIRST_PAGES = 60_000
"""Characters that are cut before the whole dictionary is loaded: it takes as long as these with the file."""
WRONG_BYTE = re.compile("[\ud800-\udfff]")
_FORMS = by_code({**SIMPLIFIED, **dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")})


DictionaryWord = tuple[str, int, str]
"""A word, its frequency, and its part of speech."""


class Dictionary(NamedTuple):
    """The words of a file, as they lie in it: on shelves, by their first two characters."""

    data: memoryview
    total: int
    """The frequencies of all words together."""
    shelves: int

    def shelf(self, number: int) -> Iterator[DictionaryWord]:
        """Yield the words of a shelf."""
        start, end = BOUNDS.unpack_from(self.data, HEAD.size + number * PLACE.size)
        fields = iter(str(self.data[start:end], "utf-8").split())
        for word, frequency, tag in zip(fields, fields, fields, strict=True):
            yield word, int(frequency), tag


def shelves_of(text: str, shelves: int) -> set[int]:
    """Return the shelves on which all words are that a text may contain."""
    codes = [ord(char) * FACTOR for char in text]
    found = {(code + ord(char)) % shelves for code, char in zip(codes, text[1:], strict=False)}
    found.update(code % shelves for code in codes)
    return found


def pack_dictionary(words: Sequence[DictionaryWord], shelves: int) -> bytes:
    """Lay out a dictionary as the file that `open_dictionary` reads."""
    lines: list[list[str]] = [[] for _ in range(shelves)]
    for word, frequency, tag in words:
        second = ord(word[1]) if len(word) > 1 else 0
        lines[(ord(word[0]) * FACTOR + second) % shelves].append(f"{word} {frequency} {tag}")
    packed = [" ".join(shelf).encode() for shelf in lines]
    places = accumulate(map(len, packed), initial=HEAD.size + (shelves + 1) * PLACE.size)
    head = HEAD.pack(MAGIC, sum(frequency for _, frequency, _ in words), shelves)
    return b"".join((head, *map(PLACE.pack, places), *packed))


def open_dictionary(path: Path) -> Dictionary:
    """Map a dictionary into memory: the shelves that are asked for are read, and nothing else.

    Raises:
        NoTable: the file is missing, empty, or no dictionary.

    """
    try:
        with path.open("rb") as file:
            data = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    except (FileNotFoundError, ValueError) as error:  # nothing can be mapped of an empty file
        raise NoTable(f"{path.name} is missing or empty: the installation is incomplete") from error
    magic, total, shelves = HEAD.unpack_from(data) if len(data) >= HEAD.size else (b"", 0, 0)
    end = HEAD.size + shelves * PLACE.size
    if magic != MAGIC or len(data) < end + PLACE.size or PLACE.unpack_from(data, end) != (len(data),):
        raise NoTable(f"{path.name} is not a dictionary of this version of backfile")
    return Dictionary(data, total, shelves)


class Segmenter:
    """Cuts texts into words, each as with the whole dictionary."""

    __slots__ = ("dictionary", "jieba", "known", "left", "lock", "rest")

    def __init__(self, dictionary: Dictionary | None) -> None:
        """Begin with no word of this dictionary; without one, with all of rjieba's."""
        self.dictionary = dictionary
        """Where words are taken from; None once all are loaded."""
        self.jieba: Jieba = rjieba_class()() if dictionary is None else _empty()
        self.known: set[int] = set()
        """Shelves whose words are loaded."""
        self.rest = 0 if dictionary is None else dictionary.total
        """The frequencies of all words that are not."""
        self.left = FIRST_PAGES
        self.lock = Lock()
        """While words are loaded, the probabilities of the others are wrong."""

    def cut(self, text: str) -> Sequence[str]:
        """Cut a text into words."""
        with self.lock:
            self._prepare(text)
            return self.jieba.cut(text)

    def tag(self, text: str) -> Sequence[tuple[str, str]]:
        """Cut a text into words with their parts of speech."""
        with self.lock:
            self._prepare(text)
            return self.jieba.tag(text)

    def load_all(self) -> None:
        """Load the whole dictionary: forks of this process then have it in common."""
        with self.lock:
            self.left = 0
            self._prepare(" ")

    def _prepare(self, text: str) -> None:
        """Load the words that a text may contain."""
        if self.dictionary is None:
            return
        self.left -= len(text)
        if self.left < 0:
            self.jieba = rjieba_class()()
            self.dictionary = None
            return
        if new := shelves_of(text, self.dictionary.shelves) - self.known:
            try:
                self._add(self.dictionary, new)
            except BaseException:  # an interrupt at any word: with some of a shelf others would be cut wrong
                self.jieba, self.known, self.rest = _empty(), set(), self.dictionary.total
                raise

    def _add(self, dictionary: Dictionary, shelves: set[int]) -> None:
        """Load the words of some shelves."""
        for number in shelves:
            for word, frequency, tag in dictionary.shelf(number):
                self.jieba.add_word(word, frequency, tag)
                self.rest -= frequency
        self.jieba.add_word(NO_TEXT, self.rest, "x")
        self.known |= shelves


def _empty() -> Jieba:
    """Return a segmenter of rjieba's without a word."""
    empty: Jieba = rjieba_class().empty()  # type: ignore[no-untyped-call]  # rjieba states no type for it
    return empty


def rjieba_class() -> type[Jieba]:
    """Return rjieba's class without importing the package, which loads its dictionary."""
    package = find_spec("rjieba")
    spec = package and PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations)
    if "rjieba.rjieba" not in sys.modules and spec and spec.loader:
        module = sys.modules["rjieba.rjieba"] = module_from_spec(spec)
        spec.loader.exec_module(module)
    kind: type[Jieba] = import_module("rjieba.rjieba").Jieba
    return kind


def load_segmenter() -> Segmenter:
    """Return what cuts texts into words: with the file, where the installed rjieba has the same words."""
    package = find_spec("rjieba")
    same = package and any(
        (Path(folder).parent / MADE_FROM).exists() for folder in package.submodule_search_locations or ()
    )
    return Segmenter(open_dictionary(WORDS_FILE) if same else None)


def plain_form(text: str) -> str:
    """Write a text as the dictionary does: simplified, and an escape of a wrong byte as U+FFFD."""
    is_plain = TRADITIONAL.search(text) is None and WRONG_BYTE.search(text) is None
    return text if is_plain else text.translate(_FORMS)


def slices(text: str, words: Sequence[str]) -> list[str]:
    """Cut a text where the words end: they were found in its plain form, character for character."""
    ends = list(accumulate(map(len, words)))
    return [text[start:end] for start, end in pairwise([0, *ends])]
