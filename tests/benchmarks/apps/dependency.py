"""FastAPI with `current_user` on its one endpoint, and nothing else of ours."""

from fastapi import FastAPI

import vestibule
from vestibule import CurrentUser
from vestibule.api.routes.protected import AuthTest

app = FastAPI(lifespan=vestibule.lifespan)


@app.get("/api/auth_test")
async def auth_test(user: CurrentUser) -> AuthTest:
    """Require a valid access token."""
    return AuthTest(claims=user)


@app.get("/live")
async def live() -> None:
    """Respond that it is running."""
