"""What installed distributions add to our tables, by the entry points of their metadata."""

from __future__ import annotations

import os
import pickle
import re
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from convert.errors import BadSetting

_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
"""It is typed on a command line, ends a file's name, and stands in lists with commas."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """An entry point of an installed distribution."""

    name: str
    distribution: str
    """Its name and version: example-plugin 1.0."""
    entry_point: EntryPoint

    def load(self) -> object:
        """Import what the entry point names.

        Raises:
            BadSetting: the import fails, whatever the fault.

        """
        try:
            loaded: object = self.entry_point.load()
        except Exception as error:
            raise self.error(f"cannot be loaded: {type(error).__name__}: {error}") from error
        return loaded

    def check_sendable(self, value: object) -> None:
        """Refuse what cannot be sent to a worker process.

        Raises:
            BadSetting: a part of it is no function or class at the top of a module.

        """
        try:
            pickle.dumps(value)
        except Exception as error:
            message = f"cannot be sent to a worker process ({error}); define its functions at module level"
            raise self.error(message) from error

    def error(self, message: str) -> BadSetting:
        """Return an error that names the entry point and where it comes from."""
        location = f"{self.entry_point.group}: {self.name} of {self.distribution}"
        return BadSetting(message, location=location, hint=f"repair or uninstall {self.distribution}")


def find_plugins(built_in: Collection[str], *groups: str) -> tuple[Plugin, ...]:
    """Return the entry points of some groups, by name; of two groups of one distribution the first counts.

    Raises:
        BadSetting: a name that is none, that is built in, or that two distributions give; both are named.

    """
    plugins: dict[str, Plugin] = {}
    for plugin in _plugins(groups):
        if not _NAME.fullmatch(plugin.name):
            raise plugin.error("a name has small letters, digits, dots and hyphens")
        if plugin.name in built_in:
            raise plugin.error(f"the name {plugin.name!r} is already built in")
        other = plugins.setdefault(plugin.name, plugin)
        if other.distribution != plugin.distribution:
            raise plugin.error(f"the name {plugin.name!r} is already used by {other.distribution}")
    return tuple(plugins[name] for name in sorted(plugins))


def _plugins(groups: Iterable[str]) -> Iterable[Plugin]:
    path = tuple(map(_path_entry, sys.path))
    for group in groups:
        yield from _installed(group, path)


class _PathEntry(NamedTuple):
    """A place where Python looks for modules, and when it was changed: something was installed or removed."""

    path: str
    changed: int


def _path_entry(path: str) -> _PathEntry:
    place = os.path.abspath(path)  # noqa: PTH100 - "" is where we are, and a link stays one
    try:
        return _PathEntry(place, os.stat(place).st_mtime_ns)  # noqa: PTH116 - half the time of a Path
    except OSError:
        return _PathEntry(place, 0)


# Reading the metadata of all distributions takes as long as repairing a short page.
@lru_cache(maxsize=32)
def _installed(group: str, _path: Sequence[_PathEntry]) -> tuple[Plugin, ...]:
    """Return the entry points of a group, read anew where the places on the path have changed."""
    points = [(_distribution(point), point) for point in entry_points(group=group)]
    points.sort(key=lambda pair: (pair[0], pair[1].name, pair[1].value))
    return tuple(Plugin(point.name, distribution, point) for distribution, point in points)


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"


def summary_of(function: object) -> str:
    """Return what a function does, in the first line of its docstring."""
    return (getattr(function, "__doc__", None) or "").strip().partition("\n")[0]
