"""Proofs of a session for sensitive changes, and changes of an address that are not verified yet."""

import pytest
from pydantic import SecretStr

from tests.servers import Clock
from vestibule.records import AddressChanges, Records, StepUpProofs, open_record_store
from vestibule.storage import Memory
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys

SUB, SESSION = "sub-of-alice", "session"
DAY = 86_400


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def records(clock: Clock) -> Records:
    digest = KeyedDigest(SecretKeys(SecretStr("k" * 32)), "records")
    return Records(open_record_store(Memory(), clock=clock), digest, clock=clock)


@pytest.fixture
def changes(records: Records) -> AddressChanges:
    return AddressChanges(records)


@pytest.fixture
def proofs(records: Records, changes: AddressChanges) -> StepUpProofs:
    return StepUpProofs(records, changes, session_lifetime=lambda: DAY)


class TestStepUpProofs:
    def test_a_proof_counts_five_minutes_for_its_session_only(self, proofs: StepUpProofs) -> None:
        assert proofs.add(SUB, SESSION, "totp") == 300
        assert not proofs.holds(SUB, "another session")
        assert not proofs.holds("another user", SESSION)

    def test_an_app_set_up_with_a_proof_proves_something_again(self, proofs: StepUpProofs) -> None:
        proofs.app_was_set_up(SUB, SESSION, proven=False)
        before = proofs.refused(SUB, SESSION)

        proofs.app_was_set_up(SUB, SESSION, proven=True)

        assert (before, proofs.refused(SUB, SESSION)) == ({"totp"}, frozenset())

    def test_codes_mailed_to_a_new_address_prove_nothing(self, changes: AddressChanges, proofs: StepUpProofs) -> None:
        changes.begin(SUB, "phone_number", simulated_destination=None)
        before = proofs.refused(SUB, SESSION)
        changes.begin(SUB, "email", simulated_destination=None)

        assert (before, proofs.refused(SUB, SESSION)) == (frozenset(), {"email_otp"})


class TestAddressChanges:
    def test_another_code_prolongs_a_change_that_is_pending(self, changes: AddressChanges, clock: Clock) -> None:
        changes.code_sent(SUB, "email")
        before = changes.is_pending(SUB, "email")
        changes.begin(SUB, "email", simulated_destination="a***@e***")
        clock.advance(DAY - 1)
        changes.code_sent(SUB, "email")
        clock.advance(DAY - 1)

        found = [changes.simulated_destination(SUB, name) for name in ("email", "phone_number")]
        changes.end(SUB, "email")

        assert (before, found) == (False, ["a***@e***", None])
        assert not changes.is_pending(SUB, "email")
