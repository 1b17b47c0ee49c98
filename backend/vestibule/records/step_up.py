"""StepUpProofs: which sessions hold a fresh proof of who their user is."""

from collections.abc import Callable

from vestibule.records.address_changes import AddressChanges
from vestibule.records.records import DAY, Kind, Mark, RecordModel, Records

PROOF_SECONDS = 300
USED_CODE_SECONDS = 120  # longer than a code of an authenticator app is accepted


class Proof(RecordModel):
    """How the user proved who they are."""

    method: str


PROOF = Kind("step-up-proof", Proof, lifetime=PROOF_SECONDS)
APP_WITHOUT_PROOF = Kind("unproven-app", Mark, lifetime=30 * DAY)  # the name in existing stores
"""Sessions that set up an authenticator app without a fresh proof of who their user is."""
USED_CODE = Kind("used-totp-code", Mark, lifetime=USED_CODE_SECONDS)
"""Codes of authenticator apps that were used."""


class StepUpProofs:
    """Proofs by user (`sub`) and session (`origin_jti`), for five minutes. Every method may raise StoreUnavailable.

    `session_lifetime` returns how long a session can last, in seconds.
    """

    def __init__(
        self, records: Records, address_changes: AddressChanges, *, session_lifetime: Callable[[], float]
    ) -> None:
        self._records = records
        self._address_changes = address_changes
        self._session_lifetime = session_lifetime

    def holds(self, sub: str, session: str) -> bool:
        """Whether the session has a fresh proof."""
        return self._records.get(PROOF, sub, item=session) is not None

    def add(self, sub: str, session: str, method: str) -> int:
        """Record a proof; returns for how many seconds it counts."""
        self._records.put(PROOF, sub, Proof(method=method), item=session)
        return PROOF_SECONDS

    def refused(self, sub: str, session: str) -> frozenset[str]:
        """The methods that prove nothing to this session: see `app_was_set_up`, and mailed codes to a new address."""
        refused = {
            "totp": self._records.get(APP_WITHOUT_PROOF, sub, item=session) is not None,
            "email_otp": self._address_changes.is_pending(sub, "email"),
        }
        return frozenset(method for method, is_refused in refused.items() if is_refused)

    def app_was_set_up(self, sub: str, session: str, *, proven: bool) -> None:
        """Note whether this session held a proof when it set up the app. If not, the app may be somebody else's."""
        if proven:
            self._records.delete(APP_WITHOUT_PROOF, sub, item=session)
        else:
            self._records.put(APP_WITHOUT_PROOF, sub, Mark(), item=session, lifetime=self._session_lifetime())

    def use_code(self, sub: str, code: str) -> bool:
        """Mark a code as used; of several callers with one code, one gets True."""
        return self._records.create(USED_CODE, sub, Mark(), item=code)
