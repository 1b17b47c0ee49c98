"""SignIn: the request of a sign-in, for tests of what follows a right password."""

from typing import Any

from pydantic import SecretStr

from tests.unit.endpoint_call import EndpointCall, session_of
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.security.session_devices import SessionDevices
from vestibule.api.security.session_log import SessionLog
from vestibule.api.sign_ins.next_step import NextSteps
from vestibule.audit import AuditEvent
from vestibule.cognito.devices import TrustedDevice
from vestibule.cognito.models import SessionDevice
from vestibule.errors import (
    FeatureUnavailable,
)
from vestibule.limits import Attempt

ALICE = "alice@example.com"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
DEVICE = TrustedDevice(key="device", group_key="group", password=SecretStr("password"), username="alice-name")
NEW_DEVICE, KNOWN_DEVICE = SessionDevice("device", "group"), SessionDevice("device")


def session(device: SessionDevice | None = None, **claims: Any) -> Any:
    usual = {"sub": "alice", "origin_jti": "here", "auth_time": NOW - 5, "iat": NOW - 5}
    made = session_of("alice", token(user_claims({**usual, **claims})), email=ALICE)
    user = made.user.model_copy(update={"email_verified": True})
    return made.model_copy(update={"device": device, "user": user})


class SignIn(EndpointCall):
    """A sign-in of alice from Firefox."""

    def __init__(self, answers: dict[str, Any] | None = None, *, cookie: str = "", **settings: Any) -> None:
        usual = {"pool.latest": FeatureUnavailable()}
        headers = {"user-agent": settings.pop("user_agent", FIREFOX), "cookie": cookie}
        super().__init__({**usual, **(answers or {})}, now=NOW, headers=headers, settings=settings)
        self.event = AuditEvent("192.0.2.1")
        self.request.state.audit_event = self.event

    @property
    def cookies(self) -> list[str]:
        """The names and values of the cookies that were set."""
        return [header.partition(";")[0] for header in self.response.headers.getlist("set-cookie")]

    @property
    def sessions(self) -> list[Any]:
        """The sessions of alice that were noted."""
        return self.services.records.sessions.of_user("alice")

    def log(self) -> SessionLog:
        return SessionLog(self.request, self.response, self.background)

    def settle(self, device: SessionDevice | None, *, trust: bool) -> None:
        SessionDevices(self.request, self.response).settle(session(device), ALICE, trust=trust)

    def after(self, outcome: Any) -> tuple[Any, Attempt]:
        attempt = Attempt()
        step = NextSteps(self.request, self.response, self.background).after(outcome, attempt, ALICE)
        return step, attempt
