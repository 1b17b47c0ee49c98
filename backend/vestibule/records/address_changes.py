"""Changes of an address that belongs to another account: answered like any other, although no code was sent.

Otherwise a user could find out which addresses have an account.
"""

from pydantic import BaseModel, ConfigDict

from vestibule.records.records import Kind, Records

DAY = 24 * 60 * 60  # as long as a code is valid


class SimulatedChange(BaseModel):
    """Where a code would have been sent: the masked destination."""

    model_config = ConfigDict(frozen=True)

    destination: str


SIMULATED_CHANGES = Kind("simulated-change", SimulatedChange, lifetime=DAY)


class SimulatedChanges:
    """Remembers, by user and attribute, that a pending change is simulated."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def set(self, sub: str, attribute: str, destination: str | None) -> None:
        """The user changed the attribute; None if the change is real. One write in either case, for equal timing."""
        if destination is not None:
            self._records.put(SIMULATED_CHANGES, sub, SimulatedChange(destination=destination), item=attribute)
        else:
            self._records.delete(SIMULATED_CHANGES, sub, item=attribute)

    def get(self, sub: str, attribute: str) -> str | None:
        """The destination, if the user's pending change of the attribute is simulated."""
        change = self._records.get(SIMULATED_CHANGES, sub, item=attribute)
        return change.destination if change else None
