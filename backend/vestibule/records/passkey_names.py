"""PasskeyNames: the names that users gave their passkeys. Cognito does not store any."""

from vestibule.records.records import TEN_YEARS, Kind, RecordModel, Records


class PasskeyName(RecordModel):
    """The name that a user gave a passkey."""

    name: str


PASSKEY_NAME = Kind("passkey-name", PasskeyName, lifetime=TEN_YEARS)


class PasskeyNames:
    """Names by user (`sub`) and the id of the passkey. Every method may raise StoreUnavailable."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def get(self, sub: str, passkey_id: str) -> str | None:
        """The name; None if the user gave none."""
        given = self._records.get(PASSKEY_NAME, sub, item=passkey_id)
        return given.name if given else None

    def put(self, sub: str, passkey_id: str, name: str) -> None:
        """Store the name, or replace it."""
        self._records.put(PASSKEY_NAME, sub, PasskeyName(name=name), item=passkey_id)

    def delete(self, sub: str, passkey_id: str) -> None:
        """Forget the name, if there is one."""
        self._records.delete(PASSKEY_NAME, sub, item=passkey_id)

    def delete_all(self, sub: str) -> None:
        """Forget the names of all passkeys of a user."""
        self._records.delete_all_of(PASSKEY_NAME, sub)
