"""What the pool allows, for screens that are built before anyone is signed in."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from vestibule.api.deps import PoolDescriptionsDep
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.services import ServicesDep
from vestibule.cognito.models import PoolAttribute, PoolDescription
from vestibule.errors import CognitoUnavailable

router = APIRouter(prefix="/auth", tags=["config"], route_class=StrictRoute)


class AuthConfig(PoolDescription):
    """The pool's rules, and ours: only attributes that users may be asked for are told."""

    factors: list[Literal["password"]]
    social_providers: list[str]
    resend_wait_seconds: int


@router.get("/config", responses=problems(CognitoUnavailable))
def auth_config(descriptions: PoolDescriptionsDep, services: ServicesDep) -> AuthConfig:
    """Tell the password policy, the attributes, MFA, and whether signing up is open."""
    pool, settings = descriptions.current(), services.settings
    return AuthConfig(
        **dict(pool) | {"attributes": asked_for(pool, settings.editable_attributes)},
        factors=["password"],
        social_providers=[],
        resend_wait_seconds=settings.resend_wait_seconds,
    )


def asked_for(pool: PoolDescription, editable: tuple[str, ...]) -> list[PoolAttribute]:
    """The pool's attributes that it requires or that users may edit; the required first, then as the settings say."""
    present = {attribute.name: attribute for attribute in pool.attributes}
    required = [attribute.name for attribute in pool.attributes if attribute.required and attribute.name != "sub"]
    return [
        present[name].model_copy(update={"editable": present[name].editable and name in editable})
        for name in dict.fromkeys([*required, *editable])
        if name in present
    ]


def new_user_attributes(descriptions: PoolDescriptionsDep, services: ServicesDep) -> frozenset[str]:
    """What a new user may say of themselves beside the e-mail address."""
    asked = asked_for(descriptions.current(), services.settings.editable_attributes)
    return frozenset(attribute.name for attribute in asked) - {"email"}


NewUserAttributes = Annotated[frozenset[str], Depends(new_user_attributes)]
