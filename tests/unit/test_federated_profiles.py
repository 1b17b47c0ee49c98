"""Profiles of identities: which may be deleted, because nobody has used them."""

from typing import Any

import pytest

from tests.cognito_calls import CognitoCalls
from tests.servers import Clock
from tests.unit.test_records import open_records
from vestibule.cognito.admin.identities import Identities
from vestibule.cognito.federated_profiles import FederatedProfiles
from vestibule.errors import NotFound, StoreUnavailable
from vestibule.records import Records

DAY = 86_400


class Broken:
    """Records in a store that cannot be reached."""

    def __getattr__(self, name: str) -> Any:
        assert callable(getattr(Records, name))

        def fail(*_: Any, **__: Any) -> None:
            raise StoreUnavailable

        return fail


def profiles(answer: object, records: Any = None) -> tuple[FederatedProfiles, CognitoCalls, Clock]:
    cognito, clock = CognitoCalls({"is_new_profile": answer}, of=Identities), Clock(1_800_000_000)
    identities: Any = cognito.at()
    return FederatedProfiles(identities, records or open_records("memory://", clock), clock), cognito, clock


@pytest.mark.parametrize(("answer", "unused"), [(True, True), (False, False), (NotFound(), False)])
def test_new_profile_is_at_most_a_day_old(answer: object, unused: bool) -> None:
    known, cognito, _ = profiles(answer)

    assert known.is_unused("the-sub", "Google_7") is unused
    assert cognito.calls == [("is_new_profile", ("Google_7", 1_800_000_000 - DAY))]


def test_used_profile_is_remembered_twice_as_long() -> None:
    known, cognito, clock = profiles(True)
    known.use("the-sub")

    clock.advance(2 * DAY - 1)
    assert not known.is_unused("the-sub", "Google_7")
    assert cognito.calls == []
    assert known.is_unused("another", "Google_8")
    clock.advance(2)
    assert known.is_unused("the-sub", "Google_7")


def test_without_the_store_no_profile_is_unused_and_sign_ins_go_on() -> None:
    known, cognito, _ = profiles(True, Broken())

    known.use("the-sub")
    assert not known.is_unused("the-sub", "Google_7")
    assert cognito.calls == []
