"""The user's files: finding and loading sources, and writing whole files or none."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

from convert.errors import BadSetting, ConvertError, UnreadableSource, UnwritableOutput

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A source to convert; without a path it is standard input."""

    path: Path | None
    error: ConvertError | None = None
    """Set where an argument led to no source: it fails alone, and the others are converted."""

    @property
    def name(self) -> str:
        """The file's name as text; bytes of it that are not UTF-8 are shown as U+FFFD."""
        return "stdin" if self.path is None else shown(self.path.name)

    @property
    def place(self) -> str:
        """The path as the user gave it, for messages."""
        return STDIN if self.path is None else shown(str(self.path))

    @property
    def stem(self) -> str:
        """The name of its outputs, without their endings."""
        return "stdin" if self.path is None else self.path.stem


def shown(path: str) -> str:
    r"""Return a path as it may be printed: no control characters, no escaped bytes.

    >>> shown("a\x1b[2J.txt")
    'a\\x1b[2J.txt'
    """
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in text])


def find(arguments: Iterable[str], ending: str = ".txt") -> tuple[Found, ...]:
    """Find the sources that the arguments name, in their order, each file once.

        page.txt  issues/  "1951-*.txt"  -

    A folder gives its files of that ending, in its subfolders too, sorted; a pattern that the shell has
    not expanded gives the files it matches.
    """
    founds: dict[str, Found] = {}
    for argument in arguments:
        for found in _named(argument, ending):
            founds.setdefault(_identity(found, argument), found)
    return tuple(founds.values())


def _identity(found: Found, argument: str) -> str:
    """Two ways to write one path are one source; a link under another name is one of its own."""
    if found.path is None or found.error:
        return argument
    return os.path.join(os.path.realpath(found.path.parent), found.path.name)  # noqa: PTH118 - names may be odd


def _named(argument: str, ending: str) -> list[Found]:
    """Return the sources of one argument."""
    if argument == STDIN:
        return [Found(None)]
    path = Path(argument)
    if path.is_dir():
        return _in_folder(path, ending)
    if os.path.lexists(path) or not glob.has_magic(argument):
        return [Found(path)]
    matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - takes absolute patterns too
    return [Found(Path(match)) for match in matches if not Path(match).is_dir()] or [_no_match(path)]


def _in_folder(folder: Path, ending: str) -> list[Found]:
    """Return the sources of a folder and its subfolders; one that cannot be opened is a failed source."""
    closed: list[OSError] = []
    files: list[Path] = []
    for top, inner, names in os.walk(folder, onerror=closed.append):
        inner[:] = [name for name in inner if not name.startswith(".")]
        files += [Path(top, name) for name in names if _ends(name, ending)]
    founds = [Found(file) for file in sorted(files)]
    for error in closed:
        path = Path(error.filename)
        what = f"cannot be opened: {error.strerror}"
        founds.append(
            Found(path, UnreadableSource(what, location=shown(str(path)), hint="check its permissions"))
        )
    return founds or [_no_sources(folder, ending)]


def _ends(name: str, ending: str) -> bool:
    return name.lower().endswith(ending) and not name.startswith(".")


def _no_sources(path: Path, ending: str) -> Found:
    error = UnreadableSource(
        f"no {ending} file in this folder",
        location=shown(str(path)),
        hint="name the files if they end otherwise",
    )
    return Found(path, error)


def _no_match(path: Path) -> Found:
    error = UnreadableSource("no file matches", location=shown(str(path)), hint="check the pattern")
    return Found(path, error)


def load(found: Found, limit: int, stdin: BinaryIO, *, hint: str = "raise --max-size") -> bytes:
    """Return the bytes of a source, at most `limit` of them; `hint` is for one that is larger.

    Raises:
        UnreadableSource: missing, no regular file, not readable, or larger than the limit.

    """
    if found.error:
        raise found.error
    if found.path is None:
        return _capped(stdin, limit, found.place, hint)
    try:
        status = found.path.stat()
    except OSError as error:
        raise _missing(found, error) from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableSource(f"{_kind(status.st_mode)}, not a file", location=found.place, hint=_PIPE)
    if status.st_size > limit:
        raise _too_large(f"{status.st_size / 1e6:,.1f}", limit, found.place, hint)
    try:
        with found.path.open("rb") as file:
            return _capped(file, limit, found.place, hint)
    except OSError as error:
        raise UnreadableSource(
            f"cannot be read: {error.strerror}", location=found.place, hint="check its permissions"
        ) from error


_PIPE = "to read a pipe, give - and the text on standard input"


def _capped(file: BinaryIO, limit: int, place: str, hint: str) -> bytes:
    """Read a stream whose size is not known before."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_large(f"more than {limit / 1e6:,.1f}", limit, place, hint)
    return data


def _too_large(size: str, limit: int, place: str, hint: str) -> UnreadableSource:
    return UnreadableSource(
        f"too large: {size} MB, and the limit is {limit / 1e6:g}", location=place, hint=hint
    )


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _missing(found: Found, error: OSError) -> UnreadableSource:
    """Say why there is no such file: a link to nowhere, or perhaps a slip of the pen."""
    path = found.path or Path()
    if path.is_symlink():
        target = shown(str(path.readlink()))
        return UnreadableSource(
            f"a link to {target}, which is not there",
            location=found.place,
            hint="mend the link or leave it out",
        )
    what = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
    return UnreadableSource(what, location=found.place, hint=_nearest(path) or "check the path")


def _nearest(path: Path) -> str:
    """Name the file that may have been meant."""
    try:
        names = sorted(entry.name for entry in os.scandir(path.parent))
    except OSError:
        return ""
    near = get_close_matches(path.name, names, 1, 0.75)
    return f"did you mean {shown(str(path.with_name(near[0])))}?" if near else ""


def check_outputs(founds: Sequence[Found], folder: Path, formats: Sequence[str]) -> None:
    """Refuse outputs that would hide each other, replace a source, or have no place to go.

    Raises:
        BadSetting: two sources of one name, or an output that is a source.
        UnwritableOutput: the folder cannot be made or written in.

    """
    owners: dict[str, Found] = {}
    sources = {os.path.realpath(f.path): f for f in founds if f.path and not f.error}
    for found in founds:
        if found.error:
            continue
        if first := owners.get(found.stem):
            raise BadSetting(
                f"{first.place} and {found.place} would both write {shown(found.stem)}.{formats[0]}",
                location=shown(str(folder)),
                hint="convert them one by one, each with its own -o",
            )
        owners[found.stem] = found
        for form in formats:
            target = folder / f"{found.stem}.{form}"
            if hit := sources.get(os.path.realpath(target)):
                raise BadSetting(
                    f"the output {shown(str(target))} would replace the source {hit.place}",
                    hint="give another folder with -o",
                )
    _check_folder(folder)


def _check_folder(folder: Path) -> None:
    """Find out before the work begins what would stop the writing after it."""
    here = folder
    while not os.path.lexists(here) and here != here.parent:
        here = here.parent
    if not here.is_dir():
        raise UnwritableOutput(
            "in the place of the output folder is a file",
            location=shown(str(here)),
            hint="give another with -o",
        )
    if not os.access(here, os.W_OK | os.X_OK):
        raise UnwritableOutput(
            "cannot be written in", location=shown(str(here)), hint="give another folder with -o"
        )


def write_set(folder: Path, files: Mapping[str, bytes], run: str) -> None:
    """Write the files of one source, all or none; each under its name is whole at any time.

    Each is written beside its place as `.name.run.tmp`, flushed to the disk, and renamed when all
    are there; then the folder is flushed.

    Raises:
        UnwritableOutput: says which file and why; nothing is left behind.

    """
    waiting: list[tuple[Path, Path]] = []
    target = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            target = folder / name
            if target.is_dir():
                raise IsADirectoryError(0, "a folder has that name")
            beside = folder / f".{_short(name)}.{run}.tmp"
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            waiting.append((beside, target))  # from here on it is ours to remove
            _write_whole(handle, data)
        for beside, target in waiting:
            beside.replace(target)
        flush_folder(folder)
    except OSError as error:
        raise UnwritableOutput(
            f"cannot be written: {error.strerror}",
            location=shown(str(target)),
            hint="give another folder with -o",
        ) from error
    finally:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)


def _short(name: str) -> str:
    """Shorten a name so that what is added to it still fits into the 255 bytes a name may have."""
    return os.fsdecode(os.fsencode(name)[:200])


def _write_whole(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder, where its file system can."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems cannot
            raise
    finally:
        os.close(handle)
