"""StepUpProofs: which sessions hold a fresh proof of who their user is."""

from pydantic import BaseModel, ConfigDict

from vestibule.records.records import Kind, Records

PROOF_SECONDS = 300
USED_CODE_SECONDS = 120  # longer than a code of an authenticator app is accepted


class Proof(BaseModel):
    """How the user proved who they are."""

    model_config = ConfigDict(frozen=True)

    method: str


class UsedCode(BaseModel):
    """A code of an authenticator app was used."""

    model_config = ConfigDict(frozen=True)


PROOF = Kind("step-up-proof", Proof, lifetime=PROOF_SECONDS)
USED_CODE = Kind("used-totp-code", UsedCode, lifetime=USED_CODE_SECONDS)


class StepUpProofs:
    """Proofs by user (`sub`) and session (`origin_jti`), for five minutes. Every method may raise StoreUnavailable."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def holds(self, sub: str, session: str) -> bool:
        """Whether the session has a fresh proof."""
        return self._records.get(PROOF, sub, item=session) is not None

    def add(self, sub: str, session: str, method: str) -> int:
        """Record a proof; returns for how many seconds it counts."""
        self._records.put(PROOF, sub, Proof(method=method), item=session)
        return PROOF_SECONDS

    def use_code(self, sub: str, code: str) -> bool:
        """Mark a code as used; of several callers with one code, one gets True."""
        return self._records.create(USED_CODE, sub, UsedCode(), item=code)
