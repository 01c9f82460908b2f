"""Which encoding a source is in, on short texts and with wrong bytes."""

from __future__ import annotations

import codecs
import json
import random
import unicodedata
from collections.abc import Iterable

import pytest

from convert.errors import BadSetting, UnreadableSource
from convert.text import encoding
from convert.text.encoding import detect, resolve_encoding
from convert.text.frequency import cost, frequent_han
from convert.text.source import decode, encode, escape_offsets
from tests.support.build import needs_shared
from tests.support.paths import SHARED

SIMPLIFIED = (
    "山城晚报讯 昨日上午，全市交通建设推进会在江北举行，会议部署了明年铁路、公路和桥梁的施工任务。"
    "记者从会上获悉，今年前十个月，全市完成投资三百二十亿元，比去年同期增长百分之八；新开工的七个项目进展顺利，"
    "两座跨江大桥将在春节前通车。“群众盼了多年的事，一定要办好。”市长在讲话中说。\n"
    "本报消息 进入十二月以来，气温持续下降，各区县的蔬菜供应总体平稳。商务部门表示，节日期间将增加储备，"
    "保证粮油、肉类和蛋奶的价格不出现大的波动。市民李阿姨在菜场告诉记者，白菜每斤一元二角，和上个月差不多。\n"
    "体育新闻 昨晚的决赛中，主场作战的山城队以三比一战胜对手，时隔九年再次夺得联赛冠军。"
    "赛后，教练感谢了全场三万名观众。\n"
)
TRADITIONAL = (
    "山城晚報訊 昨日上午，全市交通建設推進會在江北舉行，會議部署了明年鐵路、公路和橋樑的施工任務。"
    "記者從會上獲悉，今年前十個月，全市完成投資三百二十億元，比去年同期增長百分之八；新開工的七個項目進展順利，"
    "兩座跨江大橋將在春節前通車。「群眾盼了多年的事，一定要辦好。」市長在講話中說。\n"
    "本報消息 進入十二月以來，氣溫持續下降，各區縣的蔬菜供應總體平穩。商務部門表示，節日期間將增加儲備，"
    "保證糧油、肉類和蛋奶的價格不出現大的波動。市民李阿姨在菜場告訴記者，白菜每斤一元二角，和上個月差不多。\n"
    "體育新聞 昨晚的決賽中，主場作戰的山城隊以三比一戰勝對手，時隔九年再次奪得聯賽冠軍。"
    "賽後，教練感謝了全場三萬名觀眾。\n"
)
LATIN = (
    "L’été dernier, à Genève, le conseil a débattu des élections. « C’est décidé », dit l’élu.",
    "Die Bürger müssen für größere Häuser mehr Gebühren zahlen, so der Minister; „überfällig“, sagte er.",
    "The “mayor’s” office said — at last — that £5 would suffice; cafés and façades were naïve.",
)
ENCODINGS = (
    ("utf-8", SIMPLIFIED, "utf-8"),
    ("utf-8", TRADITIONAL, "utf-8"),
    ("gb2312", SIMPLIFIED, "gb18030"),
    ("gb18030", TRADITIONAL, "gb18030"),
    ("big5", TRADITIONAL, "big5hkscs"),
    ("utf-16-le", SIMPLIFIED, "utf-16-le"),
    ("utf-16-be", TRADITIONAL, "utf-16-be"),
)
NAMES = [
    f"{'simplified' if text is SIMPLIFIED else 'traditional'} in {codec}" for codec, text, _ in ENCODINGS
]


def excerpt(text: str, length: int, draw: random.Random) -> str:
    """Cut a piece out of a text, most of it Han."""
    while True:
        start = draw.randrange(len(text) - length)
        piece = text[start : start + length]
        if sum("\u4e00" <= char <= "\u9fff" for char in piece) >= 0.6 * length:
            return piece


def spoiled(data: bytes, draw: random.Random) -> bytes:
    """Put a wrong byte in the place of a right one."""
    at = draw.randrange(len(data))
    return data[:at] + bytes([draw.choice((0xFF, 0x3F, draw.randrange(256)))]) + data[at + 1 :]


def share(text: str, codec: str, expected: str, length: int, *, wrong_byte: bool) -> float:
    """Return the share of 200 excerpts whose encoding is found."""
    draw = random.Random(f"{codec} {length}")
    hits = 0
    for _ in range(200):
        data = excerpt(text, length, draw).encode(codec, "replace")
        try:
            hits += detect(spoiled(data, draw) if wrong_byte else data).encoding == expected
        except UnreadableSource:
            continue
    return hits / 200


@pytest.mark.parametrize(("codec", "text", "expected"), ENCODINGS, ids=NAMES)
@pytest.mark.parametrize("length", [8, 16, 50])
def test_finds_the_encoding_of_a_few_characters(codec: str, text: str, expected: str, length: int) -> None:
    """A headline of eight characters is enough."""
    assert share(text, codec, expected, length, wrong_byte=False) == 1.0


@pytest.mark.parametrize(("codec", "text", "expected"), ENCODINGS, ids=NAMES)
def test_finds_the_encoding_in_spite_of_a_wrong_byte(codec: str, text: str, expected: str) -> None:
    """One wrong byte in sixteen characters leaves the encoding what it is."""
    assert share(text, codec, expected, 16, wrong_byte=True) >= 0.98


@pytest.mark.parametrize(("codec", "text", "expected"), ENCODINGS, ids=NAMES)
@pytest.mark.parametrize("wrong_byte", [False, True], ids=["whole", "with a wrong byte"])
def test_finds_the_encoding_of_a_page(codec: str, text: str, expected: str, wrong_byte: bool) -> None:  # noqa: FBT001 - a table's column
    """Whether a strict decoder can read it or not."""
    data = (text * 20).encode(codec)
    damaged = data[:1001] + b"\xff" + data[1002:]
    assert detect(damaged if wrong_byte else data).encoding == expected


@pytest.mark.parametrize("codec", ["shift_jis", "euc_jp"])
def test_bytes_that_a_decoder_takes_are_no_text_for_that(codec: str) -> None:
    """A page of Japanese decodes as GB18030 and Big5, more or less, but not to usual characters."""
    page = "会議は月曜日に開かれ、堰の建設を決めた。市長は記者団に対し、来年度の予算を説明した。\n" * 20
    assert detect(page.encode(codec)).encoding not in {"gb18030", "big5hkscs", "utf-16-le", "utf-16-be"}


@needs_shared
@pytest.mark.parametrize(
    ("key", "codec", "expected"), [("", "gb18030", "gb18030"), ("_tw", "big5", "big5hkscs")]
)
def test_finds_the_encoding_of_news(key: str, codec: str, expected: str) -> None:
    """Excerpts of translated news, which the list of frequent characters has never seen, are told apart."""
    lines = (SHARED / "data/ntrex_zh/docs.jsonl").read_text("utf-8").splitlines()
    text = "\n".join(p for line in lines for p in json.loads(line)[f"paragraphs{key}"])
    assert share(text, codec, expected, 8, wrong_byte=False) == 1.0
    assert share(text, codec, expected, 16, wrong_byte=True) >= 0.99


@pytest.mark.parametrize("text", LATIN, ids=["French", "German", "English"])
@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_latin_script_is_utf8_or_windows(text: str, codec: str) -> None:
    """Accents and curly quotes among plain letters are not Han characters."""
    assert detect(text.encode(codec)).encoding == codec


ONE_CHARACTER = {
    "English": "The river rose in the night.\nA wa{}le was sold at the fair for a penny.\n",
    "French": "Le conseil a débattu à l'hôtel de ville.\nUne {} a été vendue à la foire.\n",
    "French without accents": "Le conseil vote le budget de la ville.\nUne a{}b vendue sur la place.\n",
    "Chinese": "市城管局昨天表示，入冬以来已清理落叶三百余吨。\n一位{}来到现场，主干道基本做到随落随扫。\n",
}
"""Pages with room for one character more."""


def assigned(step: int) -> list[str]:
    """Return the characters beyond ASCII that Unicode has assigned, or one in so many."""
    codes = [
        code for code in range(0x80, 0x110000) if unicodedata.category(chr(code)) not in {"Cn", "Co", "Cs"}
    ]
    return [chr(code) for code in codes[::step]]


def flipped(page: str, characters: Iterable[str]) -> list[str]:
    """Return the characters that make a page of UTF-8 read as something else."""
    return [char for char in characters if detect(page.format(char).encode()).encoding != "utf-8"]


@pytest.mark.parametrize("page", ONE_CHARACTER.values(), ids=ONE_CHARACTER.keys())
def test_no_character_makes_another_encoding_of_a_page(page: str) -> None:
    """One in 29 of all characters, and those that flipped an English page to Big5 or GB18030 before."""
    assert not flipped(page, [*assigned(29), *"¾\ufb04\u02af\u0273\x93\u02eb\u0363\u38a3\uaa66"])


@pytest.mark.long
@pytest.mark.parametrize("page", ONE_CHARACTER.values(), ids=ONE_CHARACTER.keys())
def test_not_one_of_all_characters_makes_another_encoding_of_a_page(page: str) -> None:
    """The same for every assigned character."""
    assert not flipped(page, assigned(1))


@pytest.mark.parametrize(
    "text", ["中国", "联通公司", "本报讯", "重庆日报社长", "新闻 记者昨天来到老街", "No. 5 联通公司今天开业"]
)
def test_a_few_characters_of_gb18030_are_not_taken_for_utf8(text: str) -> None:
    """Also where their bytes happen to be valid UTF-8."""
    assert detect(text.encode("gb18030")).encoding == "gb18030"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, codec: str) -> None:
    """The mark is believed, even against a declaration, and kept apart from the text."""
    found = detect(mark + "重庆".encode(codec), declared="big5")
    assert (found.encoding, found.bom) == (codec, mark)


def test_a_utf16_mark_before_a_nul_is_not_utf32() -> None:
    """FF FE 00 00 begins UTF-32 only if the rest is UTF-32 too."""
    assert detect(codecs.BOM_UTF16_LE + "\0重庆日".encode("utf-16-le")).encoding == "utf-16-le"


def test_plain_ascii_is_utf8() -> None:
    """Text that happens to be Han in UTF-16 stays what it says in ASCII."""
    assert detect(b"Bush hid the facts").encoding == "utf-8"


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("GBK", "gb18030"),
        ("gb2312", "gb18030"),
        ("Big5", "big5hkscs"),
        ("UTF8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("latin-1", "cp1252"),
        ("cp950", "cp950"),
    ],
)
def test_a_declared_encoding_is_read_as_its_superset(declared: str, codec: str) -> None:
    """Files declared as an old standard rarely keep to it."""
    assert resolve_encoding(declared) == codec


@pytest.mark.parametrize("declared", ["rot13", "hex", "base64", "zlib", "idna", "utf-7", "hz", "undefined"])
def test_codecs_that_are_no_encodings_of_text_are_refused(declared: str) -> None:
    """They decode, but not to what stands on a page, or not back to the same bytes."""
    with pytest.raises(BadSetting, match=declared):
        resolve_encoding(declared)


def test_an_unknown_encoding_names_its_neighbours() -> None:
    """A slip of the pen is answered with what was meant."""
    with pytest.raises(BadSetting, match="did you mean gb18030"):
        detect(b"abc", declared="gb18O30")


def test_a_declared_encoding_that_does_not_fit_is_refused() -> None:
    """The message has the first wrong byte, its place and the encoding to try."""
    with pytest.raises(
        UnreadableSource, match=r"page.txt:1:\d+: byte 0x.. is not utf-8.*try --encoding gb18030"
    ):
        detect(SIMPLIFIED.encode("gb18030"), declared="utf-8", name="page.txt")


def test_a_declared_encoding_may_have_a_few_wrong_bytes() -> None:
    """They are kept as escapes; that is no reason to refuse a page."""
    data = SIMPLIFIED.encode("gb18030").replace("铁".encode("gb18030"), b"\xff\xff")
    assert detect(data, declared="gbk").encoding == "gb18030"


def test_declared_utf16_finds_its_byte_order() -> None:
    """The name utf-16 leaves the order open where there is no mark."""
    assert detect(SIMPLIFIED.encode("utf-16-be"), declared="utf-16").encoding == "utf-16-be"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF.*pdftotext"),
        (b"PK\x03\x04\x14\0\0\0", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\0\0", "an image .PNG.*OCR"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "an image .JPEG"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (bytes(range(256)) * 8, "binary data"),
        (random.Random(5).randbytes(4000), "binary data|not text in any known encoding"),
    ],
    ids=["PDF", "ZIP", "PNG", "JPEG", "RTF", "every byte", "random bytes"],
)
def test_what_is_no_text_is_refused_by_what_it_looks_like(data: bytes, what: str) -> None:
    """A binary file is named, with the way to its text."""
    with pytest.raises(UnreadableSource, match=what):
        detect(data, name="page.txt")


def test_control_characters_alone_do_not_make_a_text_binary() -> None:
    """A page with a NUL, an escape and a form feed in it is still a page."""
    text = SIMPLIFIED[:60] + "\0\x01\x1b\f" + SIMPLIFIED[60:]
    assert detect(text.encode()).encoding == "utf-8"
    assert detect(text.encode("gb18030")).encoding == "gb18030"


def test_other_legacy_encodings_are_left_to_the_last_vote() -> None:
    """A Korean page is not taken for rare Chinese."""
    text = (
        "대한민국 신문의 독자는 계속 줄어들고 있다고 보도했다. 서울에서 열린 회의에서 장관은 이렇게 말했다."
    )
    assert detect(text.encode("cp949")).encoding == "cp949"


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs"])
@pytest.mark.parametrize("wrong", [b"\xff", b"?", b""], ids=["wrong byte", "question mark", "byte lost"])
def test_characters_are_found_again_behind_a_wrong_byte(codec: str, wrong: bytes) -> None:
    """A wrong first half of a character costs that character, not the rest of its line."""
    text = TRADITIONAL.splitlines()[0]
    data = text.encode(codec)
    spoilt = data[:20] + wrong + data[21:]
    read = decode(spoilt, codec).text
    assert read.endswith(text[12:])
    assert encode(read, codec) == spoilt


@pytest.mark.parametrize(
    "codec", ["gb18030", "big5hkscs", "utf-8", "utf-16-le", "utf-32-be", "cp1252", "cp949"]
)
def test_any_bytes_come_back_from_any_encoding(codec: str) -> None:
    """What is decoded with escapes is encoded to the same bytes."""
    draw = random.Random(codec)
    for length in range(60):
        data = draw.randbytes(length) + TRADITIONAL[:length].encode(codec, "ignore") + draw.randbytes(3)
        assert encode(decode(data, codec).text, codec) == data


def test_a_line_too_long_to_weigh_is_still_given_back() -> None:
    """Beyond 64 KiB a broken line is read as the codec reads it."""
    data = "重庆日报".encode("gb18030") * 10_000
    data = data[:1001] + b"\xff" + data[1002:]
    text = decode(data, "gb18030").text
    assert escape_offsets(text)
    assert encode(text, "gb18030") == data


def test_the_list_of_frequent_characters_is_short_and_in_order() -> None:
    """Two lists of two thousand different characters, the most frequent first."""
    lists = frequent_han()
    assert {name: len(set(line)) for name, line in lists.items()} == {"simplified": 2000, "traditional": 2000}
    assert all(line.startswith("的") for line in lists.values())
    assert cost("的") < cost("叔") < cost("鱺") < cost("\ue000")


def test_every_codec_we_name_is_known() -> None:
    """The advice in our messages leads somewhere."""
    assert [name for name in encoding.CODECS if not resolve_encoding(name)] == []


def test_valid_utf8_is_never_refused() -> None:
    """Accents as marks of their own are rare characters, yet no binary data."""
    assert detect(("Cafe\u0301 " * 5).encode()).encoding == "utf-8"


GERMAN = "Die Gästehalle wird eröffnet. Die Küche bietet süße Äpfel und Brühe; das Gefäß steht über dem Ofen."
FRENCH = "Le théâtre a rouvert à Noël. La gérante était émue ; l'été prochain, la scène sera élargie."
SWEDISH = "Fullmäktige beslöt i går att nämnden får nya lokaler, och att lyktan tändes vid åtta på kvällen."


@pytest.mark.parametrize("text", [GERMAN, FRENCH, SWEDISH], ids=["German", "French", "Swedish"])
@pytest.mark.parametrize("codec", ["cp437", "cp850", "mac_roman", "cp1252", "latin-1", "utf-8"])
def test_finds_the_encoding_of_a_text_with_accents(codec: str, text: str) -> None:
    """The code pages of DOS are equal in these letters."""
    data = text.encode(codec)
    assert decode(data, detect(data).encoding).text == text


@pytest.mark.parametrize(
    "text",
    [
        "“Škoda” — Žižka’s works at Plzeň, 3 €".replace("ň", "n"),
        "The Šibenik road · Ž. Ilić’s house • the «Œuvre» • Ÿser".replace("ć", "c"),
        "MÜNCHEN, STRASSE, GRÖSSE: „ÜBER ALLES“ – ÄRZTE …",
        "naïve café‚ “d’Évry”; déjà vu™ ½ ¼ º ª",
        "I don't know what to say…maybe we should leave it at that. He paused…then he spoke again.",
        "He said“yes”and then“no”in the same breath as the mayor of the town did.",
        "Milk•Bread•Eggs are sold here‚ and in the other shop‚ too‚ at the corner of the street.",
        "Je ne sais pas…peut-être demain. Le conseil a siégé à Lyon…personne n'a répondu à l'école.",
        "Ich weiß nicht…vielleicht morgen. Der Rat hat über die Brücke beraten…aber niemand hörte zu.",
    ],
)
def test_keeps_windows_1252_with_rare_letters(text: str) -> None:
    """Capitals with a caron, marks and dashes are no accents of another code page."""
    data = text.encode("cp1252")
    assert decode(data, detect(data).encoding).text == text
