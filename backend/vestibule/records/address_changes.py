"""Changes of an address that are not verified yet.

Cognito does not report them, but sends the codes of that attribute to the new address. Some are simulated: a change to
the address of another account gets the same answer as any other, although no code was sent. Otherwise a user could find
out which addresses have an account.
"""

from vestibule.records.records import DAY, Kind, RecordModel, Records


class PendingChange(RecordModel):
    """An attribute has a new value that is not verified. If it is simulated: where a code would have been sent."""

    simulated_destination: str | None


PENDING_CHANGE = Kind("address-change", PendingChange, lifetime=DAY)  # as long as a code is valid


class AddressChanges:
    """Remembers, by user and attribute, which changes are pending, and which of them are simulated."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def begin(self, sub: str, attribute: str, *, simulated_destination: str | None) -> None:
        """The user changed the attribute; None if the change is real. One write in either case, for equal timing."""
        change = PendingChange(simulated_destination=simulated_destination)
        self._records.put(PENDING_CHANGE, sub, change, item=attribute)

    def code_sent(self, sub: str, attribute: str) -> None:
        """Another code was sent, which is valid for a day too."""
        if change := self._find(sub, attribute):
            self._records.put(PENDING_CHANGE, sub, change, item=attribute)

    def end(self, sub: str, attribute: str) -> None:
        """The new value was verified."""
        self._records.delete(PENDING_CHANGE, sub, item=attribute)

    def is_pending(self, sub: str, attribute: str) -> bool:
        """Whether the attribute has a new value that is not verified."""
        return self._find(sub, attribute) is not None

    def simulated_destination(self, sub: str, attribute: str) -> str | None:
        """The masked destination, if the user's pending change of the attribute is simulated."""
        change = self._find(sub, attribute)
        return change.simulated_destination if change else None

    def _find(self, sub: str, attribute: str) -> PendingChange | None:
        return self._records.get(PENDING_CHANGE, sub, item=attribute)
