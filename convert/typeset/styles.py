"""The typographic description, styles/*.toml, as frozen values that all writers read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from convert.document.roles import LINES, Role
from convert.errors import StyleError
from convert.system.decode import decode_table
from convert.system.paths import printable_path
from convert.system.schema import Bounds, Keys
from convert.system.toml import load_toml

T = TypeVar("T")
Align = Literal["left", "center", "right", "justify"]
Typeface = Literal["text", "heading"]
Front = Literal["page", "compact", "none"]
Writing = Literal["horizontal-tb", "vertical-rl"]

LARGEST_SHEET = 14_400.0
"""Points on a side (ISO 32000-1, annex C.2)."""
Side = Annotated[float, Bounds(1.0, LARGEST_SHEET)]
Length = Annotated[float, Bounds(0.0, LARGEST_SHEET)]


@dataclass(frozen=True, slots=True)
class PageStyle:
    """The sheet; lengths in points (1/72 inch)."""

    width: Side = 595.28
    height: Side = 841.89
    top: Length = 72.0
    bottom: Length = 72.0
    left: Length = 64.0
    right: Length = 64.0
    columns: Annotated[int, Bounds(1, 100)] = 1
    gap: Length = 24.0
    """Between two columns."""
    writing: Writing = "horizontal-tb"
    """vertical-rl: lines from top to bottom, the first at the right; columns are tiers (PDF)."""
    front: Front = "compact"
    """Masthead and contents (PDF): on pages of their own; above the text, if they are short; nowhere."""


@dataclass(frozen=True, slots=True)
class LanguageFonts:
    """What a face has other names for in one language; empty: those of the face itself."""

    east_asian: str = ""
    latin: str = ""
    css: tuple[str, ...] = ()


WESTERN = "western"
"""Stands for all languages that are not written in Han, kana or Hangul: en, de, fr and so on."""
FONT_LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko", WESTERN)


@dataclass(frozen=True, slots=True)
class FontStyle:
    """One face for each kind of output: packaged or own font file, names in Word, CSS families."""

    package: str = "NotoSerifSC-Regular"
    """The packaged font that the PDF embeds."""
    file: str = ""
    """A TrueType or OpenType file of the user's own; it goes before the package."""
    bold: str = ""
    """A font file of its bold letters (PDF); without one, bold is the same outlines with a thin stroke."""
    fallback: tuple[str, ...] = ()
    """Font files for the characters that the others lack, in order of preference."""
    east_asian: str = "SimSun"
    latin: str = "Times New Roman"
    css: tuple[str, ...] = ("serif",)
    language: Annotated[Mapping[str, LanguageFonts], Keys(FONT_LANGUAGES)] = field(
        default_factory=dict, hash=False
    )
    """Names in Word and CSS families for documents of one language, where a character has other forms."""

    def in_language(self, key: str) -> FontStyle:
        """Return the face as it is named in one language."""
        own = self.language.get(key, LanguageFonts())
        return replace(
            self,
            east_asian=own.east_asian or self.east_asian,
            latin=own.latin or self.latin,
            css=own.css or self.css,
            language={},
        )


@dataclass(frozen=True, slots=True)
class Style:
    """How blocks of one role look; lengths in points, indents in characters."""

    font: Typeface = "text"
    size: Annotated[float, Bounds(1.0, 200.0)] = 10.5
    leading: Annotated[float, Bounds(0.8, 5.0)] = 1.6
    """Line distance as a multiple of the size."""
    bold: bool = False
    italic: bool = False
    align: Align = "justify"
    indent: Annotated[float, Bounds(0.0, 20.0)] = 0.0
    """First line, in characters."""
    inset: Annotated[float, Bounds(0.0, 20.0)] = 0.0
    """All lines, in characters."""
    hang: bool = False
    """Whether a stop may stand outside the measure (PDF)."""
    before: Length = 0.0
    after: Length = 0.0
    keep_with_next: bool = False
    color: str = "#000000"


@dataclass(frozen=True, slots=True)
class EpubStyle:
    """What only a book for reading systems has."""

    writing: Writing = "horizontal-tb"
    """vertical-rl: columns from right to left, as print had them before 1956."""
    corrections: bool = False
    """Whether what the source has in place of a change is told in notes."""
    embed_fonts: bool = False
    """Whether the book holds the characters that it shows as fonts of its own."""


OWN_ROLES = ("masthead", "issue-line", "contents", "note")
"""Parts of the output that no block of the source has a role for."""

INSET = 2.0
"""Characters by which lines stand in where a style does not name them."""
CELL_SIZE, CELL_LEADING = 0.86, 1.4
"""The type of a table's cells where a style does not name them: times that of the body, and its leading."""
UNINDENTED = frozenset({Role.HEADLINE, Role.RUNNING_HEAD, Role.FOLIO, *OWN_ROLES})
"""What is no paragraph: where a style does not name it, it has body text's type but not its indent."""


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """One typographic description for all formats."""

    name: str
    page: PageStyle = PageStyle()
    fonts: Mapping[str, FontStyle] = field(default_factory=dict)
    """By face: text, heading."""
    roles: Mapping[str, Style] = field(default_factory=dict)
    """By role, and by `masthead`, `issue-line`, `contents`, `running-head`, `folio` of the output."""
    epub: EpubStyle = EpubStyle()

    def of(self, role: str) -> Style:
        """Return the style of a role; one that the file does not name looks like body text."""
        if role in self.roles:
            return self.roles[role]
        body = self.roles.get(Role.BODY, Style())
        if role == Role.TABLE_CELL:
            size, leading = CELL_SIZE * body.size, min(CELL_LEADING, body.leading)
            return replace(body, size=size, leading=leading, align="left", indent=0.0, inset=0.0)
        if role == Role.TABLE_CAPTION:
            caption = self.of(Role.CAPTION)
            room = self.of(Role.TABLE_CELL).size
            return replace(caption, align="center", bold=True, before=room, after=0.0, keep_with_next=True)
        if role == Role.DATELINE:
            return self.of(Role.BYLINE)
        if role in LINES:
            return replace(body, align="left", indent=0.0, inset=max(INSET, body.inset))
        return replace(body, indent=0.0) if role in UNINDENTED else body

    def font(self, face: str) -> FontStyle:
        """Return the fonts of a face."""
        return self.fonts.get(face, FontStyle())

    def in_language(self, tag: str) -> StyleSheet:
        """Return the style for a document of one language, by its tag: zh-Hant-HK, en-GB, und."""
        key = font_language(tag)
        return replace(self, fonts={face: fonts.in_language(key) for face, fonts in self.fonts.items()})


def font_language(tag: str) -> str:
    """Return the key of a language among the fonts: zh-TW -> zh-Hant, de -> western, unknown -> zh-Hans."""
    language, *rest = tag.lower().split("-")
    if language in {"zh", "yue", "wuu"}:
        return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(rest) else "zh-Hans"
    return language if language in FONT_LANGUAGES else "zh-Hans" if language in {"", "und"} else WESTERN


def styles_folder() -> Path:
    """Return the folder of the styles that come with the program: in the wheel, else the checkout."""
    package = Path(__file__).parent.parent
    inside = package / "styles"
    return inside if inside.is_dir() else package.parent / "styles"


def load_style(name: str) -> StyleSheet:
    """Load a style by its name, or from a TOML file of the user's own.

    Raises:
        StyleError: no such style, or a broken file: says file, place, key and the nearest known key.

    """
    path = Path(name)
    if path.suffix != ".toml":
        known = sorted(p.stem for p in styles_folder().glob("*.toml"))
        if name not in known:
            raise StyleError(
                f"no style named {name!r}",
                hint=f"choose from: {', '.join(known)}; or give a .toml file",
            )
        path = styles_folder() / f"{name}.toml"
        return _style_sheet(_own_file(load_toml(path, error=StyleError).table), str(path))
    return parse_style(load_toml(path, error=StyleError).table, str(path))


@dataclass(frozen=True, slots=True)
class _StyleFile:
    """The keys of a style file."""

    name: str = ""
    page: PageStyle = PageStyle()
    fonts: Annotated[Mapping[str, FontStyle], Keys(get_args(Typeface))] = field(default_factory=dict)
    roles: Annotated[Mapping[str, Style], Keys((*(role.value for role in Role), *OWN_ROLES))] = field(
        default_factory=dict
    )
    epub: EpubStyle = EpubStyle()


def parse_style(table: Mapping[str, object], location: str) -> StyleSheet:
    """Check a style's table key by key and freeze it; `location` is the file's path.

    Raises:
        StyleError: an unknown key (with the nearest known one) or an invalid value, or nothing fits the page.

    """
    return _style_sheet(decode_table(table, _StyleFile, printable_path(location), error=StyleError), location)


def _own_file(table: Mapping[str, Any]) -> _StyleFile:
    """Return what a style of ours says; it is checked by tests, for to check it takes 25 ms of each start."""
    return _StyleFile(
        table["name"],
        _filled(PageStyle(), table.get("page", {})),
        {face: _own_font(fonts) for face, fonts in table.get("fonts", {}).items()},
        {role: _filled(Style(), style) for role, style in table.get("roles", {}).items()},
        _filled(EpubStyle(), table.get("epub", {})),
    )


def _own_font(values: Mapping[str, Any]) -> FontStyle:
    languages = {key: _filled(LanguageFonts(), own) for key, own in values.get("language", {}).items()}
    fonts = {key: value for key, value in values.items() if key != "language"}
    return replace(_filled(FontStyle(), fonts), language=languages)


def _filled(plain: T, values: Mapping[str, Any]) -> T:
    """Return a dataclass with values in the place of those that it has, and of their types."""
    typed = {name: type(getattr(plain, name))(value) for name, value in values.items()}
    return replace(plain, **typed)  # type: ignore[type-var]  # of any dataclass


def _style_sheet(file: _StyleFile, location: str) -> StyleSheet:
    folder = Path(location).parent
    sheet = StyleSheet(
        file.name or Path(location).stem,
        file.page,
        {face: _beside(fonts, folder) for face, fonts in file.fonts.items()},
        dict(file.roles),
        file.epub,
    )
    _check_room(sheet, printable_path(location))
    return sheet


def _beside(fonts: FontStyle, folder: Path) -> FontStyle:
    """Look for font files beside the style that names them."""
    file = str(folder / fonts.file) if fonts.file else ""
    bold = str(folder / fonts.bold) if fonts.bold else ""
    return replace(fonts, file=file, bold=bold, fallback=tuple(str(folder / name) for name in fonts.fallback))


def _check_room(sheet: StyleSheet, location: str) -> None:
    """Refuse a page on which no line could stand."""
    page = sheet.page
    column = (page.width - page.left - page.right - page.gap * (page.columns - 1)) / page.columns
    height = page.height - page.top - page.bottom
    largest = max((s.size for s in sheet.roles.values()), default=10.5)
    for name, room in (("width of a column", column), ("height of the text", height)):
        if room < 4 * largest:
            raise StyleError(
                f"the page leaves {room:.0f} points for the {name}, too little for {largest:g}-point type",
                location=location,
                hint="reduce the margins, the gap or the type size",
            )
