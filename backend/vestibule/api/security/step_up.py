"""Step-up: sensitive changes need a fresh proof of who the user is, from the session that makes the change."""

from typing import Literal

from vestibule.cognito.user.gateway import UserGateway
from vestibule.cognito.user.mfa import MfaState
from vestibule.errors import StepUpRequired
from vestibule.records import StepUpProofs
from vestibule.tokens.claims import AccessClaims

StepUpMethod = Literal["password", "totp", "passkey", "email_otp", "redirect"]


def session_of(user: AccessClaims) -> str:
    """The id of the session that a token belongs to; empty if the token names none. Refreshed tokens keep it."""
    return user.origin_jti or user.jti or ""


def methods_of(owner: AccessClaims, state: MfaState, proofs: StepUpProofs) -> list[StepUpMethod]:
    """The methods by which this user can prove to this session who they are.

    An authenticator app that this session set up without a proof is refused: anybody at a browser in which somebody
    else is signed in can set one up. So are mailed codes while a change of the address is pending, because Cognito
    sends them to the new address.
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

    def __init__(self, owner: AccessClaims, cognito: UserGateway, proofs: StepUpProofs) -> None:
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
