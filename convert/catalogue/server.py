"""The catalogue shown on this machine alone, by a small server that alters nothing."""

from __future__ import annotations

import io
import os
import re
import socket
import stat
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, ClassVar
from urllib.parse import unquote_to_bytes, urlsplit

from convert.catalogue.feeds import ATOM, JSON, PNG
from convert.catalogue.inventory import MEDIA_TYPES
from convert.catalogue.store import FOLDER, NAME
from convert.errors import BadSetting

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

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


MOST_CONNECTIONS = 64
"""Open at a time; a browser has six, and keeps them."""
PATIENCE = 30.0
"""Seconds that a request may take to arrive, and that a client may take for each piece of an answer."""
PIECE = 1 << 16
"""Bytes of a piece."""
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.IGNORECASE)
"""One range (RFC 9110, 14.1.2); a list of several is answered with the whole file, as that allows."""


Request = socket.socket | tuple[bytes, socket.socket]
"""A connection, as the library types it."""


class CatalogueServer(ThreadingHTTPServer):
    """Answers a bounded number of clients at a time, and is silent about those that leave."""

    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS

    def __init__(
        self,
        port: int,
        handler: type[CatalogueHandler],
        tick: Callable[[], float],
        report: Callable[[str], None],
    ) -> None:
        """Listen on a port of this machine; `report` takes the traceback of a fault of ours."""
        super().__init__((LOOPBACK, port), handler)
        self.tick = tick
        self._report = report
        self._free = BoundedSemaphore(MOST_CONNECTIONS)

    def process_request(self, request: Request, client_address: object) -> None:
        """Give a client a thread, or tell it to come back."""
        if not self._free.acquire(blocking=False):
            if isinstance(request, socket.socket):
                request.settimeout(0)
                with suppress(OSError):  # it has left, or cannot be told at once
                    request.send(BUSY)
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # no thread can be had
            self._free.release()
            raise

    def process_request_thread(self, request: Request, client_address: object) -> None:
        """Serve a client until it leaves."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - the library's signature
        """Report a fault of ours; that a client has left, or is too slow, is none."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            self._report(traceback.format_exc())


class PatientReader(io.RawIOBase):
    """What a client sends: each request must be there in time, however slowly its bytes trickle in."""

    def __init__(self, connection: socket.socket, tick: Callable[[], float]) -> None:
        """Begin to wait for the first request."""
        super().__init__()
        self._connection, self._tick = connection, tick
        self.restart()

    def restart(self) -> None:
        """Begin to wait for the next request."""
        self._deadline = self._tick() + PATIENCE

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what has come.

        Raises:
            TimeoutError: the request is not there in time.

        """
        left = self._deadline - self._tick()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(PATIENCE)


def make_server(
    folder: Path, port: int, tick: Callable[[], float], report: Callable[[str], None]
) -> CatalogueServer:
    """Return a server of a folder's catalogue and issues, bound to 127.0.0.1; port 0 takes any that is free.

    `tick` is a clock that never goes back, in seconds; `report` takes the traceback of a fault of ours.

    Raises:
        BadSetting: the port cannot be had.

    """

    class FolderHandler(CatalogueHandler):  # the library makes one a request and passes it nothing of ours
        root = folder

    try:
        return CatalogueServer(port, FolderHandler, tick, report)
    except OSError as error:
        raise BadSetting(
            f"the port is not available: {error.strerror}",
            location=f"{LOOPBACK}:{port}",
            hint="give another port with --port",
        ) from error


class CatalogueHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; everything else is refused by the library (501)."""

    root: ClassVar[Path] = Path()
    server: CatalogueServer
    server_version, sys_version = "backfile", ""
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def setup(self) -> None:
        """Read with patience, and not for ever."""
        super().setup()
        self.reader = PatientReader(self.connection, self.server.tick)
        self.rfile = io.BufferedReader(self.reader)

    def handle_one_request(self) -> None:
        """Wait for a request and answer it."""
        self.reader.restart()
        super().handle_one_request()

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
            self._answer_file(file, kind, own=parts[0] == FOLDER, with_body=with_body)

    def _answer_file(self, file: BinaryIO, kind: str, *, own: bool, with_body: bool) -> None:
        """Send a file or the part of it that was asked for; HEAD has no ranges (RFC 9110, 14.2)."""
        status = os.fstat(file.fileno())
        tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"'
        modified = formatdate(status.st_mtime, usegmt=True)
        asked = self.headers.get("Range", "") if with_body else ""
        if asked and self.headers.get("If-Range", tag).strip() not in {tag, modified}:
            asked = ""  # it is another file by now: all of it
        part = byte_range(asked, status.st_size)
        if part is None:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{status.st_size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        whole = len(part) == status.st_size
        self.send_response(HTTPStatus.OK if whole and not _is_range(asked) else HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(part)))
        if _is_range(asked):
            self.send_header("Content-Range", f"bytes {part.start}-{part.stop - 1}/{status.st_size}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", modified)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", PAGE_POLICY if own else "sandbox; default-src 'none'")
        self.end_headers()
        if with_body:
            self._send(file, part)

    def _send(self, file: BinaryIO, part: range) -> None:
        """Send a part of a file, piece by piece; a client that takes no piece in time is left."""
        file.seek(part.start)
        left = len(part)
        while left:
            data = file.read(min(left, PIECE))
            if not data:
                self.close_connection = True  # it has become shorter: the client must notice
                return
            self.wfile.write(data)
            left -= len(data)


def _is_range(asked: str) -> bool:
    match = _RANGE.fullmatch(asked)
    return match is not None and (match[1] or match[2]) != "" and not _is_backward(match)


def _is_backward(match: re.Match[str]) -> bool:
    return bool(match[1] and match[2]) and int(match[2]) < int(match[1])


def byte_range(asked: str, size: int) -> range | None:
    """Return which bytes of a file are wanted; all where no range is, None where it lies beyond the file.

    bytes=0-9  ->  0 to 9      bytes=-5  ->  the last 5      bytes=5-  ->  from the 6th on
    """
    match = _RANGE.fullmatch(asked)
    if match is None or not _is_range(asked):
        return range(size)
    if not match[1]:
        count = min(int(match[2]), size)
        return range(size - count, size) if count else None
    start = int(match[1])
    stop = min(int(match[2]) + 1, size) if match[2] else size
    return range(start, stop) if start < size else None


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
