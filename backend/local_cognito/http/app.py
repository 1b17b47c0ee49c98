"""The app: Cognito's wire protocol, its public keys, and the outbox, over HTTP."""

import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from local_cognito import embedded_pool as embedded
from local_cognito.context import Clock, Context
from local_cognito.crypto.keys import Key, Keyring
from local_cognito.crypto.passwords import Passwords
from local_cognito.errors import ResourceNotFoundException
from local_cognito.http import outbox_page
from local_cognito.http.wire import Wire, refusal
from local_cognito.mail.outbox import Message, Outbox, messages
from local_cognito.model.pools import REGION
from local_cognito.storage import Storage

THREADS = 16
ABOUT = "local_cognito: a stand-in for Amazon Cognito, for development and tests. Its messages are at /outbox.\n"


def create_app(
    data: Path,
    *,
    clock: Clock = time.time,
    listener: Callable[[Message], None] = lambda _: None,
    access_token_seconds: int = 3600,
) -> Starlette:
    """A stand-in that keeps its state in the file `data`, and has the embedded pool.

    `listener` hears of every message sent; `access_token_seconds` is for the embedded pool's client.
    """
    storage = Storage(data)
    context = Context(storage, clock, Keyring(), Passwords(), Outbox(storage, listener), _installation_secret(storage))
    embedded.provision(context, access_token_seconds)
    return Starlette(routes=_routes(Pages(context)), lifespan=_closing(storage))


class Pages:
    """What is served at each address. Whatever blocks runs in a thread, of which there are only so many."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._wire = Wire(context)
        self._limiter = CapacityLimiter(THREADS)

    async def operation(self, request: Request) -> Response:
        """POST /: any operation of Cognito."""
        body = await request.body()
        return await to_thread.run_sync(self._wire.answer, request.headers, body, limiter=self._limiter)

    def keys(self, request: Request) -> Response:
        """GET /<pool>/.well-known/jwks.json."""
        try:
            keys = self._pool_keys(request.path_params["pool_id"])
        except ResourceNotFoundException as error:
            return refusal(error)
        return JSONResponse({"keys": [key.jwk() for key in keys.values()]})

    def openid_configuration(self, request: Request) -> Response:
        """GET /<pool>/.well-known/openid-configuration."""
        pool_id = request.path_params["pool_id"]
        try:
            self._pool_keys(pool_id)
        except ResourceNotFoundException as error:
            return refusal(error)
        return JSONResponse(openid_configuration(pool_id, str(request.base_url).rstrip("/")))

    def outbox(self, request: Request) -> Response:
        """GET /outbox: a page for people, JSON for programs; `?to=` filters."""
        with self._context.storage.read() as db:
            found = messages(db, request.query_params.get("to"))
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse([message.document() for message in found], headers=headers)
        return HTMLResponse(
            outbox_page.render(found), headers=headers | {"Content-Security-Policy": outbox_page.POLICY}
        )

    def _pool_keys(self, pool_id: str) -> Mapping[str, Key]:
        with self._context.storage.read() as db:
            keys = self._context.keyring.of_pool(db, pool_id)
        if not keys:
            raise ResourceNotFoundException(f"User pool {pool_id} does not exist.")
        return keys


def openid_configuration(pool_id: str, endpoint: str) -> dict[str, object]:
    """A pool's discovery document (OpenID Connect Discovery 1.0); the issuer is AWS's, the keys are ours."""
    return {
        "issuer": f"https://cognito-idp.{REGION}.amazonaws.com/{pool_id}",
        "jwks_uri": f"{endpoint}/{pool_id}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }


async def about(_: Request) -> Response:
    """GET /: what this is."""
    return PlainTextResponse(ABOUT)


async def health(_: Request) -> Response:
    """GET /health: here."""
    return JSONResponse({"status": "ok"})


def _routes(pages: Pages) -> list[Route]:
    return [
        Route("/", pages.operation, methods=["POST"]),
        Route("/", about),
        Route("/health", health),
        Route("/outbox", pages.outbox),
        Route("/{pool_id}/.well-known/jwks.json", pages.keys),
        Route("/{pool_id}/.well-known/openid-configuration", pages.openid_configuration),
    ]


def _installation_secret(storage: Storage) -> bytes:
    with storage.write() as db:
        db.execute("INSERT OR IGNORE INTO secrets (name, value) VALUES ('codes', ?)", (secrets.token_bytes(32),))
        return bytes(db.execute("SELECT value FROM secrets WHERE name = 'codes'").fetchone()["value"])


def _closing(storage: Storage) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        storage.close()

    return lifespan
