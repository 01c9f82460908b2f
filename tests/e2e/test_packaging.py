"""The command works from a wheel, from an editable install, and from a checkout that is not installed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from convert import __version__
from tests.support.paths import ROOT, SAMPLES

SAMPLE = SAMPLES / "cut-columns.txt"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
OURS = ("--no-deps", "--no-build-isolation", "-q")
"""The project alone: what it depends on is borrowed from the environment the tests run in."""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command with no help from the environment; return what it printed."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def environment(place: Path) -> Path:
    """Make a virtual environment that sees this one's packages, but not its editable installs."""
    venv.create(place, with_pip=False, symlinks=True)
    packages = next(place.glob("lib/python*/site-packages"))
    (packages / "zz-borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return place / "bin" / "python"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    place = tmp_path_factory.mktemp("dist")
    run(*PIP, "wheel", *OURS, "-w", place, ROOT, cwd=place)
    return next(place.glob("backfile-*.whl"))


def converts(python: Path, cwd: Path, made: Path) -> None:
    """Convert a sample with a style other than the first, and find the output."""
    options = ("-o", made, "-f", "docx,xml", "--style", "large-print")
    run(python, "-m", "convert", "convert", SAMPLE, *options, cwd=cwd)
    assert sorted(p.name for p in made.glob("[!.]*")) == ["cut-columns.docx", "cut-columns.xml"]


def location(python: Path, cwd: Path) -> Sequence[Path]:
    """Return where the package and its styles are found."""
    code = "import convert, convert.typeset.styles as s; print(convert.__file__); print(s.styles_folder())"
    return [Path(line) for line in run(python, "-c", code, cwd=cwd).splitlines()]


def test_wheel_converts(wheel: Path, tmp_path: Path) -> None:
    """An installed wheel brings its styles with it, and its command."""
    python = environment(tmp_path / "env")
    run(*PIP, "--python", python, "install", *OURS, wheel, cwd=tmp_path)
    assert all(p.is_relative_to(tmp_path / "env") for p in location(python, tmp_path))
    converts(python, tmp_path, tmp_path / "made")
    assert __version__ in run(python.with_name("backfile"), "--version", cwd=tmp_path)


def test_editable_install_converts(tmp_path: Path) -> None:
    """An editable install runs the checkout's own files."""
    python = environment(tmp_path / "env")
    run(*PIP, "--python", python, "install", *OURS, "-e", ROOT, cwd=tmp_path)
    assert all(p.is_relative_to(ROOT) for p in location(python, tmp_path))
    converts(python, tmp_path, tmp_path / "made")


def test_bare_checkout_converts(tmp_path: Path) -> None:
    """`python -m convert` works in a checkout where nothing is installed but what it depends on."""
    python = environment(tmp_path / "env")
    assert all(p.is_relative_to(ROOT) for p in location(python, ROOT))
    converts(python, ROOT, tmp_path / "made")


def test_wheel_holds_what_it_should(wheel: Path) -> None:
    """Styles, data, licence and the typing marker are in it, below 40 MB in all; tests are not."""
    assert wheel.stat().st_size < 40_000_000
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    own = {p.relative_to(ROOT).as_posix() for p in (ROOT / "convert").rglob("*") if p.is_file()}
    own = {name for name in own if "__pycache__" not in name}
    assert own <= set(names)
    assert {f"convert/styles/{p.name}" for p in (ROOT / "styles").glob("*.toml")} <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"convert", "backfile"}
