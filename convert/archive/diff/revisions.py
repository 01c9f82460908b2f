"""Files held against what git has of them: for a hook that runs before a commit."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from convert.archive.diff import compare
from convert.archive.diff.folders import Comparison
from convert.errors import BadSetting, ConvertError, UnreadableSource
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.xml import MOST

Run = Callable[..., subprocess.CompletedProcess[bytes]]
"""Runs git with some arguments in the folder of a file."""


def compare_with(
    revision: str, paths: Sequence[Path], environment: Mapping[str, str]
) -> Iterator[Comparison]:
    """Compare each file with the one of its path at a revision; a file that is new there passes.

    Of the environment git gets all but its own settings: a hook has some that hold for one folder only.

    Raises:
        BadSetting: there is no git, no repository here, or no such revision.

    """
    git = shutil.which("git")
    if git is None:
        raise BadSetting("git is not installed", location="--against", hint="give two files instead")
    kept = {key: value for key, value in environment.items() if not key.startswith("GIT_")}
    for path in paths:
        run = partial(_run, git, path, kept)
        place = printable_path(path)
        _check_revision(run, revision)
        try:
            new = load(path, MOST, hint="split the file")
            old = _at(run, path, revision)
            differences = compare(old, new, f"{revision}:{place}", place) if old is not None else ()
            yield Comparison(place, place if old is not None else "", place, differences)
        except ConvertError as error:
            yield Comparison(place, place, place, (), str(error))


def _check_revision(run: Run, revision: str) -> None:
    """Raise BadSetting unless the file's repository has the revision."""
    done = run("rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    if done.returncode:
        said = printable_path(done.stderr.decode("utf-8", "replace").partition("\n")[0])
        raise BadSetting(
            f"no revision {revision!r} here" + (f" ({said})" if said else ""),
            location="--against",
            hint="give one such as HEAD or origin/main, in a repository",
        )


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
    git: str, path: Path, environment: Mapping[str, str], *arguments: str
) -> subprocess.CompletedProcess[bytes]:
    """Run git in the folder of a file."""
    command = [git, "--literal-pathspecs", "-C", str(path.parent), *arguments]
    return subprocess.run(  # noqa: S603 - no shell, and no option comes from outside
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
