"""The ASGI application: Cognito's operations, the pools' public keys, and the outbox."""

import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from local_cognito import embedded_pool
from local_cognito.context import Clock, Context
from local_cognito.crypto import keys
from local_cognito.crypto.passwords import Passwords
from local_cognito.hooks import Hooks
from local_cognito.http.browser_access import KnownHosts, KnownOrigins, RefuseUnknownHosts
from local_cognito.http.facebook import Facebook
from local_cognito.http.import_upload import ImportUpload
from local_cognito.http.jwks import Jwks
from local_cognito.http.oauth.routes import routes as oauth_routes
from local_cognito.http.outbox_page import OutboxPage
from local_cognito.http.ui_image import UiImage
from local_cognito.http.wire import Wire
from local_cognito.identity.model import openid_tokens
from local_cognito.mail.outbox import Message, Outbox
from local_cognito.mail.smtp_server import OutboxHandler, serve_smtp
from local_cognito.model import import_jobs
from local_cognito.settings import ALLOWED_HOSTS, APP_URLS, DEFAULT_PASSWORD_HASH_KIB, ISSUER_URL
from local_cognito.storage import Storage

ABOUT = "local_cognito: a local stand-in for Amazon Cognito, for development and tests. Messages: /outbox\n"

# Browser clients call Cognito from any origin, without cookies. The outbox is not among these routes: any website that
# a developer visits could read the codes in it.
CROSS_ORIGIN = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "POST"],
    allow_headers=["*"],
    expose_headers=["x-amzn-requestid", "x-amzn-errortype", "x-amzn-errormessage", "date"],
    max_age=172800,
)


def create_app(
    data: Path,
    *,
    clock: Clock = time.time,
    listener: Callable[[Message], None] = lambda _: None,
    access_token_seconds: int = 3600,
    mfa_attempts: int = 5,
    password_hash_kib: int = DEFAULT_PASSWORD_HASH_KIB,
    issuer_url: str = ISSUER_URL,
    triggers: Mapping[str, str] | None = None,
    smtp_listener: socket.socket | None = None,
    domain_url: str | None = None,
    track_devices: bool = False,
    app_urls: Sequence[str] = APP_URLS,
    allowed_hosts: Sequence[str] = ALLOWED_HOSTS,
    pool_file: Path = embedded_pool.SHIPPED,
    generate_key: Callable[[], bytes] = keys.generate,
) -> Starlette:
    """A server that stores its state in the file `data` and has the embedded pool.

    `listener` is called with every message sent. `access_token_seconds` applies to the embedded pool's client.
    `mfa_attempts` is how many wrong codes of a second factor start a lockout. `password_hash_kib` is the memory
    cost of password hashes. Tokens have the issuer `<issuer_url>/<pool id>`. `triggers` are the URLs of Lambda
    triggers, by their names in LambdaConfig. Mails that arrive at `smtp_listener` are put into the outbox.
    `track_devices` makes the embedded pool track devices, which users may trust.
    `domain_url` is where browsers reach the pool's domain; by default wherever they send a request. `app_urls` are the
    app's origins, to which the domain may send users back. Websites can administer the pool only from there, and from
    this machine. `allowed_hosts` are further names under which browsers reach the pages. `pool_file` has the requests
    that make the embedded pool. `generate_key` makes the pools' keys: RSA-2048 private keys in PEM.
    """
    storage = Storage(data)
    outbox = Outbox(storage, listener)
    secret = _code_secret(storage)
    hashes, hooks = Passwords(password_hash_kib), Hooks(triggers or {})
    services = (storage, clock, keys.Keyring(generate_key), hashes, outbox, secret)
    context = Context(*services, mfa_attempts, issuer_url, hooks, domain_url=domain_url)
    embedded_pool.provision(context, access_token_seconds, app_urls, pool_file)
    if track_devices:
        embedded_pool.track_devices(context)
    with storage.write() as db:
        import_jobs.fail_interrupted(db, clock())
    known_hosts = Middleware(RefuseUnknownHosts, KnownHosts([domain_url, issuer_url], allowed_hosts))
    wire = Wire(context, KnownOrigins(app_urls))
    return Starlette(routes=_routes(context, wire, known_hosts), lifespan=_lifespan(context, smtp_listener))


async def about(_: Request) -> Response:
    """GET /."""
    return PlainTextResponse(ABOUT)


async def health(_: Request) -> Response:
    """GET /health."""
    return JSONResponse({"status": "ok"})


def _routes(context: Context, wire: Wire, known_hosts: Middleware) -> list[Route]:
    jwks, outbox_page, facebook = Jwks(context), OutboxPage(context), Facebook(context)
    test_users = "/graph.facebook.com/{app_id}/accounts/test-users"
    return [
        Route("/", wire.operation, methods=["POST", "OPTIONS"], middleware=[CROSS_ORIGIN]),
        Route("/", about),
        Route("/health", health),
        Route("/outbox", outbox_page.get, middleware=[known_hosts]),
        Route(test_users, facebook.create_test_user, methods=["POST"], middleware=[known_hosts]),
        Route(f"/{openid_tokens.PROVIDER}/.well-known/jwks.json", jwks.identity_keys, middleware=[CROSS_ORIGIN]),
        Route("/{pool_id}/.well-known/jwks.json", jwks.keys, middleware=[CROSS_ORIGIN]),
        Route("/{pool_id}/.well-known/openid-configuration", jwks.openid_configuration, middleware=[CROSS_ORIGIN]),
        Route(ImportUpload.PATH, ImportUpload(context).put, methods=["PUT"]),
        Route(UiImage.PATH, UiImage(context).get),
        *oauth_routes(context, CROSS_ORIGIN, known_hosts),
    ]


def _code_secret(storage: Storage) -> bytes:
    with storage.write() as db:
        db.execute("INSERT OR IGNORE INTO secrets (name, value) VALUES ('codes', ?)", (secrets.token_bytes(32),))
        return bytes(db.execute("SELECT value FROM secrets WHERE name = 'codes'").fetchone()["value"])


def _lifespan(
    context: Context, smtp_listener: socket.socket | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(context.storage.close)
            if smtp_listener is not None:
                handler = OutboxHandler(context.storage, context.outbox, context.clock)
                await stack.enter_async_context(serve_smtp(smtp_listener, handler))
            yield

    return lifespan
