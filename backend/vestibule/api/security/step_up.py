"""Step-up: sensitive changes need a fresh proof of who the user is, from the session that makes the change."""

from typing import Literal, Protocol

from vestibule.cognito.user.gateway import UserGateway
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import StepUpRequired
from vestibule.tokens.claims import AccessClaims

StepUpMethod = Literal["password", "totp", "passkey", "email_otp", "redirect"]


class IdentityProofs(Protocol):
    """Tells which sessions hold a fresh proof. Ours are recorded; Cognito's would be the claim `acr` of a token."""

    def holds(self, sub: str, session: str) -> bool:
        """Whether the session of this user holds one."""
        ...

    def refused(self, sub: str, session: str) -> frozenset[str]:
        """The methods that prove nothing to this session."""
        ...


def session_of(user: AccessClaims) -> str:
    """What names the session of a token, and of those that it was refreshed to."""
    return user.origin_jti or user.jti or ""


def methods_of(owner: AccessClaims, state: MfaState, proofs: IdentityProofs) -> list[StepUpMethod]:
    """The methods by which this user can prove to this session who they are.

    Not by an app that the session set up without a proof: whoever finds a browser in which somebody else is signed in
    can do that. Nor by a mailed code while a change of the address is pending, since Cognito sends it to the new one.
    """
    usable: dict[StepUpMethod, bool] = {
        "password": state.has_password,
        "totp": "totp" in state.enabled,
        "passkey": state.has_passkey,
        "email_otp": "email_otp" in state.reachable,
        "redirect": state.provider is not None,
    }
    refused = proofs.refused(owner.sub, session_of(owner))
    return [method for method, can_be_used in usable.items() if can_be_used and method not in refused]


class StepUp:
    """The proof of the session that sends the request; endpoints that need it only sometimes call `require`."""

    def __init__(self, owner: AccessClaims, cognito: UserGateway, proofs: IdentityProofs) -> None:
        self._owner = owner
        self._cognito = cognito
        self._proofs = proofs

    def is_given(self) -> bool:
        """Whether the session holds a fresh proof."""
        session = session_of(self._owner)
        return bool(session) and self._proofs.holds(self._owner.sub, session)

    def require(self) -> None:
        """StepUpRequired unless the session holds a fresh proof."""
        if not self.is_given():
            raise StepUpRequired(*methods_of(self._owner, self._cognito.mfa.read(), self._proofs))
