"""Facts: everything that the checks look at, read when a check first needs it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vestibule.cognito.admin.pool import enabled_methods
from vestibule.cognito.doctor.account import Account
from vestibule.cognito.doctor.endpoints import Endpoints
from vestibule.cognito.doctor.identity_pool import IdentityPool
from vestibule.cognito.doctor.recipes import Recipes
from vestibule.cognito.doctor.user_pool import UserPool
from vestibule.settings import Settings
from vestibule.settings.domain import CALLBACK_PATH, SIGNED_OUT_PATH

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


@dataclass(frozen=True)
class Facts:
    """What the settings say, and what AWS says."""

    settings: Settings
    user_pool: UserPool
    identity_pool: IdentityPool
    account: Account
    endpoints: Endpoints
    recipes: Recipes

    @property
    def pool(self) -> "t.UserPoolTypeTypeDef":
        """The user pool's description."""
        return self.user_pool.description

    @property
    def client(self) -> "t.UserPoolClientTypeTypeDef":
        """The app client of the API."""
        return self.user_pool.client

    @property
    def tier(self) -> str:
        """The pool's feature plan."""
        return self.pool.get("UserPoolTier", "ESSENTIALS")

    @property
    def app_hosts(self) -> tuple[str, ...]:
        """The hosts of the app's pages, as far as the settings name them."""
        return tuple(urlsplit(origin).hostname or "" for origin in self._app_origins)

    @property
    def _app_origins(self) -> tuple[str, ...]:
        """APP_URL, or else the first of CORS_ORIGINS, as the API decides for a callback; a proxy may know better."""
        settings = self.settings
        return (settings.app_url,) if settings.app_url else settings.cors_origins[:1]

    @property
    def callback_urls(self) -> tuple[str, ...]:
        """The URLs of the app that Cognito returns to after sign-in."""
        return tuple(origin + CALLBACK_PATH for origin in self._app_origins)

    @property
    def sign_out_urls(self) -> tuple[str, ...]:
        """The URLs of the app that Cognito returns to after a sign-out."""
        return tuple(origin + SIGNED_OUT_PATH for origin in self._app_origins)

    @property
    def uses_oauth(self) -> bool:
        """Whether the client or the API is set up for managed login or social sign-in."""
        return bool(self.client.get("AllowedOAuthFlows") or self.settings.cognito_domain)

    @property
    def social_providers(self) -> tuple[str, ...]:
        """The identity providers that the client offers, beside the pool itself."""
        return tuple(name for name in self.client.get("SupportedIdentityProviders", []) if name != "COGNITO")

    @property
    def first_factors(self) -> frozenset[str]:
        """What users may begin a sign-in with (SignInPolicy)."""
        policy = self.pool.get("Policies", {}).get("SignInPolicy", {})
        return frozenset(policy.get("AllowedFirstAuthFactors", ["PASSWORD"]))

    @property
    def mfa_methods(self) -> frozenset[str]:
        """The second factors that the pool has switched on: totp, sms, email_otp."""
        return frozenset(enabled_methods(self.user_pool.mfa))
