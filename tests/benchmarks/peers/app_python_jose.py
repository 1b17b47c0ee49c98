"""FastAPI and python-jose, as tutorials put them together: the keys fetched once, HTTPBearer, `jwt.decode`."""

import json
from typing import Annotated, Any
from urllib.request import urlopen

from answer import CLIENT_ID, ISSUER, JWKS_URL, AuthTest, answer
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JWTError, jwt

with urlopen(JWKS_URL) as response:  # noqa: S310  the loopback
    KEYS = {key["kid"]: key for key in json.load(response)["keys"]}

Credentials = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]


async def current_user(credentials: Credentials) -> dict[str, Any]:
    """The claims of the token."""
    try:
        key = KEYS[jwt.get_unverified_header(credentials.credentials)["kid"]]
        claims: dict[str, Any] = jwt.decode(credentials.credentials, key, algorithms=["RS256"], issuer=ISSUER)
    except (JWTError, KeyError):
        raise HTTPException(401) from None
    if claims.get("token_use") != "access" or claims.get("client_id") != CLIENT_ID:
        raise HTTPException(401)
    return claims


app = FastAPI()


@app.get("/api/auth_test")
async def auth_test(user: Annotated[dict[str, Any], Depends(current_user)]) -> AuthTest:
    """Require a valid access token."""
    return answer(user)


@app.get("/live")
async def live() -> None:
    """Respond that it is running."""
