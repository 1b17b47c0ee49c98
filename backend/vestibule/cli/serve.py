"""`vestibule serve`: the API, as production runs it."""

import uvicorn

from vestibule.settings import load_settings

MAX_HEADER_BYTES = 64 * 1024
DRAIN_SECONDS = 20
KEEP_ALIVE_SECONDS = 75  # longer than proxies keep an idle connection, so that it is they who close it


def serve() -> None:
    """Serve the API; everything about it is in the settings (see .env.example)."""
    settings = load_settings()
    uvicorn.run(
        "vestibule.main:create_app",
        factory=True,
        host=settings.api_host,
        port=settings.api_port,
        workers=settings.api_workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=MAX_HEADER_BYTES,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
