"""The revocation list of a single process, which a restart empties: for tests."""

from vestibule.revocations.entries import Entries, Entry


class MemoryRevocations:
    """A revocation list that no other process sees."""

    connected = True
    ready = True

    def __init__(self, entries: Entries) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    def current(self) -> Entries:
        """The list."""
        return self._entries

    def put(self, *entries: Entry) -> None:
        """Merge the entries into the list."""
        for entry in entries:
            self._entries.merge(entry)

    async def start(self) -> None:
        """Nothing to load."""

    async def aclose(self) -> None:
        """Nothing to close."""
