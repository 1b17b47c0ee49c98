"""Whether what the API depends on responds: keys, store, Cognito, its clock and domain, identity pool, mail server."""

import asyncio
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

from vestibule.cli.store import StoreUnreachable, connect_store
from vestibule.mail.smtp import SmtpDelivery
from vestibule.services import Services
from vestibule.settings import Settings

TIMEOUT_SECONDS = 5
MAX_SKEW_SECONDS = 60
"""Cognito's access tokens are valid for at least some minutes, so only a larger difference breaks them."""


@dataclass(frozen=True)
class Result:
    """What was checked, what was found, and what to do about a failure."""

    ok: bool
    name: str
    finding: str
    advice: str = ""


async def results(services: Services) -> list[Result]:
    """Everything that the settings name."""
    settings = services.settings
    return [
        Result(True, "settings", f"{settings.environment}, pool {settings.cognito_user_pool_id}"),
        await _keys(services),
        await _store(services),
        *await asyncio.to_thread(lambda: [*_cognito(settings), *_urls(settings), *_mail(settings)]),
    ]


async def _keys(services: Services) -> Result:
    url, jwks = services.settings.cognito_jwks_url, services.verifiers.own_jwks
    await jwks.refresh()
    if jwks.ready:
        return Result(True, "keys", url)
    return Result(False, "keys", f"{url}: {jwks.failure}", "without keys every access token is refused")


async def _store(services: Services) -> Result:
    try:
        await connect_store(services)
    except StoreUnreachable as error:
        return Result(False, "store", str(error), "check STORE_URL, and that the file's folder is writable")
    return Result(True, "store", "sign-outs can be stored")


def _cognito(settings: Settings) -> Iterator[Result]:
    """Send Cognito any request: every response, also an error, has a Date."""
    url = settings.cognito_url
    try:
        answer = _get(settings, url)
    except (httpx.HTTPError, OSError) as error:
        yield Result(False, "cognito", f"{url}: {error}", "check the network, COGNITO_PROXY and COGNITO_CA_BUNDLE")
        return
    yield Result(True, "cognito", url)
    if "Date" not in answer.headers:
        yield Result(False, "clock", f"{url} sends no Date header")
        return
    skew = time.time() - parsedate_to_datetime(answer.headers["Date"]).timestamp()
    direction = "ahead of" if skew > 0 else "behind"
    finding = f"{abs(skew):.0f} s {direction} Cognito's"
    yield Result(abs(skew) <= MAX_SKEW_SECONDS, "clock", finding, "synchronize this machine's clock (NTP)")


def _urls(settings: Settings) -> Iterator[Result]:
    """What only some settings name."""
    if settings.cognito_domain_api:
        yield _reachable(settings, "domain", settings.cognito_domain_api)
    if settings.cognito_identity_pool_id:
        yield _reachable(settings, "identity", settings.identity_pool_url)


def _reachable(settings: Settings, name: str, url: str) -> Result:
    try:
        _get(settings, url)
    except (httpx.HTTPError, OSError) as error:
        return Result(False, name, f"{url}: {error}", "check the network, and that the name is right")
    return Result(True, name, url)


def _get(settings: Settings, url: str) -> httpx.Response:
    verify: ssl.SSLContext | bool = True
    if settings.ca_bundle:
        verify = ssl.create_default_context(cafile=settings.ca_bundle)
    return httpx.get(url, proxy=settings.proxy_for(url), verify=verify, trust_env=False, timeout=TIMEOUT_SECONDS)


def _mail(settings: Settings) -> Iterator[Result]:
    """Sign in to the mail server; nothing is sent."""
    server = settings.mail_server
    if server is None:
        return
    name = f"{server.host}:{server.port}"
    try:
        SmtpDelivery(server, hello=settings.mail_sender.rpartition("@")[2], timeout=TIMEOUT_SECONDS).check()
    except OSError as error:
        yield Result(False, "mail", f"{name}: {type(error).__name__}: {error}", "check MAIL_URL")
    else:
        yield Result(True, "mail", name)
