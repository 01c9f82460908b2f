"""Tables that people write, in TOML or JSON, as typed values: what is wrong is named by its key path.

The schema is a frozen dataclass whose fields are the keys; cattrs walks it. Its errors carry each step of the
path as a value, which those of msgspec do not: there a mapping's key is lost (`$.roles[...].size`), and the
path must be read back out of a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from cattrs import Converter
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from convert.errors import BadSetting, suggest
from convert.text.pattern import LatePattern
from convert.text.printable import printable

T = TypeVar("T")
KeyPath = tuple[str | int, ...]
"""Keys, and places in a list counted from 0."""

KEY = "key"
"""In the metadata of a field: its key, where that is no name of Python: max-harm."""
LARGEST_NUMBER = 10**15
"""TOML has infinity, and whole numbers of any length; nobody needs one beyond this."""
SHOWN = 40
"""Characters of a wrong value that are shown."""
BARE = LatePattern(r"[\w-]+")
EMPTY = '""'
MISSING = "is missing"
WANTED = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
"""What a plain type is called."""


class Unfit(ValueError):
    """A value that its field cannot take; `problem` is what a message says behind the key."""

    def __init__(self, problem: str, hint: str = "") -> None:
        """Keep what to do about it, too."""
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class UnknownKey(ValueError):
    """A key that the schema lacks."""

    def __init__(self, key: str, names: Iterable[str]) -> None:
        """Keep the names that there are."""
        super().__init__(key)
        self.key = key
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a number, in an annotation: the least and the most that it may be."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Keys:
    """Of a mapping, in an annotation: the names that it may have."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """In an annotation: the function that reads a value; it raises Unfit."""

    function: Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong in a table."""

    path: KeyPath
    error: Unfit | UnknownKey


def decode_table(
    table: Mapping[str, object],
    kind: type[T],
    location: str,
    *,
    hints: Mapping[str, str] | None = None,
    error: type[BadSetting] = BadSetting,
) -> T:
    """Return a table as a value of a dataclass.

    `hints` are by key path, places in lists left out: {"part.include": 'write { issue = "page.txt" }'}.

    Raises:
        BadSetting: an unknown key, with the nearest known one; a key is missing; a value does not fit.

    """
    try:
        return _CONVERTER.structure(table, kind)
    except Exception as raised:
        raise explain(first_fault(raised), location, hints or {}, error) from raised


def first_fault(error: BaseException, path: KeyPath = ()) -> Fault:
    """Return the first fault in a group of them, and where it is."""
    notes = [note for note in getattr(error, "__notes__", ()) if isinstance(note, _NOTES)]
    # the innermost step was noted first
    path += tuple(n.index if isinstance(n, IterableValidationNote) else n.name for n in reversed(notes))
    if isinstance(error, ExceptionGroup):
        return first_fault(error.exceptions[0], path)
    if isinstance(error, KeyError):
        return Fault(path, Unfit(MISSING))
    if not isinstance(error, Unfit | UnknownKey):
        raise error
    return Fault(path, error)


_NOTES = (AttributeValidationNote, IterableValidationNote)


def explain(
    fault: Fault, location: str, hints: Mapping[str, str], kind: type[BadSetting], *, skip: int = 0
) -> BadSetting:
    """Return a fault as the error that a user meets; `skip` steps of its path are in the location."""
    error, path = fault.error, fault.path[skip:]
    if isinstance(error, UnknownKey):
        parent = key_path((*path, ""))
        hint = suggest(error.key, error.names, f"known keys: {', '.join(error.names)}", prefix=parent)
        return kind(f"unknown key {key_path((*path, error.key))}", location=location, hint=hint)
    names = [step for step in fault.path if isinstance(step, str)]
    hint = error.hint or hints.get(".".join(names), "")
    if error.problem == MISSING:
        hint = hint or hints.get(".".join(names[:-1]), "")
    return kind(f"{key_path(path)} {error.problem}", location=location, hint=hint)


def key_path(path: KeyPath) -> str:
    """Return a path as people write it, places counted from 1: fonts.body.size, part[2].include[1]."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step + 1}]"
            continue
        bare = not step or (len(step) <= SHOWN and BARE.fullmatch(step))
        written += ("." if written else "") + (step if bare else f'"{printable(step[:SHOWN])}"')
    return written


def show_value(value: object) -> str:
    """Return a wrong value in a few characters: `'two'`, `3`, `a list`."""
    if isinstance(value, str):
        return repr(value[:SHOWN]) + ("…" if len(value) > SHOWN else "")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value) if abs(value) <= LARGEST_NUMBER else "a number of more than 15 digits"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "a table"
    return "nothing" if value is None else "a list" if isinstance(value, list) else repr(value)


def must_be(wanted: str, value: object) -> Unfit:
    """Return the error of a value that is something else."""
    return Unfit(f"must be {wanted}, not {show_value(value)}")


def _plain(value: Any, kind: Any) -> object:  # noqa: ANN401 - whatever a person wrote
    """Take a text, a number or a flag as it is; a flag is no number, a whole number is one."""
    if type(value) is not kind and not (kind is float and type(value) is int):
        raise must_be(WANTED[kind], value)
    if kind in (int, float) and abs(value) > LARGEST_NUMBER:
        raise Unfit("is too large")
    return kind(value)


def _one_of(value: object, kind: Any) -> object:  # noqa: ANN401 - a Literal is no type to Python
    names = get_args(kind)
    if value not in names:
        wanted = "one of " + ", ".join(name or EMPTY for name in names)
        hint = suggest(value, names, "") if isinstance(value, str) else ""
        raise Unfit(f"must be {wanted}, not {show_value(value)}", hint)
    return value


def _list(value: object, kind: Any) -> tuple[object, ...]:  # noqa: ANN401 - as above
    """Take a list whose elements are all of one type."""
    (element, *_) = get_args(kind)
    if not isinstance(value, list):
        raise must_be("a list of tables" if is_dataclass(element) else "a list of texts", value)
    return tuple([_structure_item(place, item, element) for place, item in enumerate(value)])


def _mapping(value: object, kind: Any, names: tuple[str, ...] = ()) -> Mapping[str, object]:  # noqa: ANN401 - as above
    """Take a table whose keys a person chooses, or some of `names`."""
    _, element = get_args(kind)
    if not isinstance(value, Mapping):
        raise must_be("a table", value)
    if names:
        _refuse_unknown(value, names)
    return {key: _structure_item(key, item, element) for key, item in value.items()}


def _structure_item(step: str | int, item: object, kind: type) -> object:
    """Read one of many, and note its step of the path on what is raised, as cattrs does for fields."""
    try:
        return _CONVERTER.structure(item, kind)
    except Exception as error:
        error.add_note(IterableValidationNote(f"at {step}", step, kind))
        raise


def _refuse_unknown(table: Mapping[str, object], names: Iterable[str]) -> None:
    for key in table:
        if key not in names:
            raise UnknownKey(key, names)


def _class_hook(kind: type) -> Callable[[object, Any], object]:
    """Return what fills in a dataclass from a table."""
    # by itself cattrs resolves the types of a dataclass without their annotations
    types = get_type_hints(kind, include_extras=True)
    keys = {field.name: field.metadata.get(KEY, field.name) for field in fields(kind)}
    hooks = {name: override(struct_hook=_hook(types[name]), rename=key) for name, key in keys.items()}
    make: Callable[..., Callable[..., object]] = make_dict_structure_fn
    fill = make(kind, _CONVERTER, **hooks)

    def hook(value: object, _: Any) -> object:  # noqa: ANN401 - as cattrs has it
        if not isinstance(value, Mapping):
            raise must_be("a table", value)
        _refuse_unknown(value, tuple(keys.values()))
        try:
            return fill(value, kind)
        except ExceptionGroup as group:
            _name_keys(group, keys)
            raise

    return hook


def keys_of(kind: type) -> tuple[str, ...]:
    """Return the keys that a schema has."""
    return tuple(field.metadata.get(KEY, field.name) for field in fields(kind))


def _name_keys(group: ExceptionGroup, keys: Mapping[str, str]) -> None:
    """Put the keys in the notes on faults, where cattrs has the names of the fields."""
    for error in group.exceptions:
        notes = getattr(error, "__notes__", [])
        if notes and isinstance(notes[-1], AttributeValidationNote):  # that of this table
            note = notes[-1]
            notes[-1] = AttributeValidationNote(str(note), keys[note.name], note.type)


def _hook(kind: Any) -> Callable[[object, Any], object]:  # noqa: ANN401 - any annotation
    return lambda value, _: _CONVERTER.structure(value, kind)


def _annotated_hook(kind: Any) -> Callable[[object, Any], object]:  # noqa: ANN401 - an annotation
    """Return what reads a value as its annotation wants it."""
    plain, *notes = get_args(kind)

    def hook(value: object, _: Any) -> object:  # noqa: ANN401 - as cattrs has it
        for note in notes:
            if isinstance(note, Parsed):
                return note.function(value)
            if isinstance(note, Keys):
                return _mapping(value, plain, note.names)
        taken: Any = _CONVERTER.structure(value, plain)
        for note in notes:
            if isinstance(note, Bounds) and not note.least <= taken <= note.most:
                raise Unfit(f"must be {note.least:g} to {note.most:g}, not {taken:g}")
        return taken

    return hook


def _optional_hook(kind: Any) -> Callable[[object, Any], object]:  # noqa: ANN401 - a union
    (plain,) = (each for each in get_args(kind) if each is not NoneType)
    return _hook(plain)


def _is(*origins: object) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) in origins


def _converter() -> Converter:
    converter = Converter(detailed_validation=True)
    for kind in WANTED:
        converter.register_structure_hook(kind, _plain)
    converter.register_structure_hook_func(_is(Literal), _one_of)
    converter.register_structure_hook_func(_is(tuple), _list)
    converter.register_structure_hook_func(_is(Mapping), _mapping)
    converter.register_structure_hook_factory(_is(Union, UnionType), _optional_hook)
    converter.register_structure_hook_factory(is_dataclass, _class_hook)
    converter.register_structure_hook_factory(_is(Annotated), _annotated_hook)
    return converter


_CONVERTER = _converter()
