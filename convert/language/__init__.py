"""What a language knows, behind one small interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
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
from convert.language.segmentation import Segmenter, load_segmenter, plain_form, slices
from convert.language.wordpairs import WordPairs, load_word_pairs

__all__ = ["Language", "cut_words", "guess", "language", "segmenter", "tag_words"]


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


class _Chinese(NamedTuple):
    """What the package brings for Chinese; none of it remembers a text."""

    ngrams: HashedTable
    pairs: HashedTable
    models: Models
    network: ContinuationsFile
    segmenter: Segmenter


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
        load_segmenter(),
    )


def segmenter() -> Segmenter:
    """Return what cuts Chinese text into words; a process has one, which cuts a text alike at any time."""
    chinese = _shipped("zh")
    assert isinstance(chinese, _Chinese)  # noqa: S101 - a mistake in our own table
    return chinese.segmenter


def cut_words(text: str) -> Sequence[str]:
    """Cut Chinese text into words with jieba's dictionary; joined, they are the text again."""
    plain = plain_form(text)
    words = segmenter().cut(plain)
    return words if plain == text else slices(text, words)


def tag_words(text: str) -> Sequence[tuple[str, str]]:
    """Cut Chinese text into words with their parts of speech; joined, the words are the text again."""
    plain = plain_form(text)
    words = segmenter().tag(plain)
    if plain == text:
        return words
    return list(zip(slices(text, [word for word, _ in words]), [tag for _, tag in words], strict=True))


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
