"""FastAPI alone: the API's sample resource without authentication; the response is built for each request."""

import time

from fastapi import FastAPI

from vestibule.api.routes.protected import AuthTest
from vestibule.tokens.claims import AccessClaims

SUB = "c4f8a4b8-7061-7045-9e4a-0f6f3b2a1c00"
JTI = "5b9f50a3-05da-454a-8b99-b79c2349de77"
NOW = int(time.time())
SCOPES = frozenset({"aws.cognito.signin.user.admin"})
CLAIMS = AccessClaims(SUB, SUB, "vestibulelocal", SCOPES, ("admins",), NOW, NOW, NOW + 3600, JTI, JTI)

app = FastAPI()


@app.get("/api/auth_test")
async def auth_test() -> AuthTest:
    """Return the response without a check."""
    return AuthTest(claims=CLAIMS)
