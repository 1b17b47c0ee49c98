"""A callback of the domain, with what it tells Cognito, this browser and the user."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import anyio
import anyio.to_thread
from pydantic import SecretStr

from tests.cognito_calls import CognitoCalls
from tests.servers import Clock
from tests.unit.endpoint_services import Mails, services_with, session_of
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.routes.auth.oauth_callback import OAuthCallback
from vestibule.audit import AuditEvent
from vestibule.cognito.federated_profiles import FederatedProfiles
from vestibule.cognito.hosted_ui import RedirectSignIn
from vestibule.cognito.identities import Identity
from vestibule.cognito.models import SignedIn

OWNER: Any = SimpleNamespace(sub="owner", username="owner-name", origin_jti="session", jti="token")
STATE: Any = SimpleNamespace(
    sub="owner", session="session", state="s", nonce="n", verifier="v", redirect_uri="https://app/cb", started_at=NOW
)
FACEBOOK = Identity(provider="Facebook", primary=True, subject="42")
CODE = SecretStr("code")
ADMIN = "admin.identities"


def signed_in(sub: str = "visitor", *, email: str | None = "v@example.com", auth_time: int = NOW) -> SignedIn:
    claims = user_claims({"sub": sub, "auth_time": auth_time, "origin_jti": f"of {sub}"})
    return session_of(sub, token(claims), email=email)


def exchanged(sub: str = "visitor", *identities: Identity, **changes: Any) -> RedirectSignIn:
    return RedirectSignIn(signed_in(sub, **changes), identities)


class Callback:
    """A callback, with what it tells Cognito, this browser and the user."""

    def __init__(self, answers: dict[str, Any] | None = None, *, has_domain: bool = True, **access: Any) -> None:
        self.cognito = CognitoCalls({f"{ADMIN}.is_new_profile": True, **(answers or {})})
        self.restored, self.notifications, self.event = list[object](), Mails(), AuditEvent("192.0.2.1")
        clock = Clock(NOW)
        self.access = SimpleNamespace(
            **{
                "sub": "visitor",
                "client_id": "client",
                "auth_time": NOW,
                "issued_at": NOW,
                "jti": "t",
                "origin_jti": "o",
            }
            | access
        )
        services = services_with(
            self.cognito,
            clock,
            settings=SimpleNamespace(client_id="client"),
            verifiers=SimpleNamespace(own=self, id_token=self),
        )
        self.records, self.revocations = services.records, services.revocations
        services.federated_profiles = FederatedProfiles(self.cognito.at(ADMIN), self.records.base, clock)
        if not has_domain:
            services.cognito = SimpleNamespace(hosted_ui=None)
        request: Any = SimpleNamespace(
            scope={
                "state": {"vestibule": services},
                "headers": [(b"authorization", b"Bearer token")],
                "starlette.exception_handlers": ({}, {}),
            }
        )
        states: Any = SimpleNamespace(restore=self.restored.append, take=lambda state: f"taken {state}")
        ownership: Any = SimpleNamespace(check=lambda *about: about)
        mails: Any = self.notifications
        self.callback = OAuthCallback(request, services, states, ownership, self.event, mails)

    @property
    def mails(self) -> list[tuple[object, ...]]:
        """The mails to the user."""
        return self.notifications.sent

    async def verify_access(self, _token: bytes) -> Any:
        return self.cognito.answer("own") or OWNER

    async def verify_expired_access(self, _token: bytes) -> Any:
        return self.cognito.answer("access") or self.access

    async def verify(self, id_token: str, *, access_token: str, nonce: str) -> Any:
        return self.cognito.answer("id", id_token, access_token, nonce) or SimpleNamespace(sub="visitor")

    def names(self, start: str) -> list[str]:
        """The calls whose names begin so."""
        return [name for name in self.cognito.names if name.startswith(start)]

    @property
    def revoked(self) -> int:
        """How many sessions of Cognito were ended."""
        return self.cognito.names.count("app.refresh.revoke")


def in_thread(call: Callable[[], Any]) -> Any:
    """Run it as FastAPI runs an endpoint."""

    async def run() -> Any:
        return await anyio.to_thread.run_sync(call)

    return anyio.run(run)
