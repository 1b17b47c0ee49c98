"""The protected sample resource: copy it, and put your own in its place."""

from pydantic import BaseModel

from vestibule.api.deps import CurrentUser
from vestibule.api.http.routing import TopicRouter
from vestibule.tokens.claims import AccessClaims

router = TopicRouter(tags=["protected"])


class AuthTest(BaseModel):
    """A greeting, and the claims of the token."""

    message: str = "Nice job! Your token passed the auth test!"
    claims: AccessClaims


@router.get("/auth_test")
async def auth_test(user: CurrentUser) -> AuthTest:
    """Return a greeting to anyone with a valid access token."""
    return AuthTest(claims=user)


@router.post("/auth_test")
async def post_auth_test(user: CurrentUser) -> AuthTest:
    """Return a greeting to anyone with a valid access token."""
    return AuthTest(claims=user)
