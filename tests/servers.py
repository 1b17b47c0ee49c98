"""Real servers and a clock, for the tests of every part."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from starlette.types import ASGIApp

TLS = ssl.create_default_context()
"""For `httpx.get` and its like, each of which would otherwise read all certificate authorities: 20 ms."""

HTTP = httpx.Client(verify=TLS, limits=httpx.Limits(max_keepalive_connections=0))
"""For single requests, each on its own connection: `httpx.get` and its like make a client for each."""

START_SECONDS = 20
STOP_SECONDS = 20


class Clock:
    """A clock that only `advance` moves; calling it returns seconds since 1970."""

    def __init__(self, now: float | None = None) -> None:
        self._now = time.time() if now is None else now

    def __call__(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        """Advance the time for everything that uses this clock."""
        self._now += seconds


class AnnouncingServer(uvicorn.Server):
    """A uvicorn server that signals when it has started or failed to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start like uvicorn, then signal it."""
        await super().startup(sockets)
        self.ready.set()


def listen() -> socket.socket:
    """A socket that listens on an ephemeral loopback port, for an app that must know its URL before it is made."""
    return socket.create_server(("127.0.0.1", 0), backlog=1024)


@contextmanager
def serve(app: ASGIApp, listener: socket.socket | None = None, certificate: Path | None = None) -> Iterator[str]:
    """Serve an app on a socket, by default on an ephemeral loopback port, during the block; yields its base URL.

    With a PEM file of a certificate and its key, the app is served over TLS.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=STOP_SECONDS // 2,
        ssl_certfile=certificate,
    )
    scheme = "https" if certificate else "http"
    with listener or listen() as listener:
        server = AnnouncingServer(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="serve", daemon=True)
        thread.start()
        try:
            if not server.ready.wait(START_SECONDS) or not server.started:
                raise RuntimeError("The server did not start; its log says why.")
            yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(STOP_SECONDS)
