"""Put a frequency list and a dictionary together into the tables of words and letters that are shipped.

    python training/lexicon.py en /usr/share/dict/british-english-huge convert/language/data/en.words
    python training/lexicon.py de /usr/share/dict/ogerman convert/language/data/de.words
    python training/lexicon.py fr /usr/share/dict/french convert/language/data/fr.words

The frequencies are those of PyPI's wordfreq 3.1.1 (code Apache-2.0, data CC BY-SA 4.0, which may be passed on
under GPL-3.0). It is no dependency: 57 MB, a second to read a list, and finished in 2021, as its maker says.
The dictionaries are Debian's wbritish-huge (SCOWL, free of conditions but its notice), wogerman (the
spelling before 1996, GPL-2.0-or-later) and wfrench (GPL-2.0-or-later).
"""

from __future__ import annotations

import sys
from math import log10
from pathlib import Path

from wordfreq import get_frequency_dict

from convert.language.letter_grams import count_letter_grams, pack_letter_grams
from convert.language.lexicon import UNKNOWN, Word, build_lexicon, plain

LEAST_RATE = 2.0
"""Rarer words of the frequency list are left out, unless the dictionary has them."""


def main() -> None:
    """Write both tables."""
    code, dictionary, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    rates: dict[str, float] = {}
    for word, share in get_frequency_dict(code, "large").items():
        form = plain(word)
        rates[form] = rates.get(form, 0.0) + share
    spellings = {
        word
        for word in dictionary.read_text("utf-8").split()
        if not word.endswith("'s") and (len(word) > 1 or word in ("a", "I", "O", "à", "ô", "y"))
    }
    in_dictionary = {plain(word) for word in spellings}
    if code == "fr":
        spellings |= {word.replace("oe", "œ") for word in spellings}  # it has none
    words = {form: Word(max(0.0, log10(share) + 9), form in in_dictionary) for form, share in rates.items()}
    kept = {form: word for form, word in words.items() if word.rate >= LEAST_RATE or word.in_dictionary}
    kept |= {form: Word(in_dictionary=True) for form in in_dictionary - kept.keys()}
    table = build_lexicon(sorted(kept.items(), key=lambda entry: (-entry[1].rate, entry[0])))
    out.write_bytes(table.packed())
    letters = out.with_suffix(".letters")
    weighed = {word.lower(): max(1.0, words.get(plain(word), UNKNOWN).rate - 1) for word in spellings}
    letters.write_bytes(pack_letter_grams(count_letter_grams(sorted(weighed.items()))))
    print(f"{len(kept)} words, {len(in_dictionary)} of a dictionary, {out.stat().st_size} bytes")
    print(f"{letters.stat().st_size} bytes of letters")


if __name__ == "__main__":
    main()
