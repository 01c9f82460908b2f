"""Tables as typed values, by cattrs: the hooks that read a value as its annotation wants it.

cattrs walks the schema. Its errors carry each step of the path as a value, which those of msgspec do not:
there a mapping's key is lost (`$.roles[...].size`), and the path must be read back out of a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from cattrs import Converter
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from convert.errors import suggest
from convert.system.schema import (
    KEY,
    LARGEST_NUMBER,
    MISSING,
    WANTED,
    Bounds,
    Fault,
    KeyPath,
    Keys,
    Parsed,
    Unfit,
    UnknownKey,
    must_be,
    show_value,
)

T = TypeVar("T")
EMPTY = '""'


def structure(table: Mapping[str, object], kind: type[T]) -> T:
    """Return a table as a value of a dataclass; what is wrong is raised as cattrs groups it."""
    return _CONVERTER.structure(table, kind)


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
