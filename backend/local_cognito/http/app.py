"""The ASGI application: Cognito's operations, the pools' public keys, and the outbox."""

import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

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
from local_cognito.settings import Settings
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
    settings: Settings,
    *,
    clock: Clock = time.time,
    on_message: Callable[[Message], None] = lambda _: None,
    smtp_listener: socket.socket | None = None,
    generate_key: Callable[[], bytes] = keys.generate,
) -> Starlette:
    """A server that stores its state in the file `settings.data` and has the embedded pool.

    `on_message` is called with every message sent. Mails that arrive at `smtp_listener` are put into the outbox.
    `generate_key` makes the pools' keys: RSA-2048 private keys in PEM.
    """
    storage = Storage(settings.data)
    context = Context(
        storage=storage,
        clock=clock,
        keyring=keys.Keyring(generate_key),
        passwords=Passwords(settings.password_hash_kib),
        outbox=Outbox(storage, on_message),
        secret=_code_secret(storage),
        settings=settings,
        hooks=Hooks(settings.triggers),
    )
    embedded_pool.provision(context)
    with storage.write() as db:
        import_jobs.fail_interrupted(db, clock())
    return Starlette(
        routes=_routes(context),
        exception_handlers={405: method_not_allowed},
        lifespan=_lifespan(context, smtp_listener),
    )


async def method_not_allowed(_: Request, error: Exception) -> Response:
    """405 without a body, like AWS."""
    return Response(status_code=405, headers=getattr(error, "headers", None))


async def about(_: Request) -> Response:
    """GET /."""
    return PlainTextResponse(ABOUT)


async def health(_: Request) -> Response:
    """GET /health."""
    return JSONResponse({"status": "ok"})


def _routes(context: Context) -> list[Route]:
    settings = context.settings
    known_hosts = Middleware(
        RefuseUnknownHosts, KnownHosts([settings.domain_url, settings.issuer_url], settings.allowed_hosts)
    )
    wire = Wire(context, KnownOrigins(settings.app_urls))
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
