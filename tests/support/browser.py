"""A real browser for tests: headless Chromium, driven over its pipe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the path")
KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), " ": (32, " "), "Escape": (27, "")}


@dataclass(slots=True)
class Browser:
    """One tab; commands are those of the Chrome DevTools Protocol."""

    to: BinaryIO
    answers: BinaryIO
    session: str = ""
    number: int = 0
    heard: list[str] = field(default_factory=list)
    """Errors of scripts and refused files."""

    def do(self, method: str, **asked: object) -> dict[str, Any]:
        """Send a command and return its result."""
        self.number += 1
        message: dict[str, object] = {"id": self.number, "method": method, "params": asked}
        if self.session:
            message["sessionId"] = self.session
        self.to.write(json.dumps(message).encode() + b"\0")
        self.to.flush()
        while True:
            said = self._next()
            if said.get("id") == self.number:
                assert "error" not in said, said
                return cast("dict[str, Any]", said["result"])
            if said.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                self.heard.append(json.dumps(said["params"]))

    def _next(self) -> dict[str, Any]:
        read = bytearray()
        while (byte := self.answers.read(1)) not in {b"\0", b""}:
            read += byte
        assert read, "the browser has gone"
        return cast("dict[str, Any]", json.loads(read))

    def go(self, url: str) -> None:
        """Load a page, and wait for it."""
        self.do("Page.navigate", url="about:blank")
        self.do("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def say(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page's script gives
        """Return the value of an expression in the page."""
        got = self.do("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in got, got
        return got["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait till the page fulfils a condition."""
        waiting = (
            f"new Promise((done, no) => {{ const look = (n) => ({condition}) ? done(true) : n"
            " ? setTimeout(look, 20, n - 1) : no(new Error('not in time')); look(500); })"
        )
        assert self.say(waiting) is True

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        self.do("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press a key."""
        code, text = KEYS.get(key) or (ord(key.upper()), key)
        asked = {"key": key, "windowsVirtualKeyCode": code, "text": text}
        self.do("Input.dispatchKeyEvent", type="keyDown", **asked)
        self.do("Input.dispatchKeyEvent", type="keyUp", **asked)


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start Chromium with its files in a folder, and end it afterwards."""
    theirs, to = os.pipe()
    answers, back = os.pipe()
    command = (
        f'exec "$0" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe'
        f' --user-data-dir="$1" about:blank 3<&{theirs} 4>&{back}'
    )
    started = subprocess.Popen(
        ["bash", "-c", command, str(CHROMIUM), str(folder / "profile")],
        pass_fds=(theirs, back),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    )
    os.close(theirs)
    os.close(back)
    with os.fdopen(to, "wb") as writing, os.fdopen(answers, "rb") as reading:
        try:
            tab = Browser(writing, reading)
            targets = tab.do("Target.getTargets")["targetInfos"]
            page = next(t["targetId"] for t in targets if t["type"] == "page")
            tab.session = tab.do("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Accessibility"):
                tab.do(f"{domain}.enable")
            yield tab
        finally:
            started.terminate()
            started.wait(20)
