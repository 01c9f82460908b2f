"""The typographic description, styles/*.toml, as frozen values that all writers read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from convert.document.roles import Role
from convert.errors import StyleError

Align = Literal["left", "center", "right", "justify"]
Face = Literal["text", "heading"]
Writing = Literal["horizontal-tb", "vertical-rl"]

T = TypeVar("T", bound="PageStyle | FontStyle | EpubStyle | Style")


@dataclass(frozen=True, slots=True)
class PageStyle:
    """The sheet; lengths in points (1/72 inch)."""

    width: float = 595.28
    height: float = 841.89
    top: float = 72.0
    bottom: float = 72.0
    left: float = 64.0
    right: float = 64.0
    columns: int = 1
    gap: float = 24.0
    """Between two columns."""


@dataclass(frozen=True, slots=True)
class FontStyle:
    """One face for each kind of output: packaged or own font file, names in Word, CSS families."""

    package: str = "NotoSerifSC-Regular"
    """The packaged font that the PDF embeds."""
    file: str = ""
    """A TrueType or OpenType file of the user's own; it goes before the package."""
    fallback: tuple[str, ...] = ()
    """Font files for the characters that the others lack, in order of preference."""
    east_asian: str = "SimSun"
    latin: str = "Times New Roman"
    css: tuple[str, ...] = ("serif",)


@dataclass(frozen=True, slots=True)
class Style:
    """How blocks of one role look; lengths in points, indents in characters."""

    font: Face = "text"
    size: float = 10.5
    leading: float = 1.6
    """Line distance as a multiple of the size."""
    bold: bool = False
    italic: bool = False
    align: Align = "justify"
    indent: float = 0.0
    """First line, in characters."""
    hang: bool = False
    """Whether a stop may stand outside the measure (PDF)."""
    before: float = 0.0
    after: float = 0.0
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


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """One typographic description for all formats."""

    name: str
    page: PageStyle = PageStyle()
    fonts: Mapping[str, FontStyle] = field(default_factory=lambda: MappingProxyType({}))
    """By face: text, heading."""
    roles: Mapping[str, Style] = field(default_factory=lambda: MappingProxyType({}))
    """By role, and by `masthead`, `issue-line`, `contents`, `running-head`, `folio` of the output."""
    epub: EpubStyle = EpubStyle()

    def of(self, role: str) -> Style:
        """Return the style of a role; one that the file does not name looks like body text."""
        body = self.roles.get(Role.BODY, Style())
        return self.roles.get(role) or (replace(body, indent=0.0) if role in UNINDENTED else body)

    def font(self, face: str) -> FontStyle:
        """Return the fonts of a face."""
        return self.fonts.get(face, FontStyle())


LARGEST_SHEET = 14_400.0
"""Points on a side (ISO 32000-1, annex C.2)."""

PAGE_LIMITS = (
    *((key, 1.0, LARGEST_SHEET) for key in ("width", "height")),
    *((key, 0.0, LARGEST_SHEET) for key in ("top", "bottom", "left", "right", "gap")),
    ("columns", 1, 100),
)
ROLE_LIMITS = (
    ("size", 1.0, 200.0),
    ("leading", 0.8, 5.0),
    ("indent", 0.0, 20.0),
    ("before", 0.0, LARGEST_SHEET),
    ("after", 0.0, LARGEST_SHEET),
)
"""The least and the most that a style may ask for, in the units of its fields."""

MOST = 1e9
"""A number above it is none (TOML has infinity, and whole numbers of any length)."""

OWN_ROLES = ("masthead", "issue-line", "contents", "note")
"""Parts of the output that no block of the source has a role for."""

UNINDENTED = frozenset({Role.HEADLINE, Role.RUNNING_HEAD, Role.FOLIO, *OWN_ROLES})
"""What is no paragraph: where a style does not name it, it has body text's type but not its indent."""


def styles_folder() -> Path:
    """Return the folder of the styles that come with the program: in the wheel, else the checkout."""
    package = Path(__file__).parent.parent
    inside = package / "styles"
    return inside if inside.is_dir() else package.parent / "styles"


def load_style(name: str) -> StyleSheet:
    """Load a style by its name, or from a TOML file of the user's own.

    Raises:
        StyleError: no such style, or a broken file: says file, key and the nearest known key.

    """
    path = Path(name)
    if path.suffix != ".toml":
        known = sorted(p.stem for p in styles_folder().glob("*.toml"))
        if name not in known:
            raise StyleError(
                f"no style named {name!r}",
                hint=f"there are: {', '.join(known)}; or give a .toml file",
            )
        path = styles_folder() / f"{name}.toml"
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StyleError(error.strerror or "cannot be read", location=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StyleError(f"not TOML: {error}", location=str(path)) from error
    return parse_style(table, str(path))


def parse_style(table: Mapping[str, Any], where: str) -> StyleSheet:
    """Check a style's table key by key and freeze it.

    Raises:
        StyleError: an unknown key (with the nearest known one) or a value of the wrong type.

    """
    _known(table, ("name", "page", "fonts", "roles", "epub"), where, "")
    roles = _table(table, "roles", where)
    fonts = _table(table, "fonts", where)
    _known(fonts, get_args(Face), where, "fonts.")
    _known(roles, (*(r.value for r in Role), *OWN_ROLES), where, "roles.")
    sheet = StyleSheet(
        str(table.get("name") or Path(where).stem),
        _fill(PageStyle, _table(table, "page", where), where, "page."),
        MappingProxyType(
            {
                k: _beside(_fill(FontStyle, _sub(fonts, k, where, "fonts."), where, f"fonts.{k}."), where)
                for k in fonts
            }
        ),
        MappingProxyType(
            {k: _fill(Style, _sub(roles, k, where, "roles."), where, f"roles.{k}.") for k in roles}
        ),
        _fill(EpubStyle, _table(table, "epub", where), where, "epub."),
    )
    _possible(sheet, where)
    return sheet


def _beside(fonts: FontStyle, where: str) -> FontStyle:
    """Look for font files beside the style that names them."""
    folder = Path(where).parent
    file = str(folder / fonts.file) if fonts.file else ""
    return replace(fonts, file=file, fallback=tuple(str(folder / name) for name in fonts.fallback))


def _possible(sheet: StyleSheet, where: str) -> None:
    """Refuse a page on which no line could stand, and lengths that would lead text off the sheet."""
    page = sheet.page
    for key, low, high in PAGE_LIMITS:
        _within(getattr(page, key), low, high, where, f"page.{key}")
    for role, style in sheet.roles.items():
        for key, low, high in ROLE_LIMITS:
            _within(getattr(style, key), low, high, where, f"roles.{role}.{key}")
    column = (page.width - page.left - page.right - page.gap * (page.columns - 1)) / page.columns
    height = page.height - page.top - page.bottom
    largest = max((s.size for s in sheet.roles.values()), default=10.5)
    for name, room in (("width of a column", column), ("height of the text", height)):
        if room < 4 * largest:
            raise StyleError(
                f"the page leaves {room:.0f} points for the {name}, too little for {largest:g}-point type",
                location=where,
                hint="make the margins, the gap or the type smaller",
            )


def _within(value: float, low: float, high: float, where: str, key: str) -> None:
    """Refuse a number that is out of bounds."""
    if not low <= value <= high:
        raise StyleError(f"{key} must be {low:g} to {high:g}, not {value:g}", location=where)


def _table(table: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    return _sub(table, key, where, "") if key in table else {}


def _sub(table: Mapping[str, Any], key: str, where: str, prefix: str) -> Mapping[str, Any]:
    value = table[key]
    if not isinstance(value, Mapping):
        raise StyleError(f"{prefix}{key} must be a table", location=where)
    return value


def _known(table: Mapping[str, Any], names: tuple[str, ...], where: str, prefix: str) -> None:
    for key in table:
        if key not in names:
            near = get_close_matches(key, names, 1, 0.5)
            hint = f"did you mean {prefix}{near[0]}?" if near else f"known keys: {', '.join(names)}"
            raise StyleError(f"unknown key {prefix}{key}", location=where, hint=hint)


def _fill(kind: type[T], table: Mapping[str, Any], where: str, prefix: str) -> T:
    """Make a frozen value of a table, each entry checked against its field's type."""
    hints = get_type_hints(kind)
    names = tuple(f.name for f in fields(kind))
    _known(table, names, where, prefix)
    values = {k: _checked(v, hints[k], where, prefix + k) for k, v in table.items()}
    missing = [f.name for f in fields(kind) if f.default is MISSING and f.name not in values]
    if missing:
        raise StyleError(f"{prefix}{missing[0]} is missing", location=where)
    return kind(**values)


def _checked(value: Any, hint: Any, where: str, key: str) -> Any:  # noqa: ANN401
    """Return the value as its field wants it, or say what it should have been."""
    if get_origin(hint) is Literal:
        if value in get_args(hint):
            return value
        raise StyleError(f"{key} must be one of {', '.join(get_args(hint))}, not {value!r}", location=where)
    if get_origin(hint) is tuple and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and abs(value) > MOST:
        raise StyleError(f"{key} is too large", location=where)
    if hint is float and number:
        return float(value)
    if isinstance(hint, type) and isinstance(value, hint) and (hint is bool or not isinstance(value, bool)):
        return value
    wanted = {float: "a number", int: "a whole number", bool: "true or false", str: "a text"}
    raise StyleError(f"{key} must be {wanted.get(hint, 'a list of texts')}, not {value!r}", location=where)
