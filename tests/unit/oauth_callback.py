"""A callback of the domain, with what it tells Cognito, this browser and the user."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import anyio
import anyio.to_thread
from pydantic import SecretStr

from tests.cognito_calls import CognitoCalls
from tests.servers import Clock
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.routes.auth.oauth_callback import OAuthCallback
from vestibule.audit import AuditEvent
from vestibule.cognito.federated_profiles import FederatedProfiles
from vestibule.cognito.hosted_ui import RedirectSignIn
from vestibule.cognito.identities import Identity
from vestibule.cognito.models import SignedIn, User
from vestibule.records import build_user_records, open_record_store
from vestibule.revocations import Revocations, open_revocations
from vestibule.storage import Memory
from vestibule.storage.secret_keys import SecretKeys

OWNER: Any = SimpleNamespace(sub="owner", username="owner-name", origin_jti="session", jti="token")
STATE: Any = SimpleNamespace(
    sub="owner", session="session", state="s", nonce="n", verifier="v", redirect_uri="https://app/cb", started_at=NOW
)
FACEBOOK = Identity(provider="Facebook", primary=True, subject="42")
CODE = SecretStr("code")
ADMIN = "admin.identities"


def signed_in(sub: str = "visitor", *, email: str | None = "v@example.com", auth_time: int = NOW) -> SignedIn:
    return SignedIn(
        access_token=token(user_claims({"sub": sub, "auth_time": auth_time, "origin_jti": f"of {sub}"})),
        id_token="id",
        expires_in=3600,
        refresh_token=SecretStr("refresh"),
        user=User(sub=sub, username=f"{sub}-name", email=email),
    )


def exchanged(sub: str = "visitor", *identities: Identity, **changes: Any) -> RedirectSignIn:
    return RedirectSignIn(signed_in(sub, **changes), identities)


class Callback:
    """A callback, with what it tells Cognito, this browser and the user."""

    def __init__(self, answers: dict[str, Any] | None = None, **access: Any) -> None:
        self.cognito = CognitoCalls({f"{ADMIN}.is_new_profile": True, **(answers or {})})
        self.restored, self.mails, self.event = list[object](), list[tuple[object, ...]](), AuditEvent("192.0.2.1")
        clock = Clock(NOW)
        self.records = build_user_records(
            open_record_store(Memory(), clock=clock),
            SecretKeys(SecretStr("k" * 32)),
            session_seconds=lambda: 86_400,
            trusted_browser_days=30,
            network_of=str,
            closed=True,
            clock=clock,
        )
        self.revocations = Revocations(open_revocations(Memory(), clock=clock), clock=clock)
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
        gateway = self.cognito.at()
        if answers and answers.get("hosted_ui") is None and "hosted_ui" in answers:
            gateway = SimpleNamespace(hosted_ui=None)
        services: Any = SimpleNamespace(
            cognito=gateway,
            clock=clock,
            records=self.records,
            revocations=self.revocations,
            federated_profiles=FederatedProfiles(self.cognito.at(ADMIN), self.records.base, clock),
            settings=SimpleNamespace(client_id="client"),
            verifiers=SimpleNamespace(own=self, id_token=self),
        )
        request: Any = SimpleNamespace(
            scope={
                "state": {"vestibule": services},
                "headers": [(b"authorization", b"Bearer token")],
                "starlette.exception_handlers": ({}, {}),
            }
        )
        states: Any = SimpleNamespace(restore=self.restored.append, take=lambda state: f"taken {state}")
        ownership: Any = SimpleNamespace(check=lambda *about: about)
        notifications: Any = SimpleNamespace(
            notify_owner=lambda name, _user, **about: self.mails.append((name, *about.values()))
        )
        self.callback = OAuthCallback(request, services, states, ownership, self.event, notifications)

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
