"""The code of the package, as the search for messages reads it: modules, and what a name stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

READ = (ast.Call, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.FunctionDef, ast.ClassDef)
"""Nodes in which messages are looked for."""


@dataclass(eq=False)
class Function:
    """A function, and what of it is followed."""

    node: ast.FunctionDef
    assignments: list[tuple[ast.expr, ast.expr]] = field(default_factory=list)
    """Targets and values, also of loops and of `append`."""
    returned: list[ast.expr] = field(default_factory=list)


@dataclass(eq=False)
class Module:
    """A module of the package, and what its names mean."""

    name: str
    tree: ast.Module
    nodes: list[tuple[ast.AST, Function | None]] = field(default_factory=list)
    """Those of `READ`, each with the function around it, or that it is."""
    functions: dict[str, Function] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name to the module that it comes from, and its name there."""
    classes: dict[str, list[str]] = field(default_factory=dict)
    """Class to the names of its bases."""

    def __post_init__(self) -> None:
        """List the names, in one walk."""
        self._list(self.tree, ())
        for statement in self.tree.body:
            target = _target(statement)
            if target:
                self.constants[target] = statement.value  # type: ignore[attr-defined]

    def _list(self, node: ast.AST, around: tuple[Function, ...]) -> None:
        if isinstance(node, ast.FunctionDef):
            self.functions[node.name] = Function(node)
            around = (*around, self.functions[node.name])
        if isinstance(node, READ):
            self.nodes.append((node, around[-1] if around else None))
        match node:
            case ast.ClassDef():
                self.classes[node.name] = [called_name(base) for base in node.bases]
            case ast.ImportFrom(module=str(source), names=names):
                self.imported |= {alias.asname or alias.name: (source, alias.name) for alias in names}
            case (
                ast.Return(value=ast.expr() as value)
                | ast.Yield(value=ast.expr() as value)
                | ast.YieldFrom(value=value)
            ):
                for function in around:
                    function.returned.append(value)
        if pair := _assignment(node):
            for function in around:
                function.assignments.append(pair)
        for child in ast.iter_child_nodes(node):
            self._list(child, around)


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: what its names mean there."""

    module: Module
    function: Function | None
    arguments: Mapping[str, tuple[ast.expr, Scope]] = field(default_factory=dict)
    """What a call hands to the function."""

    @property
    def parameters(self) -> list[str]:
        """Return the names of the function's parameters, those by position first."""
        if self.function is None:
            return []
        arguments = self.function.node.args
        return [
            each.arg for each in (*arguments.args, *arguments.kwonlyargs) if each.arg not in {"self", "cls"}
        ]


def load_modules(root: Path) -> dict[str, Module]:
    """Read all modules of the package."""
    modules = {}
    for path in sorted((root / "convert").rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        modules[name] = Module(name, ast.parse(path.read_text("utf-8")))
    return modules


def called_name(func: ast.expr) -> str:
    """Return the last part of the name of what is called: print_line for `console.print_line`."""
    match func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def find_function(name: str, module: Module, modules: Mapping[str, Module]) -> tuple[Module, Function] | None:
    """Return the function that a name means in a module, and the module that has it."""
    if name in module.functions:
        return module, module.functions[name]
    source, original = module.imported.get(name, ("", ""))
    other = modules.get(source)
    return (other, other.functions[original]) if other and original in other.functions else None


def meanings(name: str, scope: Scope, modules: Mapping[str, Module]) -> Iterator[tuple[ast.expr, Scope]]:
    """Yield what a name may stand for: an argument, what the function assigns, or a constant."""
    if name in scope.arguments:
        yield scope.arguments[name]
        return
    local = list(_assigned(name, scope.function)) if scope.function else []
    if local:
        yield from ((each, scope) for each in local)
        return
    source, original = scope.module.imported.get(name, (scope.module.name, name))
    module = modules.get(source, scope.module)
    if original in module.constants:
        yield module.constants[original], Scope(module, None)


def _target(statement: ast.stmt) -> str:
    """Return the name that a statement assigns to."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)])
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr())
        ):
            return name
    return ""


def _assigned(name: str, function: Function) -> Iterator[ast.expr]:
    """Yield what a name is assigned in a function."""
    for target, value in function.assignments:
        yield from _parts(target, value, name)


def _assignment(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Return the target and the value of an assignment, of a loop, or of `append`."""
    match node:
        case (
            ast.Assign(targets=[target], value=ast.expr() as value)
            | ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=ast.expr() as value)
            | ast.NamedExpr(target=target, value=ast.expr() as value)
            | ast.For(target=target, iter=value)
            | ast.Call(func=ast.Attribute(value=ast.Name() as target, attr="append"), args=[value])
        ):
            return target, value
    return None


def _parts(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """Yield what of a value goes to a name: all, or its place in a tuple."""
    match target, value:
        case ast.Name(id=own), _ if own == name:
            yield value
        case ast.Tuple(), ast.IfExp(body=body, orelse=orelse):
            yield from _parts(target, body, name)
            yield from _parts(target, orelse, name)
        case ast.Tuple(elts=targets), ast.Tuple(elts=values):
            if any(isinstance(each, ast.Tuple) for each in values):  # a loop over rows
                for row in values:
                    yield from _parts(target, row, name)
                return
            for each, part in zip(targets, values, strict=False):
                yield from _parts(each, part, name)
