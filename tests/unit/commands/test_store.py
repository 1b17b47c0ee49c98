"""Commands wait for the store, and say why it cannot be used."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from vestibule.cli.store import StoreUnreachable, connect_store
from vestibule.errors import StoreUnavailable


class Services:
    """Services whose store is connected after some looks at it."""

    def __init__(self, looks: int = 0, error: Exception | None = None) -> None:
        self.looks, self.error, self.started = looks, error, 0
        self.store = SimpleNamespace(revocation_list=self)

    async def start(self) -> None:
        self.started += 1
        if self.error:
            raise self.error

    @property
    def connected(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def connect(services: Any) -> None:
    asyncio.run(connect_store(services))


@pytest.mark.parametrize("looks", [0, 2])
def test_store_is_waited_for(looks: int) -> None:
    services = Services(looks)

    connect(services)

    assert (services.started, services.looks) == (1, -1)


@pytest.mark.parametrize("error", [StoreUnavailable("why"), OSError("why")])
def test_failed_start_is_a_store_that_cannot_be_reached(error: Exception) -> None:
    with pytest.raises(StoreUnreachable) as caught:
        connect(Services(error=error))

    assert str(caught.value) == str(error)
