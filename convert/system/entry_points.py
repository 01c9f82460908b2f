"""What installed distributions add to our tables, by the entry points of their metadata."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from traceback import walk_tb
from typing import TYPE_CHECKING, NamedTuple

from convert.errors import BadSetting

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
"""It is typed on a command line, ends a file's name, and stands in lists with commas."""
_OURS = ("backfile.", "convert.")
"""How the groups of entry points begin that are looked for; the second is the former name of the first."""
_OF_GROUP = re.compile(rb"\[\s*(?:backfile|convert)\.")
"""The head of such a group in the metadata of a distribution, or what looks like one."""


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
            import_module("pickle").dumps(value)
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


class PluginLine(NamedTuple):
    """A line of a plugin's code."""

    distribution: str
    """Whose it is: example-plugin 1.0."""
    line: str
    """example.py:52."""


def plugin_at(error: BaseException) -> PluginLine | None:
    """Return the last line of a plugin through which an error came; None if it is a fault of ours."""
    packages = {
        plugin.entry_point.module.partition(".")[0]: plugin.distribution
        for plugins in _installed(tuple(map(_path_entry, sys.path))).values()
        for plugin in plugins
    }
    found = None
    for frame, line in walk_tb(error.__traceback__):
        name = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if name in packages:
            file = os.path.basename(frame.f_code.co_filename)  # noqa: PTH119 - a name only
            found = PluginLine(packages[name], f"{file}:{line}")
    return found


def _plugins(groups: Iterable[str]) -> Iterable[Plugin]:
    installed = _installed(tuple(map(_path_entry, sys.path)))
    for group in groups:
        yield from installed.get(group, ())


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
@lru_cache(maxsize=8)
def _installed(path: Sequence[_PathEntry]) -> Mapping[str, Sequence[Plugin]]:
    """Return the entry points of each group of ours, read anew where the places on the path have changed."""
    if not (_is_found_elsewhere() or any(_has_group(entry.path) for entry in path)):
        return {}
    points = import_module("importlib.metadata").entry_points()
    return {
        group: sorted(
            (Plugin(point.name, _distribution(point), point) for point in points.select(group=group)),
            key=lambda plugin: (plugin.distribution, plugin.name, plugin.entry_point.value),
        )
        for group in points.groups
        if group.startswith(_OURS)
    }


def _is_found_elsewhere() -> bool:
    """Whether something beside the folders of the path may tell of distributions."""
    return any(finder is not PathFinder and hasattr(finder, "find_distributions") for finder in sys.meta_path)


def _has_group(place: str) -> bool:
    """Whether a distribution in a folder has a group of ours, as far as its files tell; an archive may.

    Most installations have no plugins, and `importlib.metadata` reads all files before it says so.
    """
    try:
        names = os.listdir(place)  # noqa: PTH208 - as `importlib.metadata` does
    except NotADirectoryError:
        return True
    except OSError:
        return False
    return any(map(_OF_GROUP.search, _entry_points_in(place, names)))


def _entry_points_in(place: str, names: Iterable[str]) -> Iterator[bytes]:
    """Yield the list of entry points of each distribution that has one."""
    for name in names:
        if name.lower().endswith(("dist-info", "egg-info")):
            try:
                with open(f"{place}/{name}/entry_points.txt", "rb") as file:  # noqa: PTH123 - half the time of a Path
                    yield file.read()
            except OSError:  # most have none
                continue


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"


def summary_of(function: object) -> str:
    """Return what a function does, in the first line of its docstring."""
    return (getattr(function, "__doc__", None) or "").strip().partition("\n")[0]
