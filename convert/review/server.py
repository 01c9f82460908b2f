"""The review page served on this machine alone, to who knows its address.

127.0.0.1; a token in the path; Host and Origin checked, so that no page elsewhere reaches it by its own name
(DNS rebinding) or through the reviewer's browser; a policy that runs no script but ours and loads nothing.
"""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from convert.errors import BadSetting, ConvertError
from convert.review.screen_files import screen_file
from convert.review.service import ReviewService, plain_verdict
from convert.review.store import Conflict

LOOPBACK = "127.0.0.1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
    }
)
TYPES: Mapping[str, str] = MappingProxyType(
    {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
)
LARGEST_BODY = 8_000_000
"""Bytes of a request: a decision on 50,000 alike cases."""
KEPT = "private, max-age=3600, immutable"
"""How long a browser may keep the image of a page; its address has the token of this run."""

Answer = Callable[[Request], Awaitable[Response]]


class Guard:
    """Lets through what our own page asks, and nothing else."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        """Take the token that every path begins with, and the port by which we are known."""
        self._app = app
        self._start = f"/{token}/"
        self._hosts = {f"{LOOPBACK}:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refused = self._refused(Request(scope))
        if refused:
            await PlainTextResponse("", refused, dict(HEADERS))(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        scope["path"] = "/" + scope["path"].removeprefix(self._start)
        scope["raw_path"] = scope["path"].encode()
        await self._app(scope, receive, send_guarded)

    def _refused(self, request: Request) -> int:
        """Return the status by which a request is refused; 0: it is not."""
        headers = request.headers
        host = headers.get("host", "")
        if host not in self._hosts:
            return 421
        path = request.url.path
        if not secrets.compare_digest(path[: len(self._start)].encode(), self._start.encode()):
            return 404
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return 403
        if request.method in {"GET", "HEAD"}:
            return 0
        return _refused_post(headers, f"http://{host}")


def _refused_post(headers: Headers, origin: str) -> int:
    """Return the status by which what is sent is refused; 0: it is not."""
    if headers.get("origin") != origin:
        return 403
    if headers.get("content-type", "").partition(";")[0] != "application/json":
        return 415
    length = headers.get("content-length", "")
    return 0 if length.isdecimal() and int(length) <= LARGEST_BODY else 413


def make_app(service: ReviewService, token: str, port: int) -> Starlette:
    """Return the application that answers the page."""
    routes = [
        Route("/", _screen("index.html")),
        Route("/favicon.ico", _screen("icon.svg")),
        Route("/screen/{name}", _named_screen),
        *_asked(service),
        *_told(service),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, token=token, port=port)])


def _asked(service: ReviewService) -> list[Route]:
    """Return what is asked for by GET."""

    async def start(_request: Request) -> Response:
        return _answer(service.start)

    async def queue(request: Request) -> Response:
        return _answer(lambda: service.queue(request.query_params))

    async def doubts(request: Request) -> Response:
        numbers = [int(each) for each in request.query_params.get("ids", "").split(",") if each.isdecimal()]
        return _answer(lambda: {"doubts": service.doubts(numbers)})

    async def summary(_request: Request) -> Response:
        return _answer(service.summary)

    async def pages(_request: Request) -> Response:
        return _answer(lambda: {"pages": service.pages()})

    async def text(request: Request) -> Response:
        issue = request.path_params["issue"]
        view = request.path_params["view"]
        return await run_in_threadpool(lambda: _answer(lambda: {"text": service.text(issue, view)}))

    async def blocks(request: Request) -> Response:
        return _answer(lambda: service.layout.blocks(request.path_params["issue"]))

    async def image(request: Request) -> Response:
        data = await run_in_threadpool(
            service.page_image, request.path_params["issue"], request.path_params["page"]
        )
        if not data:
            return PlainTextResponse("", 404)
        return Response(data, headers={"Cache-Control": KEPT}, media_type="image/jpeg")

    return [
        Route("/api/start", start),
        Route("/api/queue", queue),
        Route("/api/doubts", doubts),
        Route("/api/summary", summary),
        Route("/api/pages", pages),
        Route("/api/text/{issue:int}/{view}", text),
        Route("/api/blocks/{issue:int}", blocks),
        Route("/api/page/{issue:int}/{page:int}", image),
    ]


def _told(service: ReviewService) -> list[Route]:
    """Return what is told by POST."""

    def posted(perform: Callable[[Mapping[str, Any]], object]) -> Answer:
        async def endpoint(request: Request) -> Response:
            try:
                body = await request.json()
            except (ValueError, RecursionError):
                return _json({"error": "no JSON"}, 400)
            if not isinstance(body, dict):
                return _json({"error": "no object"}, 400)
            return _answer(lambda: perform(body))

        return endpoint

    return [
        Route("/api/alike", posted(service.decide_alike), methods=["POST"]),
        Route("/api/decide", posted(service.decide), methods=["POST"]),
        Route("/api/undo", posted(lambda _body: service.undo()), methods=["POST"]),
        Route("/api/sample", posted(service.sample), methods=["POST"]),
        Route("/api/layout", posted(service.layout.put), methods=["POST"]),
        Route("/api/mark", posted(service.mark_page), methods=["POST"]),
    ]


def _answer(perform: Callable[[], object]) -> Response:
    try:
        return _json(perform())
    except Conflict as conflict:
        states = {number: plain_verdict(state) for number, state in conflict.states.items()}
        return _json({"error": conflict.message, "states": states}, 409)
    except BadSetting as error:
        return _json({"error": str(error)}, 400)
    except ConvertError as error:
        return _json({"error": str(error)}, 500)


def _json(value: object, status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return Response(text, status, media_type="application/json")


def _screen(name: str) -> Answer:
    async def endpoint(_request: Request) -> Response:
        kind = TYPES[name[name.rindex(".") :]]
        return Response(screen_file(name), media_type=kind)

    return endpoint


async def _named_screen(request: Request) -> Response:
    try:
        return await _screen(request.path_params["name"])(request)
    except (FileNotFoundError, KeyError, ValueError):
        return PlainTextResponse("", 404)


def open_port(port: int) -> socket.socket:
    """Return a socket on this machine alone; port 0 takes any that is free.

    Raises:
        BadSetting: the port cannot be had.

    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise BadSetting(
            f"the port is not available: {error.strerror}",
            location=f"{LOOPBACK}:{port}",
            hint="give another port with --port",
        ) from error
    return listener


def serve(service: ReviewService, listener: socket.socket, token: str) -> None:
    """Answer till somebody stops it."""
    app = make_app(service, token, listener.getsockname()[1])
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, lifespan="off", ws="none"
    )
    uvicorn.Server(config).run(sockets=[listener])
