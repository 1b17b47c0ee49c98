"""The application: `uvicorn --factory vestibule.main:create_app`, or `vestibule serve`."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import anyio.to_thread
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from fastapi_offline import FastAPIOffline
from starlette.types import Lifespan

from vestibule import logs
from vestibule.access_log import AccessLog
from vestibule.api import routes
from vestibule.api.http import openapi as schema, problems
from vestibule.api.http.routing import ExactPathRouter
from vestibule.api.middleware.cors import Cors
from vestibule.api.middleware.headers import SecurityHeaders
from vestibule.api.middleware.request_context import RequestContext
from vestibule.api.middleware.tracing import RequestTracing
from vestibule.api.routes.ops import metrics
from vestibule.api.security.bearer import PASSWORD_FLOW, SCHEME
from vestibule.services import Services, build_services, warn_of_settings
from vestibule.settings import Settings, load_settings
from vestibule.tracing import open_tracing

DOCS = "/api/docs"
DESCRIPTION = "Complete user accounts on AWS Cognito. Tell errors apart by their stable `code`."
# FastAPI's telemetry hands bodies, passwords among them, to exporters that are installed. It also costs 4 µs a request.
NO_TELEMETRY = TelemetryConfig(tracing=False, metrics=False, logs=False, auto_configure=False)


def create_app(settings: Settings | None = None, *, clock: Callable[[], float] = time.time) -> FastAPI:
    """Build the application from `settings`, or from the environment (SettingsError if they are invalid)."""
    load = load_settings if settings is None else None
    settings = settings or load_settings()
    access_log = logs.configure(settings)
    services = build_services(settings, clock=clock, tracing=open_tracing(), load=load)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.api_threads
        warn_of_settings(settings)
        try:
            await services.start()
            if settings.check_pool_at_start:
                # In the background: a check takes a quarter of a second, for which the first request need not wait.
                services.pool_health.log_faults()
            async with metrics.current_gauges(services):
                yield
        finally:
            await services.aclose()

    app = _application(lifespan, with_docs=settings.serves_docs)
    schemes = {SCHEME: PASSWORD_FLOW.model_dump(mode="json", by_alias=True, exclude_none=True)}
    app.openapi = partial(schema.openapi, app, security_schemes=schemes)  # type: ignore[method-assign]
    routes.add_endpoints(app)
    app.router.middleware_stack = ExactPathRouter(app.router.app, app.routes)
    problems.install(app)
    _add_middleware(app, services, access_log)
    return app


def _application(lifespan: Lifespan[FastAPI], *, with_docs: bool) -> FastAPI:
    """An application without routes but for the docs."""
    options: dict[str, Any] = {
        "title": "Vestibule",
        "version": "0.1.0",
        "description": DESCRIPTION,
        "license_info": {"name": "MIT", "identifier": "MIT"},
        "servers": [{"url": "/", "description": "This server."}],
        "lifespan": lifespan,
        "redoc_url": None,
        "redirect_slashes": False,
        "telemetry": NO_TELEMETRY,
    }
    if not with_docs:
        return FastAPI(**options, openapi_url=None)
    return FastAPIOffline(
        **options,
        openapi_url="/api/openapi.json",
        docs_url=DOCS,
        static_url=f"{DOCS}/assets",
        swagger_ui_oauth2_redirect_url=f"{DOCS}/oauth2-redirect",
    )


def _add_middleware(app: FastAPI, services: Services, access_log: AccessLog) -> None:
    """Add the middleware, innermost first."""
    app.add_middleware(RequestContext, services=services, access_log=access_log)
    if services.settings.cors_origins:
        app.add_middleware(
            Cors,
            allow_origins=services.settings.cors_origins,
            allow_credentials=True,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
            expose_headers=["X-Request-ID", "Retry-After", "WWW-Authenticate"],
        )
    app.add_middleware(SecurityHeaders, docs_path=DOCS)
    if services.tracing:
        app.add_middleware(RequestTracing, tracing=services.tracing)
