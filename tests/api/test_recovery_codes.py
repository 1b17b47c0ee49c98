"""Recovery codes: a way to sign in for users who lost their second factor."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import TOTP_ON, App, answer, make_pool, turn_on_totp
from tests.servers import Clock

POOL = "us-east-1_Vestibule"
UNKNOWN = "0000-0000-0000-0000"


def create(person: Person) -> Any:
    return person.client.post("/api/me/recovery-codes", headers=person.headers)


def status(person: Person) -> Any:
    return person.client.get("/api/me/mfa", headers=person.headers).json()["recovery_codes"]


@pytest.fixture
def app(alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock) -> App:
    """Alice's authenticator app, which she is going to lose."""
    return turn_on_totp(alice_signed_in, pool_admin, clock)


@pytest.fixture
def codes(alice_signed_in: Person, app: App) -> list[str]:
    """Alice's recovery codes."""
    assert app.secret
    codes: list[str] = create(alice_signed_in.prove()).json()["codes"]
    return codes


class TestCreation:
    def test_ten_codes_are_shown_once(self, alice_signed_in: Person) -> None:
        assert status(alice_signed_in) == {"available": True, "remaining": 0}

        response = create(alice_signed_in.prove())
        codes = response.json()["codes"]

        assert len(set(codes)) == 10
        assert all(len(code.replace("-", "")) == 16 for code in codes)
        assert "no-store" in response.headers["cache-control"]
        assert status(alice_signed_in) == {"available": True, "remaining": 10}

    def test_making_codes_needs_a_proof(self, alice_signed_in: Person) -> None:
        assert_problem(create(alice_signed_in), 403, "step-up-required")

    def test_new_codes_replace_earlier_ones(self, alice_signed_in: Person, codes: list[str]) -> None:
        newer = create(alice_signed_in).json()["codes"]
        step = alice_signed_in.try_to_sign_in().json()

        assert_problem(answer(alice_signed_in, step, recovery_code=codes[0]), 400, "code-mismatch", "recovery_code")
        assert answer(alice_signed_in, step, recovery_code=newer[0]).status_code == 200

    def test_the_pool_keeps_digests_that_the_app_client_can_neither_read_nor_write(
        self, alice_signed_in: Person, codes: list[str], pool_admin: CognitoIdentityProviderClient
    ) -> None:
        stored = pool_admin.admin_get_user(UserPoolId=POOL, Username=alice_signed_in.email)
        seen = pool_admin.get_user(AccessToken=alice_signed_in.access_token)
        forged = [{"Name": "custom:recovery_codes", "Value": "0" * 32}]

        assert "custom:recovery_codes" in {pair["Name"] for pair in stored["UserAttributes"]}
        assert not any(code in str(stored) or code.replace("-", "") in str(stored) for code in codes)
        assert "recovery_codes" not in str(seen["UserAttributes"])
        with pytest.raises(pool_admin.exceptions.NotAuthorizedException):
            pool_admin.update_user_attributes(AccessToken=alice_signed_in.access_token, UserAttributes=forged)

    def test_codes_are_unavailable_without_aws_credentials(
        self, alice_signed_in: Person, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        with running(settings_for(cognito_url, cognito_admin="off"), clock) as client:
            person = Person(client, outbox, alice_signed_in.email, access_token=alice_signed_in.access_token)

            assert status(person) == {"available": False, "remaining": 0}
            assert_problem(create(person.prove()), 403, "feature-unavailable")

    def test_codes_are_unavailable_in_a_pool_without_the_attribute(
        self, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        pool = make_pool(pool_admin, pool={}, mfa={"MfaConfiguration": "OPTIONAL"} | TOTP_ON)
        with running(settings_for(cognito_url, **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in().prove()

            assert status(person) == {"available": False, "remaining": 0}
            assert_problem(create(person), 403, "feature-unavailable")


class TestUse:
    @pytest.mark.parametrize("typed", [str, str.upper, lambda code: f" {code.replace('-', ' ')} "])
    def test_a_recovery_code_replaces_the_code_of_a_lost_app(
        self, alice_signed_in: Person, codes: list[str], typed: Any
    ) -> None:
        step = alice_signed_in.try_to_sign_in().json()

        recovered = answer(alice_signed_in, step, recovery_code=typed(codes[3])).json()

        assert (recovered["status"], recovered["kind"]) == ("challenge", "password")
        signed_in = answer(alice_signed_in, recovered, password=alice_signed_in.password).json()
        assert signed_in["status"] == "signed_in"
        alice_signed_in.access_token = signed_in["access_token"]
        shown = alice_signed_in.client.get("/api/me/mfa", headers=alice_signed_in.headers).json()
        assert not shown["methods"]["totp"]["enabled"]
        assert shown["recovery_codes"]["remaining"] == 9

    def test_a_recovery_code_does_not_replace_the_password(self, alice_signed_in: Person, codes: list[str]) -> None:
        step = alice_signed_in.try_to_sign_in().json()
        recovered = answer(alice_signed_in, step, recovery_code=codes[0]).json()

        refused = answer(alice_signed_in, recovered, password="Wrong-horse-9")

        assert_problem(refused, 401, "invalid-credentials")

    def test_a_code_works_once(
        self, alice_signed_in: Person, codes: list[str], pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        step = alice_signed_in.try_to_sign_in().json()
        assert answer(alice_signed_in, step, recovery_code=codes[0]).status_code == 200
        turn_on_totp(alice_signed_in, pool_admin, clock)

        again = alice_signed_in.try_to_sign_in().json()

        assert_problem(answer(alice_signed_in, again, recovery_code=codes[0]), 400, "code-mismatch", "recovery_code")
        assert answer(alice_signed_in, again, recovery_code=codes[1]).status_code == 200

    def test_of_parallel_uses_one_succeeds(self, alice_signed_in: Person, codes: list[str]) -> None:
        steps = [alice_signed_in.try_to_sign_in().json() for _ in range(3)]

        with ThreadPoolExecutor(12) as threads:
            uses = threads.map(lambda step: answer(alice_signed_in, step, recovery_code=codes[0]), steps * 4)
            statuses = [use.status_code for use in uses]

        assert statuses.count(200) == 1

    def test_another_users_code_is_wrong(
        self,
        alice_signed_in: Person,
        codes: list[str],
        client: TestClient,
        outbox: Outbox,
        pool_admin: CognitoIdentityProviderClient,
        clock: Clock,
    ) -> None:
        bob = Person(client, outbox).sign_up().confirm().sign_in()
        turn_on_totp(bob, pool_admin, clock)
        create(bob.prove())
        step = bob.try_to_sign_in().json()

        assert_problem(answer(bob, step, recovery_code=codes[0]), 400, "code-mismatch", "recovery_code")
        assert status(alice_signed_in)["remaining"] == 10

    @pytest.mark.parametrize("members", [{}, {"code": "123456", "recovery_code": UNKNOWN}, {"recovery_code": "short"}])
    def test_an_answer_is_a_code_or_a_recovery_code(
        self, alice_signed_in: Person, codes: list[str], members: dict[str, str]
    ) -> None:
        assert codes
        step = alice_signed_in.try_to_sign_in().json()

        assert answer(alice_signed_in, step, **members).status_code == 422

    def test_parallel_guesses_get_no_more_tries_than_sequential_ones(
        self, alice_signed_in: Person, codes: list[str], cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        assert codes
        with running(settings_for(cognito_url, rate_limits="on"), clock) as limited:
            person = Person(limited, outbox, alice_signed_in.email)
            step = person.try_to_sign_in().json()
            guesses = [f"{number:016}" for number in range(50)]
            with ThreadPoolExecutor(50) as threads:
                tried = list(threads.map(lambda code: answer(person, step, recovery_code=code), guesses))

        assert [one.json()["code"] for one in tried].count("code-mismatch") <= 20
        assert {one.status_code for one in tried} <= {400, 429}

    def test_a_lost_mailbox_is_replaced_as_well(self, alice_signed_in: Person) -> None:
        enabled = {"enabled": {"email_otp": True}}
        alice_signed_in.client.put("/api/me/mfa", json=enabled, headers=alice_signed_in.headers)
        code = create(alice_signed_in.prove()).json()["codes"][0]
        step = alice_signed_in.try_to_sign_in().json()
        assert step["kind"] == "email_otp"

        recovered = answer(alice_signed_in, step, recovery_code=code).json()

        assert answer(alice_signed_in, recovered, password=alice_signed_in.password).json()["status"] == "signed_in"

    def test_the_set_up_of_a_new_factor_follows_where_one_is_required(
        self, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        attribute = {"Name": "recovery_codes", "AttributeDataType": "String", "Mutable": True}
        pool = make_pool(pool_admin, pool={"Schema": [attribute]}, mfa={"MfaConfiguration": "ON"} | TOTP_ON)
        with running(settings_for(cognito_url, **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm()
            chosen = answer(person, person.try_to_sign_in().json(), method="totp").json()
            signed_in = answer(person, chosen, code=App(chosen["totp"]["secret"], clock).code).json()
            person.access_token = signed_in["access_token"]
            code = create(person.prove()).json()["codes"][0]

            recovered = answer(person, person.try_to_sign_in().json(), recovery_code=code).json()

            assert answer(person, recovered, password=person.password).json()["kind"] == "set_up_mfa"
