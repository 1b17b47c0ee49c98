"""Health probes."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from vestibule.api.services import ServicesDep

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process responds."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """Whether this process should get traffic.

    `keys`: there are keys to verify tokens with. `store`: the store can be read and written. With STORE_FAILURE=open,
    `status` is `ok` although `store` is false, once the sign-outs were loaded.
    """

    status: Literal["ok", "unavailable"]
    keys: bool
    store: bool


@router.head("/live", include_in_schema=False)
@router.get("/live")
async def live() -> Live:
    """Respond without calling another service."""
    return Live()


@router.head("/ready", include_in_schema=False)
@router.get("/ready", responses={503: {"model": Ready, "description": "Not yet, or not at the moment."}})
async def ready(services: ServicesDep, response: Response) -> Ready:
    """Report whether this process should get traffic."""
    keys, revocations = services.jwks.ready, services.revocation_list
    ok = keys and revocations.ready
    if not ok:
        response.status_code = 503
    return Ready(status="ok" if ok else "unavailable", keys=keys, store=revocations.connected)
