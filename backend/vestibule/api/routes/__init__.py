"""One file per topic: a router, its request models, its endpoints."""

from fastapi import FastAPI

from vestibule.api.http.problems import problems
from vestibule.api.http.routing import TopicRouter
from vestibule.api.routes import protected
from vestibule.api.routes.admin import users
from vestibule.api.routes.auth import (
    aws_credentials as guest_credentials,
    challenge,
    config,
    oauth,
    password,
    refresh,
    sign_in,
    sign_out,
    sign_up,
    step_up,
    token,
)
from vestibule.api.routes.me import (
    attributes,
    aws_credentials,
    export,
    identities,
    mfa,
    passkeys,
    password as change_password,
    profile,
    recovery_codes,
    sessions,
    trusted_browsers,
)
from vestibule.api.routes.ops import brand, health, metrics, well_known

ACCOUNT_ROUTERS: tuple[TopicRouter, ...] = (
    *(config.router, sign_up.router, sign_in.router, challenge.router, step_up.options, step_up.proofs),
    *(refresh.router, sign_out.router, token.router, password.router, oauth.router),
    *(profile.router, attributes.router, change_password.router, mfa.router, passkeys.router),
    *(recovery_codes.router, identities.router, trusted_browsers.router, sessions.router, export.router),
    *(aws_credentials.router, guest_credentials.router),
    users.router,
)
OWN_ROUTERS: tuple[TopicRouter, ...] = (protected.router, health.router, brand.router)
"""Only in our own application, not in one that embeds the account endpoints."""

ROOT_ROUTERS: tuple[TopicRouter, ...] = (metrics.router, well_known.router)
"""Not below `/api`."""


def add_endpoints(app: FastAPI) -> None:
    """Add every endpoint of our own application."""
    for router in (*ACCOUNT_ROUTERS, *OWN_ROUTERS):
        router.add_to(app, prefix="/api", responses=problems())
    for router in ROOT_ROUTERS:
        router.add_to(app)
