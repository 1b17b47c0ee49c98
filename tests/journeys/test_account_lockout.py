"""Wrong passwords from unknown IP addresses do not lock out the owner, who signs in from a known one."""

from pathlib import Path

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.cognito import create_cognito
from tests.servers import serve

OWNER = {"X-Forwarded-For": "192.0.2.1"}
UNKNOWN_IP = {"X-Forwarded-For": "203.0.113.9"}


def test_owner_signs_in_from_a_known_ip_while_an_unknown_ip_is_refused(tmp_path: Path) -> None:
    with serve(create_cognito(tmp_path / "pool.sqlite3")) as url:
        settings = settings_for(url, rate_limits="on", trusted_proxies="127.0.0.1")
        with running(settings, client=("127.0.0.1", 50000)) as client:
            person = Person(client, Outbox(url)).sign_up().confirm()
            person.try_to_sign_in(**OWNER)

            guesses = [person.try_to_sign_in("a-wrong-Guess-1", **UNKNOWN_IP) for _ in range(10)]
            one_more = person.try_to_sign_in("a-wrong-Guess-1", **UNKNOWN_IP)
            owner = person.try_to_sign_in(**OWNER)
            correct_from_unknown_ip = person.try_to_sign_in(**UNKNOWN_IP)

    assert {guess.status_code for guess in guesses} <= {401, 429}
    assert_problem(one_more, 429, "too-many-attempts")
    assert int(one_more.headers["Retry-After"]) > 60
    assert owner.json()["status"] == "signed_in"
    assert_problem(correct_from_unknown_ip, 429, "too-many-attempts")
