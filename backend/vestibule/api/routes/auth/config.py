"""What the pool allows, for screens that need no sign-in."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import Field

from vestibule.api.deps import PoolDescriptionDep
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.app_url import app_origin
from vestibule.api.services import ServicesDep
from vestibule.cognito.hosted_ui import COGNITO
from vestibule.cognito.models import PoolAttribute, PoolDescription
from vestibule.settings.domain import SIGNED_OUT_PATH

router = TopicRouter(prefix="/auth", tags=["config"], route_class=StrictRoute)


class AuthConfig(PoolDescription):
    """The pool's rules and ours. Lists only attributes that a user can be asked for.

    `social_providers` are the identity providers for sign-in by redirect, and `hosted_sign_in` is whether the pool's
    own page is one (COGNITO). Who signs in by redirect also signs out at `logout_url`.
    """

    social_providers: list[str]
    hosted_sign_in: bool
    logout_url: str | None
    resend_wait_seconds: int
    aws_credentials: bool
    trusted_browser_days: int = Field(description="For how long a browser can be trusted; 0: it cannot.")


@router.get("/config")
def auth_config(pool: PoolDescriptionDep, services: ServicesDep, request: Request) -> AuthConfig:
    """The password policy, the attributes, MFA, the ways to sign in, and whether users can sign up."""
    settings, hosted_ui = services.settings, services.cognito.hosted_ui
    providers = pool.identity_providers if hosted_ui else []
    origin = app_origin(request, settings)
    return AuthConfig(
        **dict(pool) | {"attributes": requested_attributes(pool, settings.editable_attributes)},
        social_providers=[provider for provider in providers if provider != COGNITO],
        hosted_sign_in=COGNITO in providers,
        logout_url=hosted_ui.logout_url(origin + SIGNED_OUT_PATH) if hosted_ui and origin else None,
        resend_wait_seconds=settings.resend_wait_seconds,
        aws_credentials=services.cognito.identity_pool is not None,
        trusted_browser_days=settings.trusted_browser_days if pool.device_tracking else 0,
    )


def requested_attributes(pool: PoolDescription, editable: tuple[str, ...]) -> list[PoolAttribute]:
    """Attributes that the pool requires or that users may edit: required ones first, then in the settings' order."""
    present = {attribute.name: attribute for attribute in pool.attributes}
    required = [attribute.name for attribute in pool.attributes if attribute.required and attribute.name != "sub"]
    return [
        present[name].model_copy(update={"editable": present[name].editable and name in editable})
        for name in dict.fromkeys([*required, *editable])
        if name in present
    ]


async def new_user_attributes(pool: PoolDescriptionDep, services: ServicesDep) -> frozenset[str]:
    """The attributes that a new user may set, apart from the e-mail address."""
    requested = requested_attributes(pool, services.settings.editable_attributes)
    return frozenset(attribute.name for attribute in requested) - {"email"}


NewUserAttributes = Annotated[frozenset[str], Depends(new_user_attributes)]
