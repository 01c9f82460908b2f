"""Which encoding a source is in: byte order mark, strict UTF-8, usual text, then the likeliest reading.

charset-normalizer is asked last, and not first. In excerpts of news of 12 characters, in GB18030 and
Big5, it finds the encoding of 60 to 65 in 100, and weighing the readings that of 93 to 100. With one
wrong byte in 12 to 5,000 characters it finds none of them, and weighing 95 to 100. Of a whole text of 100
characters and more both find it, and so does a strict decoder, which `_usual_encoding` asks first: a page
of 5,000 characters takes 1 millisecond instead of 29.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from convert.errors import BadSetting, UnreadableSource, suggest
from convert.text.frequency import cost
from convert.text.magic import detect_kind
from convert.text.pattern import LatePattern
from convert.text.resync import DOUBLE_BYTE
from convert.text.single_byte import WINDOWS, stand_in_words, which_single_byte
from convert.text.source import ESCAPE, decode, escape_offsets

SAMPLE_BYTES = 1 << 14
"""Bytes that are weighed, from the first one that is not ASCII on."""
DOUBTFUL_COST = 9.0
"""Mean cost of a character beyond ASCII from which a long text may be none of our candidates.

Chinese news has 7.0 to 8.3 from 40 characters on, random bytes 10 and more, Japanese and Korean
read as Chinese about 10.
"""


LEAST_WRONG = 0.75
"""Share of wrong bytes beyond ASCII from which a text is not UTF-8; two accents may be a letter of it."""
USUAL_COST = 8.5
"""Mean cost of a character beyond ASCII up to which a text is surely what it reads as."""
ENOUGH_BYTES = 100
"""Bytes beyond ASCII from which a mean cost tells that much."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name and the byte order mark found before the text."""

    encoding: str
    bom: bytes = b""


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Unicode 16.0, section 23.8; UTF-32's little-endian mark begins with that of UTF-16."""

_CANDIDATES = (
    ("utf-8", 0.0),
    ("gb18030", 0.0),
    ("big5hkscs", 1.0),
    ("cp1252", 1.0),
    ("utf-16-le", 6.0),
    ("utf-16-be", 6.0),
)
"""What is weighed, and how much each has to be better than the ones before."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_HAN_RUN = LatePattern(r"[\u4e00-\u9fff]{3,}")
"""Longer than what one character of UTF-8 and the letter behind it are read as: \ufb04e is 铿別."""
_ONLY_HAN = LatePattern(r"[\u4e00-\u9fff]{2,}\s*")

_SUPERSETS = {
    "ascii": "utf-8",
    "big5": "big5hkscs",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859_1": "cp1252",
    "utf_8_sig": "utf-8",
}
"""The superset that is read instead: files declared as these rarely keep to them (WHATWG Encoding, 4.2)."""

CODECS = ("utf-8", "utf-16", "gb18030", "gbk", "big5", "big5hkscs", "cp950", "cp1252", "latin-1", "shift_jis")
"""Named in messages, because they are what newspapers came in."""

_STATEFUL = re.compile(r"utf_7|hz|iso2022|idna|punycode|unicode_escape|raw_unicode|undefined|mbcs|oem")
"""Codecs that write a text in more than one way, or are no encodings of texts."""


def detect(data: bytes, *, declared: str = "", name: str = "") -> Encoding:
    r"""Decide the encoding of a source; a byte order mark goes before what was declared.

        b"\xd6\xd8\xc7\xec\xc8\xd5\xb1\xa8"  ->  gb18030 (重庆日报)
        b"\xad\xab\xbcy\xa4\xe9\xb3\xf8"     ->  big5hkscs (重慶日報)

    The candidates' readings of the same bytes are weighed by how usual their characters are; a
    byte that is wrong in an encoding costs about as much as a rare character, so a few do no harm.

    Raises:
        UnreadableSource: nothing there, a binary file, or no encoding makes a text of it.
        BadSetting: the declared encoding is not known, or does not fit.

    """
    if not data:
        raise UnreadableSource("the file is empty", location=name, hint="nothing to convert")
    if kind := detect_kind(data):
        raise UnreadableSource(f"{kind.what}, not text", location=name, hint=kind.advice)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark) and _confirm_mark(data[len(mark) :], encoding):
            return Encoding(encoding, mark)
    if declared:
        return Encoding(_check_declared(data, declared, name))
    if _is_utf8(data):
        return Encoding("utf-8")
    return Encoding(_likeliest_encoding(data, name))


def _confirm_mark(body: bytes, encoding: str) -> bool:
    """Tell a UTF-32 mark from a UTF-16 mark before a NUL, and believe the other marks."""
    return not encoding.startswith("utf-32") or _decodes(body, encoding)


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeError:
        return False
    return True


def _check_declared(data: bytes, declared: str, name: str) -> str:
    """Return the codec for a declared encoding, if it is one of texts and fits the bytes."""
    encoding = resolve_encoding(declared)
    if encoding in {"utf-16", "utf-32"}:
        ends = [f"{encoding}-le", f"{encoding}-be"]
        sample = _sample(data)
        encoding = min(ends, key=lambda e: _weigh(sample, e))
    if encoding.startswith("utf-32") and not _decodes(data, encoding):
        raise UnreadableSource(
            f"not {declared}", location=name, hint="omit --encoding to detect the encoding"
        )
    text = decode(data[: 1 << 20], encoding).text
    wrong = escape_offsets(text)
    if len(wrong) > 8 and len(wrong) * 10 > len(text):
        byte = ord(text[wrong[0]]) - ESCAPE
        raise UnreadableSource(
            f"byte 0x{byte:02X} is not {declared}, nor are {len(wrong) - 1:,} others",
            location=decode(data[: 1 << 20], encoding, name=name).location(wrong[0]),
            hint=_suggest_encoding(data, encoding),
        )
    return encoding


def _suggest_encoding(data: bytes, encoding: str) -> str:
    """Advise another encoding than the declared one."""
    try:
        better = detect(data).encoding
    except UnreadableSource:
        better = encoding
    return f"try --encoding {better}" if better != encoding else "give another --encoding"


def resolve_encoding(declared: str) -> str:
    """Return the codec we read for a declared encoding: gbk -> gb18030, UTF8 -> utf-8.

    Raises:
        BadSetting: not known, or no encoding of texts.

    """
    try:
        encoding = codecs.lookup(declared).name.replace("-", "_")
        b"a".decode(encoding, "ignore")
    except (LookupError, UnicodeError, ValueError) as error:
        what = "is not a text encoding" if "text encoding" in str(error) else "is not known"
        others = f"there are {', '.join(CODECS)} and others"
        hint = suggest(declared.lower(), (*CODECS, "utf8", "gb2312"), others, most=2)
        raise BadSetting(f"encoding {declared!r} {what}", hint=hint) from error
    if _STATEFUL.match(encoding):
        raise BadSetting(
            f"encoding {declared!r} cannot be restored byte for byte",
            hint="convert the file to UTF-8 first, for instance with iconv",
        )
    encoding = _SUPERSETS.get(encoding, encoding)
    return encoding.replace("_", "-") if encoding.startswith("utf") else encoding


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 beyond doubt: ASCII without controls, or enough of the rest."""
    if _CONTROLS.search(data) or not _decodes(data, "utf-8"):
        return False
    return data.isascii() or sum(1 for _ in islice(re.finditer(rb"[\xe0-\xf7]", data), 8)) == 8


def _candidates(data: bytes, sample: bytes) -> tuple[tuple[str, float], ...]:
    r"""Return the encodings that are weighed for a sample, and how much better each has to be.

    Bytes beyond ASCII are hardly ever UTF-8 by chance: where they are, another encoding has to read Han in
    runs. A page of English with one \ufb04, \xbe or \u02af in it is no page of Big5 with one Han character.
    """
    if _CONTROLS.search(data) or not _decodes(data, "utf-8"):
        return _CANDIDATES
    return tuple([pair for pair in _CANDIDATES if pair[0] == "utf-8" or _has_han_in_runs(sample, pair[0])])


def _has_han_in_runs(sample: bytes, encoding: str) -> bool:
    """Whether most of a sample's characters beyond ASCII are Han, three and more side by side."""
    text = _decode_cut(sample, encoding)
    if text is None:
        return False
    others = re.sub(r"[\x00-\x7f]+", "", text)
    return 2 * sum(map(len, _HAN_RUN.findall(text))) > len(others) or _ONLY_HAN.fullmatch(text) is not None


def _is_of_single_bytes(sample: bytes, best: str) -> bool:
    """Whether a sample has accents in Latin words, though they are read as Han or as wrong bytes."""
    if best == "utf-8":
        read = _decode_cut(sample, best)
        others = re.sub("[\x00-\x7f]+", "", decode(sample, best).text)
        wrong = len(escape_offsets(others))
        return read is None and LEAST_WRONG * len(others) <= wrong and stand_in_words(sample)
    return best in DOUBLE_BYTE and not _has_han_in_runs(sample, best) and stand_in_words(sample)


def _decode_cut(sample: bytes, encoding: str) -> str | None:
    """Decode a sample, whose end may be cut; None where a byte is wrong."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeError:
        return None


def _sample(data: bytes) -> bytes:
    """Return the part of the bytes that tells most, beginning where a UTF-16 character may."""
    first = re.search(rb"[\x80-\xff\x00]", data)
    start = max(0, first.start() - 256) // 4 * 4 if first else 0
    return data[start : start + SAMPLE_BYTES]


def _likeliest_encoding(data: bytes, name: str) -> str:
    """Return the candidate whose reading is the likeliest text, if any is likely at all."""
    sample = _sample(data)
    if usual := _usual_encoding(sample):
        return usual
    candidates = _candidates(data, sample)
    if len(candidates) == 1:
        return candidates[0][0]
    weights = {encoding: _weigh(sample, encoding) + more for encoding, more in candidates}
    best = min(weights, key=lambda e: weights[e])
    if best == WINDOWS or _is_of_single_bytes(sample, best):
        best = which_single_byte(sample)
    text = decode(sample, best).text
    others = re.sub(r"[\t\n\r -~]+", "", text)
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1f\x7f]", text))
    if controls > 40 and controls * 10 > len(text):
        raise UnreadableSource("binary data, not text", location=name, hint="give the text only")
    mean = cost(others) / max(1, len(others))
    limit = DOUBTFUL_COST + 20 / max(1, len(others))  # a name alone may be rare characters only
    if mean < limit:
        return best
    voted = _last_vote(sample, mean) if len(others) >= 16 else ""
    valid = best == "utf-8" and _decodes(data, best)  # rare characters, but surely characters
    if not voted and mean > limit + 1 and not valid:
        raise UnreadableSource(
            "not text in any known encoding",
            location=name,
            hint="if it is text, give its encoding with --encoding",
        )
    return voted or best


def _usual_encoding(sample: bytes) -> str:
    """Return the candidate in which the sample is a usual text without a wrong byte; nothing if in none.

    What is left out is Windows-1252, in which any bytes are a text.
    """
    if len(re.findall(rb"[\x80-\xff]", sample)) < ENOUGH_BYTES:
        return ""
    means: dict[str, float] = {}
    for encoding, _ in _CANDIDATES:
        if encoding == "cp1252":
            continue
        text = _decode_cut(sample, encoding)
        if text is None:
            continue
        others = re.sub(r"[\t\n\r -~]+", "", text)
        means[encoding] = cost(others) / max(1, len(others))
    best = min(means, key=lambda encoding: means[encoding], default="")
    return best if best and means[best] <= USUAL_COST else ""


def _weigh(sample: bytes, encoding: str) -> float:
    """Return how unlikely the sample's reading in an encoding is."""
    text = decode(sample, encoding).text
    weight = cost(text)
    if encoding == "cp1252":
        # accents stand alone among plain letters; bytes in a row are the halves of something else
        weight += 4.0 * sum(len(run) - 1 for run in re.findall(r"[^\x00-\x7f]{2,}", text))
    elif encoding in DOUBLE_BYTE:
        # a single Han character inside a word is an accented letter and its neighbour
        weight += 6.0 * len(re.findall(r"[A-Za-z](?=[^\x00-\x7f][a-z])", text))
    return weight + 10.0 * (encoding.startswith("utf-16") and len(sample) % 2)


def _last_vote(sample: bytes, mean: float) -> str:
    """Ask charset-normalizer, which knows many more encodings but errs on short texts."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - loaded only where all else failed

    match = from_bytes(sample).best()
    if match is None or _STATEFUL.match(match.encoding) or not _decodes(sample, match.encoding):
        return ""
    others = re.sub(r"[\t\n\r -~]+", "", sample.decode(match.encoding))
    return resolve_encoding(match.encoding) if cost(others) < mean * len(others) else ""
