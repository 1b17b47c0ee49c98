"""What tests of several topics share: a pool without any Cognito."""

from collections.abc import Iterator

import pytest

from vestibule.testing import FakePool


@pytest.fixture(scope="package")
def pool() -> Iterator[FakePool]:
    with FakePool() as pool:
        yield pool
