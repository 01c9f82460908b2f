"""What a misread word may have been, and how sure that is."""

from __future__ import annotations

from functools import partial
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.analysis.latin.latin_tokens import tokens_of
from convert.analysis.latin.letter_shapes import PAIRS
from convert.analysis.latin.misread_words import Misread, look_over, misread_words
from convert.analysis.latin.misreadings import LONGEST, Misreadings
from convert.document.house import House
from convert.language import Language, language
from convert.language.letter_grams import (
    count_letter_grams,
    letter_grams_from,
    load_letter_grams,
    pack_letter_grams,
)

GERMAN, ENGLISH, FRENCH = language("de"), language("en"), language("fr")
AROUND = "The ministers of the two countries met in the capital and talked about {} for a long time."


def _mended(text: str, found: list[Misread]) -> str:
    for word in reversed(found):
        text = text[: word.start] + word.reading + text[word.end :]
    return text


@pytest.mark.parametrize("code", sorted(PAIRS))
def test_tables_have_no_pair_that_changes_nothing_and_none_without_cost(code: str) -> None:
    """Each pair tells what was read from what was printed."""
    assert all(read != printed for read, row in PAIRS[code].items() for printed, _ in row)
    assert all(cost > 0 for row in PAIRS[code].values() for _, cost in row)


@pytest.mark.parametrize(
    ("code", "read", "printed"),
    [
        ("en", "govemment", "government"),
        ("en", "tlie", "the"),
        ("de", "fchon", "schon"),
        ("de", "Regieruug", "regierung"),
        ("de", "Strafsen", "straßen"),
        ("fr", "gouverncment", "gouvernement"),
        ("fr", "cceur", "cœur"),
    ],
)
def test_one_pair_leads_to_what_was_printed(code: str, read: str, printed: str) -> None:
    """The candidates have the word, as far as the shapes allow it."""
    known = language(code)
    assert known.letters is not None
    forms = {printed}
    found = Misreadings(read, code, known.letters)
    candidates = [*found.by_one_pair(partial(_in, forms)), *found.by_any_letter(partial(_in, forms))]
    assert {candidate.form for candidate in candidates} == forms


def _in(forms: set[str], form: str) -> int | None:
    return 1 if form in forms else None


def test_no_word_is_looked_up_whose_letters_no_word_has() -> None:
    """Where three letters are no word's, only what changes them is asked for."""
    assert ENGLISH.letters is not None
    asked: list[str] = []

    def find(form: str) -> int | None:
        asked.append(form)
        return None

    assert not [*Misreadings("lettcrs", "en", ENGLISH.letters).by_one_pair(find)]
    assert asked
    assert all(form.startswith("lett") for form in asked)


def test_what_a_paper_writes_elsewhere_counts() -> None:
    """A name that the house pack has is what was printed; without it the same text is left open."""
    text = AROUND.format("the railway to Thornbrldge") + " Thornbrldge is far away."
    plainly = [word for word in misread_words([text], ENGLISH) if word.cert > 0.5]
    assert not plainly
    page = look_over([text], ENGLISH, House(words=("Thornbridge",)))
    assert page is not None
    assert page.printed.words.counts["thornbridge"] > 1


def test_capitals_and_long_s_are_kept() -> None:
    """What is put in is set as what was read."""
    text = AROUND.format("THE GOVEBNMENT, and tbe cousiderable damage. Wbat was said")
    found = [word for word in misread_words([text], ENGLISH) if word.cert > 0.9]
    assert _mended(text, found) == AROUND.format("THE GOVERNMENT, and the considerable damage. What was said")
    old = "Die Gefchichte der Stadt iſt ſo alt, wie wir es in dieſem Jahre geſchrieben, und alles ift gut."
    mended = _mended(old, [word for word in misread_words([old], GERMAN) if word.cert > 0.8])
    assert mended == old.replace("Gefchichte", "Geſchichte").replace("ift", "iſt")


def test_letters_over_vowels_are_no_letters_of_their_own() -> None:
    """A word with the small e of old type is changed at the right places."""
    text = "Die Ma\u0364nner der Stadt ko\u0364nuen alle ſehr gut leſen, und die Frauen darin auch."
    (word,) = (word for word in misread_words([text], GERMAN) if word.cert > 0.5)
    assert text[: word.start].endswith("ko\u0364n")
    assert (text[word.start : word.end], word.reading) == ("u", "n")


def test_text_in_another_language_is_left_alone() -> None:
    """Half of its words are unknown: nobody guesses."""
    swedish = (
        "Det erkännas skall att förhållandena äro svåra, och ingen vet hur länge kriget kommer att räcka."
    )
    assert look_over([swedish], ENGLISH) is None
    assert not [*misread_words([swedish], language("sv"))]
    assert not [*misread_words(["记者看到 tbe cousiderable damage"], language("zh-Hans"))]


@pytest.mark.parametrize("known", [GERMAN, ENGLISH, FRENCH], ids=lambda known: known.code)
def test_time_is_bounded_whatever_the_words(known: Language) -> None:
    """A thousand unknown words of any length cost less than a second each hundred; a long one is no word."""
    words = [f"{'qwnu' * (length % 7)}rnm{'ceil' * (length % 5)}{length % 10}tion" for length in range(300)]
    begun = process_time()
    [*misread_words([" ".join(["the die la le und"] * 200 + words)], known)]
    assert process_time() - begun < 30
    assert not tokens_of(["x" * (LONGEST + 1)])


@settings(max_examples=40)
@given(st.text("abclnrmuſßäéœ0I1J!'-. \u0364", max_size=80))
def test_places_lie_in_the_text(text: str) -> None:
    """Whatever stands there, each change is of letters of one word, and no two overlap."""
    for known in (GERMAN, ENGLISH, FRENCH):
        end = 0
        for word in misread_words([text], known):
            assert end <= word.start <= word.end <= len(text)
            assert " " not in text[word.start : word.end]
            end = word.end


def test_letter_grams_are_read_as_they_were_written() -> None:
    """What was counted is packed and read again, and tells a word's spelling from another one."""
    costs = count_letter_grams([("nation", 4.0), ("station", 4.0), ("motion", 3.0)])
    packed = pack_letter_grams(costs)
    grams = letter_grams_from(packed)
    assert pack_letter_grams(dict(sorted(costs.items(), reverse=True))) == packed
    assert grams.bits("nation") < grams.bits("natiou")
    assert grams.between["to"] == "i"


@pytest.mark.parametrize("code", ["de", "en", "fr"])
def test_shipped_letters_tell_words_from_rubbish(code: str) -> None:
    """A word costs less than the same with one letter read as another."""
    grams = load_letter_grams(code)
    word, rubbish = {"de": ("zeitung", "zeitnng"), "en": ("which", "wbich"), "fr": ("journal", "jourual")}[
        code
    ]
    assert grams.bits(word) < grams.bits(rubbish)
