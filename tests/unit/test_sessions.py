"""The sessions of a user, as they are stored."""

from pydantic import SecretStr

from tests.servers import Clock
from vestibule.records import Origin, Records, Sessions, open_record_store
from vestibule.storage import open_storage
from vestibule.storage.keyed_digest import KeyedDigest
from vestibule.storage.secret_keys import SecretKeys
from vestibule.storage.text_cipher import TextCipher

KEY = SecretStr("uCq7hV3mZr0LwXbN9tKd2sPjEyG5fA8o")
ORIGIN = Origin("Firefox (Linux)", "203.0.113.5")
DAY = 24 * 60 * 60


def sessions(clock: Clock, key: SecretStr = KEY, store: object = None) -> Sessions:
    store = store or open_record_store(open_storage("memory://"), clock=clock)
    records = Records(store, KeyedDigest(SecretKeys(KEY), "records"), clock=clock)
    return Sessions(records, TextCipher(SecretKeys(key), "sessions"), lifetime=lambda: 30 * DAY, clock=clock)


def test_the_sessions_used_least_recently_are_forgotten_beyond_a_hundred() -> None:
    clock = Clock()
    store = open_record_store(open_storage("memory://"), clock=clock)
    owner = KeyedDigest(SecretKeys(KEY), "records")("session", "alice")
    kept = sessions(clock, store=store)

    began = 300
    for number in range(began):
        clock.advance(1)
        kept.use("alice", f"session-{number}", clock(), ORIGIN)
    kept.use("bob", "his", clock(), ORIGIN)

    found = [session.id for session in kept.of_user("alice")]
    assert 84 <= len(found) <= 100
    assert found == [f"session-{began - 1 - number}" for number in range(len(found))]
    assert len(store.all_of("session", owner)) < 200
    assert len(kept.of_user("bob")) == 1
    while len(store.all_of("session", owner)) <= 100:
        began += 1
        kept.use("alice", f"session-{began}", clock(), ORIGIN)
    assert len(kept.of_user("alice")) == 100


def test_a_session_is_forgotten_when_its_refresh_token_has_expired() -> None:
    clock = Clock()
    kept = sessions(clock)
    began = clock()
    kept.use("alice", "session", began, ORIGIN)
    clock.advance(20 * DAY)
    kept.use("alice", "session", began, ORIGIN)
    assert len(kept.of_user("alice")) == 1
    clock.advance(11 * DAY)

    assert kept.of_user("alice") == []


def test_a_client_ip_is_stored_encrypted() -> None:
    clock = Clock()
    store = open_record_store(open_storage("memory://"), clock=clock)
    sessions(clock, store=store).use("alice", "session", clock(), ORIGIN)

    with_another_key = sessions(clock, SecretStr("x" * 32), store)

    assert sessions(clock, store=store).of_user("alice")[0].client_ip == "203.0.113.5"
    assert with_another_key.of_user("alice")[0].client_ip == ""
