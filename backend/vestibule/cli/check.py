"""`vestibule check`: whether the API can work with these settings, before it is deployed."""

import asyncio
import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import httpx
import structlog
import typer

from vestibule.errors import AppError
from vestibule.services import Services, build_services
from vestibule.settings import Settings, load_settings

TIMEOUT_SECONDS = 5
STORE_ATTEMPTS, STORE_PAUSE_SECONDS = 30, 0.1
MAX_SKEW_SECONDS = 60
"""Cognito's access tokens are valid for at least some minutes, so only a larger difference breaks them."""

Result = tuple[bool, str, str]
"""Whether the check passed, its name, and its result."""


def check() -> None:
    """Check settings, keys, store, Cognito and the clock. The exit status is 1 if one of them fails."""
    settings = load_settings()
    # Log lines would repeat the results below.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("CRITICAL"))
    results = asyncio.run(_results(settings))
    for ok, name, finding in results:
        typer.echo(f"{'ok' if ok else 'FAILED':<8}{name:<10}{finding}")
    raise typer.Exit(0 if all(ok for ok, _, _ in results) else 1)


async def _results(settings: Settings) -> list[Result]:
    services = build_services(settings)
    try:
        return [
            (True, "settings", f"{settings.environment}, pool {settings.cognito_user_pool_id}"),
            await _keys(services),
            await _store(services),
            *await asyncio.to_thread(lambda: [*_cognito(settings)]),
        ]
    finally:
        await services.aclose()


async def _keys(services: Services) -> Result:
    await services.jwks.refresh()
    url = services.settings.cognito_jwks_url
    return services.jwks.ready, "keys", url if services.jwks.ready else f"{url}: {services.jwks.failure}"


async def _store(services: Services) -> Result:
    """Start the store; one that is unavailable connects in the background, if at all."""
    try:
        await services.start()
    except (AppError, OSError) as error:
        return False, "store", str(error)
    for _ in range(STORE_ATTEMPTS):
        if services.revocation_list.connected:
            return True, "store", "sign-outs can be stored"
        await asyncio.sleep(STORE_PAUSE_SECONDS)
    return False, "store", "the server cannot be reached"


def _cognito(settings: Settings) -> Iterator[Result]:
    """Send Cognito any request: every response, also an error, has a Date."""
    url = settings.cognito_url
    verify: ssl.SSLContext | bool = True
    if settings.ca_bundle:
        verify = ssl.create_default_context(cafile=settings.ca_bundle)
    try:
        answer = httpx.get(url, proxy=settings.proxy_for(url), verify=verify, trust_env=False, timeout=TIMEOUT_SECONDS)
    except (httpx.HTTPError, OSError) as error:
        yield False, "cognito", f"{url}: {error}"
        return
    yield True, "cognito", url
    if "Date" not in answer.headers:
        yield False, "clock", f"{url} sends no Date header"
        return
    skew = time.time() - parsedate_to_datetime(answer.headers["Date"]).timestamp()
    direction = "ahead of" if skew > 0 else "behind"
    yield abs(skew) <= MAX_SKEW_SECONDS, "clock", f"{abs(skew):.0f} s {direction} Cognito's"
