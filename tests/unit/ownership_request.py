"""A request with a proof, or a password, of an address, for tests of AddressProof and OwnershipCheck."""

from types import SimpleNamespace
from typing import Any

from pydantic import SecretStr

from tests.unit.endpoint_call import EndpointCall, session_of
from tests.unit.tokens.forge import NOW, token, user_claims
from vestibule.api.sign_ins.address_proof import AddressProof
from vestibule.api.sign_ins.ownership import OwnershipCheck
from vestibule.cognito.app.outcome import PASSWORD_RESET_REQUIRED, PendingChallenge
from vestibule.errors import CognitoUnavailable
from vestibule.records import RequiredActions
from vestibule.tokens.issued import issued_claims

EMAIL, HERE, ELSEWHERE = "alice@example.com", "192.0.2.1", "198.51.100.7"
PASSWORD = SecretStr("Correct-horse-9")
CHOOSE = PendingChallenge(PASSWORD_RESET_REQUIRED, EMAIL)
POOL = SimpleNamespace(
    attributes=[SimpleNamespace(name="birthdate", required=True), SimpleNamespace(name="name", required=False)]
)
KEPT = frozenset({"sub", "email", "email_verified", "phone_number_verified", "identities", "birthdate"})
DISABLE, SET, CLEAR = (
    "admin.recovery.disable_password",
    "admin.recovery.set_password",
    "admin.recovery.clear_attributes",
)
REVOKE, SIGN_IN = "app.refresh.revoke", "app.sign_in.with_password"
UNAVAILABLE = CognitoUnavailable()


def session(name: str = "here", *, verified: bool = True, email: str | None = EMAIL) -> Any:
    made = session_of("alice", token(user_claims({"sub": "alice", "origin_jti": name, "auth_time": NOW})), email=email)
    return made.model_copy(update={"user": made.user.model_copy(update={"email_verified": verified})})


SIGNED_IN = session()


class Check(EndpointCall):
    """A request with a proof, or with a password, of alice's address."""

    def __init__(self, answers: dict[str, Any] | None = None, **actions: Any) -> None:
        super().__init__({"pool.current": lambda: POOL, **(answers or {})}, now=NOW)
        self.ownership = self.services.records.ownership
        if actions:
            self.ownership.require_new_password(EMAIL, actions.pop("client_ip", HERE))
            if not actions["choose_password"]:
                self.ownership.password_was_reset(EMAIL)
        self.check = OwnershipCheck(self.request, self.response)
        self.proof = AddressProof(self.request, self.response)

    @property
    def required(self) -> RequiredActions:
        return self.ownership.required_actions(EMAIL)

    def is_revoked(self, name: str = "here") -> bool:
        return self.services.revocations.is_revoked(issued_claims(session(name).access_token))
