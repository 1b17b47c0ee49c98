"""A client that stops sending its body gets 408, and its connection is closed."""

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

Message = MutableMapping[str, Any]


class SkippingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock can be advanced, so that timeouts fire without a wait."""

    skipped = 0.0

    def time(self) -> float:
        return super().time() + self.skipped


def send_slowly(client: TestClient, path: str, parts: list[bytes], *, pause: float) -> tuple[int, dict[str, Any]]:
    """POST to the app with `pause` seconds before each part and after the last; the body has no end."""
    loop = SkippingLoop()
    responses: list[Message] = []
    remaining = iter(parts)

    async def receive() -> Message:
        loop.skipped += pause
        await asyncio.sleep(0)
        part = next(remaining, None)
        if part is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": part, "more_body": True}

    async def send(message: Message) -> None:
        responses.append(message)

    headers = [(b"host", b"testserver"), (b"content-type", b"application/json"), (b"content-length", b"1000")]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("192.0.2.1", 1),
        "server": ("testserver", 80),
    }
    try:
        loop.run_until_complete(asyncio.wait_for(client.app(scope, receive, send), 60))
    finally:
        loop.close()
    body = b"".join(message.get("body", b"") for message in responses)
    return responses[0]["status"], json.loads(body)


@pytest.mark.parametrize("path", ["/api/auth/sign-in", "/api/auth/sign-up", "/api/auth/challenge"])
def test_body_that_never_arrives_is_408(client: TestClient, path: str) -> None:
    status, problem = send_slowly(client, path, [], pause=11)

    assert (status, problem["code"]) == (408, "body-timeout")


def test_body_that_arrives_too_slowly_is_408(client: TestClient) -> None:
    status, problem = send_slowly(client, "/api/auth/sign-in", [b" "] * 100, pause=1)

    assert (status, problem["code"]) == (408, "body-timeout")
