"""The response of the sample resource, with the same members as the API's, so that only the token's work differs."""

import os
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

REGION = "us-east-1"
POOL_ID = os.environ["COGNITO_USER_POOL_ID"]
CLIENT_ID = os.environ["COGNITO_CLIENT_ID"]
ISSUER = f"https://cognito-idp.{REGION}.amazonaws.com/{POOL_ID}"
JWKS_URL = os.environ["COGNITO_JWKS_URL"]


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of the token."""

    sub: str
    username: str
    client_id: str
    scopes: frozenset[str]
    groups: tuple[str, ...]
    auth_time: float
    issued_at: float
    expires_at: float
    jti: str
    origin_jti: str


class AuthTest(BaseModel):
    """A greeting, and the claims of the token."""

    message: str = "Nice job! Your token passed the auth test!"
    claims: Claims


def answer(claims: dict[str, Any]) -> AuthTest:
    """Return the claims."""
    return AuthTest(
        claims=Claims(
            sub=claims["sub"],
            username=claims["username"],
            client_id=claims["client_id"],
            scopes=frozenset(claims["scope"].split()),
            groups=tuple(claims.get("cognito:groups", ())),
            auth_time=claims["auth_time"],
            issued_at=claims["iat"],
            expires_at=claims["exp"],
            jti=claims["jti"],
            origin_jti=claims["origin_jti"],
        )
    )
