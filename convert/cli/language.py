"""The language of the terminal: which one, and its translations while a command runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import partial
from typing import NamedTuple, TextIO

import click

from convert.translation.messages import Translate, english

LANGUAGES = ("en", "zh")
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where gettext looks for a language, the first that is set."""
OTHER_SCRIPT = ("tw", "hk", "mo", "hant")
"""Readers of traditional characters; the translation is in simplified ones."""


class Terminal(NamedTuple):
    """How a language is shown on a terminal."""

    translate: Translate
    """Says a finished message."""
    help_page: Callable[..., click.HelpFormatter]
    """Lays out the help of a command."""


ENGLISH = Terminal(english, click.HelpFormatter)
_TERMINAL = ContextVar("terminal", default=ENGLISH)
"""The language of the command that runs; `run` in cli/__init__.py sets it and takes it back."""


def environment_language(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for: `zh` for simplified Chinese, else `en`.

    LANGUAGE may list several, the best first; LC_ALL=C goes before it, as scripts set it for plain output.

    zh_CN.UTF-8  ->  zh        de_DE.UTF-8, zh_TW.UTF-8, C  ->  en
    """
    if environment.get("LC_ALL") in {"C", "POSIX"}:
        return "en"
    wishes = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    for wish in wishes.lower().split(":"):
        language, *others = wish.partition(".")[0].partition("@")[0].replace("-", "_").split("_")
        if language == "zh" and not set(others).intersection(OTHER_SCRIPT):
            return "zh"
        if language == "en":
            break
    return "en"


def terminal_language(environment: Mapping[str, str], stream: TextIO) -> str:
    """Return the language that the environment asks for, if the stream has its characters."""
    language = environment_language(environment)
    try:
        ("中" if language == "zh" else "").encode(stream.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return "en"
    return language


def use_language(language: str) -> None:
    """Say the messages that follow in a language."""
    if language == "en":
        _TERMINAL.set(ENGLISH)
        return
    from convert.cli.help_page import HelpPage, load_translator  # noqa: PLC0415 - English must not wait for it

    translate = load_translator(language)
    _TERMINAL.set(Terminal(translate, partial(HelpPage, translate=translate.whole)))


def current_translate() -> Translate:
    """Return what says a message in the language of the command that runs."""
    return _TERMINAL.get().translate


def current_help_page() -> Callable[..., click.HelpFormatter]:
    """Return what lays out help in the language of the command that runs."""
    return _TERMINAL.get().help_page


def _chosen(_context: click.Context, _option: click.Parameter, language: str | None) -> None:
    """Obey --lang before the help, or an error, is shown."""
    if language:
        use_language(language)


option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    expose_value=False,
    callback=_chosen,
    help="Language of help and messages.  [default: from the environment]",
)
