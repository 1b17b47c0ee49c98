"""What operations get besides their request, for tests without a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_cognito.context import Context
from local_cognito.crypto.keys import Keyring
from local_cognito.crypto.passwords import Passwords
from local_cognito.mail.outbox import Outbox
from local_cognito.storage import Storage
from tests.servers import Clock


@contextmanager
def new_context(folder: Path) -> Iterator[Context]:
    """A context without pools, whose data is in this folder."""
    storage = Storage(folder / "pool.sqlite3")
    yield Context(storage, Clock(), Keyring(), Passwords(), Outbox(storage, lambda _: None), b"secret")
    storage.close()
