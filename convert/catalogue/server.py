"""The catalogue shown on this machine alone, by a small server that alters nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from types import MappingProxyType
from typing import BinaryIO, ClassVar
from urllib.parse import unquote_to_bytes, urlsplit

from convert.catalogue.feeds import ATOM, JSON, PNG
from convert.catalogue.inventory import MEDIA_TYPES
from convert.catalogue.store import FOLDER, NAME
from convert.errors import BadSetting

LOOPBACK = "127.0.0.1"
START = f"/{FOLDER}/index.html"
OWN_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".png": PNG,
        ".json": JSON,
        ".atom": f"{ATOM}acquisition",
    }
)
"""Media types of the catalogue's own files."""
NAVIGATION = ("root-", "years-", "titles-")
"""Feeds that list feeds."""
PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'"
"""Content Security Policy of the catalogue; a file of an issue may do nothing at all."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder's catalogue and issues, bound to 127.0.0.1; port 0 takes any that is free.

    Raises:
        BadSetting: the port cannot be had.

    """

    class FolderHandler(CatalogueHandler):  # the library makes one a request and passes it nothing of ours
        root = folder

    try:
        server = ThreadingHTTPServer((LOOPBACK, port), FolderHandler)
    except OSError as error:
        raise BadSetting(
            f"the port cannot be had: {error.strerror}",
            location=f"{LOOPBACK}:{port}",
            hint="give another with --port",
        ) from error
    server.daemon_threads = True
    return server


class CatalogueHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; everything else is refused by the library (501)."""

    root: ClassVar[Path] = Path()
    server_version, sys_version = "backfile", ""
    protocol_version = "HTTP/1.1"
    timeout = 30
    """Seconds; a browser keeps connections open that it may not use."""

    def do_GET(self) -> None:
        """Send a file."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Send what would go before a file."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: the terminal belongs to the command."""

    def _answer(self, *, with_body: bool) -> None:
        port = self.connection.getsockname()[1]
        if self.headers.get("Host", "") not in {f"{LOOPBACK}:{port}", f"localhost:{port}"}:
            self.send_error(
                HTTPStatus.MISDIRECTED_REQUEST
            )  # a page elsewhere may not read us by its own name
            return
        path = urlsplit(self.path).path
        if path in {"/", f"/{FOLDER}", f"/{FOLDER}/"}:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", START)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        parts = path_parts(path)
        kind = media_type(parts)
        file = open_below(self.root, parts) if kind else None
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with file:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(os.fstat(file.fileno()).st_size))
            self.send_header("Cache-Control", "no-cache")
            self.send_header("X-Content-Type-Options", "nosniff")
            own = parts[0] == FOLDER
            self.send_header("Content-Security-Policy", PAGE_POLICY if own else "sandbox; default-src 'none'")
            self.end_headers()
            if with_body:
                self._send(file)

    def _send(self, file: BinaryIO) -> None:
        try:
            copyfileobj(file, self.wfile)
        except (ConnectionError, TimeoutError):
            self.close_connection = True  # the reader has what it wanted


def path_parts(path: str) -> tuple[str, ...]:
    """Return the parts of a path that was asked for; empty where it is none that we would have written.

    "/catalogue/a%20b.json"  ->  ("catalogue", "a b.json");  "/../x"  ->  ()
    """
    parts = tuple(os.fsdecode(unquote_to_bytes(part)) for part in path.removeprefix("/").split("/"))
    wrong = any(not part or part.startswith(".") or "/" in part or "\0" in part for part in parts)
    return () if wrong or not path.startswith("/") else parts


def media_type(parts: tuple[str, ...]) -> str:
    """Return the media type of a file that is shown; empty for all others."""
    if not parts:
        return ""
    if parts[0] != FOLDER:
        return MEDIA_TYPES.get(PurePosixPath(parts[-1]).suffix, "")
    if not NAME.fullmatch("/".join(parts[1:])):
        return ""
    if parts[-1].endswith(".atom") and parts[-1].startswith(NAVIGATION):
        return f"{ATOM}navigation"
    return OWN_TYPES[PurePosixPath(parts[-1]).suffix]


def open_below(root: Path, parts: tuple[str, ...]) -> BinaryIO | None:
    """Open a regular file below a folder; none where there is no such file, or a link on the way to it.

    Each part is opened from the one before, so that nothing can be exchanged in between.
    """
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = inner
        handle = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
    except OSError:
        return None
    finally:
        os.close(here)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    return os.fdopen(handle, "rb")
