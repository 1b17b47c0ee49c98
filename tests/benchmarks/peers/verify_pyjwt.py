"""The time of a verification with the dependency of `app_pyjwt`."""

from typing import Any

from app_pyjwt import current_user
from fastapi.security import HTTPAuthorizationCredentials
from rounds import serve_async


async def verify(token: str) -> dict[str, Any]:
    """The claims of a token."""
    return await current_user(HTTPAuthorizationCredentials(scheme="Bearer", credentials=token))


serve_async(verify)
