"""A request of a signed-in user, for tests of the endpoints of the own account."""

from types import SimpleNamespace
from typing import Any

from tests.unit.endpoint_call import EndpointCall, NotedLimits
from tests.unit.tokens.forge import NOW
from vestibule.api.routes.me import attributes, identities, passkeys, profile
from vestibule.api.security.notifications import Notifications
from vestibule.cognito.identities import Identity
from vestibule.cognito.models import CodeDelivery, UpdatedProfile
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import (
    StepUpRequired,
)
from vestibule.tokens.claims import AccessClaims

EMAIL, NEW_EMAIL = "alice@example.com", "new@example.com"
OWNER = AccessClaims("alice", "name", "client", frozenset(), ("b", "a"), NOW, NOW, NOW + 3600, "jti", "here")
STATE = MfaState(frozenset(), None, frozenset(), EMAIL, has_password=True, has_passkey=False)
NO_PASSWORD = MfaState(frozenset(), None, frozenset({"email_otp"}), EMAIL, has_password=False, has_passkey=False)
DELIVERY = CodeDelivery(medium="email", destination="n***@e***")
GOOGLE, OTHER = (Identity(provider=name, primary=False, subject=name) for name in ("Google", "Facebook"))
CREATOR = Identity(provider="Google", primary=True, subject="1")


def pool(*factors: str, names: tuple[str, ...] = ()) -> Any:
    return SimpleNamespace(factors=factors, attributes=[SimpleNamespace(name=name) for name in names])


class OwnAccountCall(EndpointCall):
    """A request of alice."""

    def __init__(self, answers: dict[str, Any] | None = None, *, proven: bool = True) -> None:
        codes = SimpleNamespace(replace=lambda name: [f"code of {name}"])
        super().__init__(answers, now=NOW, settings={"resend_wait_seconds": 7}, recovery_codes=codes)
        self.user: Any = self.cognito.at("user")
        self.limits: Any = NotedLimits()
        self.notifications = Notifications(self.request, self.background)
        self.changes = self.services.records.address_changes
        self.proof: Any = SimpleNamespace(require=lambda: None if proven else self.refuse())

    def refuse(self) -> None:
        raise StepUpRequired

    def update(self, **values: str | None) -> UpdatedProfile:
        return profile.update_profile(
            profile.UpdateProfileRequest(attributes=values),
            self.user,
            OWNER,
            self.services,
            pool(),
            self.limits,
            self.proof,
            self.notifications,
        )

    def verify(self) -> None:
        body = attributes.VerifyAttributeRequest(code="123456")
        attributes.verify_attribute("email", body, OWNER, self.user, self.services, self.limits, self.notifications)

    def unlink(self, provider: str = "Google", *factors: str) -> None:
        identities.unlink_identity(provider, OWNER, self.user, self.services, pool(*factors), self.notifications)

    def delete_passkey(self, passkey_id: str) -> None:
        passkeys.delete_passkey(passkey_id, OWNER, self.user, self.services, self.notifications)
