"""What is limited, and to how much."""

from collections.abc import Mapping
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute

WRONG_PASSWORDS = RateLimitItemPerMinute(10, 15, namespace="password")
WRONG_CODES = RateLimitItemPerMinute(20, 15, namespace="code")


@dataclass(frozen=True)
class Limit:
    """Per address and per account: the `wrong` tries, which success never adds to; and the requests, right or wrong.

    What only wrong tries limit has no bound on requests: an office of a thousand may sign in at nine o'clock.
    """

    wrong: RateLimitItem | None = None
    per_address: RateLimitItem | None = None
    per_account: RateLimitItem | None = None


def _requests(per_address: int, per_account: int) -> Limit:
    """Requests that send a message: bounded for whom it reaches, and for who sends."""
    return Limit(
        per_address=RateLimitItemPerMinute(per_address, 15, namespace="requests"),
        per_account=RateLimitItemPerMinute(per_account, 15, namespace="requests"),
    )


LIMITS: Mapping[str, Limit] = {
    "sign-in": Limit(wrong=WRONG_PASSWORDS),
    "token": Limit(wrong=WRONG_PASSWORDS),
    "password": Limit(wrong=WRONG_PASSWORDS),
    "challenge": Limit(wrong=WRONG_CODES),
    "codes": Limit(wrong=WRONG_CODES),
    "sign-up": _requests(per_address=600, per_account=10),
    "resend": _requests(per_address=300, per_account=10),
    "forgot": _requests(per_address=300, per_account=10),
    "refresh": Limit(per_address=RateLimitItemPerMinute(6000, namespace="requests")),
}
