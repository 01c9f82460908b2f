"""What all tests share: the profiles of hypothesis, what is long, and the flag that rewrites golden files."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from tests.support.batches import first_surroundings, fork_server, stop_fork_server
from tests.support.examples import register_profiles
from tests.support.fork_server import served_popen
from tests.support.paths import ROOT

register_profiles()
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    # Hundreds of commands are started; each would compile every module anew, a quarter of its time.
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".pytest_cache" / "bytecode"))
os.environ["LANGUAGE"] = "en"  # messages are compared, whatever the language of the one who runs the tests
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command does: threads of BLAS wait for each other


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rewrite-golden`."""
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files anew instead of comparing with them; then look at the diff",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what is marked `long` unless the long profile was asked for."""
    if config.getoption("--hypothesis-profile") == "long":
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="runs with --hypothesis-profile=long"))


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> Iterator[None]:
    """Let the commands that tests start hear Ctrl-C, also where a shell runs the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", autouse=True)
def _forks() -> Iterator[None]:
    """Have the workers of batches forked of a process that has imported what they need; end it afterwards."""
    first_surroundings()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", served_popen(fork_server))
        yield
    stop_fork_server()


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    """Take back what a library left in the environment: OpenCV sets where libraries are sought."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before:
        del os.environ[name]
    os.environ.update(before)
