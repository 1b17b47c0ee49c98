"""`vestibule serve`: the API on uvicorn, as production runs it."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from vestibule import metrics
from vestibule.server.protocol import GuardedProtocol
from vestibule.settings import Settings, load_settings
from vestibule.storage import open_storage

EPILOG = "Exit status: 0 after SIGTERM or Ctrl-C; 1 a setting is invalid; 3 the API could not start."
DRAIN_SECONDS = 20
WORKER_START_SECONDS = 60  # on a busy machine; a supervisor that waits less kills its workers again and again
KEEP_ALIVE_SECONDS = 75  # longer than proxies keep idle connections, so that the proxy closes them


class GracefulServer(uvicorn.Server):
    """Also serves the connections in the backlog when it is stopped.

    Closing a listener resets them. A proxy has sent its request by then, cannot know that nothing was executed, and
    must not repeat it if it changes something.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, and finish all requests."""
        for protocol in self.server_state.connections:
            if isinstance(protocol, GuardedProtocol):  # before the port closes: a request after that is the last one
                protocol.end_keep_alive()
        accepted = [connection for server in self.servers for connection in _close(server)]
        loop = asyncio.get_running_loop()
        for connection in accepted:
            await loop.connect_accepted_socket(self._protocol, connection)
        await super().shutdown(sockets)

    def _protocol(self) -> asyncio.Protocol:
        return GuardedProtocol(self.config, self.server_state, self.lifespan.state)


def _close(server: asyncio.Server) -> list[socket.socket]:
    """Close the listeners and return the connections that wait there."""
    listeners = [listener.dup() for listener in server.sockets]
    server.close()
    accepted: list[socket.socket] = []
    for listener in listeners:
        with listener:
            listener.setblocking(False)
            while connection := _accept(listener):
                accepted.append(connection)
    return accepted


def _accept(listener: socket.socket) -> socket.socket | None:
    try:
        connection, _ = listener.accept()
    except OSError:  # nothing waits
        return None
    connection.setblocking(False)
    return connection


class Workers(Multiprocess):
    """Worker processes that share a listening socket, which closes before they drain; else it would accept more."""

    def terminate_all(self) -> None:
        """Stop listening, then stop the workers."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()


def serve() -> None:
    """Serve the API, and nothing else, as production does.

    SIGTERM lets requests in flight finish. `vestibule check` tests the settings before.
    """
    settings = load_settings()
    config = server_config(settings)
    if config.workers > 1:
        open_storage(settings.store_url.get_secret_value()).close()  # fail once, here: the supervisor restarts workers
        with _shared_metrics():
            Workers(config, sockets=[config.bind_socket()]).run()
        return
    for stop in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again when it has stopped
        signal.signal(stop, lambda *_: sys.exit(0))
    server = GracefulServer(config)
    server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


@contextmanager
def _shared_metrics() -> Iterator[None]:
    """Give the workers a directory where each writes its metrics."""
    with TemporaryDirectory(prefix="vestibule-metrics-") as directory:
        os.environ.setdefault(metrics.DIRECTORY, directory)
        yield


def server_config(settings: Settings) -> uvicorn.Config:
    """The settings of uvicorn: our protocol, and nothing of its own in logs and responses."""
    return uvicorn.Config(
        "vestibule.server.worker:create_app",
        factory=True,
        host=settings.api_host,
        port=settings.api_port,
        workers=settings.api_workers,
        http=GuardedProtocol,
        ws="none",  # uvicorn would answer and log WebSocket requests without our middleware
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        timeout_worker_healthcheck=WORKER_START_SECONDS,
    )
