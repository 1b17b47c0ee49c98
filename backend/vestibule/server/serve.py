"""`vestibule serve`: the API, as production runs it."""

import sys

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from vestibule.server.draining import DrainingProtocol
from vestibule.settings import Settings, load_settings

DRAIN_SECONDS = 20
KEEP_ALIVE_SECONDS = 75  # longer than proxies keep an idle connection, so that it is they who close it


class Workers(Multiprocess):
    """Several workers that listen on one socket. It closes before they drain: else the system would go on accepting."""

    def terminate_all(self) -> None:
        """Stop listening, then tell the workers to stop."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()


def serve() -> None:
    """Serve the API; everything about it is in the settings (see .env.example). SIGTERM lets requests finish."""
    config = _config(load_settings())
    if config.workers > 1:
        Workers(config, sockets=[config.bind_socket()]).run()
        return
    server = uvicorn.Server(config)
    server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


def _config(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        "vestibule.main:create_app",
        factory=True,
        host=settings.api_host,
        port=settings.api_port,
        workers=settings.api_workers,
        http=DrainingProtocol,
        ws="none",  # uvicorn would answer, and log, what asks for a WebSocket past all of ours
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
