"""Challenge: the base class of every kind of challenge."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Literal, NamedTuple, Self, TypeVar

from pydantic import Field, SecretStr

from vestibule.cognito.app.gateway import AppGateway
from vestibule.cognito.app.outcome import AuthOutcome
from vestibule.cognito.fields import OpaqueToken, RequestBody
from vestibule.cognito.models import Model
from vestibule.mail import MailName


class ChallengeStep(Model):
    """A step that the user has to take before they are signed in. `session` is valid for `expires_in` seconds."""

    status: Literal["challenge"] = "challenge"
    session: str = Field(repr=False)
    expires_in: int


class ChallengeAnswer(RequestBody):
    """The answer to a challenge: its session, and the members that its `kind` needs."""

    session: OpaqueToken

    @property
    def chosen_attributes(self) -> Mapping[str, str]:
        """User attributes in the answer, which the caller checks against those that users may set."""
        return {}

    def with_attributes(self, _attributes: Mapping[str, str]) -> Self:
        """The same answer with other values of its attributes."""
        return self

    @property
    def chosen_recovery_code(self) -> str | None:
        """The recovery code, if it is in the answer in place of the factor."""
        return None

    @property
    def trusts_browser(self) -> bool:
        """Whether this browser is to replace the second factor from now on."""
        return False

    @property
    def chosen_password(self) -> SecretStr | None:
        """The password that signs in after a right answer, if it is in the answer."""
        return None


class AccountChange(NamedTuple):
    """A change of the account by an answer: the mail that notifies the user, and what it mentions."""

    mail: MailName
    details: Mapping[str, str] = MappingProxyType({})


PASSWORD_RESET = AccountChange("password_reset")

AnswerT = TypeVar("AnswerT", bound=ChallengeAnswer)


@dataclass(frozen=True)
class Challenge(ABC, Generic[AnswerT]):
    """One user's challenge, either new or decrypted from the session in an answer.

    `name` is that of the PendingChallenge. `account` is the name that the user signs in with, which limits are counted
    by; `username` is Cognito's for the same user, and names them in answers.

    A subclass defines:
    kind           the discriminator of its step and its answer
    cognito_names  the `name`s of the PendingChallenges that start it
    lifetime       seconds from the step to the answer
    limit          the name of the limit on wrong answers (limits/table.py)
    step_model     what the client is sent
    answer_model   what the client sends back
    sends_code     whether starting it sends the user a message with a code
    follows_proof  whether it starts only after the user has proved who they are
    asks_again     whether Cognito may respond to a wrong answer with this challenge again, in place of an error
    resets_password  whether a right answer sets a new password with a code, which ends all earlier sessions
    """

    kind: ClassVar[str]
    cognito_names: ClassVar[tuple[str, ...]]
    lifetime: ClassVar[int]
    limit: ClassVar[str]
    step_model: ClassVar[type[ChallengeStep]]
    answer_model: ClassVar[type[ChallengeAnswer]]
    sends_code: ClassVar[bool] = False
    follows_proof: ClassVar[bool] = False
    asks_again: ClassVar[bool] = False
    resets_password: ClassVar[bool] = False

    cognito: AppGateway
    name: str
    account: str
    username: str
    session: str = field(default="", repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict)

    def send_code(self) -> None:
        """Send the code, if `sends_code`. The caller checks the limit on messages first."""

    def details(self) -> dict[str, Any]:
        """The step's members other than `session` and `expires_in`."""
        return {}

    @property
    def proves_address(self) -> bool:
        """Whether a right answer signs in whoever reads the user's mail, without any other proof."""
        return False

    def limit_on(self, _answer: AnswerT) -> str:
        """The name of the limit on this answer."""
        return self.limit

    def message_limit(self, _answer: AnswerT) -> str | None:
        """The limit on messages (limits/table.py) if this answer can cause one. The caller checks it first."""
        return None

    def message_recipient(self, _answer: AnswerT) -> str:
        """The recipient, by which messages are limited."""
        return self.account

    def change(self, _outcome: AuthOutcome) -> AccountChange | None:
        """How the answer with this outcome changed the account. Browsers that were trusted before are not any more."""
        return None

    def reset_password(self, _answer: AnswerT) -> None:
        """Set the new password, if `resets_password`. Afterwards, `answer` signs in."""

    @abstractmethod
    def answer(self, answer: AnswerT) -> AuthOutcome:
        """Check the answer: the user is signed in, or has another challenge to answer."""
