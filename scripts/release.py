"""Build what is published, and prove it: `make release` leaves the wheel and the source archive in dist/.

Both are built twice, from copies of the checkout in folders of other names, and must come out the same.
Version, list of changes and citation must agree, every file of data has its row in NOTICE.md, and twine and
check-wheel-contents find no fault. Times inside are the last commit's, or SOURCE_DATE_EPOCH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
LARGEST_WHEEL = 40_000_000
"""Bytes; what is larger becomes a package of data beside it."""
CODE = frozenset(".py .pyi .typed .js .css .html .svg .toml .rnc .rng .sch .po .mo".split())
"""Endings of what we have written ourselves."""


def main() -> int:
    """Build, check, and leave the two files in dist/; return 1 with the faults where there are some."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    faults = [*disagreements(version, ROOT)]
    with tempfile.TemporaryDirectory() as folder:
        first, second = (build(Path(folder) / name) for name in ("a", "another"))
        faults += different(first, second)
        faults += wheel_faults(next(first.glob("*.whl")), (ROOT / "NOTICE.md").read_text("utf-8"))
        files = sorted(str(file) for file in first.iterdir())
        for judge in (["twine", "check", "--strict", *files], ["check_wheel_contents", *files[:1]]):
            done = subprocess.run([sys.executable, "-m", *judge], capture_output=True, text=True, check=False)
            faults += [done.stdout + done.stderr] if done.returncode else []
        if not faults:
            shutil.copytree(first, ROOT / "dist", dirs_exist_ok=True)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write("" if faults else f"dist/ has backfile {version}, built twice to the same bytes\n")
    return bool(faults)


def disagreements(version: str, root: Path) -> Iterator[str]:
    """Yield where the list of changes or the citation is of another version; one may be in the making."""
    headings = re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    if headings[:1] not in ([version], ["Unreleased"]):
        yield f"CHANGELOG.md: the first heading is {headings[:1]}, the version {version}"
    cited = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))["version"]
    if cited != version:
        yield f"CITATION.cff: version {cited}, in pyproject.toml {version}"


def build(place: Path) -> Path:
    """Build from a copy of what git keeps, and return the folder of the two files."""
    tree = place / "backfile"
    for name in filter(None, git("ls-files", "-z").split("\0")):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tree / name)
    time = git("log", "-1", "--format=%ct").strip()
    environment = {"SOURCE_DATE_EPOCH": time, **os.environ}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(place / "dist"), str(tree)]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return place / "dist"


def git(*arguments: str) -> str:
    """Return what git prints in the checkout."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 -- the git of who releases
    return done.stdout


def different(first: Path, second: Path) -> Iterator[str]:
    """Yield the files of one build that the other has not to the byte."""
    for name in sorted({file.name for folder in (first, second) for file in folder.iterdir()}):
        a, b = first / name, second / name
        if not (a.is_file() and b.is_file() and a.read_bytes() == b.read_bytes()):
            yield f"{name}: a second build is not the same"


def wheel_faults(wheel: Path, notice: str) -> Iterator[str]:
    """Yield what is wrong with the wheel: too large, or data of which the notice does not say whose it is."""
    if wheel.stat().st_size > LARGEST_WHEEL:
        yield f"{wheel.name}: {wheel.stat().st_size:,} bytes, at most {LARGEST_WHEEL:,}"
    with zipfile.ZipFile(wheel) as archive:
        yield from (f"NOTICE.md: says nothing of {name}" for name in unnamed(archive.namelist(), notice))


def unnamed(files: Iterable[str], notice: str) -> Iterator[str]:
    """Yield the files of data in the package that no row of the notice names."""
    named = set(re.findall(r"`([^`]+)`", notice))
    for name in files:
        path = Path(name)
        if path.parts[0] != "convert" or (path.suffix in CODE and "data" not in path.parts):
            continue
        if not {name, path.name} & named:
            yield name


if __name__ == "__main__":
    sys.exit(main())
