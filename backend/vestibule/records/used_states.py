"""UsedStates: which states of a sign-in by redirect were used, so that a callback counts once."""

from pydantic import BaseModel, ConfigDict

from vestibule.errors import StoreUnavailable
from vestibule.records.records import Kind, Records

STATE_SECONDS = 300


class UsedState(BaseModel):
    """A state was used."""

    model_config = ConfigDict(frozen=True)


USED_STATE = Kind("used-oauth-state", UsedState, lifetime=2 * STATE_SECONDS)


class UsedStates:
    """Remembers states for longer than they are valid.

    While the store is unavailable, Cognito alone refuses a second use of the code, unless `closed` (STORE_FAILURE):
    then StoreUnavailable.
    """

    def __init__(self, records: Records, *, closed: bool) -> None:
        self._records = records
        self._closed = closed

    def use(self, state: str) -> bool:
        """Mark a state as used; of several callers, one gets True."""
        try:
            return self._records.create(USED_STATE, state, UsedState())
        except StoreUnavailable:
            if self._closed:
                raise
            return True

    def release(self, state: str) -> None:
        """The use had no effect: the state may be used again."""
        try:
            self._records.delete(USED_STATE, state)
        except StoreUnavailable:
            if self._closed:
                raise
