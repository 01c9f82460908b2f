"""An issue's files below OUT: written whole, told from others' work, and not touched without need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePath

from convert.batch.ledger import FOLDER
from convert.errors import BadSetting
from convert.outcome import Output
from convert.system.paths import printable_path
from convert.system.write import DISK, Disk, FileState, write_files

STAGING = "staging"


def write_outputs(
    out: Path, staging: Path, target: PurePath, files: Mapping[str, bytes], disk: Disk = DISK
) -> dict[str, FileState]:
    """Write an issue's files, by format, and return what is on the disk now.

    A file that has these very bytes already is left alone: its inode and time stay.

    Raises:
        DiskFull: the disk is full or read-only.
        UnwritableOutput: anything else; says which file and why.
        BadSetting: a link in OUT leads elsewhere.

    """
    folder = out / target.parent
    _check_inside(out, folder, target)
    names = {form: f"{target.name}.{form}" for form in files}
    states = write_files(
        folder,
        {names[form]: data for form, data in files.items()},
        str(os.getpid()),
        staging=staging,
        keep=True,
        disk=disk,
        hint="run again",
    )
    return {form: states[name] for form, name in names.items()}


def are_there(out: Path, target: PurePath, outputs: Mapping[str, Output]) -> bool:
    """Return whether the files that the ledger names are there as it says."""
    return all(_is_as(out / f"{target}.{form}", output) for form, output in outputs.items())


def sweep(out: Path) -> None:
    """Remove what runs before this one have left unfinished."""
    shutil.rmtree(out / FOLDER / STAGING, ignore_errors=True)


def _is_as(path: Path, output: Output) -> bool:
    try:
        status = path.lstat()
        if status.st_size != output.size or path.is_symlink():
            return False
        if status.st_mtime_ns == output.mtime:
            return True
        return sha256(path.read_bytes()).hexdigest() == output.sha256
    except OSError:
        return False


def _check_inside(out: Path, folder: Path, target: PurePath) -> None:
    """Refuse a folder that a link takes out of OUT."""
    real, top = os.path.realpath(folder), os.path.realpath(out)
    if os.path.commonpath([real, top]) != top or ".." in target.parts or target.is_absolute():
        raise BadSetting(
            "would leave the output folder",
            location=printable_path(folder),
            hint="remove the link in its way, or give another template",
        )
