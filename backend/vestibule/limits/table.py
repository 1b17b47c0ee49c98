"""The limits: what is counted, and how much is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute


@dataclass(frozen=True)
class Guesses:
    """Wrong passwords or codes in 15 minutes; correct ones do not count.

    `amount` applies to an account for all unknown client IPs together, and to a client IP for all accounts together.
    Once a client IP has used up its amount, `per_pair` more attempts reach Cognito for each account that it has tried
    less often, up to `per_client_ip` in all: ten colleagues who each mistyped once do not lock out the eleventh, and an
    attacker who tries one password with many accounts is stopped.
    """

    name: str
    amount: int
    per_pair: int
    per_client_ip: int

    @property
    def limit(self) -> RateLimitItem:
        """The limit of an account, and of a client IP."""
        return RateLimitItemPerMinute(self.amount, 15, namespace=self.name)

    @property
    def pair_limit(self) -> RateLimitItem:
        """The limit of a client IP for one account, once its own is used up."""
        return RateLimitItemPerMinute(self.per_pair, 15, namespace=f"{self.name}-pair")

    @property
    def client_ip_limit(self) -> RateLimitItem:
        """The absolute limit of a client IP."""
        return RateLimitItemPerMinute(self.per_client_ip, 15, namespace=f"{self.name}-address")


PASSWORDS = Guesses("password", amount=10, per_pair=2, per_client_ip=50)
CODES = Guesses("code", amount=20, per_pair=2, per_client_ip=100)

MAILS = RateLimitItemPerMinute(100, 15, namespace="mails")
"""Messages that one client IP causes, over all endpoints: each sign-up sends one."""
MAILS_TO_ACCOUNT = RateLimitItemPerMinute(10, 15, namespace="mails-to-account")
"""Messages to one account by one endpoint."""
SECOND_FACTORS = RateLimitItemPerMinute(100, 15, namespace="second-factors")
SECOND_FACTORS_OF_KNOWN = RateLimitItemPerMinute(1000, 15, namespace="second-factors-of-known")
"""Codes of second factors that one client IP causes, for users who do not know it, and who do: a whole office."""
FIRST_CODES = RateLimitItemPerMinute(100, 15, namespace="first-codes")
"""Codes that Cognito sends because somebody names a user; it simulates them for unknown ones."""
CUSTOM_TO_ACCOUNT = RateLimitItemPerMinute(50, 15, namespace="custom-to-account")
"""Challenges of the pool's triggers for one account: each may send a message, and takes few wrong answers."""
CREDENTIALS = RateLimitItemPerMinute(600, namespace="aws-credentials")
"""Requests for AWS credentials from one client IP."""
CREDENTIALS_OF_ACCOUNT = RateLimitItemPerMinute(30, namespace="aws-credentials-of-account")
GUESTS = RateLimitItemPerMinute(100, 15, namespace="guest-credentials")
"""Requests for a guest's AWS credentials from one client IP: each may make an identity."""
REFRESHES = RateLimitItemPerMinute(6000, namespace="refreshes")


@dataclass(frozen=True)
class Limit:
    """Wrong guesses, and all requests, per client IP and per account.

    Limits on wrong guesses do not limit requests, so an office of a thousand people can sign in at the same time.
    `per_known_client_ip` replaces `per_client_ip` for a client IP that the account knows. `messages` names the limit on
    the messages that a right guess may send.
    """

    guesses: Guesses | None = None
    messages: str | None = None
    per_client_ip: RateLimitItem | None = None
    per_known_client_ip: RateLimitItem | None = None
    per_account: RateLimitItem | None = None

    def at_client_ip(self, *, is_known: bool) -> RateLimitItem | None:
        """The limit of all requests from a client IP, which the account may know."""
        return (is_known and self.per_known_client_ip) or self.per_client_ip


SENDS_MAIL = Limit(per_client_ip=MAILS, per_account=MAILS_TO_ACCOUNT)

LIMITS: Mapping[str, Limit] = {
    "sign-in": Limit(guesses=PASSWORDS, messages="second-factor"),
    "token": Limit(guesses=PASSWORDS, messages="second-factor"),
    "begin": Limit(guesses=PASSWORDS, messages="first-code"),
    "second-factor": Limit(
        per_client_ip=SECOND_FACTORS, per_known_client_ip=SECOND_FACTORS_OF_KNOWN, per_account=MAILS_TO_ACCOUNT
    ),
    "first-code": Limit(per_client_ip=FIRST_CODES, per_account=MAILS_TO_ACCOUNT),
    "password": Limit(guesses=PASSWORDS),
    "challenge": Limit(guesses=CODES),
    "codes": Limit(guesses=CODES),
    "sign-up": SENDS_MAIL,
    "resend": SENDS_MAIL,
    "forgot": SENDS_MAIL,
    "custom": Limit(per_client_ip=MAILS, per_account=CUSTOM_TO_ACCOUNT),
    "callback": Limit(guesses=CODES),
    "refresh": Limit(per_client_ip=REFRESHES),
    "aws-credentials": Limit(per_client_ip=CREDENTIALS, per_account=CREDENTIALS_OF_ACCOUNT),
    "guest-credentials": Limit(per_client_ip=GUESTS),
}
