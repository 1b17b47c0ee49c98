"""Users and signed tokens for the tests of applications that use Vestibule's guards. No Cognito is needed.

    with FakePool() as pool:
        ada = pool.user(groups=["admins"])
        app = FastAPI(lifespan=partial(vestibule.lifespan, settings=pool.settings()))
        with TestClient(app) as client:
            assert client.get("/reports", headers=ada.headers).status_code == 200

The tokens are verified as those of a real pool are; only the keys are the test's own.
"""

import json
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwk, jwt
from jose.backends.base import Key

from vestibule.cognito.scopes import SELF_SERVICE
from vestibule.settings import Settings
from vestibule.settings.pool import JWKS_PATH
from vestibule.tokens.claims import AccessClaims
from vestibule.tokens.payload import custom, groups, read_payload, scopes

ALGORITHM = "RS256"
KEY_ID = "fake-pool"
KEY_BITS = 2048
REFUSAL = {"__type": "NotImplementedByFakePool", "message": "vestibule.testing.FakePool has no operations."}


@dataclass(frozen=True)
class FakeUser:
    """A user or a machine of a FakePool. `token` and `headers` are those of a sign-in; `FakePool.token` makes others.

    Like the claims of a machine's token, a machine has no username, and its `sub` is its client id.
    """

    sub: str
    username: str | None
    groups: tuple[str, ...]
    scopes: tuple[str, ...]
    token: str = field(repr=False, default="")

    @property
    def headers(self) -> dict[str, str]:
        """The request headers of this user."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def claims(self) -> AccessClaims:
        """What endpoints get as `CurrentUser`; `dependency_overrides` can give it to them without a token."""
        written = read_payload(json.dumps(jwt.get_unverified_claims(self.token)).encode())
        return AccessClaims(
            sub=self.sub,
            username=self.username,
            client_id=written["client_id"],
            scopes=scopes(written.get("scope", "")),
            groups=groups(written),
            auth_time=written.get("auth_time"),
            issued_at=written.get("iat"),
            expires_at=written["exp"],
            jti=written.get("jti"),
            origin_jti=written.get("origin_jti"),
            issuer=written["iss"],
            custom=custom(written),
        )


class FakePool:
    """A user pool that consists of a signing key, which it serves on loopback during the block.

    It refuses all operations of Cognito, so that no test calls AWS: account endpoints answer 503 `cognito-unavailable`.
    With `additional_pools`, it also serves their keys, and its settings trust their tokens; they need no block.
    `clock` gives seconds since 1970; pass the same one to `vestibule.lifespan` to control the time.
    """

    def __init__(
        self,
        pool_id: str = "us-east-1_FakePool1",
        client_id: str = "fakeclient",
        *,
        additional_pools: Collection["FakePool"] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.pool_id = pool_id
        self.client_id = client_id
        self._additional_pools = tuple(additional_pools)
        self._clock = clock
        self._server: ThreadingHTTPServer | None = None

    @property
    def issuer(self) -> str:
        """The `iss` of the tokens."""
        region = self.pool_id.partition("_")[0]
        return f"https://cognito-idp.{region}.amazonaws.com/{self.pool_id}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings by their environment names, for applications that read them there. Valid during the block."""
        assert self._server is not None, "Use the pool in a with statement."  # noqa: S101
        url = f"http://127.0.0.1:{self._server.server_port}"
        return {
            "COGNITO_USER_POOL_ID": self.pool_id,
            "COGNITO_CLIENT_ID": self.client_id,
            "COGNITO_ENDPOINT_URL": url,
            "COGNITO_JWKS_URL": f"{url}/{self.pool_id}/{JWKS_PATH}",
            "ADDITIONAL_POOLS": ",".join(f"{pool.pool_id}:{pool.client_id}" for pool in self._additional_pools),
            "COGNITO_ADMIN": "off",
            "STORE_URL": "memory://",
        }

    def settings(self, **changes: object) -> Settings:
        """The settings for this pool, with `changes` by field name. Nothing is read from the environment or `.env`."""
        values: dict[str, Any] = {name.lower(): value for name, value in self.environment.items()}
        return Settings(_env_file=None, **values | changes)

    def user(
        self,
        username: str | None = None,
        *,
        groups: Collection[str] = (),
        scopes: Collection[str] = (SELF_SERVICE,),
        expires_in: float = 3600,
        **claims: object,
    ) -> FakeUser:
        """Make a user who is signed in for `expires_in` seconds; `claims` are those of a PreTokenGeneration trigger.

        Like Cognito's, the username is the `sub` unless it is given.
        """
        sub = str(uuid.uuid4())
        user = FakeUser(sub, username or sub, tuple(groups), tuple(scopes))
        return replace(user, token=self.token(user, expires_in=expires_in, **claims))

    def machine(self, *, scopes: Collection[str]) -> FakeUser:
        """Make a machine (client-credentials grant) with a token for an hour."""
        machine = FakeUser(self.client_id, None, (), tuple(scopes))
        token = self.token(machine, origin_jti=None, version=2)
        return replace(machine, token=token)

    def token(self, user: FakeUser, *, expires_in: float = 3600, **claims: object) -> str:
        """Sign an access token. `claims` replace those that Cognito would issue; None omits a claim."""
        now = int(self._clock())
        session = str(uuid.uuid4())
        written: dict[str, object] = {
            "sub": user.sub,
            "username": user.username,
            "iss": self.issuer,
            "client_id": self.client_id,
            "token_use": "access",
            "scope": " ".join(user.scopes),
            "auth_time": now,
            "iat": now,
            "exp": now + int(expires_in),
            "jti": str(uuid.uuid4()),
            "origin_jti": session,
            **({"cognito:groups": list(user.groups)} if user.groups else {}),
        }
        present = {name: value for name, value in {**written, **claims}.items() if value is not None}
        return str(jwt.encode(present, self._private_key, ALGORITHM, headers={"kid": KEY_ID}))

    def __enter__(self) -> Self:
        pools: tuple[FakePool, ...] = (self, *self._additional_pools)
        documents = {f"/{pool.pool_id}/{JWKS_PATH}": json.dumps({"keys": [pool.public_key]}).encode() for pool in pools}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _pool_handler(documents))
        # The end of the block waits for this interval; the default of half a second would be most of a test's time.
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @cached_property
    def _private_key(self) -> Key:
        # Constructed once: to read a private key takes a hundred times as long as to sign.
        key = rsa.generate_private_key(65537, KEY_BITS)
        return jwk.construct(key, ALGORITHM)  # type: ignore[arg-type]  # it takes keys of cryptography as they are

    @cached_property
    def public_key(self) -> Mapping[str, object]:
        """The JWK that the pool serves."""
        public = self._private_key.public_key().to_dict()
        return {**public, "kid": KEY_ID, "alg": ALGORITHM, "use": "sig"}


def _pool_handler(documents: Mapping[str, bytes]) -> type[BaseHTTPRequestHandler]:
    class PoolHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = documents.get(self.path)
            self._respond(404 if document is None else 200, document or b"{}")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._respond(400, json.dumps(REFUSAL).encode())

        def _respond(self, status: int, document: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    return PoolHandler
