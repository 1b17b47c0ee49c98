"""A store that tests of a module share, and each kind of store in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared_store import StoreServer, store_server


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def server() -> Iterator[StoreServer]:
    """A server that no test of the module stops; a module whose tests stop it has its own fixture of this name."""
    with store_server() as server:
        yield server


@pytest.fixture(params=["memory", "sqlite", "redis"])
def store_url(request: pytest.FixtureRequest, server: StoreServer, tmp_path: Path) -> str:
    """The STORE_URL of an empty store."""
    with server.client() as client:
        client.flushall()
    urls = {"memory": "memory://", "sqlite": f"sqlite:///{tmp_path}/vestibule.sqlite3", "redis": server.url}
    return urls[str(request.param)]
