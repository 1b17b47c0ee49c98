"""A user with given second factors, and what their requests cause."""

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

from tests.unit.endpoint_call import EndpointCall
from vestibule.api.routes.me.mfa import (
    Mfa,
    VerifyTotpRequest,
    verify_totp,
)
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import (
    StepUpRequired,
)

NOW = 1_800_000_000
SUB, SESSION, NAME = "sub-of-alice", "session", "alice"
OWNER = SimpleNamespace(sub=SUB, username=NAME, origin_jti=SESSION, jti="token", auth_time=NOW - 301)


def state(**changes: Any) -> MfaState:
    values: dict[str, Any] = {
        "enabled": frozenset(),
        "preferred": None,
        "reachable": frozenset({"totp", "sms", "email_otp"}),
        "account": "alice@example.com",
        "has_password": True,
        "has_passkey": False,
    }
    return MfaState(**values | {name: frozenset(v) if isinstance(v, set) else v for name, v in changes.items()})


class MfaUser(EndpointCall):
    """A user with these factors, in a pool that offers them, and what their requests caused."""

    def __init__(
        self,
        before: MfaState,
        after: MfaState | None = None,
        *,
        pool: str = "optional",
        offers: tuple[str, ...] = ("totp", "sms", "email_otp"),
        attributes: tuple[str, ...] = (),
        answers: dict[str, Any] | None = None,
        owner: Any = OWNER,
    ) -> None:
        states = iter([before, after or before])
        codes = SimpleNamespace(remaining=lambda name: self.cognito.answer("remaining", name))
        super().__init__({"user.mfa.read": lambda: next(states), **(answers or {})}, now=NOW, recovery_codes=codes)
        self.owner = owner
        self.proof = StepUp(given=False)
        description: Any = SimpleNamespace(
            mfa=pool, mfa_methods=list(offers), attributes=[SimpleNamespace(name=name) for name in attributes]
        )
        self.mfa = Mfa(self.cognito.at("user"), description, owner, self.request, self.background)

    @property
    def changes(self) -> list[tuple[Any, ...]]:
        """What Cognito was told to change."""
        return [arguments for name, arguments in self.cognito.calls if name == "user.mfa.change"]

    @property
    def step_up(self) -> Any:
        return self.proof

    def verify(self) -> None:
        """Verify the code of an authenticator app."""
        limits: Any = SimpleNamespace(attempt=lambda *_: nullcontext())
        body = VerifyTotpRequest(code="123456", device_name="Phone")
        verify_totp(body, self.owner, self.mfa, limits, self.step_up, self.services)

    @property
    def trust_ended(self) -> bool:
        return self.services.records.trust_endings.last(NAME) == NOW


class StepUp:
    """The session's proof, which is given or not."""

    def __init__(self, *, given: bool) -> None:
        self.given = given

    def is_given(self) -> bool:
        return self.given

    def require(self) -> None:
        if not self.given:
            raise StepUpRequired
