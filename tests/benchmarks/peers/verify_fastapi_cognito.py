"""The time of a verification with the dependency of `app_fastapi_cognito`."""

from app_fastapi_cognito import Token, cognito
from rounds import serve_async
from starlette.requests import HTTPConnection


async def verify(token: str) -> Token:
    """The claims of a token."""
    headers = [(b"authorization", f"Bearer {token}".encode())]
    claims: Token = await cognito.auth_required(HTTPConnection({"type": "http", "headers": headers}))
    return claims


serve_async(verify)
