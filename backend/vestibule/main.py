"""The application: `uvicorn --factory vestibule.main:create_app`, or `vestibule serve`."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import anyio.to_thread
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from fastapi_offline import FastAPIOffline
from prometheus_client import CollectorRegistry

from vestibule import logs
from vestibule.access_log import AccessLog
from vestibule.api import routes
from vestibule.api.http import openapi as schema
from vestibule.api.http import problems
from vestibule.api.http.routing import ExactPathRouter, flatten_routes
from vestibule.api.http.strict_route import MAX_BODY_BYTES
from vestibule.api.middleware.cors import Cors
from vestibule.api.middleware.headers import SecurityHeaders
from vestibule.api.middleware.request_context import RequestContext
from vestibule.api.routes.ops import metrics
from vestibule.services import build_services
from vestibule.settings import Settings, load_settings

DOCS = "/api/docs"
DESCRIPTION = "Complete user accounts on AWS Cognito. Tell errors apart by their stable `code`."
# FastAPI's telemetry would send rejected bodies, passwords among them, to a collector. It also costs 4 µs a request.
NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, auto_configure=False)


def create_app(settings: Settings | None = None, *, clock: Callable[[], float] = time.time) -> FastAPI:
    """Build the application from `settings`, or from the environment (SettingsError if they are invalid)."""
    settings = settings or load_settings()
    access_log = logs.configure(settings)
    services = build_services(settings, clock=clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.api_threads
        try:
            await services.start()
            yield
        finally:
            await services.aclose()

    app = FastAPIOffline(
        title="Vestibule",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=DOCS,
        redoc_url=None,
        static_url=f"{DOCS}/assets",
        swagger_ui_oauth2_redirect_url=f"{DOCS}/oauth2-redirect",
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
    )
    app.openapi = partial(schema.openapi, app)  # type: ignore[method-assign]
    app.state.services = services
    app.state.registry = CollectorRegistry()
    for router in (routes.router, metrics.router):
        app.routes.extend(flatten_routes(router, app, max_body_size=MAX_BODY_BYTES))
    app.router.middleware_stack = ExactPathRouter(app.router.app, app.routes)
    problems.install(app)
    _add_middleware(app, settings, access_log)
    return app


def _add_middleware(app: FastAPI, settings: Settings, access_log: AccessLog) -> None:
    """Add the middleware, innermost first."""
    app.add_middleware(RequestContext, registry=app.state.registry, access_log=access_log)
    if settings.cors_origins:
        app.add_middleware(
            Cors,
            allow_origins=settings.cors_origins,
            allow_credentials=True,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
            expose_headers=["X-Request-ID", "Retry-After", "WWW-Authenticate"],
        )
    app.add_middleware(SecurityHeaders, docs_path=DOCS)
