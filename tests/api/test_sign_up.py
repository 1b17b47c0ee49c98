"""Signing up, and confirming the address."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.apps import Person, assert_problem, running, settings_for
from tests.servers import Clock

DAY = 24 * 3600


def wrong(code: str) -> str:
    """Another code than this."""
    return f"{(int(code) + 1) % 10**6:06}"


def confirm(person: Person, code: str) -> Response:
    return person.client.post("/api/auth/sign-up/confirm", json={"email": person.email, "code": code})


class TestSignUp:
    def test_sign_up_returns_where_the_code_was_sent(self, client: TestClient, newcomer: Person) -> None:
        body = {"email": newcomer.email, "password": newcomer.password, "attributes": {"agentName": "Bond"}}
        answer = client.post("/api/auth/sign-up", json=body)

        assert answer.status_code == 201
        assert answer.json()["confirmed"] is False
        assert answer.json()["delivery"] == {"medium": "email", "destination": f"{newcomer.email[0]}***@e***"}
        assert newcomer.outbox.messages(newcomer.email)[0]["purpose"] == "sign_up"

    @pytest.mark.parametrize(
        "password", ["short", "nouppercase-1", "NOLOWERCASE-1", "No-numbers", "NoSymbols1", " Leading-space-1"]
    )
    def test_weak_password_is_refused(self, client: TestClient, newcomer: Person, password: str) -> None:
        answer = client.post("/api/auth/sign-up", json={"email": newcomer.email, "password": password})

        assert_problem(answer, 422, "password-too-weak", "password")

    @pytest.mark.parametrize("password", ["Pässwört-漢字-9", "Aa1-" + "x" * 252])
    def test_any_password_that_satisfies_the_policy_is_accepted(self, newcomer: Person, password: str) -> None:
        newcomer.password = password

        newcomer.sign_up().confirm().sign_in()

    def test_password_longer_than_cognitos_limit_is_refused(self, client: TestClient, newcomer: Person) -> None:
        answer = client.post("/api/auth/sign-up", json={"email": newcomer.email, "password": "Aa1-" + "x" * 253})

        assert_problem(answer, 422, "invalid-request", "password")

    @pytest.mark.parametrize("name", ["sub", "email", "email_verified", "admin", "identities", "cognito_groups"])
    def test_attributes_that_users_may_not_set_are_refused(
        self, client: TestClient, newcomer: Person, name: str
    ) -> None:
        body = {"email": newcomer.email, "password": newcomer.password, "attributes": {name: "true"}}
        answer = client.post("/api/auth/sign-up", json=body)

        assert_problem(answer, 422, "unknown-attribute", f"attributes.{name}")
        assert newcomer.outbox.messages(newcomer.email) == []

    def test_attribute_that_the_pool_refuses_is_named(self, client: TestClient, newcomer: Person) -> None:
        body = {"email": newcomer.email, "password": newcomer.password, "attributes": {"agentName": "x" * 65}}
        answer = client.post("/api/auth/sign-up", json=body)

        assert_problem(answer, 422, "invalid-attribute", "attributes.agentName")

    @pytest.mark.parametrize("value", ["\x1b[2J", "a\x07b", "\x7f"])
    def test_control_characters_in_attributes_are_refused(
        self, client: TestClient, newcomer: Person, value: str
    ) -> None:
        body = {"email": newcomer.email, "password": newcomer.password, "attributes": {"name": value}}

        assert client.post("/api/auth/sign-up", json=body).status_code == 422

    def test_every_invalid_member_is_named(self, client: TestClient) -> None:
        answer = client.post("/api/auth/sign-up", json={"email": "nobody", "password": 7, "role": "admin"})

        assert_problem(answer, 422, "invalid-request", "email")
        assert {fault["field"] for fault in answer.json()["errors"]} == {"email", "password", "role"}


class TestAddresses:
    @pytest.mark.parametrize(
        "address", ["{}+tag@example.com", "{}@sub.example.co.uk", "o'{}@example.com", "{}@bücher.example"]
    )
    def test_valid_addresses_sign_up_and_in(self, newcomer: Person, address: str) -> None:
        newcomer.email = address.format(newcomer.email[:12])

        newcomer.sign_up().confirm().sign_in()

    def test_case_of_the_address_does_not_matter(self, newcomer: Person) -> None:
        newcomer.sign_up().confirm()
        newcomer.email = newcomer.email.upper()

        newcomer.sign_in()

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "nobody",
            "@example.com",
            "a@b",
            "a b@example.com",
            "a@example.com\r\nBcc: b@example.com",
            "Alice <a@example.com>",
            "a@example.com,b@example.com",
            "a@[127.0.0.1]",
            "a\u202eb@example.com",
            "a@example.com\u0000",
            "x" * 250 + "@example.com",
            "jos\u00e9@example.com",
        ],
    )
    def test_invalid_addresses_are_refused(self, client: TestClient, address: str) -> None:
        answer = client.post("/api/auth/sign-up", json={"email": address, "password": "Correct-horse-9"})

        assert answer.status_code in (400, 422)
        assert answer.json()["code"] in ("invalid-request", "malformed-request")


class TestExistingAddress:
    def test_existing_address_is_answered_like_a_new_one_and_its_owner_is_notified(
        self, client: TestClient, alice: Person
    ) -> None:
        again = client.post("/api/auth/sign-up", json={"email": alice.email, "password": "Another-one-1"})

        assert again.status_code == 201
        assert again.json() == {
            "confirmed": False,
            "delivery": {"medium": "email", "destination": f"{alice.email[0]}***@e***"},
        }
        assert alice.outbox.messages(alice.email)[0]["purpose"] == "forgot_password"
        alice.sign_in()

    def test_address_of_a_disabled_or_invited_user_is_answered_like_a_new_one(
        self, client: TestClient, disabled: Person, invited: Person
    ) -> None:
        for person in (disabled, invited):
            again = client.post("/api/auth/sign-up", json={"email": person.email, "password": "Another-one-1"})

            assert (again.status_code, again.json()["confirmed"]) == (201, False)

    def test_existing_address_is_revealed_if_the_setting_says_so(
        self, cognito_url: str, clock: Clock, alice: Person
    ) -> None:
        with running(settings_for(cognito_url, reveal_existing_users="on"), clock) as frank:
            answer = frank.post("/api/auth/sign-up", json={"email": alice.email, "password": "Another-one-1"})

        assert_problem(answer, 409, "user-exists", "email")


class TestConfirmation:
    def test_wrong_code_is_refused(self, newcomer: Person) -> None:
        newcomer.sign_up()

        assert_problem(confirm(newcomer, wrong(newcomer.code)), 400, "code-mismatch", "code")
        newcomer.confirm()

    def test_expired_code_is_refused(self, newcomer: Person, clock: Clock) -> None:
        newcomer.sign_up()
        clock.advance(DAY + 1)

        assert_problem(confirm(newcomer, newcomer.code), 400, "code-mismatch", "code")

    def test_used_code_is_refused(self, newcomer: Person) -> None:
        newcomer.sign_up().confirm()

        assert_problem(confirm(newcomer, newcomer.code), 400, "code-mismatch", "code")

    def test_wrong_codes_are_limited(self, newcomer: Person) -> None:
        newcomer.sign_up()
        for _ in range(20):
            assert_problem(confirm(newcomer, wrong(newcomer.code)), 400, "code-mismatch", "code")

        answer = confirm(newcomer, newcomer.code)

        assert_problem(answer, 429, "too-many-attempts")
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] > 0

    def test_code_for_an_unknown_address_is_answered_like_a_wrong_one(self, newcomer: Person) -> None:
        assert_problem(confirm(newcomer, "123456"), 400, "code-mismatch", "code")

    @pytest.mark.parametrize("code", ["", "12", "12345a", "1" * 30])
    def test_malformed_code_is_not_sent_to_cognito(self, newcomer: Person, code: str) -> None:
        assert_problem(confirm(newcomer, code), 422, "invalid-request", "code")

    def test_new_code_invalidates_the_old_one(self, client: TestClient, newcomer: Person) -> None:
        newcomer.sign_up()
        old = newcomer.code

        answer = client.post("/api/auth/sign-up/resend", json={"email": newcomer.email})

        assert answer.json()["resend_wait_seconds"] == 30
        assert newcomer.code != old
        assert_problem(confirm(newcomer, old), 400, "code-mismatch", "code")
        newcomer.confirm()
