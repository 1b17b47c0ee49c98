"""The embedded pool's domain, its identity providers, and what its client may do there."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from local_cognito.model import domains, identity_providers
from local_cognito.model.domains import MANAGED_LOGIN, Domain
from local_cognito.model.identity_providers import BUILT_IN_ISSUER, NATIVE, OIDC, TYPES, IdentityProvider
from local_cognito.model.resource_servers import STANDARD_SCOPES

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

DOMAIN = "vestibule"
# The paths of the app to which the domain may send users back.
CALLBACK_PATHS = ("/auth/callback",)
LOGOUT_PATHS = ("/", "/auth/login", "/auth/signout")
# Stands for the login of a company.
OIDC_PROVIDER = "ExampleID"
CREDENTIALS = {"client_id": "local", "client_secret": "local"}
APPLE_CREDENTIALS = {"client_id": "local", "team_id": "LOCAL", "key_id": "LOCAL", "private_key": "local"}
DETAILS: Mapping[str, Mapping[str, str]] = {
    "Facebook": CREDENTIALS | {"authorize_scopes": "public_profile, email"},
    "Google": CREDENTIALS | {"authorize_scopes": "email profile openid"},
    "LoginWithAmazon": CREDENTIALS | {"authorize_scopes": "profile postal_code"},
    "SignInWithApple": APPLE_CREDENTIALS | {"authorize_scopes": "email name"},
    OIDC_PROVIDER: CREDENTIALS
    | {"authorize_scopes": "openid email profile", "oidc_issuer": BUILT_IN_ISSUER, "attributes_request_method": "GET"},
}
MAPPING = {"email": "email", "name": "name"}
# Facebook and Amazon do not tell whether an e-mail is verified.
VERIFIED = {"email_verified": "email_verified"}
MAPPINGS = {"Facebook": MAPPING, "LoginWithAmazon": MAPPING}
OAUTH = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": list(STANDARD_SCOPES),
    "SupportedIdentityProviders": [NATIVE, *DETAILS],
}


def provision(db: sqlite3.Connection, pool_id: str, now: float) -> bool:
    """Create the domain and the providers unless the pool has a domain. Returns whether it did."""
    if domains.of_pool(db, pool_id):
        return False
    domains.save(db, Domain(DOMAIN, pool_id, {"ManagedLoginVersion": MANAGED_LOGIN}))
    for name, details in DETAILS.items():
        kind = name if name in TYPES else OIDC
        mapping = {**MAPPINGS.get(name, MAPPING | VERIFIED), "username": TYPES[kind].subject}
        identity_providers.save(db, IdentityProvider(pool_id, name, kind, details, mapping, (), now, now))
    return True


def with_oauth(settings: t.UpdateUserPoolClientRequestTypeDef) -> t.UpdateUserPoolClientRequestTypeDef:
    """The client's settings with sign-in on the domain."""
    return cast("t.UpdateUserPoolClientRequestTypeDef", {**settings, **OAUTH})


def with_app_urls(
    settings: t.UpdateUserPoolClientRequestTypeDef, app_urls: Sequence[str]
) -> t.UpdateUserPoolClientRequestTypeDef:
    """The client's settings with the app's own URLs besides those that it has."""
    callbacks = [f"{url}{path}" for url in app_urls for path in CALLBACK_PATHS]
    logouts = [f"{url}{path}" for url in app_urls for path in LOGOUT_PATHS]
    urls = {
        "CallbackURLs": list(dict.fromkeys([*settings.get("CallbackURLs", ()), *callbacks])),
        "LogoutURLs": list(dict.fromkeys([*settings.get("LogoutURLs", ()), *logouts])),
    }
    return cast("t.UpdateUserPoolClientRequestTypeDef", {**settings, **urls})
