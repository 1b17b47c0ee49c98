"""Metrics and logs of requests that end abnormally."""

import asyncio

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message

from tests.apps import settings_for
from tests.servers import Clock
from vestibule.main import create_app

SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/api/auth/sign-in",
    "raw_path": b"/api/auth/sign-in",
    "query_string": b"",
    "root_path": "",
    "headers": [(b"host", b"x"), (b"content-type", b"application/json"), (b"content-length", b"40")],
    "client": ("127.0.0.1", 50_000),
    "server": ("127.0.0.1", 8000),
}


async def leave_before_the_body_is_sent(app: FastAPI) -> list[Message]:
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    await app(dict(SCOPE), receive, send)
    return told


def test_client_disconnect_is_not_logged_as_a_failure(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(settings_for("http://127.0.0.1:9", log_level="INFO"), clock=clock)

    told = asyncio.run(leave_before_the_body_is_sent(app))

    lines = capsys.readouterr().out.splitlines()
    assert told == []
    assert ["status=499" in line for line in lines if "/api/auth/sign-in" in line] == [True]
    assert not any("error" in line for line in lines)
    assert 'route="/api/auth/sign-in",status="499"' in TestClient(app).get("/metrics").text
