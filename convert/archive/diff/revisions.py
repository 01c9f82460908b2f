"""Files held against what git has of them: for a hook that runs before a commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from convert.archive.diff import DiffClass, Difference, compare
from convert.archive.diff.difference import Lines
from convert.archive.diff.folders import SUFFIX, Comparison, find_archives
from convert.errors import BadSetting, ConvertError, InvalidArchive, UnreadableSource
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.xml import MOST

Run = Callable[..., subprocess.CompletedProcess[bytes]]
"""Runs git with some arguments in a folder."""


def compare_with(
    revision: str, paths: Sequence[Path], environment: Mapping[str, str]
) -> Iterator[Comparison]:
    """Compare each file with the one of its path at a revision; a file that is new there passes.

    A folder stands for its .xml files, subfolders included, and for those that it had at the revision.
    Of the environment git gets all but its own settings: a hook has some that hold for one folder only.

    Raises:
        BadSetting: there is no git, no repository here, or no such revision.
        UnreadableSource: a folder has no .xml file, and had none.

    """
    git = shutil.which("git")
    if git is None:
        raise BadSetting("git is not installed", location="--against", hint="give two files instead")
    kept = {key: value for key, value in environment.items() if not key.startswith("GIT_")}
    git_here = partial(_run, git, kept)
    for path in paths:
        if path.is_dir():
            yield from _compare_folder(git_here, path, revision)
        else:
            _find_commit(partial(git_here, path.parent), revision)
            yield _compare_file(partial(git_here, path.parent), path, revision)


def _compare_folder(run: Run, folder: Path, revision: str) -> Iterator[Comparison]:
    """Compare the archival files that a folder has, and those it had at the revision, in order."""
    commit = _find_commit(partial(run, folder), revision)
    done = run(folder, "ls-tree", "-r", "-z", "--name-only", commit, "--", ".")
    before = {
        os.fsdecode(name) for name in done.stdout.split(b"\0") if name.lower().endswith(SUFFIX.encode())
    }
    here = find_archives(folder)
    if not before and not here:
        raise UnreadableSource(
            f"no {SUFFIX} file in this folder", location=printable_path(folder), hint="check the path"
        )
    for name in sorted({*before, *here}):
        if name in here:
            yield _compare_file(partial(run, here[name].parent), here[name], revision)
        else:
            location = printable_path(folder / name)
            gone = Difference(DiffClass.TEXT, "the issue is no longer here", lines=Lines(1, 0))
            yield Comparison(location, location, "", (gone,))


def _compare_file(run: Run, path: Path, revision: str) -> Comparison:
    """Compare a file with what the revision has of it; no error of the two leaves this function."""
    location = printable_path(path)
    try:
        new = load(path, MOST, hint="split the file")
        old = _at(run, path, revision)
        differences = compare(old, new, f"{revision}:{location}", location) if old is not None else ()
        return Comparison(location, location if old is not None else "", location, differences)
    except ConvertError as error:
        return Comparison(location, location, location, (), str(error), isinstance(error, InvalidArchive))


def _find_commit(run: Run, revision: str) -> str:
    """Return the commit that a revision names.

    Raises:
        BadSetting: there is no such revision, or no repository.

    """
    done = run("rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    if done.returncode:
        message = printable_path(done.stderr.decode("utf-8", "replace").partition("\n")[0])
        raise BadSetting(
            f"no revision {revision!r} here" + (f" ({message})" if message else ""),
            location="--against",
            hint="give one such as HEAD or origin/main, in a repository",
        )
    return done.stdout.decode("ascii").split()[-1]


def _at(run: Run, path: Path, revision: str) -> bytes | None:
    """Return the file as the revision has it; None: it has none."""
    named = f"{revision}:./{path.name}"
    if run("cat-file", "-e", named).returncode:
        return None
    done = run("show", "--no-textconv", "--end-of-options", named)
    if done.returncode:
        raise UnreadableSource(
            "git cannot show the old file", location=printable_path(path), hint="run git fsck"
        )
    return done.stdout


def _run(
    git: str, environment: Mapping[str, str], folder: Path, *arguments: str
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder."""
    command = [git, "--literal-pathspecs", "-C", str(folder), *arguments]
    return subprocess.run(  # noqa: S603 - no shell, and no option comes from outside
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
