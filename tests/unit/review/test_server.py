"""Who is answered by the server, and what a browser is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette

from convert.review.server import LARGEST_BODY, make_app
from tests.support.reviewing import converted, request, reviewing

HOST = {"host": "127.0.0.1:8000"}
POST = {**HOST, "origin": "http://127.0.0.1:8000", "content-type": "application/json"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    """Return the application over a small folder."""
    out = converted(tmp_path_factory.mktemp("served"), ("misreadings.txt",))
    with reviewing(out) as service:
        yield make_app(service, "secret", 8000)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/secret/", HOST, 200),
        ("/secret/", {"host": "localhost:8000"}, 200),
        ("/secret/api/start", HOST, 200),
        ("/secret/", {"host": "evil.example:8000"}, 421),
        ("/secret/", {"host": "127.0.0.1:8001"}, 421),
        ("/secret/", {}, 421),
        ("/", HOST, 404),
        ("/secres/", HOST, 404),
        ("/secret/../secret/", HOST, 404),
        ("/secret/api/start", {**HOST, "sec-fetch-site": "cross-site"}, 403),
        ("/secret/screen/main.js", HOST, 200),
        ("/secret/screen/../server.py", HOST, 404),
        ("/secret/screen/nothing.js", HOST, 404),
        ("/secret/api/page/1/0", HOST, 404),
        ("/secret/api/page/99/7", HOST, 404),
        ("/secret/api/text/1/reading", HOST, 200),
        ("/secret/api/text/99/reading", HOST, 400),
        ("/secret/api/queue?kind=x", HOST, 400),
    ],
)
def test_who_is_answered(app: Starlette, path: str, headers: dict[str, str], status: int) -> None:
    """Who knows the address and comes to it by our name."""
    answer = request(app, path, headers)
    assert answer[0] == status
    assert "content-security-policy" in answer[1]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        (POST, {"changes": []}, 200),
        ({**POST, "origin": "http://evil.example"}, {"changes": []}, 403),
        ({**HOST, "content-type": "application/json"}, {"changes": []}, 403),
        ({**POST, "content-type": "text/plain"}, {"changes": []}, 415),
        ({**POST, "content-length": str(LARGEST_BODY + 1)}, {"changes": []}, 413),
        (POST, [], 400),
        (POST, {}, 400),
        (POST, {"changes": [{"id": 1, "decide": "accept", "seen": {"decide": "reject"}}]}, 409),
    ],
)
def test_what_may_be_sent(app: Starlette, headers: dict[str, str], body: Any, status: int) -> None:  # noqa: ANN401 - JSON
    """By our own page alone, and no more than it sends."""
    assert request(app, "/secret/api/decide", headers, body)[0] == status


def test_a_page_may_run_nothing_but_our_scripts(app: Starlette) -> None:
    """Every answer says so."""
    headers = request(app, "/secret/", HOST)[1]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert b'<script type="module" src=' in request(app, "/secret/", HOST)[2]
    assert headers["content-type"].startswith("text/html")


def test_doubts_are_given_with_all_that_is_seen_of_them(app: Starlette) -> None:
    """Before, after, the lines around, what may be chosen; nothing decided yet."""
    order = json.loads(request(app, "/secret/api/queue?below=1.01", HOST)[2])["order"]
    (doubt,) = json.loads(request(app, f"/secret/api/doubts?ids={order[0]},x,999999", HOST)[2])["doubts"]
    lines = doubt["lines"]
    assert lines["text"][lines["start"] : lines["stop"]] == (
        doubt["before"] if doubt["action"] == "edit" else ""
    )
    assert doubt["state"]["decide"] == ""
