"""The probabilities of many n-grams at once: a look-up by itself takes ten times as long.

All texts are laid out one behind the other as numbers of characters, with a 0 between two of them. The counts
of all strings of one to four characters that end at a place are looked up together, and of them come the same
probabilities as of `Ngrams`, to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convert.language.hashed import KEY, PRIME, PRINT, SECOND, THIRD, HashedTable, Slots, code_of
from convert.language.numeric import load_numpy

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    Numbers = NDArray[Any]

LOW_BITS = 30
"""Bits of the lower part of a key; the upper part has 31."""
PRIME_BITS = 61
FOLD = (1 << PRIME_BITS) - PRIME
"""What 2**61 is modulo the prime: a number of 48 bits."""
LARGEST_CHARACTER = 0xFFFF
"""One above it has four bytes: strings of several would not fit the numbers that codes are made of."""
CHARACTERS_AT_ONCE = 1 << 11
"""Characters that are looked up together: bounds the memory."""
CONTEXT = 3
"""Characters before another one that its probability depends on."""
NOT_COUNTED = -1.0


Scored = tuple[str, str]
"""A folded text whose probability is asked for, and what stands before it: three characters count."""


@dataclass(frozen=True, slots=True, eq=False)
class NgramScores:
    """A table of counted n-grams in which many are looked up at once. `numpy` is handed in."""

    numpy: ModuleType
    slots: Slots
    prints: Numbers
    values: Numbers
    counts: Numbers
    """By a value of the table, log2 of the count."""
    low_keys: Numbers
    """The low part of what a character's number is multiplied with, by the bytes before it."""
    high_keys: Numbers
    backoff: float
    every: float
    """log2 of the number of all characters."""

    def scores(self, texts: Sequence[Scored]) -> list[float]:
        """Return log2 of the probability of each text; none has a character above LARGEST_CHARACTER."""
        scores: list[float] = []
        first = size = 0
        for number, (text, _) in enumerate(texts):
            if size and size + len(text) >= CHARACTERS_AT_ONCE:  # a long text has a table of its own
                scores += self._some(texts[first:number])
                first, size = number, 0
            size += len(text) + 1
        return scores + self._some(texts[first:]) if texts else scores

    def _some(self, texts: Sequence[Scored]) -> list[float]:
        np = self.numpy
        whole = "".join(["\0" + context[-CONTEXT:] + text for text, context in texts])
        sizes = np.array([len(text) for text, _ in texts])
        ends = np.cumsum(sizes + [1 + min(CONTEXT, len(context)) for _, context in texts])
        of_text = np.arange(sizes.max()) < sizes[:, None]
        table = np.zeros(of_text.shape)
        places = (ends - sizes)[:, None] + np.arange(of_text.shape[1])
        table[of_text] = self._probabilities(whole)[places[of_text]]
        # not `sum`, which rounds otherwise from one machine to the next: one is added after the other
        scores: list[float] = table.cumsum(axis=1)[:, -1].tolist() if of_text.shape[1] else [0.0] * len(texts)
        return scores

    def counts_of(self, grams: Sequence[str]) -> list[float]:
        """Return log2 of the count of each n-gram, whatever its length."""
        number = int.from_bytes
        try:  # as `code_of` does, without a call for each
            listed = [number(gram.encode(), "little") * KEY % PRIME for gram in grams]
        except UnicodeEncodeError:
            listed = [code_of(gram) for gram in grams]
        codes = self.numpy.array(listed, self.numpy.uint64)
        counts: list[float] = self._looked_up(codes).tolist()
        return counts

    def _probabilities(self, text: str) -> Numbers:
        """Return log2 of the probability of each character behind those before it, up to a NUL."""
        np, backoff = self.numpy, self.backoff
        characters = np.frombuffer(text.encode("utf-32-le"), "<u4")
        places = np.arange(len(characters))
        lengths = places - np.maximum.accumulate(np.where(characters == 0, places, 0))  # since the NUL
        own = self._counted(characters, lengths)
        before = np.full_like(own, NOT_COUNTED)
        before[1:, 1:] = own[:CONTEXT, :-1]  # of the one, two, three characters before
        sizes = np.minimum(lengths - 1, CONTEXT)
        probabilities: Numbers = backoff * sizes + np.maximum(own[0], -2.0) - self.every
        for size in range(1, CONTEXT + 1):  # the longest context that was counted
            likelier = backoff * (sizes - size) + own[size] - np.maximum(before[size], own[size])
            probabilities = np.where(own[size] >= 0.0, likelier, probabilities)
        return probabilities

    def _counted(self, characters: Numbers, lengths: Numbers) -> Numbers:
        """Return by the size, less 1, log2 of the count of the string that ends at each place; -1: of none.

        So many characters stand between the last NUL and each place. The longest strings are looked up where
        they were counted without their first character.
        """
        np = self.numpy
        numbers, sizes = self._encoded(characters)
        low, high = np.zeros((2, CONTEXT + 1, len(characters)), np.uint64)
        bytes_before = np.zeros(len(characters), np.intp)
        for size in range(min(CONTEXT + 1, len(characters))):
            last = numbers[size:]
            low[size, size:] = last * self.low_keys.take(bytes_before)
            high[size, size:] = last * self.high_keys.take(bytes_before)
            if size:
                low[size, size:] += low[size - 1, size - 1 : -1]
                high[size, size:] += high[size - 1, size - 1 : -1]
            bytes_before = bytes_before[:-1] + sizes[size:-1]
        counts: Numbers = np.full(low.shape, NOT_COUNTED)
        shorter = lengths > np.arange(CONTEXT)[:, None]
        codes = self._codes(low[:CONTEXT][shorter], high[:CONTEXT][shorter])
        counts[:CONTEXT][shorter] = self._looked_up(codes)
        longest = (lengths > CONTEXT) & (counts[CONTEXT - 1] >= 0.0)
        codes = self._codes(low[CONTEXT][longest], high[CONTEXT][longest])
        counts[CONTEXT][longest] = self._looked_up(codes)
        return counts

    def _encoded(self, characters: Numbers) -> tuple[Numbers, Numbers]:
        """Return the bytes of each character in UTF-8 as one number, the first one lowest; and how many."""
        np = self.numpy
        code = characters.astype(np.uint64)
        last = (code & 63) | 128
        two = (code >> 6) | 192 | last << 8
        three = (code >> 12) | 224 | ((code >> 6) & 63 | 128) << 8 | last << 16
        is_one, is_three = code < 0x80, code >= 0x800
        numbers = np.where(is_one, code, np.where(is_three, three, two))
        return numbers, np.where(is_one, 1, np.where(is_three, 3, 2))

    def _codes(self, low: Numbers, high: Numbers) -> Numbers:
        """Return high * 2**30 + low, modulo the prime, by numbers of 64 bits.

        What is above 2**61 of a product is multiplied with FOLD, in two parts of 13 bits each.
        """
        np = self.numpy
        fold, upper_part = np.uint64(FOLD), PRIME_BITS - LOW_BITS
        above, below = high >> upper_part, (high & ((1 << upper_part) - 1)) << LOW_BITS
        upper = (above >> 13) * fold
        codes: Numbers = low + below + (above & 0x1FFF) * fold
        codes += (upper >> 48) * fold + ((upper & ((1 << 48) - 1)) << 13)
        codes %= np.uint64(PRIME)
        return codes

    def _looked_up(self, codes: Numbers) -> Numbers:
        np, (span, segment) = self.numpy, self.slots
        mask = np.uint64(segment - 1)
        first = codes % np.uint64(span)
        second = (first + np.uint64(segment)) ^ (codes >> np.uint64(SECOND) & mask)
        third = (first + np.uint64(2 * segment)) ^ (codes >> np.uint64(THIRD) & mask)
        places = [place.astype(np.intp) for place in (first, second, third)]
        prints = [self.prints.take(place) for place in places]
        counted = np.flatnonzero(
            prints[0] ^ prints[1] ^ prints[2] == (codes >> np.uint64(PRINT)).astype(np.uint16)
        )
        values = [self.values.take(place[counted]) for place in places]
        counts: Numbers = np.full(len(codes), NOT_COUNTED)
        counts[counted] = self.counts.take(values[0] ^ values[1] ^ values[2])
        return counts


def are_short(text: str) -> bool:
    """Whether no character of a text is above LARGEST_CHARACTER."""
    codes = load_numpy().frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return not text or bool(codes.max() <= LARGEST_CHARACTER)


def ngram_scores(table: HashedTable, counts: Sequence[float], backoff: float, every: float) -> NgramScores:
    """Return what looks up many n-grams of a table at once."""
    np = load_numpy()

    keys = [KEY * 256**before % PRIME for before in range(3 * CONTEXT + 1)]
    return NgramScores(
        np,
        table.slots,
        np.asarray(table.prints),
        np.asarray(table.values),
        np.array(counts),
        np.array([key & ((1 << LOW_BITS) - 1) for key in keys], np.uint64),
        np.array([key >> LOW_BITS for key in keys], np.uint64),
        backoff,
        every,
    )
