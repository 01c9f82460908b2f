"""As much of RELAX NG as our own schema uses, on files of any size.

libxml2 is three times as fast on a valid file, and `verify` asks it first. But it goes on behind a fault,
and takes the square of their number: some minutes for a file that is wrong in a million places. And what it
says of a fault names a pattern that did not fit rather than what is wrong. Here each element is looked at
once, from the top, and whoever asks may stop at the first fault.

What is asked of the schema, beyond RELAX NG, is checked when it is loaded: the name of a child tells
its pattern, and no attribute is below a repetition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from convert.errors import InvariantError
from convert.tei.read import line_of
from convert.tei.schema.faults import SchemaFault, short

_RNG = "{http://relaxng.org/ns/structure/1.0}"
_XML = "{http://www.w3.org/XML/1998/namespace}"

TEXT = "\x01"
"""Stands for a text among the letters of children; XML cannot hold it."""

_BLANK = " \t\r\n"

ValueCheck = Callable[[str], bool]
"""Whether a value is one of those allowed."""


@dataclass(slots=True)
class ElementPattern:
    """What an element may have."""

    attributes: Mapping[str, ValueCheck] = field(default_factory=dict)
    combinations: frozenset[frozenset[str]] = frozenset()
    """Sets of attributes, one of which it must have."""
    children: Mapping[str, ElementPattern] = field(default_factory=dict)
    content: re.Pattern[str] = re.compile("")
    """Over its children and texts, each a character."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """Which character stands for which child."""
    value: ValueCheck | None = None
    """Set where it has a value and no children."""


def load(path: Path) -> ElementPattern:
    """Read a schema of our own, and return the pattern of the root's parent.

    Raises:
        InvariantError: it uses what is not known here.

    """
    return _Schema(etree.parse(path).getroot(), path.name).pattern(None)


def faults(schema: ElementPattern, root: Element) -> Iterator[SchemaFault]:
    """Yield where a file leaves the schema, parents before their children."""
    top = schema.children.get(root.tag)
    if top is None:
        yield SchemaFault(line_of(root), f"{_name(root)} is not the root of such a file")
        return
    waiting = [(root, top)]
    while waiting:
        element, pattern = waiting.pop()
        children = list(element)
        if not _attributes_fit(element, pattern):
            yield from _attribute_faults(element, pattern)
        if not _content_fits(element, children, pattern):
            yield from _content_faults(element, children, pattern)
        if children:
            children.reverse()
            patterns = pattern.children
            waiting += [(child, patterns[child.tag]) for child in children if child.tag in patterns]


def _attributes_fit(element: Element, pattern: ElementPattern) -> bool:
    checks = pattern.attributes
    return frozenset(element.keys()) in pattern.combinations and all(
        checks[str(name)](str(value)) for name, value in element.items()
    )


def _attribute_faults(element: Element, pattern: ElementPattern) -> Iterator[SchemaFault]:
    given = {str(name): str(value) for name, value in element.items()}
    names = frozenset(given)
    for name, value in given.items():
        check = pattern.attributes.get(name)
        if check is None:
            yield SchemaFault(line_of(element), f"{_name(element)} takes no attribute {_bare(name)}")
        elif not check(value):
            what = f"{_name(element)} has the wrong value in {_bare(name)}: {short(value)}"
            yield SchemaFault(line_of(element), what)
    if names not in pattern.combinations and names <= pattern.attributes.keys():
        nearest = min(pattern.combinations, key=lambda c: (len(c ^ names), sorted(c)))
        wrong = ", ".join(sorted(_bare(n) for n in nearest - names)) or "fewer attributes"
        yield SchemaFault(line_of(element), f"{_name(element)} needs {wrong}")


def _content_fits(element: Element, children: Sequence[Element], pattern: ElementPattern) -> bool:
    if pattern.value:
        return not children and pattern.value(element.text or "")
    if not children:
        return pattern.content.fullmatch(TEXT if _is_text(element.text) else "") is not None
    return {child.tag for child in children} <= pattern.children.keys() and bool(
        pattern.content.fullmatch(_shape(element, children, pattern))
    )


def _content_faults(
    element: Element, children: Sequence[Element], pattern: ElementPattern
) -> Iterator[SchemaFault]:
    strange = next((child for child in children if child.tag not in pattern.children), None)
    if strange is not None:
        yield SchemaFault(line_of(strange), f"{_name(strange)} may not stand in {_name(element)}")
        return
    if pattern.value:
        text = (element.text or "").strip()
        yield SchemaFault(line_of(element), f"{_name(element)} has the wrong text: {short(text)}")
        return
    shape = _shape(element, children, pattern)
    if pattern.content.fullmatch(shape.replace(TEXT, "")):
        texts = (element.text, *(child.tail for child in children))
        first = next(stripped for t in texts if t and (stripped := t.strip(_BLANK)))
        yield SchemaFault(line_of(element), f"{_name(element)} takes no text there: {short(first)}")
    else:
        what = f"{_name(element)} has its elements in the wrong order, or too few of them"
        yield SchemaFault(line_of(element), what)


def _shape(element: Element, children: Sequence[Element], pattern: ElementPattern) -> str:
    """Return an element's children and texts, a character each; white space is no text."""
    letters = pattern.letters
    parts = [TEXT if _is_text(element.text) else ""]
    for child in children:
        parts.append(letters[child.tag])
        if _is_text(child.tail):
            parts.append(TEXT)
    return "".join(parts)


def _is_text(text: str | None) -> bool:
    return bool(text and text.strip(_BLANK))


class _Schema:
    """The definitions of a schema, and the patterns made of them so far."""

    def __init__(self, root: Element, name: str) -> None:
        """Find the definitions by their names."""
        self._name = name
        self._start = root.find(f"{_RNG}start")
        self._uri = root.get("ns", "")
        self._defined = {e.get("name", ""): e for e in root.iterfind(f"{_RNG}define")}
        self._patterns: dict[Element, ElementPattern] = {}

    def pattern(self, element: Element | None) -> ElementPattern:
        """Return the pattern of an element, each built once; of none, that of the document."""
        body = self._start if element is None else element
        if body is None:
            raise self._unknown("a schema without a start")
        if body in self._patterns:
            return self._patterns[body]
        pattern = self._patterns[body] = ElementPattern()
        attributes: dict[str, Element] = {}
        elements: dict[str, Element] = {}
        self._collect(body, attributes, elements)
        pattern.attributes = {name: self._check(e) for name, e in attributes.items()}
        pattern.combinations = self._combinations(list(body))
        pattern.letters = {name: chr(0xE000 + number) for number, name in enumerate(elements)}
        pattern.children = {name: self.pattern(e) for name, e in elements.items()}
        pattern.content = re.compile("".join(self._content(e, pattern.letters) for e in body))
        pattern.value = self._own_value(body)
        return pattern

    def _collect(self, body: Element, attributes: dict[str, Element], elements: dict[str, Element]) -> None:
        """Find the attributes and children of a pattern."""
        for part in self._resolved(body):
            if part.tag in {f"{_RNG}element", f"{_RNG}attribute"}:
                table = elements if part.tag == f"{_RNG}element" else attributes
                name = self._full_name(part)
                if table.setdefault(name, part) is not part:
                    raise self._unknown(f"two patterns for {name} in one place")
            else:
                self._collect(part, attributes, elements)

    def _combinations(self, parts: list[Element]) -> frozenset[frozenset[str]]:
        """Return the sets of attributes that a group of patterns allows."""
        each = [self._sets(part) for part in parts]
        return frozenset(frozenset().union(*picked) for picked in product(*each))

    def _sets(self, part: Element) -> frozenset[frozenset[str]]:
        nothing: frozenset[frozenset[str]] = frozenset({frozenset()})
        kind = part.tag.removeprefix(_RNG)
        inside = list(part)
        if kind == "attribute":
            return frozenset({frozenset({self._full_name(part)})})
        if kind == "ref":
            return self._combinations(list(self._defined[part.get("name", "")]))
        if kind == "group":
            return self._combinations(inside)
        if kind == "optional":
            return nothing | self._combinations(inside)
        if kind == "choice":
            return frozenset().union(*(self._sets(e) for e in inside))
        if kind in {"zeroOrMore", "oneOrMore"} and self._combinations(inside) != nothing:
            raise self._unknown("an attribute below a repetition")
        return nothing

    def _content(self, part: Element, letters: Mapping[str, str]) -> str:
        """Return a regular expression over a pattern's children and texts."""
        kind = part.tag.removeprefix(_RNG)
        if kind == "element":
            return letters[self._full_name(part)]
        if kind == "text":
            return f"[{TEXT}]?"
        if kind == "ref":
            return "".join(self._content(e, letters) for e in self._defined[part.get("name", "")])
        inside = [self._content(e, letters) for e in part] if kind in _SIGNS else []
        if kind == "choice":
            return _one_of(inside)
        together, sign = "".join(inside), _SIGNS.get(kind, "")
        if sign in {"*", "+"} and _SET.fullmatch(together):
            return together.removesuffix("?") + ("*" if together.endswith("?") else sign)
        return f"(?:{together}){sign}" if together else ""

    def _own_value(self, body: Element) -> ValueCheck | None:
        """Return what value an element has; none where it has children, or any text."""
        parts = [p for p in self._resolved(body) if p.tag not in {f"{_RNG}attribute", f"{_RNG}element"}]
        values = [p for p in parts if any(e.tag in _VALUES for e in self._leaves(p))]
        if len(values) > 1:
            raise self._unknown("two values in one element")
        return self._value(values[0]) if values else None

    def _leaves(self, part: Element) -> Iterator[Element]:
        yield part
        for inner in self._resolved(part):
            if inner.tag not in {f"{_RNG}attribute", f"{_RNG}element"}:
                yield from self._leaves(inner)

    def _check(self, attribute: Element) -> ValueCheck:
        inside = list(self._resolved(attribute))
        return self._value(inside[0]) if inside else _any

    def _value(self, part: Element) -> ValueCheck:
        """Return whether a string is a value of a pattern."""
        kind = part.tag.removeprefix(_RNG)
        if kind == "text":
            return _any
        if kind == "value":
            wanted = (part.text or "").split()
            return lambda value: value.split() == wanted
        if kind == "data":
            return self._data(part)
        if kind == "list":
            return self._list(part)
        inside = [self._value(e) for e in self._resolved(part)]
        if kind == "choice":
            return lambda value: any(check(value) for check in inside)
        raise self._unknown(f"{kind} in a value")

    def _list(self, part: Element) -> ValueCheck:
        """Return whether a string is a list of so many values of one pattern."""
        least, most = 0, 0
        check: ValueCheck = _any
        for item in self._resolved(part):
            kind = item.tag.removeprefix(_RNG)
            if kind not in {"data", "optional", "oneOrMore"}:
                raise self._unknown(f"{kind} in a list")
            inner = item if kind == "data" else next(self._resolved(item))
            check = self._value(inner)
            least += kind in {"data", "oneOrMore"}
            most = most + 1 if kind in {"data", "optional"} else 1_000_000
        one = check
        return lambda value: least <= len(words := value.split()) <= most and all(map(one, words))

    def _data(self, part: Element) -> ValueCheck:
        params = {e.get("name", ""): e.text or "" for e in part.iterfind(f"{_RNG}param")}
        kind = part.get("type", "")
        if kind == "double":
            low, high = float(params["minInclusive"]), float(params["maxInclusive"])
            return lambda value: bool(_DOUBLE.fullmatch(value.strip())) and low <= float(value) <= high
        if kind == "nonNegativeInteger":
            return lambda value: bool(_COUNT.fullmatch(value.strip()))
        if kind not in {"string", "NCName"} or not params.keys() <= {"pattern"}:
            raise self._unknown(f"the type {kind}")
        pattern = re.compile(params["pattern"], re.ASCII)
        return lambda value: bool(pattern.fullmatch(value))

    def _resolved(self, part: Element) -> Iterator[Element]:
        """Yield the parts of a pattern, definitions in place of their names."""
        for inner in part:
            if inner.tag == f"{_RNG}ref":
                yield from self._resolved(self._defined[inner.get("name", "")])
            elif isinstance(inner.tag, str) and inner.tag.startswith(_RNG):
                yield inner

    def _full_name(self, part: Element) -> str:
        name = part.get("name", "")
        if part.tag == f"{_RNG}attribute":
            return name.replace("xml:", _XML) if name.startswith("xml:") else name
        return f"{{{self._uri}}}{name}"

    def _unknown(self, what: str) -> InvariantError:
        return InvariantError(f"the schema has {what}", location=self._name)


_SIGNS = {"zeroOrMore": "*", "oneOrMore": "+", "optional": "?", "group": "", "choice": ""}
_SET = re.compile(r"\[[^]]*\]\??")
_VALUES = frozenset(f"{_RNG}{name}" for name in ("data", "value", "list"))
_DOUBLE = re.compile(r"[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_COUNT = re.compile(r"\+?[0-9]{1,18}")


def _one_of(inside: list[str]) -> str:
    """Return what matches one of several: a set where it can be, which is matched without going back."""
    singles = [e.strip("[]?") for e in inside]
    if not any(inside):
        return ""
    if all(len(e) <= 1 or _SET.fullmatch(e) for e in inside):
        return f"[{''.join(singles)}]" + ("?" if any(not e or e.endswith("?") for e in inside) else "")
    return f"(?:{'|'.join(inside)})"


def _any(_value: str) -> bool:
    return True


def _name(element: Element) -> str:
    return short(etree.QName(element).localname)


def _bare(name: str) -> str:
    return short(name.replace(_XML, "xml:"))
