"""FastAPI and PyJWT, as its documentation puts them together: PyJWKClient with its caches, `jwt.decode`."""

from typing import Annotated, Any

import jwt
from answer import CLIENT_ID, ISSUER, JWKS_URL, AuthTest, answer
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

keys = jwt.PyJWKClient(JWKS_URL, cache_keys=True)

Credentials = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]


async def current_user(credentials: Credentials) -> dict[str, Any]:
    """The claims of the token."""
    try:
        key = keys.get_signing_key_from_jwt(credentials.credentials)
        claims: dict[str, Any] = jwt.decode(credentials.credentials, key, algorithms=["RS256"], issuer=ISSUER)
    except jwt.PyJWTError:
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
