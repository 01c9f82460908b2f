"""The code of the package as a tree: what imports what, which classes, caches and words it has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeGuard

NAME = "convert"

CLOCKS = {
    *(
        ("time", name)
        for name in ("time", "time_ns", "monotonic", "perf_counter", "process_time", "localtime")
    ),
    *(("datetime", "now"), ("datetime", "today"), ("date", "today"), ("os", "environ"), ("os", "getenv")),
}
"""Whatever tells the time, or what the environment holds."""


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    name: str
    """Dotted, as in `convert.analysis.texts.seam`; a package has the name of its folder."""

    text: str = field(repr=False)

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed code."""
        return ast.parse(self.text)

    @property
    def package(self) -> str:
        """The part of the package it belongs to: `analysis`, `errors`; `convert` itself has none."""
        return package_of(self.name)


class Import(NamedTuple):
    """A module of the package that another imports."""

    importer: Module
    imported: str
    line: int
    in_function: bool

    def __str__(self) -> str:
        """Show it as a compiler would."""
        return f"{self.importer.name}:{self.line} imports {self.imported}"


def package_of(name: str) -> str:
    """Return `analysis` for `convert.analysis.texts.seam`, and nothing for `convert`."""
    return [*name.split("."), ""][1]


def modules(files: Mapping[str, str]) -> list[Module]:
    """Make modules of paths within the package and their text: `analysis/texts/seam.py`."""
    return [Module(_dotted(path), text) for path, text in sorted(files.items())]


def package_modules(root: Path) -> list[Module]:
    """Read all modules of the package from the folder it lies in."""
    folder = root / NAME
    paths = [path for path in folder.rglob("*.py") if "__pycache__" not in path.parts]
    return modules({path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths})


def _dotted(path: str) -> str:
    parts = [NAME, *path.removesuffix(".py").split("/")]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(code: Iterable[Module]) -> list[Import]:
    """List what modules import of the package, for types alone too; `__version__` counts for nothing."""
    code = list(code)
    names = {module.name for module in code}
    return [each for module in code for each in _imports(module, names)]


def _imports(module: Module, names: set[str]) -> Iterator[Import]:
    for node, in_function in _import_nodes(module.tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        else:
            base = node.module or ""
            below = [(f"{base}.{alias.name}", alias.name) for alias in node.names]
            targets = [name if name in names else base for name, last in below if last != "__version__"]
        for target in targets:
            if target.split(".")[0] == NAME:
                yield Import(module, target, node.lineno, in_function)


def _import_nodes(
    tree: ast.AST, *, inside: bool = False
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, inside
        else:
            within = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _import_nodes(node, inside=within)


def imports_in_functions(code: Iterable[Module]) -> list[str]:
    """List the imports inside functions, whatever they import."""
    return [
        f"{module.name}:{node.lineno}"
        for module in code
        for node, inside in _import_nodes(module.tree)
        if inside
    ]


def circle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names of one circle of imports, first and last alike, or none."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        stack: list[Iterator[str]] = [iter([start])]
        while stack:
            name = next(stack[-1], None)
            if name is None:
                stack.pop()
                if path:
                    done.add(path.pop())
            elif name in path:
                return [*path[path.index(name) :], name]
            elif name not in done:
                path.append(name)
                stack.append(iter(edges.get(name, ())))
    return []


def shared_class_names(code: Iterable[Module]) -> dict[str, list[str]]:
    """Return the classes that several modules define, or one module twice, and where."""
    places: dict[str, list[str]] = {}
    for module in code:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(module.name)
    return {name: where for name, where in places.items() if len(where) > 1}


class Cache(NamedTuple):
    """A function whose results are kept as long as the process lives, or a place where something else is."""

    function: str
    bounded: bool
    explained: bool
    """Whether a comment stands above it or beside it."""


def caches(code: Iterable[Module]) -> list[Cache]:
    """List what the process keeps: results of functions under `lru_cache` or `cache`, memories of modules.

    A function without parameters keeps a single result. A module remembers by a Memo, by an empty list, set
    or dictionary that waits to be filled, unless its type is that of a constant, and by what is `global`.
    """
    return [cache for module in code for cache in (*_caches(module), *_memories(module))]


def _memories(module: Module) -> Iterator[Cache]:
    """Yield what is kept outside of functions; a constant is no memory."""
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            lines = [each.lineno for each in ast.walk(node) if isinstance(each, ast.Global)]
            yield from (Cache(f"{module.name}:{line}", bounded=False, explained=False) for line in lines)
            continue
        waiting += ast.iter_child_nodes(node)
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not node.value:
            continue
        constant = isinstance(node, ast.AnnAssign) and "Mapping" in ast.unparse(node.annotation)
        if _is_memory(node.value) and not constant:
            yield Cache(f"{module.name}:{node.lineno}", bounded=False, explained=False)


def _is_memory(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        name = _last_name(value.func)
        empty = name in {"dict", "list", "set", "Counter", "OrderedDict", "deque"} and not value.args
        return name in {"Memo", "defaultdict"} or name.startswith("Weak") or (empty and not value.keywords)
    items = value.keys if isinstance(value, ast.Dict) else value.elts if isinstance(value, ast.List) else [0]
    return not items


def _caches(module: Module) -> Iterator[Cache]:
    lines = module.text.splitlines()
    for node in ast.walk(module.tree):
        if _makes_a_cache(node):
            yield Cache(f"{module.name}:{node.lineno}", bounded=False, explained=False)
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            if _last_name(call) in {"cache", "lru_cache"}:
                first = node.decorator_list[0].lineno
                yield Cache(
                    f"{module.name}.{node.name}",
                    not _parameters(node) or _limit(decorator),
                    lines[first - 2].lstrip().startswith("#") or "  # " in lines[decorator.lineno - 1],
                )


def _makes_a_cache(node: ast.AST) -> TypeGuard[ast.Call]:
    """Tell whether a function is wrapped by a call: `cache(len)`, not `@lru_cache(9)`."""
    if not isinstance(node, ast.Call) or _last_name(node.func) not in {"cache", "lru_cache"}:
        return False
    return bool(node.args) and not isinstance(node.args[0], ast.Constant)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _parameters(node: ast.FunctionDef) -> bool:
    every = node.args
    return bool(every.posonlyargs or every.args or every.vararg or every.kwonlyargs or every.kwarg)


def _limit(decorator: ast.expr) -> bool:
    """Tell whether a cache has a bound that is written there: `lru_cache` alone keeps 128 results."""
    if not isinstance(decorator, ast.Call):
        return _last_name(decorator) == "lru_cache"
    values = [*decorator.args, *(word.value for word in decorator.keywords if word.arg == "maxsize")]
    return bool(values) and not (isinstance(values[0], ast.Constant) and values[0].value is None)


def uses_of(word: str, code: Iterable[Module]) -> float:
    """Count a word in code, comments and docstrings, for each 1,000 lines."""
    texts = [module.text for module in code]
    lines = sum(text.count("\n") for text in texts)
    return 1000 * sum(len(re.findall(rf"\b{word}\b", text)) for text in texts) / lines


def long_modules(code: Iterable[Module], most: int) -> dict[str, int]:
    """Return the modules with more lines than that."""
    lengths = {module.name: len(module.text.splitlines()) for module in code}
    return {name: length for name, length in lengths.items() if length > most}


def clocks_and_environment(code: Iterable[Module]) -> list[str]:
    """List where a module asks the clock or the environment."""
    return [
        f"{module.name}:{node.lineno}"
        for module in code
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in CLOCKS
    ]


def out_of_order(table: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Return the pairs of a table of allowed imports in which a row names itself, a later one, or none."""
    rows = list(table)
    place = {name: number for number, name in enumerate(rows)}
    return [(row, name) for row in rows for name in table[row] if place.get(name, len(rows)) >= place[row]]
