"""`backfile catalogue --serve`: what it shows on 127.0.0.1, what it refuses, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from convert.catalogue.server import MOST_CONNECTIONS, PATIENCE, PatientReader, make_server
from convert.document.model import Metadata
from convert.document.roles import Role
from tests.support.browser import browser, needs_chromium
from tests.support.build import archived, document
from tests.support.paths import ROOT


class Running(NamedTuple):
    """A server and what it serves."""

    folder: Path
    port: int


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def start(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """Start the command, and wait till it prints its address."""
    command = [sys.executable, "-m", "convert", "catalogue", str(folder), "--no-covers", "-q"]
    process = subprocess.Popen(
        [*command, "--serve", "--port", "0"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline()
    assert address.startswith("http://127.0.0.1:")
    return process, int(address.strip("/\n").rpartition(":")[2])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Serve a folder with an issue, and with things that are nobody's business."""
    folder = tmp_path_factory.mktemp("served") / "issues"
    inner = folder / "年 1951"
    inner.mkdir(parents=True)
    made = document(
        [(Role.HEADLINE, "高铁"), (Role.BODY, "隧道贯通。")], Metadata(title="山城晚报", date="1951")
    )
    (inner / "#1.xml").write_text(archived(made), "utf-8")
    (folder / "x.pdf").write_bytes(b"%PDF")
    (folder / "secret.txt").write_text("secret")
    (folder / ".hidden.pdf").write_text("secret")
    (folder.parent / "outside.pdf").write_text("secret")
    (folder / "link.pdf").symlink_to(folder.parent / "outside.pdf")
    (folder / "away").symlink_to(folder.parent)
    os.mkfifo(folder / "pipe.pdf")
    process, port = start(folder)
    (folder / "catalogue" / "notes.html").write_text("not ours")
    yield Running(folder, port)
    process.terminate()
    process.communicate(timeout=20)


def ask(running: Running, path: str, method: str = "GET", host: str = "") -> Answer:
    """Ask for a path as it is: no part of it is tidied up on the way."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{running.port}")
    connection.endheaders()
    got = connection.getresponse()
    answer = Answer(got.status, dict(got.getheaders()), got.read())
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/catalogue/index.html", "text/html; charset=utf-8"),
        ("/catalogue/search.js", "text/javascript; charset=utf-8"),
        ("/catalogue/root-1.json", "application/opds+json"),
        ("/catalogue/root-1.atom", "application/atom+xml;profile=opds-catalog;kind=navigation"),
        ("/catalogue/new-1.atom?x=1", "application/atom+xml;profile=opds-catalog;kind=acquisition"),
        ("/%E5%B9%B4%201951/%231.xml", "application/tei+xml"),
        ("/x.pdf", "application/pdf"),
    ],
)
def test_shown_with_its_media_type(running: Running, path: str, kind: str) -> None:
    """A file comes whole; HEAD says the same and sends nothing."""
    got, head = ask(running, path), ask(running, path, "HEAD")
    assert (got.status, got.headers["Content-Type"]) == (200, kind)
    assert len(got.body) == int(got.headers["Content-Length"]) > 0
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Type"] == kind
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_root_leads_to_the_page(running: Running) -> None:
    """The printed address is enough."""
    assert ask(running, "/").headers["Location"] == "/catalogue/index.html"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/../outside.pdf", id="up"),
        pytest.param("/%2e%2e/outside.pdf", id="up, escaped"),
        pytest.param("/catalogue/..%2f..%2foutside.pdf", id="an escaped slash"),
        pytest.param("//etc/passwd", id="two slashes"),
        pytest.param("/catalogue/../secret.txt", id="back out of the catalogue"),
        pytest.param("/secret.txt", id="a file that is no issue's"),
        pytest.param("/.hidden.pdf", id="a hidden file"),
        pytest.param("/link.pdf", id="a link"),
        pytest.param("/away/outside.pdf", id="through a link"),
        pytest.param("/away/issues/x.pdf", id="through a link and back"),
        pytest.param("/pipe.pdf", id="a pipe"),
        pytest.param("/x.pdf%00.txt", id="a NUL"),
        pytest.param("/x.pdf/", id="a file as a folder"),
        pytest.param("/catalogue/notes.html", id="what the catalogue did not write"),
        pytest.param("/catalogue/.files", id="the list of its files"),
        pytest.param("x.pdf", id="no slash"),
        pytest.param("/" + "a/" * 20_000 + "x.pdf", id="very deep"),
    ],
)
def test_refused(running: Running, path: str) -> None:
    """Nothing outside, nothing else inside, and nothing about why."""
    got = ask(running, path)
    assert got.status in {404, 400}
    assert b"secret" not in got.body


def test_other_names_and_methods_are_refused(running: Running) -> None:
    """A page elsewhere cannot read the catalogue by naming us otherwise; nothing can be written."""
    assert ask(running, "/x.pdf", host="evil.example").status == 421
    assert ask(running, "/x.pdf", host=f"localhost:{running.port}").status == 200
    assert ask(running, "/x.pdf", "PUT").status == 501


def test_loopback_alone(running: Running) -> None:
    """No other address of this machine answers."""
    with socket.socket() as other:
        other.settimeout(5)
        assert other.connect_ex(("127.0.0.2", running.port)) != 0


@needs_chromium
def test_search_over_http(running: Running, tmp_path: Path) -> None:
    """The same page searches over HTTP, under a policy that lets it load its own files only."""
    with browser(tmp_path) as tab:
        tab.go(f"http://127.0.0.1:{running.port}/catalogue/index.html#words=隧道")
        tab.until("document.getElementById('status').textContent === '1 issue found.'")
        assert tab.say("document.querySelector('#found mark').textContent") == "隧道"
        assert tab.say("getComputedStyle(document.querySelector('#search')).display") == "grid"
        assert [line for line in tab.heard if "favicon" not in line] == []


@pytest.mark.parametrize(("by", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_ends_cleanly(tmp_path: Path, by: signal.Signals, status: int) -> None:
    """Ctrl-C is the way to end it, and no error; while a browser still holds a connection too."""
    process, port = start(tmp_path)
    with socket.create_connection(("127.0.0.1", port)):
        process.send_signal(by)
        _, err = process.communicate(timeout=20)
    assert process.returncode == status
    assert err in {"stopped\n", ""}


def test_port_that_is_taken(running: Running) -> None:
    """One line says so, and what to do."""
    command = [
        sys.executable,
        "-m",
        "convert",
        "catalogue",
        str(running.folder),
        "--no-covers",
        "-q",
        "--serve",
    ]
    done = subprocess.run(
        [*command, "--port", str(running.port)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "give another port with --port" in done.stderr
    assert done.stderr.count("\n") == 1


def ask_with(
    running: Running, headers: Mapping[str, str], method: str = "GET", path: str = "/x.pdf"
) -> Answer:
    """Ask for a file with headers of one's own."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.request(method, path, headers=dict(headers))
    got = connection.getresponse()
    answer = Answer(got.status, dict(got.getheaders()), got.read())
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("asked", "status", "body", "where"),
    [
        ("bytes=0-0", 206, b"%", "bytes 0-0/4"),
        ("bytes=1-2", 206, b"PD", "bytes 1-2/4"),
        ("bytes=2-", 206, b"DF", "bytes 2-3/4"),
        ("bytes=-3", 206, b"PDF", "bytes 1-3/4"),
        ("bytes=-9", 206, b"%PDF", "bytes 0-3/4"),
        ("bytes=0-99", 206, b"%PDF", "bytes 0-3/4"),
        ("Bytes=1-1", 206, b"P", "bytes 1-1/4"),
        ("bytes=4-", 416, b"", "bytes */4"),
        ("bytes=9-12", 416, b"", "bytes */4"),
        ("bytes=-0", 416, b"", "bytes */4"),
        ("bytes=3-1", 200, b"%PDF", None),
        ("bytes=-", 200, b"%PDF", None),
        ("bytes=0-0,2-2", 200, b"%PDF", None),
        ("bytes=x-y", 200, b"%PDF", None),
        ("pages=1-2", 200, b"%PDF", None),
        ("bytes=0-" + "9" * 5000, 200, b"%PDF", None),
    ],
)
def test_ranges(running: Running, asked: str, status: int, body: bytes, where: str | None) -> None:
    """A reader that shows page 90 of a PDF need not load the rest (RFC 9110, section 14)."""
    got = ask_with(running, {"Range": asked})
    assert (got.status, got.body, got.headers.get("Content-Range")) == (status, body, where)
    assert int(got.headers["Content-Length"]) == len(body)


def test_range_of_the_file_that_it_was(running: Running) -> None:
    """If-Range: a part is sent where the file is still the same, else all of it; HEAD knows no ranges."""
    first = ask_with(running, {})
    assert first.headers["Accept-Ranges"] == "bytes"
    part = {"Range": "bytes=1-2"}
    for same in (first.headers["ETag"], first.headers["Last-Modified"]):
        assert ask_with(running, {**part, "If-Range": same}).body == b"PD"
    for other in ('"other"', "Thu, 01 Jan 1970 00:00:00 GMT", f"W/{first.headers['ETag']}"):
        assert ask_with(running, {**part, "If-Range": other})[::2] == (200, b"%PDF")
    head = ask_with(running, part, "HEAD")
    assert (head.status, head.headers["Content-Length"], head.body) == (200, "4", b"")


def test_ranges_open_no_other_file(running: Running) -> None:
    """What is refused is refused with a range, too."""
    assert ask_with(running, {"Range": "bytes=0-1"}, path="/../outside.pdf").status == 404


def test_reset_connections_are_no_news(tmp_path: Path) -> None:
    """A client that leaves in the midst of a request or an answer costs no line on the terminal."""
    folder = tmp_path / "issues"
    folder.mkdir()
    (folder / "big.pdf").write_bytes(bytes(20_000_000))
    process, port = start(folder)
    for asked in (b"", b"GET /big", b"GET /big.pdf HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port):
        for _ in range(5):
            client = socket.create_connection(("127.0.0.1", port))
            client.sendall(asked)
            if asked.endswith(b"\r\n\r\n"):
                assert client.recv(10)
            # a reset, not an end
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
    assert ask(Running(folder, port), "/big.pdf", "HEAD").status == 200
    process.terminate()
    _, err = process.communicate(timeout=20)
    assert err == ""


def test_open_connections_are_bounded(tmp_path: Path) -> None:
    """A client too many is told to come back, and served when another has left."""
    process, port = start(tmp_path)
    with ExitStack() as stack:
        for _ in range(MOST_CONNECTIONS):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port), 20))
            client.sendall(b"HEAD / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
            assert client.recv(12) == b"HTTP/1.1 302"  # and it stays open
        late = stack.enter_context(socket.create_connection(("127.0.0.1", port), 20))
        assert late.recv(12) == b"HTTP/1.1 503"
    status = 0
    for _ in range(100):
        with suppress(ConnectionError):
            status = ask(Running(tmp_path, port), "/catalogue/index.html").status
        if status == 200:
            break
        time.sleep(0.1)
    assert status == 200
    process.terminate()
    assert process.communicate(timeout=20)[1] == ""


def test_slow_clients_time_out() -> None:
    """However slowly bytes trickle in, a request must be there in time; the next has its own."""
    now = [0.0]
    ours, theirs = socket.socketpair()
    with ours, theirs:
        reader = PatientReader(ours, lambda: now[0])
        for _ in range(3):
            theirs.sendall(b"G")
            assert reader.read(1) == b"G"
            now[0] += PATIENCE / 3
        theirs.sendall(b"G")
        with pytest.raises(TimeoutError):
            reader.read(1)
        reader.restart()
        assert reader.read(1) == b"G"


def test_slow_client_of_a_real_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left alone, in silence."""
    monkeypatch.setattr("convert.catalogue.server.PATIENCE", 0.3)
    with serving(tmp_path) as (port, reports), socket.create_connection(("127.0.0.1", port), 20) as client:
        client.sendall(b"GET /")
        assert client.recv(10) == b""
    assert reports == []


def test_fault_of_ours_is_reported(tmp_path: Path) -> None:
    """What is no client's doing is not hidden."""
    with (
        serving(tmp_path / "missing") as (port, reports),
        socket.create_connection(("127.0.0.1", port), 20) as client,
    ):
        client.sendall(b"GET /x.pdf HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
        assert client.recv(10) == b""
    assert len(reports) == 1
    assert "FileNotFoundError" in reports[0]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, list[str]]]:
    """Serve a folder in this process; yield the port, and the faults that are reported."""
    reports: list[str] = []
    with make_server(folder, 0, time.monotonic, reports.append) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], reports
        finally:
            server.shutdown()
            thread.join()
