"""Calls stay within Cognito's quotas, by a clock of the tests."""

import math
from collections.abc import Iterator
from typing import cast

import pytest
from moto import mock_aws

from vestibule.cognito.bulk_users.pace import QUOTAS, Pace, PacedCalls
from vestibule.cognito.transport.aws import Aws, connect


class Time:
    """A clock that sleeping advances."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def test_calls_have_equal_distances(time: Time) -> None:
    pace = Pace(20, time, time.sleep)

    for _ in range(21):
        pace.wait()

    assert time() == pytest.approx(101.0)


def test_a_pause_is_not_made_up_for_by_a_burst(time: Time) -> None:
    pace = Pace(20, time, time.sleep)
    pace.wait()
    time.now += 60

    pace.wait()
    pace.wait()

    assert time() == pytest.approx(160.05)


@pytest.fixture
def calls(time: Time, monkeypatch: pytest.MonkeyPatch) -> Iterator[PacedCalls]:
    """Calls to a pool that is not local Cognito's: moto's, without an endpoint."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        aws = connect("us-east-1")
        pool_id = aws.call("CreateUserPool", PoolName="test")["UserPool"]["Id"]
        yield PacedCalls(aws, pool_id, Pace(1000, time, time.sleep))


def test_no_option_exceeds_a_quota_of_cognito(calls: PacedCalls, time: Time) -> None:
    for _ in range(31):
        calls.call("ListUsers", Limit=60)
    listed = time() - 100

    for _ in range(6):
        calls.call("ListGroups", Limit=60)

    assert listed == pytest.approx(30 / QUOTAS["UserList"], rel=0.01)
    assert time() - 100 - listed == pytest.approx(5 / QUOTAS["pool"], rel=0.01)


class Answering:
    """AWS, not local Cognito; every call succeeds."""

    is_local = False

    def call(self, operation: str, **_: object) -> dict[str, object]:
        return {"Operation": operation}


@pytest.mark.parametrize(
    ("operation", "per_second"),
    [
        ("AdminCreateUser", 50),
        *((operation, 30) for operation in ("ListUsers", "ListUsersInGroup", "AdminSetUserPassword")),
        *((operation, 25) for operation in ("AdminAddUserToGroup", "AdminDisableUser", "AdminLinkProviderForUser")),
        *((operation, 5) for operation in ("ListGroups", "DescribeUserPool", "StartUserImportJob")),
    ],
)
def test_each_operation_has_the_quota_of_its_category(time: Time, operation: str, per_second: int) -> None:
    calls = PacedCalls(cast("Aws", Answering()), "us-east-1_Pool", Pace(math.inf, time, time.sleep))

    for _ in range(3):
        calls.call(operation)

    assert time() == pytest.approx(100 + 2 / per_second)
