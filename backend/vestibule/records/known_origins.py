"""From where users signed in before: a browser and a client IP that are new are worth a mail."""

from pydantic import BaseModel, ConfigDict

from vestibule.records.records import Kind, Records
from vestibule.records.sessions import Origin

DAY = 24 * 60 * 60


class KnownOrigin(BaseModel):
    """Somebody signed in from there."""

    model_config = ConfigDict(frozen=True)


KNOWN_ORIGIN = Kind("known-origin", KnownOrigin, lifetime=90 * DAY)


class KnownOrigins:
    """By user (`sub`), for 90 days after the last sign-in from there. Every method may raise StoreUnavailable."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def add(self, sub: str, origin: Origin) -> bool:
        """Remember an origin. Returns whether it is new, though the user signed in before."""
        item = f"{origin.browser}\0{origin.client_ip}"
        is_new = self._records.get(KNOWN_ORIGIN, sub, item=item) is None
        signed_in_before = is_new and bool(self._records.all_of(KNOWN_ORIGIN, sub))
        self._records.put(KNOWN_ORIGIN, sub, KnownOrigin(), item=item)
        return signed_in_before

    def forget(self, sub: str) -> None:
        """Forget all origins of a user."""
        self._records.delete_all_of(KNOWN_ORIGIN, sub)
