"""Health, for whoever keeps this process running."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from vestibule.api.services import ServicesDep

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """Whether requests can be served well: are there keys to verify with, and is the shared store at hand?"""

    status: Literal["ok", "unavailable"]
    keys: bool
    store: bool


@router.head("/live", include_in_schema=False)
@router.get("/live")
async def live() -> Live:
    """Answer, and ask nobody."""
    return Live()


@router.head("/ready", include_in_schema=False)
@router.get("/ready", responses={503: {"model": Ready, "description": "Not yet, or not at the moment."}})
async def ready(services: ServicesDep, response: Response) -> Ready:
    """Tell whether this process should get traffic."""
    keys, store = services.jwks.ready, services.store.ready
    if not (keys and store):
        response.status_code = 503
    return Ready(status="ok" if keys and store else "unavailable", keys=keys, store=store)
