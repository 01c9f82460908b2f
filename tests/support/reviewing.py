"""A converted folder to review, what answers the page, and requests to it without a process."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convert.cli import run
from convert.cli.review import open_service
from convert.review.service import ReviewService
from tests.support.paths import SAMPLES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

SOURCES = ("misreadings.txt", "cut-columns.txt", "cut-columns.toml", "overlap.txt")
TICKS = count()


def converted(folder: Path, sources: tuple[str, ...] = SOURCES) -> Path:
    """Convert some samples into a folder, as archival XML."""
    inside = folder / "in"
    inside.mkdir(parents=True)
    for name in sources:
        shutil.copy(SAMPLES / name, inside / Path(name).name)
    out = folder / "out"
    assert run(["batch", str(inside), str(out), "-f", "xml", "--jobs", "1", "--quiet"]) == 0
    return out


@contextmanager
def reviewing(out: Path, reviewer: str = "Lin", below: float = 0.9) -> Iterator[ReviewService]:
    """Open what answers the page; its clock goes on a second with each look at it."""
    with open_service(out, reviewer, below, 1) as service:
        service.now = lambda: f"2026-11-28T17:{next(TICKS) // 60 % 60:02}:{next(TICKS) % 60:02}Z"
        service.layout.now = service.now
        yield service


def first(service: ReviewService, **wanted: object) -> dict[str, Any]:
    """Return the first doubt of the queue that has some values."""
    doubts = service.doubts(service.queue({})["order"])
    return next(doubt for doubt in doubts if all(doubt[name] == value for name, value in wanted.items()))


def order_of(service: ReviewService, **wanted: str) -> list[int]:
    """Return the numbers of the doubts that a filter lets through."""
    return list(service.queue(wanted)["order"])


def decision(doubt: Mapping[str, Any], decide: str, **more: object) -> dict[str, Any]:
    """Return what the page sends of a decision."""
    return {"changes": [{"id": doubt["id"], "decide": decide, "seen": doubt["state"], **more}]}


def request(
    app: ASGIApp, path: str, headers: Mapping[str, str], body: object = None
) -> tuple[int, dict[str, str], bytes]:
    """Ask an application as a browser does; with a body by POST."""
    data = b"" if body is None else json.dumps(body).encode()
    plain = {"content-length": str(len(data)), **headers} if body is not None else headers
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET" if body is None else "POST",
        "scheme": "http",
        "path": path.partition("?")[0],
        "raw_path": path.partition("?")[0].encode(),
        "query_string": path.partition("?")[2].encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in plain.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }
    messages: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": data, "more_body": False}

    async def send(message: Message) -> None:
        await asyncio.sleep(0)
        messages.append(message)

    async def answer_it() -> None:
        await app(scope, receive, send)

    asyncio.run(answer_it())
    answer = messages[0]
    return (
        answer["status"],
        {name.decode().lower(): value.decode() for name, value in answer["headers"]},
        b"".join(message.get("body", b"") for message in messages[1:]),
    )
