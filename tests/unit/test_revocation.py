"""Tokens that were signed out: refused at once, by every replica, for as long as they would have lived."""

import dataclasses
from collections.abc import Iterator

import pytest

from tests.servers import Clock
from tests.shared_store import StoreServer, store_server, until
from vestibule.revocations import LocalStore, open_store
from vestibule.revocations.revocations import Revocations
from vestibule.tokens.claims import AccessClaims

pytestmark = pytest.mark.anyio

NOW = 1_700_000_000.25


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def revocations(clock: Clock) -> Revocations:
    return Revocations(LocalStore(clock=clock), clock=clock)


@pytest.fixture
def server() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


def token(*, sub: str = "alice", issued_at: float | None = NOW - 60, origin_jti: str | None = "laptop") -> AccessClaims:
    return AccessClaims(
        sub=sub,
        username=sub,
        client_id="client",
        scopes=frozenset(),
        groups=(),
        auth_time=None,
        issued_at=issued_at,
        expires_at=NOW + 3600,
        jti=None,
        origin_jti=origin_jti,
    )


class TestSession:
    def test_refuses_every_token_of_the_sign_in(self, revocations: Revocations) -> None:
        revocations.revoke_session(token())

        assert revocations.is_revoked(token())
        assert revocations.is_revoked(token(issued_at=NOW + 5))

    def test_leaves_the_users_other_sessions_alone(self, revocations: Revocations) -> None:
        revocations.revoke_session(token())

        assert not revocations.is_revoked(token(origin_jti="phone"))
        assert not revocations.is_revoked(token(origin_jti=None))

    def test_of_a_token_that_knows_no_sign_in_is_of_it_alone(self, revocations: Revocations) -> None:
        alone, another = (dataclasses.replace(token(origin_jti=None), jti=jti) for jti in "ab")
        revocations.revoke_session(alone)

        assert revocations.is_revoked(alone)
        assert not revocations.is_revoked(another)

    def test_of_a_token_that_cannot_be_told_apart_is_of_all_the_user_has(self, revocations: Revocations) -> None:
        revocations.revoke_session(token(origin_jti=None))

        assert revocations.is_revoked(token(origin_jti=None))
        assert not revocations.is_revoked(token(sub="bob", origin_jti=None))

    def test_is_remembered_for_as_long_as_a_token_can_live(self, revocations: Revocations, clock: Clock) -> None:
        revocations.revoke_session(token())

        clock.advance(86_399)
        before = revocations.is_revoked(token())
        clock.advance(1)

        assert before
        assert not revocations.is_revoked(token())


class TestUser:
    def test_refuses_all_that_was_issued_until_now(self, revocations: Revocations) -> None:
        revocations.revoke_user("alice")

        assert revocations.is_revoked(token())
        assert revocations.is_revoked(token(origin_jti="phone", issued_at=int(NOW)))
        assert revocations.is_revoked(token(issued_at=None))
        assert not revocations.is_revoked(token(sub="bob"))

    def test_lets_in_who_signs_in_after_the_answer(self, revocations: Revocations, clock: Clock) -> None:
        clock.advance(revocations.revoke_user("alice"))

        assert not revocations.is_revoked(token(issued_at=int(clock()), origin_jti="new"))

    def test_holds_the_answer_back_until_the_second_is_over(self, revocations: Revocations, clock: Clock) -> None:
        assert revocations.revoke_user("alice") == 0.75
        clock.advance(0.75)
        assert revocations.revoke_user("bob") == 1.0

    def test_an_earlier_sign_out_that_arrives_late_takes_nothing_back(self) -> None:
        store, sooner, later = LocalStore(clock=Clock(NOW)), Clock(NOW), Clock(NOW + 30)

        Revocations(store, clock=later).revoke_user("alice")
        Revocations(store, clock=sooner).revoke_user("alice")

        assert Revocations(store, clock=later).is_revoked(token(issued_at=NOW + 20))


async def test_replicas_see_each_others_sign_outs(server: StoreServer) -> None:
    one, other = open_store(server.url), open_store(server.url)
    await one.start()
    await other.start()
    here, there = Revocations(one), Revocations(other)

    here.revoke_session(token())
    there.revoke_user("bob")

    try:
        await until(lambda: there.is_revoked(token()), within=1)
        await until(lambda: here.is_revoked(token(sub="bob", origin_jti=None)), within=1)
    finally:
        await one.aclose()
        await other.aclose()
