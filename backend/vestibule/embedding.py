"""Vestibule inside another FastAPI application: token verification by one lifespan, account endpoints by one call."""

import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import partial

import anyio.to_thread
from fastapi import FastAPI
from fastapi.routing import APIRoute

from vestibule import logs
from vestibule.api.http import openapi
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.middleware.headers import SecurityHeaders
from vestibule.api.middleware.request_head import RequestHead
from vestibule.api.routes import ACCOUNT_ROUTERS
from vestibule.api.services import STATE_KEY
from vestibule.services import Services, build_services, warn_of_settings
from vestibule.settings import Settings, SettingsError, load_settings
from vestibule.tokens.pool_verifiers import AccessVerifier


@asynccontextmanager
async def lifespan(
    app: FastAPI,
    *,
    settings: Settings | None = None,
    env_prefix: str = "",
    clock: Callable[[], float] = time.time,
) -> AsyncIterator[Mapping[str, Services]]:
    """Run what the guards and the account endpoints need: `FastAPI(lifespan=vestibule.lifespan)`.

    Settings come from the environment and `.env`, where each name begins with `env_prefix`, unless they are given
    (`functools.partial`). An application with a lifespan of its own wraps this one and yields its state:
    `async with vestibule.lifespan(app) as state: yield state`.
    Raises RuntimeError for invalid settings, with one line for each fault.
    """
    load = partial(load_settings, env_prefix) if settings is None else None
    settings = settings or _load_settings(env_prefix)
    logs.use_standard_logging()
    if _has_account_endpoints(app.routes):
        warn_of_settings(settings)
    services = build_services(settings, clock=clock, load=load)
    threads = anyio.to_thread.current_default_thread_limiter()
    threads.total_tokens = max(threads.total_tokens, settings.api_threads)
    try:
        await services.start()
        setattr(app.state, STATE_KEY, services)
        yield {STATE_KEY: services}
    finally:
        setattr(app.state, STATE_KEY, None)
        await services.aclose()


@asynccontextmanager
async def token_verifier(
    settings: Settings | None = None, *, env_prefix: str = "", clock: Callable[[], float] = time.time
) -> AsyncIterator[AccessVerifier]:
    """Verify access tokens outside FastAPI, for example in an MCP server: `await verifier.verify_access(token)`.

    As in the guards, tokens of signed-out sessions are refused if STORE_URL is the store of our API. Settings come from
    the environment and `.env`, where each name begins with `env_prefix`, unless they are given.
    """
    logs.use_standard_logging()
    services = build_services(settings or _load_settings(env_prefix), clock=clock)
    try:
        await services.start()
        yield services.verifiers.access
    finally:
        await services.aclose()


def _load_settings(env_prefix: str) -> Settings:
    """SettingsError is a SystemExit, which would also end the tests of an application that embeds us."""
    try:
        return load_settings(env_prefix)
    except SettingsError as error:
        raise RuntimeError(str(error)) from None


def add_account_endpoints(app: FastAPI, *, prefix: str = "/account") -> None:
    """Add sign-up, sign-in, profile and administration below `prefix`, such as `/account/auth/sign-in`.

    Their errors are problems, and their responses have our security headers; the application's own endpoints stay as
    they are. Its middleware applies to all. They need `lifespan`. Raises ValueError for a prefix that is no path.
    """
    if prefix and (not prefix.startswith("/") or prefix.endswith("/")):
        raise ValueError(f"prefix is a path without a slash at its end, such as /account, not {prefix!r}.")
    others = len(app.router.routes)
    for router in ACCOUNT_ROUTERS:
        router.add_to(app, prefix=prefix, responses=problems())
    ours = [route for route in app.router.routes[others:] if isinstance(route, APIRoute)]
    for route in ours:
        route.app = SecurityHeaders(RequestHead(route.app))
    openapi.complete(ours, openapi.AccountProblem)


def _has_account_endpoints(routes: Iterable[object]) -> bool:
    """Whether ours are among the routes, also in a mounted application."""
    return any(
        isinstance(route, StrictRoute) or _has_account_endpoints(getattr(route, "routes", ())) for route in routes
    )
