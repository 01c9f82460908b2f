"""What a language knows: script, marks, words, n-grams, weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.language import cut_words, guess, language, tag_words
from convert.language.han import closes_first, ends_sentence, is_han, is_wide, last_word, unclosed
from convert.language.ngrams import END, START, Ngrams, build_ngrams, fold, fold_each, load_ngrams
from convert.language.weights import certainty, log_odds

ANY = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("记者昨天来到老街，街坊们围了上来。", "zh-Hans", id="simplified"),
        pytest.param("記者昨天來到老街，街坊們圍了上來。", "zh-Hant", id="traditional"),
        pytest.param("会議は月曜日に開かれ、堰の建設を決めた。", "ja", id="Japanese by its kana"),
        pytest.param("시의회는 월요일에 회의를 열었다.", "ko", id="Korean"),
        pytest.param("The weir was rebuilt for the town in May.", "en", id="English"),
        pytest.param("Der Rat hat das Wehr nicht für die Stadt gebaut.", "de", id="German"),
        pytest.param("Le conseil est dans la salle des fêtes et du parc.", "fr", id="French"),
        pytest.param(
            "Stadsfullmäktige beslöt att nämnden skall få nya lokaler, och det är bra.", "sv", id="Swedish"
        ),
        pytest.param("Byrådet blev ikke enigt, og mødet er udsat til på fredag.", "da", id="Danish"),
        pytest.param("Når båden når land, må små og store også gå på isen.", "da", id="Danish with many å"),
        pytest.param(
            "Consules autem, quod populus impatiens erat, sententiam distulerunt.", "la", id="Latin"
        ),
        pytest.param("Os vereadores não foram ouvidos pelo presidente da câmara.", "pt", id="Portuguese"),
        pytest.param("Burmistrz podziękował mieszkańcom za cierpliwość.", "pl", id="Polish by its letters"),
        pytest.param("Starosta poděkoval občanům za trpělivost.", "cs", id="Czech by its letters"),
        pytest.param("He spoke of the men of Łódź and of Gdańsk in the hall.", "en", id="English with names"),
        pytest.param("他用 Excel 和 Word 写了一份 GDP 报告。", "zh-Hans", id="Chinese with Latin words"),
        pytest.param("報" * 100 + "の" * 11, "zh-Hant", id="Chinese that quotes: not a tenth is kana"),
        pytest.param("報" * 100 + "の" * 12, "ja", id="Japanese in many Han: a tenth is kana"),
        pytest.param("…… 12 %", "und", id="nothing tells"),
        pytest.param("", "und", id="nothing"),
    ],
)
def test_language_is_guessed(text: str, code: str) -> None:
    """The script decides, then the commonest words."""
    assert guess(text) == code


@pytest.mark.parametrize(
    ("code", "chinese"), [("zh-Hans", True), ("zh-Hant", True), ("ja", False), ("en", False)]
)
def test_only_chinese_has_words_and_ngrams(code: str, chinese: bool) -> None:  # noqa: FBT001 - a table's column
    """A language that we know nothing of has nothing to ask."""
    known = language(code)
    assert known.is_chinese is chinese
    assert (known.words is not None, known.ngrams is not None, known.tags is not None) == (chinese,) * 3


@given(ANY)
def test_words_and_tags_tile_any_text(text: str) -> None:
    """Cutting into words loses no character, and an escape counts as one."""
    text += "\udce9"
    assert len("".join(cut_words(text))) == len(text)
    assert len("".join(word for word, _ in tag_words(text))) == len(text)


@pytest.mark.parametrize("text", ["他说：“好。”", "真的吗？", "等等……", "（完。）", "《老街！》"])
def test_sentence_ends_behind_closing_marks(text: str) -> None:
    """Closing quotes and brackets behind a stop hide nothing."""
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "老街报亭", "他说：", "一、二，", "”"])
def test_sentence_without_a_stop_goes_on(text: str) -> None:
    """Without a stop no sentence ends."""
    assert not ends_sentence(text)


def test_open_marks_are_listed_innermost_last() -> None:
    """What was closed again is not open, and a closer without opener opens nothing."""
    assert (unclosed("“《老街》（甲"), unclosed("”）"), unclosed("“甲”")) == ("“（", "", "")


def test_first_closer_without_its_opener_is_found() -> None:
    """Pairs inside are passed over."""
    assert (closes_first("（甲）乙》"), closes_first("（甲）"), closes_first("")) == ("》", "", "")


def test_han_and_wide_characters() -> None:
    """Rare planes are Han, kana and full-width marks are wide only, Hangul is neither."""
    assert [is_han(c) for c in ("报", "𠮷", "〇", "か", "，", "가", "")] == [True] * 3 + [False] * 4
    assert [is_wide(c) for c in ("报", "か", "，", "가", "a", "")] == [True] * 3 + [False] * 3


def test_last_word_passes_over_blanks_and_closers() -> None:
    """Nothing but closers leaves nothing."""
    assert (last_word("好。” "), last_word("”）"), last_word("")) == ("。", "", "")


def test_folding_brings_text_to_the_counted_form() -> None:
    """Digits, letters and marks are folded, blanks and our own signs go; twice is once."""
    assert fold("12 月,GDP^(三)$") == "00月，aaa（三）"
    assert fold(fold("12 月,GDP(三)")) == fold("12 月,GDP(三)")


@pytest.mark.parametrize("strange", ["", "\x01", "𠮷", "\udc80", "國 會\u3000(12)"])
def test_texts_are_folded_together_as_alone(strange: str) -> None:
    """A rare plane, a wrong byte, or what stands between the texts changes none of them."""
    texts = ["12 月,GDP^(三)$" * 9, strange, "", "國會" * 20 + strange]
    assert fold_each(texts) == [fold(text) for text in texts]


def test_table_gives_counts_back() -> None:
    """What was counted is found with its count on the scale; what was not is not found."""
    table = Ngrams(build_ngrams({"": 1024, "报": 64, "报纸": 32}))
    assert (table.count(""), table.count("报"), table.count("报纸")) == (10.0, 6.0, 5.0)
    assert table.count("纸报") == -1
    assert table.after("报", "纸") == -1.0


def test_likelier_text_scores_higher() -> None:
    """Real Chinese is likelier than the same characters backwards, and a stop ends a paragraph."""
    table = Ngrams(load_ngrams("zh.ngrams"))
    real = "全国人民代表大会常务委员会"
    assert table.score(real) > table.score(real[::-1]) + 20
    assert table.after("了。", END) > table.after("了，", END)
    assert table.score("", START) == 0.0


@pytest.mark.parametrize(
    "model",
    [
        *"candidate cut head_open heading heading_shape line_first line_inner line_unmeasured".split(),
        *"damage_any damage_cuts damage_misreadings damage_order damage_orphans damage_repeats".split(),
    ],
)
def test_each_model_has_finite_weights(model: str) -> None:
    """Every model that a pass asks for is in the file, with sane numbers."""
    table = language("zh-Hans").models.weights[model]
    assert table
    assert all(abs(value) < 50 for value in table.values())


def test_odds_and_certainty() -> None:
    """Evidence without a weight counts nothing; a certainty is never 0 or 1."""
    assert log_odds({"a": 2.0, "b": 1.0}, {"a": 1.5}) == 3.0
    assert certainty(0.0) == 0.5
    assert 0 < certainty(-1e9) < 0.001
    assert 0.999 < certainty(1e9) < 1


@pytest.mark.parametrize("text", ["漁港清晨的磅秤還在響", "报纸\udcff今天", "我們在鹿門"])
def test_words_are_those_of_the_text(text: str) -> None:
    """Though the dictionary is asked in simplified characters, the words come back as they were written."""
    assert "".join(cut_words(text)) == text
    assert "".join(word for word, _ in tag_words(text)) == text
