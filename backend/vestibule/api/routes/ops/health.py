"""Health probes."""

from typing import Literal

from fastapi import Response
from pydantic import BaseModel

from vestibule.api.http.routing import TopicRouter
from vestibule.api.services import ServicesDep
from vestibule.cognito.doctor.fault import Outcome
from vestibule.services import Services

MAX_WAIT_SECONDS = 6.0

router = TopicRouter(prefix="/health", tags=["health"])


class Liveness(BaseModel):
    """The process responds."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether this process should get traffic.

    `keys`: there are keys to verify tokens with. `store`: the store can be read and written. With STORE_FAILURE=open,
    `status` is `ok` although `store` is false, once the sign-outs were loaded.
    """

    status: Literal["ok", "unavailable"]
    keys: bool
    store: bool


class DeepReadiness(Readiness):
    """Also whether the user pool works with these settings, by check (docs/doctor.md lists them).

    `unknown`: the check needs AWS credentials, or Cognito does not respond. `status` is `unavailable` if a check found
    an error, or if Cognito does not respond.
    """

    pool: dict[str, Outcome]


@router.head("/live", include_in_schema=False)
@router.get("/live")
async def live() -> Liveness:
    """Respond without calling another service."""
    return Liveness()


@router.head("/ready", include_in_schema=False)
@router.get(
    "/ready", responses={503: {"model": Readiness | DeepReadiness, "description": "Not yet, or not at the moment."}}
)
async def ready(services: ServicesDep, response: Response, deep: bool = False) -> DeepReadiness | Readiness:
    """Report whether this process should get traffic.

    With `deep=1`, ask Cognito whether the user pool works too, at most once a minute: for a deployment, not for a load
    balancer, since all replicas have the same pool.
    """
    keys, revocations = services.verifiers.own_jwks.ready, services.store.revocation_list
    shallow = Readiness(
        status="ok" if keys and revocations.ready else "unavailable", keys=keys, store=revocations.connected
    )
    answer = await _with_pool(shallow, services) if deep else shallow
    if answer.status != "ok":
        response.status_code = 503
    return answer


async def _with_pool(ready: Readiness, services: Services) -> DeepReadiness:
    report = await services.pool_health.current(max_wait=MAX_WAIT_SECONDS)
    outcomes = report.outcomes() if report else {}
    works = report is not None and report.is_reachable and "error" not in outcomes.values()
    return DeepReadiness(
        status=ready.status if works else "unavailable", keys=ready.keys, store=ready.store, pool=outcomes
    )
