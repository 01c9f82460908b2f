"""Says a finished English message in another language.

The message is matched with the phrases of the catalogue; what stands in their fields is put into the
translation. So a message needs no mark where it is written, and one that comes from a worker, from the ledger
of a batch or from click is translated like any other:

    an issue of 4 files   by "an issue of {} files" -> "由 {0} 个文件组成的一期"   由 4 个文件组成的一期

A field of the translation is `{0}` for the text as it stands, so that no name is ever translated, or `{0!t}`
for a text that is itself a message. What no phrase matches stays English.
"""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

LONGEST = 4000
"""Characters of a message that is looked up; a longer one is no message of ours."""
MOST_PARTS = 50
"""Of a line that is put together."""
MOST_PLACES = 3
"""Before a message: the file, a page of it."""
DEEPEST = 4
"""How deep messages stand in fields of messages."""
SHORTEST = 6
"""Characters that a phrase has beside its fields if it is a message by itself; "{} of {}" is only a part."""
FIELD = re.compile(r"\{n?\}")
"""In a phrase: {n} for a number, {} for any text."""
_NUMBER = re.compile(r"[\d,.]+")
_PLACE = re.compile(r"\{(\d)(!t)?\}")
_WORD = re.compile(r"[A-Za-z]{2,}")
_INDENT = " !"
"""Before a line of a list."""
_PARTED = re.compile("[:;] ")
_COLUMN = "  "
"""Between the columns of a line: a name, and what is said of it."""
_JOINTS = ("; ", ": ", ", ")
"""By which messages are put together: `location: message; hint`, `14 converted, 1 failed`."""


class _Catalogue(gettext.GNUTranslations):
    """A compiled catalogue that lists its phrases, too."""

    def _parse(self, fp: IO[bytes]) -> None:  # type: ignore[override] # typeshed asks for a type of its own
        """Read the file; gettext's documentation offers this method to subclasses."""
        super()._parse(fp)
        catalogue: dict[str, str] = vars(self)["_catalog"]
        self.phrases = {phrase: text for phrase, text in catalogue.items() if phrase}


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A phrase with fields."""

    literals: tuple[str, ...]
    """What stands before, between and after the fields."""
    numbers: tuple[bool, ...]
    """Which fields are numbers."""
    translation: str
    weight: int = field(init=False)
    """Letters of the phrase: the most explicit one is tried first."""
    key: str = field(init=False)
    """Its longest part, which a message must have."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", sum(len(literal) for literal in self.literals))
        object.__setattr__(self, "key", max(self.literals, key=len))

    def match(self, text: str) -> list[str] | None:
        """Return what stands in the fields, or None; each part is taken where it comes first."""
        first, *middle, last = self.literals
        if not first and text[:1] in _INDENT:  # a field begins no line of a list
            return None
        if len(text) < self.weight or not (text.startswith(first) and text.endswith(last)):
            return None
        at, end, fields = len(first), len(text) - len(last), list[str]()
        for literal in middle:
            found = text.find(literal, at, end) if literal else at + 1
            if found < 0:
                return None
            fields.append(text[at:found])
            at = found + len(literal)
        if at > end:
            return None
        fields.append(text[at:end])
        if not first and _PARTED.search(fields[0]):  # it is a message by itself, or a place before one
            return None
        fits = all(
            _NUMBER.fullmatch(own) for own, is_number in zip(fields, self.numbers, strict=True) if is_number
        )
        return fields if fits else None


class Translator:
    """Translates messages by the phrases of one language."""

    def __init__(self, phrases: dict[str, str]) -> None:
        """Take phrases and their translations."""
        self._whole = phrases
        patterns = (
            _Pattern(tuple(FIELD.split(phrase)), tuple(f == "{n}" for f in FIELD.findall(phrase)), text)
            for phrase, text in phrases.items()
            if FIELD.search(phrase)
        )
        self._patterns = sorted(patterns, key=lambda pattern: -pattern.weight)

    def __call__(self, text: str) -> str:
        """Return a message in this language; what is not known stays as it is."""
        if "\n" in text and text not in self._whole:
            return "\n".join(self(line) for line in text.split("\n"))
        if whole := self._translate(text, 0, SHORTEST):
            return whole
        inner = text.lstrip(_INDENT)
        whole = self._translate(inner, 0, SHORTEST) if inner != text else ""
        return f"{text[: len(text) - len(inner)]}{whole}" if whole else text

    def whole(self, text: str) -> str:
        """Return a paragraph in this language if it is a phrase as a whole, else as it is."""
        return self._whole.get(text) or self._by_phrase(text, 0, len(text) // 2) or text

    def _translate(self, text: str, depth: int, least: int) -> str:
        """Return the translation, or "" where there is none; shorter phrases than `least` do not count."""
        if len(text) > LONGEST or depth > DEEPEST:
            return ""
        if whole := self._whole.get(text):
            return whole
        if not _WORD.search(text):
            return ""
        return (
            self._with_hint(text, depth, least)
            or self._by_phrase(text, depth, least, begins=True)
            or self._after_a_place(text, depth, least)
            or self._joined(text, depth, least)
            or self._in_columns(text, depth, least)
            or self._in_brackets(text, depth, least)
        )

    def _with_hint(self, text: str, depth: int, least: int) -> str:
        """Translate `message; hint` where each is a message by itself: else a last field takes the hint."""
        message, joint, hint = text.rpartition("; ")
        said = (self._whole.get(hint) or self._by_phrase(hint, depth, SHORTEST, begins=True)) if joint else ""
        new = self._translate(message, depth, least) if said else ""
        return f"{new}{self._whole.get(joint, joint)}{said}" if new else ""

    def _by_phrase(self, text: str, depth: int, least: int, *, begins: bool = False) -> str:
        """Translate by the phrase that has most words of the text; or by one that `begins` as it does."""
        for pattern in self._patterns:
            if pattern.weight < least:
                break
            if begins and not pattern.literals[0].strip():
                continue
            if pattern.key in text and (fields := pattern.match(text)) is not None:
                return self._fill(pattern.translation, fields, depth)
        return ""

    def _fill(self, translation: str, fields: list[str], depth: int) -> str:
        """Put the fields into a translation."""

        def value(place: re.Match[str]) -> str:
            own = fields[int(place[1])]
            return (self._translate(own, depth + 1, 0) or own) if place[2] else own

        return _PLACE.sub(value, translation)

    def _joined(self, text: str, depth: int, least: int) -> str:
        """Translate messages in one line, all of them: `location: message; hint`, `title: 3`."""
        for joint in _JOINTS:
            parts = text.split(joint)
            if not 1 < len(parts) < MOST_PARTS:
                continue
            new = [self._part(part, joint if at else "", depth, least) for at, part in enumerate(parts)]
            may_stay = joint == "; " and any(new)  # a message whose hint is not known, or the other way
            kept = [part if may_stay else _number(part) for part in parts]
            own = [text or part for text, part in zip(new, kept, strict=True)]
            if all(own):
                return self._whole.get(joint, joint).join(own)
        return ""

    def _part(self, part: str, joint: str, depth: int, least: int) -> str:
        """Translate a part of a line; the joint before it may belong to its phrase."""
        with_joint = self._by_phrase(joint + part, depth, least) if joint else ""
        return with_joint.removeprefix(self._whole.get(joint, joint)) or self._translate(
            part, depth + 1, least
        )

    def _after_a_place(self, text: str, depth: int, least: int) -> str:
        """Translate a message, or one after a place: of all phrases that match, the one with most words."""
        parts = text.split(": ", MOST_PLACES)
        rests = [": ".join(parts[at:]) for at in range(len(parts))]
        known = max((rest for rest in rests if rest in self._whole), key=len, default="")
        found = (self._whole.get(known, ""), known)
        for pattern in self._patterns:
            if pattern.weight < max(least, len(known)):
                break
            matching = [(rest, pattern.match(rest)) for rest in rests if pattern.key in rest]
            hit = next(((rest, fields) for rest, fields in matching if fields is not None), None)
            if hit:
                found = (self._fill(pattern.translation, hit[1], depth), hit[0])
                break
        if not found[0]:
            return ""
        place = text[: len(text) - len(found[1])].removesuffix(": ")
        return f"{place}{self._whole.get(': ', ': ')}{found[0]}" if place else found[0]

    def _in_columns(self, text: str, depth: int, least: int) -> str:
        """Translate what is said of a name in the column behind it."""
        name, column, last = text.rpartition(_COLUMN)
        said = self._translate(last, depth + 1, least) if column else ""
        return f"{name}{column}{said}" if said else ""

    def _in_brackets(self, text: str, depth: int, least: int) -> str:
        """Translate what is said of a name in brackets behind it."""
        name, bracket, last = text.removesuffix(")").rpartition(" (")
        said = self._translate(last, depth + 1, 0) if bracket and text.endswith(")") else ""
        return f"{self._translate(name, depth + 1, least) or name}（{said}）" if said else ""


def _number(text: str) -> str:
    """Return a text without words, which needs no translation."""
    return "" if _WORD.search(text) else text


def load_translator(language: str) -> Translator:
    """Load the translations into a language: `zh`.

    Raises:
        FileNotFoundError: there are none.

    """
    path = Path(__file__).parent / language / "LC_MESSAGES" / "backfile.mo"
    with path.open("rb") as file:
        return Translator(_Catalogue(file).phrases)
