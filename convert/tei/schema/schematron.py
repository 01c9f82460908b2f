"""As much of ISO Schematron as our own rules use, on files of any size.

`lxml.isoschematron` compiles rules to XSLT, which takes its time and returns a report as large as the
file is wrong. Here the elements are looked at one by one, and whoever asks may stop at the first fault.

    <rule context="tei:zone"><assert test="count(key('place', concat('#', @xml:id))) = 1">...

A pattern has one rule, whose context is a list of element names; `xsl:key` works as in XSLT 1.0, but
keeps at most two elements of one value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from convert.errors import InvariantError
from convert.tei.read import line_of
from convert.tei.schema.faults import SchemaFault, short

_NS = "{http://purl.oclc.org/dsdl/schematron}"
_KEY = "{http://www.w3.org/1999/XSL/Transform}key"


@dataclass(frozen=True, slots=True)
class Assertion:
    """What must hold, and what to say if it does not."""

    test: str
    """XPath 1.0."""
    message: tuple[str, ...]
    """Text and XPath by turns."""


@dataclass(frozen=True, slots=True)
class SchemaKey:
    """Elements to be found by a value: `key(name, value)`."""

    name: str
    tags: tuple[str, ...]
    attribute: str


@dataclass(frozen=True, slots=True)
class SchematronRules:
    """Rules by the tag that they are about."""

    rules: Mapping[str, tuple[Assertion, ...]]
    keys: tuple[SchemaKey, ...]
    prefixes: Mapping[str, str]


def load(path: Path) -> SchematronRules:
    """Read a schema of our own.

    Raises:
        InvariantError: it uses what is not known here.

    """
    root = etree.parse(path).getroot()
    prefixes = {e.get("prefix", ""): e.get("uri", "") for e in root.iterfind(f"{_NS}ns")}
    rules: dict[str, tuple[Assertion, ...]] = {}
    for pattern in root.iterfind(f"{_NS}pattern"):
        rule, *more = pattern
        if more or rule.tag != f"{_NS}rule":
            raise InvariantError("a pattern of the schema does not have one rule", location=path.name)
        asserts = tuple(Assertion(e.get("test", ""), _message(e)) for e in rule)
        for tag in _tags(rule.get("context", ""), prefixes):
            rules[tag] = rules.get(tag, ()) + asserts
    keys = tuple(
        SchemaKey(e.get("name", ""), _tags(e.get("match", ""), prefixes), e.get("use", "").removeprefix("@"))
        for e in root.iterfind(_KEY)
    )
    return SchematronRules(rules, keys, prefixes)


def faults(schema: SchematronRules, root: Element) -> Iterator[SchemaFault]:
    """Yield what does not hold in a file, in the order of its elements."""
    evaluator = _Evaluator(schema, root)
    for element in root.iter(*schema.rules):
        for assertion in schema.rules[element.tag]:
            if not evaluator.value(assertion.test, element):
                yield SchemaFault(line_of(element), evaluator.message(assertion, element))


class _Evaluator:
    """The expressions of a schema, made ready for one file."""

    def __init__(self, schema: SchematronRules, root: Element) -> None:
        """Collect what the keys find; nothing is compiled before it is asked for."""
        self._prefixes = dict(schema.prefixes)
        self._compiled: dict[str, etree.XPath] = {}
        self._elements = {key.name: _by_value(key, root) for key in schema.keys}
        self._extensions = {(None, "key"): self._key}

    def value(self, expression: str, element: Element) -> object:
        """Evaluate an expression on an element."""
        compiled = self._compiled.get(expression)
        if compiled is None:
            compiled = etree.XPath(expression, namespaces=self._prefixes, extensions=self._extensions)
            self._compiled[expression] = compiled
        return compiled(element)

    def message(self, assertion: Assertion, element: Element) -> str:
        """Put in words what does not hold."""
        parts = [
            short(str(self.value(f"string({part})", element))) if number % 2 else part
            for number, part in enumerate(assertion.message)
        ]
        return " ".join("".join(parts).split())

    def _key(self, _context: object, name: str, value: str) -> list[Element]:
        return self._elements[name].get(value, [])


def _by_value(key: SchemaKey, root: Element) -> dict[str, list[Element]]:
    elements: dict[str, list[Element]] = {}
    for element in root.iter(*key.tags):
        value = element.get(key.attribute)
        if value is not None and len(same := elements.setdefault(value, [])) < 2:
            same.append(element)
    return elements


def _message(assertion: Element) -> tuple[str, ...]:
    parts = [assertion.text or ""]
    for child in assertion:
        parts += [child.get("select", ""), child.tail or ""]
    return tuple(parts)


def _tags(names: str, prefixes: Mapping[str, str]) -> tuple[str, ...]:
    pairs: Sequence[tuple[str, str, str]] = [name.strip().partition(":") for name in names.split("|")]
    return tuple(f"{{{prefixes[prefix]}}}{name}" for prefix, _, name in pairs)
