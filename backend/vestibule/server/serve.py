"""`vestibule serve`: the API on uvicorn, as production runs it."""

import os
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

DRAIN_SECONDS = 20
KEEP_ALIVE_SECONDS = 75  # longer than proxies keep idle connections, so that the proxy closes them


class Workers(Multiprocess):
    """Worker processes that share a listening socket, which closes before they drain; else it would still accept."""

    def terminate_all(self) -> None:
        """Stop listening, then stop the workers."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()


def serve() -> None:
    """Serve the API, configured by the settings (see .env.example). SIGTERM lets requests in flight finish."""
    settings = load_settings()
    open_storage(settings.store_url.get_secret_value()).close()  # fail once, here: a supervisor restarts workers
    config = _config(settings)
    if config.workers > 1:
        with _shared_metrics():
            Workers(config, sockets=[config.bind_socket()]).run()
        return
    server = uvicorn.Server(config)
    server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


@contextmanager
def _shared_metrics() -> Iterator[None]:
    """Give the workers a directory where each writes its metrics."""
    with TemporaryDirectory(prefix="vestibule-metrics-") as directory:
        os.environ.setdefault(metrics.DIRECTORY, directory)
        yield


def _config(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        "vestibule.main:create_app",
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
    )
