"""A callback of the domain, with what it tells Cognito, this browser and the user."""

import dataclasses
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import anyio
import anyio.to_thread
from pydantic import SecretStr

from tests.unit.endpoint_call import EndpointCall, session_of
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.sign_ins.oauth_callback import OAuthCallback
from vestibule.api.sign_ins.redirect_purposes import RedirectPurposes
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


class Callback(EndpointCall):
    """A callback of the state `s`, which this browser has used, and what it causes."""

    def __init__(self, answers: dict[str, Any] | None = None, *, has_domain: bool = True, **access: Any) -> None:
        super().__init__(
            {f"{ADMIN}.is_new_profile": True, **(answers or {})},
            now=NOW,
            members={} if has_domain else {"hosted_ui": None},
            settings={"cognito_client_id": "client"},
            verifiers=SimpleNamespace(own=self, id_token=self),
        )
        profiles: Any = FederatedProfiles(self.cognito.at(ADMIN), self.services.records.base, self.clock)
        self.services = dataclasses.replace(self.services, federated_profiles=profiles)
        self.request.scope["state"]["vestibule"] = self.services
        usual = {"auth_time": NOW, "issued_at": NOW, "jti": "t", "origin_jti": "o"}
        self.access = SimpleNamespace(**{"sub": "visitor", "client_id": "client", **usual, **access})
        self.event = AuditEvent("192.0.2.1")
        self.request.state.audit_event = self.event
        self.request.state.set_cookie = "deleted"
        self.services.records.used_states.use(STATE.state)
        self.callback = OAuthCallback(self.request, self.response)
        self.purposes = RedirectPurposes(self.request, self.response, self.background)

    @property
    def may_be_repeated(self) -> bool:
        """Whether the state may be used again, and its cookie stays."""
        used = self.services.records.used_states.includes(STATE.state)
        assert used is hasattr(self.request.state, "set_cookie")
        return not used

    async def verify_access(self, _token: bytes) -> Any:
        return self.cognito.answer("own") or OWNER

    async def verify_expired_access(self, _token: bytes) -> Any:
        return self.cognito.answer("access") or self.access

    async def verify(self, id_token: str, *, access_token: str, nonce: str) -> Any:
        return self.cognito.answer("id", id_token, access_token, nonce) or SimpleNamespace(sub="visitor")

    @property
    def deleted(self) -> int:
        """How many profiles were deleted."""
        return self.names.count(f"{ADMIN}.delete_profile")

    @property
    def revoked(self) -> int:
        """How many sessions of Cognito were ended."""
        return self.names.count("app.refresh.revoke")


def in_thread(call: Callable[[], Any]) -> Any:
    """Run it as FastAPI runs an endpoint."""

    async def run() -> Any:
        return await anyio.to_thread.run_sync(call)

    return anyio.run(run)
