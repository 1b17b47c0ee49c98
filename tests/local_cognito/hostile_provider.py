"""An OIDC provider that does what a test tells it: its answers can be wrong in every way."""

import time
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jose import jwk, jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@dataclass
class HostileProvider:
    """`claims` change those of the ID token, `headers` its header; `answers` replace whole responses by path."""

    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    issuer: str = ""
    nonce: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    signing_key: str = ""
    algorithm: str = "RS256"
    answers: dict[str, Response] = field(default_factory=dict)
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def app(self) -> Starlette:
        paths = ("/.well-known/openid-configuration", "/token", "/keys", "/userinfo", "/info")
        routes = [Route(path, self.answer, methods=["GET", "POST"]) for path in paths]
        return Starlette(routes=[*routes, Route("/redirects/{count:int}/{path:path}", self.redirect)])

    async def redirect(self, request: Request) -> Response:
        """Redirects `count` times before it leads to the path."""
        count, path = request.path_params["count"], request.path_params["path"]
        return RedirectResponse(f"/redirects/{count - 1}/{path}" if count > 1 else f"/{path}")

    async def answer(self, request: Request) -> Response:
        path = request.url.path
        self.requests[path] = {"headers": dict(request.headers), "body": (await request.body()).decode()}
        if path in self.answers:
            return self.answers[path]
        contents: dict[str, dict[str, Any]] = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
            },
            "/token": {"access_token": "access", "token_type": "Bearer", "id_token": self.id_token()},
            "/keys": {"keys": [self._public_key()]},
            "/userinfo": {"sub": "sam", "email": "sam@example.com", "email_verified": True},
        }
        return JSONResponse(contents[path])

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "our-id", "sub": "sam", "exp": now + 300, "iat": now, "nonce": self.nonce}
        given = {name: value for name, value in {**claims, **self.claims}.items() if value is not None}
        key: Any = self.signing_key or self.key  # jose takes keys of cryptography as they are, and would validate a PEM
        return str(jwt.encode(given, key, algorithm=self.algorithm, headers={"kid": "one"}))

    def _public_key(self) -> dict[str, Any]:
        public = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        found: dict[str, Any] = jwk.construct(public.decode(), "RS256").to_dict()
        del found["alg"]  # optional (RFC 7517, section 4.4), and would hide how the token's own algorithm is treated
        return {**found, "kid": "one", "use": "sig"}
