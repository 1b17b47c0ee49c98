"""FastAPI with `current_user` on its one endpoint, and nothing else of ours around it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from vestibule.api.deps import CurrentUser
from vestibule.api.routes.protected import AuthTest
from vestibule.services import build_services
from vestibule.settings import load_settings

services = build_services(load_settings())


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Build what the dependency asks for."""
    app.state.services = await services.start()
    await services.jwks.refresh()
    yield
    await services.aclose()


app = FastAPI(lifespan=lifespan)


@app.get("/api/auth_test")
async def auth_test(user: CurrentUser) -> AuthTest:
    """Let in whoever holds a good access token."""
    return AuthTest(claims=user)


@app.get("/live")
async def live() -> None:
    """Answer that it runs."""
