"""Lists the messages in the code of the package, as phrases with fields.

A message is what an error is made of, what is printed, what a command's help says, and what is called a
warning, a hint or the like where it is assigned (`NAMED`). From there its parts are followed: through names,
conditions, and the functions that return them.

    BadSetting(f"{len(parts):,} files", hint=hint)    "{n} files", and what `hint` is assigned
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import islice, product
from pathlib import Path

from foreign_messages import FOREIGN
from message_code import (
    Module,
    Scope,
    called_name,
    find_function,
    load_modules,
    meanings,
)

from convert.translation.phrases import help_paragraphs

PRINTERS = frozenset(
    "_fault _notify _refused _unknown add_row advance assemble Difference Entry error fault message"
    " notify print_entries print_line print_message print_result Text translate warn".split()
)
"""Functions whose arguments are shown to people."""
NAMED = frozenset(
    "advice detail details epilog fault groups habits head help hint in_words label line lines"
    " message notes otherwise parts problems reason rows summary text warning warnings what why".split()
)
"""Names of what is shown to people, as variables, arguments and functions."""
LETTERS = re.compile(r"[A-Za-z]{2,}")
CODE = re.compile(
    r"^# |\x08|</|\{ |\\|www\.|^\W*https?:|^\S*[/.\[=]\S*$|^bold |^\W*backfile\W*$| PAGEREF |^@rend"
)
"""Markup, paths, addresses, names of files and styles: no messages."""
FOR_FILES = (
    "convert.archive.bag.premis",
    "convert.archive.bag.mets",
    "convert.archive.bag.mods",
    "convert.archive.bag.serials",
    "convert.archive.bag.issue_files",
    "convert.archive.diff.formatters.html",
    "convert.archive.diff.formatters.junit",
    "convert.archive.diff.formatters.markdown",
    "convert.archive.diff.formatters.sarif",
    "convert.batch.report_html",
    "convert.inspection.drawing",
    "convert.writers.docx",
    "convert.writers.epub",
    "convert.writers.pdf",
)
"""Modules whose words go into files, which are the same in every language of the terminal."""
WORDS = frozenset(
    "all altered article articles author change date done error file folder internal interrupted"
    " issue issues joined kind language month moved new newspaper none nothing number page picture"
    " problem proposal proposed removed rotten rule seconds section stale stopped title unfinished"
    " warning year".split()
)
"""Messages of one word; any other single word is a name or a key."""
SHOWN_ENUMS = frozenset({"Ending", "Kind", "Opening", "Role", "State"})
"""Enumerations whose values are shown."""
MOST_FORMS = 16
"""Forms of one message that are listed: a condition in it doubles them."""
LONGEST_ENDING = 3
"""Letters of a word that is no field: "s" of a plural."""
COMMANDS = ("command", "group")
PASSED_ON = frozenset(
    "chain filter get list MappingProxyType next printable printable_line replace repr"
    " sorted str tuple".split()
)
"""Functions that return what they are given, as far as words go."""


def phrases(root: Path) -> dict[str, set[str]]:
    """Return the phrases of the package, each with the files that it is in; of foreign ones no file."""
    every = Phrases(load_modules(root))
    for _ in range(3):  # what a function hands on is known only when the function was read
        for module in every.modules.values():
            every.read(module)
    return dict(every.places) | {phrase: set() for phrase in FOREIGN}


class Phrases:
    """The phrases of a package, each with the modules it is in."""

    def __init__(self, modules: Mapping[str, Module]) -> None:
        """Take the modules; find the classes of errors among them."""
        self.modules = modules
        self.places: dict[str, set[str]] = defaultdict(set)
        self._handed_on: dict[tuple[str, str], set[int | str]] = defaultdict(set)
        """Parameters of functions that reach people: by module and function their places and names."""
        self._open: list[ast.AST] = []
        """What is being followed, so that nothing is followed in circles."""
        errors = {
            "Failure",
            "WorkerFailure",
            "BadParameter",
            "UsageError",
            "ClickException",
            "Exception",
            "ValueError",
        }
        for _ in range(4):  # classes below classes
            for module in modules.values():
                errors |= {name for name, bases in module.classes.items() if errors.intersection(bases)}
        self._shown = errors - {"InvariantError", "Exception", "ValueError"} | PRINTERS

    def read(self, module: Module) -> None:
        """Add the messages of a module."""
        for node, function in module.nodes:
            scope = Scope(module, function)
            match node:
                case ast.Call():
                    self._read_call(node, scope)
                case ast.Assign(targets=[target], value=ast.expr() as value) if _is_named(target):
                    self.add(value, scope)
                case (
                    ast.AnnAssign(target=target, value=ast.expr() as value)
                    | ast.AugAssign(target=target, value=ast.expr() as value)
                ) if _is_named(target):
                    self.add(value, scope)
                case ast.FunctionDef():
                    self._read_function(node, scope)
                case ast.ClassDef(name=name) if name in SHOWN_ENUMS:
                    self._read_values(node, scope)
        if module.name == "convert.cli":
            self.add(module.constants["SUMMARIES"], Scope(module, None))

    def _read_call(self, call: ast.Call, scope: Scope) -> None:
        """Add what a call shows, hands on to a function that shows it, or calls a warning or the like."""
        name = called_name(call.func)
        shown = _shown_arguments(call) if name in self._shown else []
        if name == "append" and isinstance(call.func, ast.Attribute) and _is_named(call.func.value):
            shown += call.args
        found = find_function(name, scope.module, self.modules)
        key = (found[0].name, found[1].node.name) if found else ("", "")
        handed_on = self._handed_on.get(key, set())
        shown += [each for at, each in enumerate(call.args) if at in handed_on]
        for keyword in call.keywords:
            if keyword.arg in {"help", "epilog"}:
                self._add_help(keyword.value, scope)
            elif keyword.arg in NAMED or (keyword.arg in handed_on and keyword.arg != "location"):
                shown.append(keyword.value)
        for each in shown:
            self.add(each, scope)

    def _read_function(self, function: ast.FunctionDef, scope: Scope) -> None:
        """Add the help of a command, and what a function with a telling name returns."""
        if any(f"click.{kind}" in ast.unparse(each) for each in function.decorator_list for kind in COMMANDS):
            for paragraph in help_paragraphs(ast.get_docstring(function) or ""):
                self._note(paragraph.text, scope)
        if function.name.strip("_") in NAMED or function.name.rpartition("_")[2] in NAMED:
            for form in self._returned(scope):
                self._note(form, scope)

    def _read_values(self, enumeration: ast.ClassDef, scope: Scope) -> None:
        for each in enumeration.body:
            if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant):
                self.places[str(each.value.value)].add(_file(scope))

    def _add_help(self, value: ast.expr, scope: Scope) -> None:
        for form in self._forms(value, scope):
            for paragraph in help_paragraphs(form):
                self._note(paragraph.text, scope)

    def add(self, value: ast.expr, scope: Scope) -> None:
        """Add the forms of a message; where it is a parameter, what calls hand over is a message, too."""
        parameters = scope.parameters
        if isinstance(value, ast.Name) and value.id in parameters and not scope.arguments and scope.function:
            places = self._handed_on[scope.module.name, scope.function.node.name]
            places |= {parameters.index(value.id), value.id}
        for form in self._forms(value, scope):
            self._note(form, scope)

    def _note(self, form: str, scope: Scope) -> None:
        """Keep a phrase, unless it has no words for people."""
        words = re.sub(r"\{n?\}", "", form).strip(" :,;()")
        if not LETTERS.search(words) or CODE.search(form) or scope.module.name.startswith(FOR_FILES):
            return
        is_word = re.fullmatch(r"[\w\-]+", words) and not re.search(r"\{|:$", form)
        if not is_word or words in WORDS:
            self.places[form].add(_file(scope))

    def _forms(self, value: ast.expr, scope: Scope) -> list[str]:
        """Return the forms that a text may have; fields that are texts themselves are added on the way."""
        if value in self._open:
            return []
        self._open.append(value)
        try:
            return self._forms_of_text(value, scope)
        finally:
            self._open.pop()

    def _forms_of_text(self, value: ast.expr, scope: Scope) -> list[str]:
        match value:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=values):
                parts = [self._part(each, scope) for each in values]
                return ["".join(form) for form in islice(product(*parts), MOST_FORMS)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                sides = [self._forms(side, scope) or ["{}"] for side in (left, right)]
                return ["".join(form) for form in product(*sides)]
            case ast.Name(id=name):
                known = meanings(name, scope, self.modules)
                return [form for each, where in known for form in self._forms(each, where)]
            case ast.Call():
                return self._called(value, scope)
        return [form for each in _choices(value) for form in self._forms(each, scope)]

    def _part(self, part: ast.expr, scope: Scope) -> list[str]:
        """Return the forms of a part of an f-string: its words, or a field."""
        if not isinstance(part, ast.FormattedValue):
            return [str(getattr(part, "value", ""))]
        inner = part.value
        if part.conversion == -1 and self._is_words(inner, scope):
            return self._forms(inner, scope)
        if part.conversion == -1:
            self.add(inner, scope)
        spec = ast.unparse(part.format_spec).strip("f\"'") if part.format_spec else ""
        return ["{n}" if re.search("[,df]", spec) else "{}"]

    def _is_words(self, inner: ast.expr, scope: Scope) -> bool:
        """Whether a field is wording: an ending, the noun that a call hands over, a part of a help text."""
        match inner:
            case ast.IfExp(body=ast.Constant() | ast.JoinedStr(), orelse=ast.Constant() | ast.JoinedStr()):
                return True
            case ast.Name(id=name) if name in scope.arguments:
                forms = self._forms(inner, scope)
                return bool(forms) and not any("{" in form for form in forms)
            case ast.Name(id=name):
                known = [each for each, _ in meanings(name, scope, self.modules)]
                forms = self._forms(inner, scope)
                plain = bool(forms) and all(isinstance(each, ast.IfExp | ast.Constant) for each in known)
                return plain and all(len(form) <= LONGEST_ENDING or "\n" in form for form in forms)
        return False

    def _called(self, call: ast.Call, scope: Scope) -> list[str]:
        """Return the forms of what a call returns."""
        name = called_name(call.func)
        if isinstance(call.func, ast.Attribute) and name == "join":
            for each in call.args:
                self.add(each, scope)
            return []
        if name in PASSED_ON or name in {"Text", "assemble"}:
            return [form for each in _shown_arguments(call) for form in self._forms(each, scope)]
        found = find_function(name, scope.module, self.modules)
        if found is None or found[1].node in self._open:
            return []
        module, function = found
        handed = {own: (each, scope) for own, each in zip(Scope(*found).parameters, call.args, strict=False)}
        handed |= {keyword.arg: (keyword.value, scope) for keyword in call.keywords if keyword.arg}
        return self._returned(Scope(module, function, handed))

    def _returned(self, scope: Scope) -> list[str]:
        """Return the forms of what a function returns or yields."""
        if scope.function is None:
            return []
        self._open.append(scope.function.node)
        forms = [form for value in scope.function.returned for form in self._forms(value, scope)]
        self._open.pop()
        return forms


def _choices(value: ast.expr) -> list[ast.expr]:
    """Return the expressions of which one, or all, are what an expression is."""
    match value:
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.NamedExpr(value=inner) | ast.Starred(value=inner) | ast.Subscript(value=inner):
            return [inner]
        case ast.List(elts=inner) | ast.Tuple(elts=inner) | ast.Set(elts=inner):
            return inner
        case ast.BoolOp(values=inner) | ast.Dict(values=inner):
            return inner
        case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner) | ast.DictComp(value=inner):
            return [inner]
    return []


def _shown_arguments(call: ast.Call) -> list[ast.expr]:
    """Return the arguments that are shown; those of rich's texts have a style beside them."""
    match called_name(call.func):
        case "Text":
            return call.args[:1]
        case "assemble":
            return [each.elts[0] if isinstance(each, ast.Tuple) else each for each in call.args]
    return [*call.args]


def _is_named(target: ast.expr) -> bool:
    """Whether a variable or an attribute is called a warning, a hint or the like."""
    return called_name(target).strip("_").lower() in NAMED


def _file(scope: Scope) -> str:
    return scope.module.name.replace(".", "/") + ".py"
