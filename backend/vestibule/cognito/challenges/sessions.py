"""ChallengeSessions: make the step of a challenge, and read the challenge back from the session in its answer."""

import structlog

from vestibule.cognito.app.gateway import AppGateway
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.cognito.challenges.challenge import Challenge, ChallengeAnswer, ChallengeStep
from vestibule.cognito.challenges.cipher import SessionCipher
from vestibule.cognito.challenges.registry import KINDS_BY_COGNITO_NAME
from vestibule.errors import Misconfigured, SessionInvalid

log = structlog.get_logger(__name__)

AnyChallenge = Challenge[ChallengeAnswer]

STATE = ("name", "account", "username", "session")
"""The members of a challenge that its encrypted session holds."""
PADDED = ("name", "username", "session")
PADDED_LENGTH = 32 + 128 + 2048
"""The longest names of challenges and of users, and sessions of Cognito: lengths would reveal a simulated challenge."""


class ChallengeSessions:
    """The challenges of users for whom `cognito` calls Cognito."""

    def __init__(self, cipher: SessionCipher, cognito: AppGateway) -> None:
        self._cipher = cipher
        self._cognito = cognito

    def start(self, pending: PendingChallenge, account: str) -> AnyChallenge:
        """Cognito's challenge for a user who signs in as `account`; Misconfigured if it is not implemented."""
        kind = KINDS_BY_COGNITO_NAME.get(pending.name)
        if kind is None:
            log.error("cognito.unknown_challenge", challenge=pending.name)
            raise Misconfigured
        return kind(self._cognito, pending.name, account, pending.username, pending.session, pending.parameters)

    def step(self, challenge: AnyChallenge) -> ChallengeStep:
        """What the client is sent: the challenge's details, and its state as an encrypted session."""
        state = {name: getattr(challenge, name) for name in STATE}
        state["padding"] = " " * (PADDED_LENGTH - sum(len(state[name]) for name in PADDED))
        session = self._cipher.encrypt(state, lifetime=challenge.lifetime)
        members = {"session": session, "expires_in": challenge.lifetime, **challenge.details()}
        return challenge.step_model.model_validate(members)

    def decrypt(self, answer: ChallengeAnswer) -> AnyChallenge:
        """The challenge that is answered; SessionInvalid if its session is forged, expired, or of another kind."""
        state = self._cipher.decrypt(answer.session.get_secret_value())
        kind = KINDS_BY_COGNITO_NAME.get(state.get("name", ""))  # None if another version of ours made the session
        if kind is None or not isinstance(answer, kind.answer_model):
            raise SessionInvalid(field="session")
        return kind(self._cognito, state["name"], state["account"], state["username"], state["session"])
