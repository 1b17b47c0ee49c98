"""One file per topic: a router, its request models, its endpoints."""

from fastapi import APIRouter

from vestibule.api.http.problems import problems
from vestibule.api.routes import protected
from vestibule.api.routes.admin import users
from vestibule.api.routes.auth import (
    aws_credentials as guest_credentials,
)
from vestibule.api.routes.auth import (
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
    profile,
    recovery_codes,
    sessions,
    trusted_browsers,
)
from vestibule.api.routes.me import password as change_password
from vestibule.api.routes.ops import brand, health

ACCOUNT_TOPICS = (
    *(config, sign_up, sign_in, challenge, step_up, refresh, sign_out, token, password, oauth),
    *(profile, attributes, change_password, mfa, passkeys, recovery_codes, identities, trusted_browsers, sessions),
    export,
    *(aws_credentials, guest_credentials),
    users,
)
OWN_TOPICS = (protected, health, brand)
"""Only in our own application, not in one that embeds the account endpoints."""

router = APIRouter(prefix="/api", responses=problems())
for topic in (*ACCOUNT_TOPICS, *OWN_TOPICS):
    router.include_router(topic.router)
