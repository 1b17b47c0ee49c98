"""Guessing passwords and codes, with the limits on."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import PASSWORD, Outbox, Person, assert_problem, running, settings_for
from tests.servers import Clock

OWNER_CLIENT = ("192.0.2.1", 50_000)
UNKNOWN_CLIENT = ("198.51.100.7", 50_000)
WINDOW = 15 * 60


@pytest.fixture
def outside(cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API with its limits, called from an unknown IP address."""
    with running(settings_for(cognito_url, rate_limits="on"), clock, client=UNKNOWN_CLIENT) as client:
        yield client


@pytest.fixture
def owner(outside: TestClient, outbox: Outbox) -> Person:
    """A user with an account, who calls from their own IP address."""
    home = TestClient(outside.app, raise_server_exceptions=False, client=OWNER_CLIENT)
    return Person(home, outbox).sign_up().confirm().sign_in()


def guess(client: TestClient, email: str, number: int, **headers: str) -> Response:
    body = {"email": email, "password": f"Wrong-horse-{number}"}
    return client.post("/api/auth/sign-in", json=body, headers=headers)


def assert_limited(answer: Response) -> None:
    assert_problem(answer, 429, "too-many-attempts")
    assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] > 0


class TestPasswords:
    def test_eleventh_wrong_password_for_an_account_is_refused(self, outside: TestClient, owner: Person) -> None:
        answers = [guess(outside, owner.email, number) for number in range(11)]

        assert answers[0].status_code == 401
        assert_limited(answers[10])

    def test_eleventh_wrong_password_from_a_client_ip_is_refused(self, outside: TestClient) -> None:
        answers = [guess(outside, f"nobody-{number}@example.com", number) for number in range(11)]

        assert [answer.status_code for answer in answers] == [401] * 10 + [429]
        assert_limited(answers[10])

    def test_forwarded_headers_do_not_bypass_the_limit(self, outside: TestClient) -> None:
        answers = [
            guess(
                outside,
                f"dodger-{number}@example.com",
                number,
                **{
                    "X-Forwarded-For": f"203.0.113.{number}",
                    "Forwarded": f"for=203.0.113.{number}",
                    "X-Real-IP": "::1",
                },
            )
            for number in range(11)
        ]

        assert_limited(answers[10])

    def test_spelling_of_the_address_does_not_bypass_the_limit(self, outside: TestClient, owner: Person) -> None:
        spellings = [owner.email, owner.email.upper(), owner.email.title()]

        answers = [guess(outside, spellings[number % 3], number) for number in range(11)]

        assert_limited(answers[10])

    def test_token_endpoint_shares_the_limit(self, outside: TestClient) -> None:
        for number in range(10):
            guess(outside, f"shared-{number}@example.com", number)
        form = {"grant_type": "password", "username": "shared@example.com", "password": "Wrong-horse-9"}

        assert_limited(outside.post("/api/auth/token", data=form))

    def test_owner_can_still_sign_in_from_a_known_client_ip(
        self, outside: TestClient, owner: Person, clock: Clock
    ) -> None:
        for number in range(15):
            guess(outside, owner.email, number)
        clock.advance(60)  # Cognito's own lockout, which does not distinguish IP addresses

        assert owner.try_to_sign_in().status_code == 200
        assert_limited(guess(outside, owner.email, 99))

    def test_ten_users_who_mistype_do_not_lock_out_another_behind_their_ip(
        self, outside: TestClient, outbox: Outbox, owner: Person
    ) -> None:
        newcomer = Person(outside, outbox, owner.email)
        for number in range(10):
            guess(outside, f"colleague-{number}@example.com", number)

        assert_limited(guess(outside, newcomer.email, 1))
        assert newcomer.try_to_sign_in().status_code == 200

    def test_trying_one_password_on_many_accounts_is_stopped(
        self, outside: TestClient, outbox: Outbox, owner: Person
    ) -> None:
        newcomer = Person(outside, outbox, owner.email)
        for number in range(50):
            guess(outside, f"victim-{number}@example.com", 1)

        assert_limited(newcomer.try_to_sign_in())

    def test_owner_can_still_sign_in_after_a_restart(
        self, cognito_url: str, outbox: Outbox, clock: Clock, tmp_path: Path
    ) -> None:
        settings = settings_for(cognito_url, rate_limits="on", store_url=f"sqlite:///{tmp_path}/vestibule.sqlite3")
        with running(settings, clock, client=OWNER_CLIENT) as home:
            owner = Person(home, outbox).sign_up().confirm().sign_in()
        with running(settings, clock, client=UNKNOWN_CLIENT) as outside:
            for number in range(15):
                guess(outside, owner.email, number)
            clock.advance(60)  # Cognito's own lockout, which does not distinguish IP addresses
            home = TestClient(outside.app, raise_server_exceptions=False, client=OWNER_CLIENT)

            assert Person(home, outbox, owner.email).try_to_sign_in().status_code == 200

    def test_limit_ends_with_its_window(self, outside: TestClient, clock: Clock) -> None:
        for number in range(11):
            guess(outside, f"patient-{number}@example.com", number)
        clock.advance(WINDOW)

        assert guess(outside, "patient@example.com", 1).status_code == 401

    def test_changing_the_password_shares_the_limit(self, owner: Person) -> None:
        def change(number: int) -> Response:
            body = {"current_password": f"Wrong-horse-{number}", "new_password": "A-new-password-1"}
            return owner.client.put("/api/me/password", json=body, headers=owner.headers)

        answers = [change(number) for number in range(11)]

        assert answers[0].status_code == 400
        assert_limited(answers[10])

    def test_password_sent_in_a_challenge_shares_the_limit(
        self, outside: TestClient, outbox: Outbox, clock: Clock
    ) -> None:
        newcomer = Person(outside, outbox).sign_up()
        session = newcomer.try_to_sign_in().json()["session"]
        step = outside.post(
            "/api/auth/challenge", json={"session": session, "kind": "confirm_sign_up", "code": newcomer.code}
        ).json()
        assert step["kind"] == "password"

        answers = []
        for number in range(11):
            answer = {"session": step["session"], "kind": "password", "password": f"Wrong-horse-{number}"}
            answers.append(outside.post("/api/auth/challenge", json=answer))
            clock.advance(1 + 2**number / 16)  # the longest lockout of Cognito itself

        assert [answer.status_code for answer in answers] == [401] * 10 + [429]
        assert_limited(answers[10])


class TestCodes:
    @pytest.mark.parametrize("path", ["sign-up/confirm", "password/reset"])
    def test_twenty_first_wrong_code_is_refused(self, outside: TestClient, path: str) -> None:
        def enter(number: int) -> Response:
            body = {"email": f"{path[:7]}-{number}@example.com".replace("/", ""), "code": f"{number:06}"}
            body |= {"password": "A-new-password-1"} if path == "password/reset" else {}
            return outside.post(f"/api/auth/{path}", json=body)

        answers = [enter(number) for number in range(21)]

        assert [answer.status_code for answer in answers] == [400] * 20 + [429]
        assert_limited(answers[20])

    def test_limit_is_the_same_for_confirmed_accounts(self, outside: TestClient, owner: Person) -> None:
        body = {"email": owner.email, "code": "000000"}

        answers = [outside.post("/api/auth/sign-up/confirm", json=body) for _ in range(21)]

        assert [answer.status_code for answer in answers] == [400] * 20 + [429]
        assert_limited(answers[20])

    def test_codes_in_challenges_share_the_limit(self, outside: TestClient, outbox: Outbox) -> None:
        newcomer = Person(outside, outbox).sign_up()
        session = newcomer.try_to_sign_in().json()["session"]
        right = int(newcomer.code)

        answers = [
            outside.post(
                "/api/auth/challenge",
                json={"session": session, "kind": "confirm_sign_up", "code": f"{(right + n) % 10**6:06}"},
            )
            for n in range(1, 22)
        ]

        assert answers[0].status_code == 400
        assert_limited(answers[20])


class TestKnownAddresses:
    """Unknown IP addresses share ten guesses per account; a known one can sign in after they are used up."""

    def test_client_ip_is_known_after_a_sign_in(self, outside: TestClient, owner: Person, clock: Clock) -> None:
        assert self.can_sign_in(outside, owner, clock)

    @pytest.mark.parametrize("path", ["sign-in", "token"])
    def test_client_ip_is_not_known_while_a_challenge_is_pending(
        self, outside: TestClient, outbox: Outbox, clock: Clock, path: str
    ) -> None:
        home = TestClient(outside.app, raise_server_exceptions=False, client=OWNER_CLIENT)
        newcomer = Person(home, outbox).sign_up()
        form = {"grant_type": "password", "username": newcomer.email, "password": newcomer.password}
        answer = newcomer.try_to_sign_in() if path == "sign-in" else home.post("/api/auth/token", data=form)
        assert "confirm_sign_up" in answer.text

        assert not self.can_sign_in(outside, newcomer, clock)

    def test_client_ip_is_known_after_a_mailed_code(self, outside: TestClient, outbox: Outbox, clock: Clock) -> None:
        home = TestClient(outside.app, raise_server_exceptions=False, client=OWNER_CLIENT)
        newcomer = Person(home, outbox).sign_up()
        session = newcomer.try_to_sign_in().json()["session"]
        answer = home.post(
            "/api/auth/challenge", json={"session": session, "kind": "confirm_sign_up", "code": newcomer.code}
        )
        assert answer.json()["kind"] == "password"

        assert self.can_sign_in(outside, newcomer, clock)

    @staticmethod
    def can_sign_in(outside: TestClient, person: Person, clock: Clock) -> bool:
        for number in range(11):
            guess(outside, person.email, number)
        clock.advance(60)  # Cognito's own lockout, which does not distinguish IP addresses
        return person.try_to_sign_in().status_code == 200


class TestMails:
    def test_one_client_ip_can_sign_up_a_hundred_addresses(self, outside: TestClient) -> None:
        for number in range(99):
            outside.post("/api/auth/sign-up/resend", json={"email": f"{number}@example.com"})

        def sign_up(name: str) -> Response:
            body = {"email": f"{name}-{secrets.token_hex(4)}@example.com", "password": PASSWORD, "attributes": {}}
            return outside.post("/api/auth/sign-up", json=body)

        assert sign_up("last").status_code == 201
        assert_problem(sign_up("excess"), 429, "too-many-requests")

    def test_repeated_address_changes_are_limited(self, owner: Person) -> None:
        def change(number: int) -> Response:
            body = {"attributes": {"email": f"{number}-{owner.email}"}}
            return owner.client.patch("/api/me", json=body, headers=owner.headers)

        owner.prove()
        answers = [change(number) for number in range(11)]

        assert [answer.status_code for answer in answers] == [200] * 10 + [429]
        assert_problem(answers[10], 429, "too-many-requests")
        name = {"attributes": {"name": "Alice"}}
        assert owner.client.patch("/api/me", json=name, headers=owner.headers).status_code == 200

    def test_repeated_sign_ins_of_an_unconfirmed_user_are_limited(self, outside: TestClient, outbox: Outbox) -> None:
        newcomer = Person(outside, outbox).sign_up()

        steps = [newcomer.try_to_sign_in().json()["kind"] for _ in range(12)]

        assert steps == ["confirm_sign_up"] * 12
        assert len(outbox.messages(newcomer.email)) == 1 + 10

    def test_repeated_sign_ins_after_a_reset_are_limited(
        self, owner: Person, outbox: Outbox, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        pool_admin.admin_reset_user_password(UserPoolId=POOL, Username=owner.email)
        before = len(outbox.messages(owner.email))

        steps = [owner.try_to_sign_in().json()["kind"] for _ in range(12)]

        assert steps == ["password_reset_required"] * 12
        assert len(outbox.messages(owner.email)) == before + 10

    @pytest.mark.parametrize("path", ["sign-up/resend", "password/forgot"])
    def test_messages_to_one_address_are_limited(self, outside: TestClient, path: str) -> None:
        answers = [outside.post(f"/api/auth/{path}", json={"email": f"{path[:4]}@example.com"}) for _ in range(11)]

        assert [answer.status_code for answer in answers] == [200] * 10 + [429]
        assert_problem(answers[10], 429, "too-many-requests")
        assert "retry-after" in answers[10].headers
