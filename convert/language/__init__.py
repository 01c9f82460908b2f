"""What a language knows, behind one small interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from convert.language.continuations import ContinuationModel, ContinuationsFile
from convert.language.counted import count_finder
from convert.language.hashed import HashedTable
from convert.language.letter_grams import LetterGrams, load_letter_grams
from convert.language.lexicon import LEXICONS, Lexicon, load_lexicon
from convert.language.models import Models, load_latin_models, load_models
from convert.language.ngrams import Ngrams, load_ngrams
from convert.language.script import guess
from convert.language.traditional import SIMPLIFIED, TRADITIONAL, by_code
from convert.language.wordpairs import WordPairs, load_word_pairs

__all__ = ["Language", "cut_words", "guess", "language", "tag_words"]


Words = Callable[[str], Sequence[str]]
Tags = Callable[[str], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the passes see it: its tables are shared, what was looked up in them is the page's."""

    code: str
    ngrams: Ngrams | None = None
    """How probable a character is after others."""
    paper_ngrams: Ngrams | None = None
    """The same with what was counted in the paper's own issues, for what goes on behind what."""
    pairs: WordPairs | None = None
    """How probable one word is behind another."""
    network: Callable[[], ContinuationModel] | None = None
    """Loads what tells how well one text continues another."""
    words: Words | None = None
    """Cuts running text without spaces into words."""
    tags: Tags | None = None
    """Cuts it into words with their parts of speech: v for a verb, n for a noun, ..."""
    lexicon: Lexicon | None = None
    """How common each word is, of a language in Latin script that has a list."""
    letters: LetterGrams | None = None
    """How probable the spelling of a word is, of the same languages."""
    models: Models = field(default_factory=lambda: Models({}, {}))
    """What was learnt of its pages."""

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Han characters without spaces, and is not Japanese."""
        return self.code.startswith("zh")

    @property
    def is_latin(self) -> bool:
        """Whether it is written in letters with capitals, as far as its code tells."""
        return not self.code.startswith(("zh", "ja", "ko"))


CONTINUATIONS_FILE = Path(__file__).parent / "data" / "zh.continuations"

WRONG_BYTE = re.compile("[\ud800-\udfff]")
_FORMS = by_code({**SIMPLIFIED, **dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")})


def _plain(text: str) -> str:
    """Write a text as the dictionary does: simplified, and an escape of a wrong byte as U+FFFD."""
    is_plain = TRADITIONAL.search(text) is None and WRONG_BYTE.search(text) is None
    return text if is_plain else text.translate(_FORMS)


def cut_words(text: str) -> Sequence[str]:
    """Cut Chinese text into words with jieba's dictionary; joined, they are the text again."""
    import rjieba  # noqa: PLC0415 - 30 ms, and only Chinese needs it

    plain = _plain(text)
    words: Sequence[str] = rjieba.cut(plain)
    return words if plain == text else _slices(text, words)


def tag_words(text: str) -> Sequence[tuple[str, str]]:
    """Cut Chinese text into words with their parts of speech; joined, the words are the text again."""
    import rjieba  # noqa: PLC0415 - see cut_words

    plain = _plain(text)
    words: Sequence[tuple[str, str]] = rjieba.tag(plain)
    if plain == text:
        return words
    return list(zip(_slices(text, [word for word, _ in words]), [tag for _, tag in words], strict=True))


def _slices(text: str, words: Sequence[str]) -> list[str]:
    """Cut a text where the words end: they were found in its plain form, character for character."""
    ends = list(accumulate(map(len, words)))
    return [text[start:end] for start, end in pairwise([0, *ends])]


class _Chinese(NamedTuple):
    """What the package brings for Chinese; none of it remembers what was looked up in it."""

    ngrams: HashedTable
    pairs: HashedTable
    models: Models
    network: ContinuationsFile


class _Latin(NamedTuple):
    """What the package brings for a language in Latin script."""

    words: HashedTable
    letters: LetterGrams
    models: Models


# The whole process shares what is shipped: it never changes, and reading it takes longer than a page.
@lru_cache(maxsize=len(LEXICONS) + 1)
def _shipped(main: str) -> _Chinese | _Latin:
    if main in LEXICONS:
        return _Latin(load_lexicon(main), load_letter_grams(main), load_latin_models())
    return _Chinese(
        load_ngrams("zh.ngrams"),
        load_word_pairs("zh.wordpairs"),
        load_models(),
        ContinuationsFile(CONTINUATIONS_FILE),
    )


def language(code: str, own: bytes = b"") -> Language:
    """Return what is known of a language, for one page: what is looked up in it is remembered by it alone.

    `own` is the table of n-grams that were counted in the paper's issues.
    """
    main = code.partition("-")[0]
    if main != "zh" and main not in LEXICONS:
        return Language(code)
    shipped = _shipped(main)
    if isinstance(shipped, _Latin):
        words = Lexicon(shipped.words, main)
        return Language(code, lexicon=words, letters=shipped.letters, models=shipped.models)
    ngrams = Ngrams(shipped.ngrams)
    return Language(
        code,
        ngrams,
        Ngrams(shipped.ngrams, count_finder(own)) if own else ngrams,
        WordPairs(shipped.pairs),
        shipped.network.load,
        cut_words,
        tag_words,
        models=shipped.models,
    )
