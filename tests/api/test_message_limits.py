"""Messages cost money and fill mailboxes: codes of second factors, and codes to addresses that a user names."""

import json
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import PASSWORD, Outbox, Person, assert_problem, running, settings_for
from tests.factors import SMS_ON, answer, make_pool, turn_on_totp
from tests.faults import answering, faulty
from tests.servers import Clock

HOME, ELSEWHERE = ("192.0.2.1", 50_000), ("198.51.100.7", 50_000)
BY_EMAIL = {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]}
PHONE = "+15555550177"


@pytest.fixture
def outside(cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API with its limits, called from an IP address that no account knows."""
    with running(settings_for(cognito_url, rate_limits="on"), clock, client=ELSEWHERE) as client:
        yield client


@pytest.fixture
def mailed(outside: TestClient, outbox: Outbox, pool_admin: CognitoIdentityProviderClient) -> Person:
    """A user whose second factor is a mailed code, at an IP address that the account does not know."""
    home = TestClient(outside.app, raise_server_exceptions=False, client=HOME)
    owner = Person(home, outbox).sign_up().confirm().sign_in()
    mail_codes_to(owner, pool_admin)
    return Person(outside, outbox, owner.email, access_token=owner.access_token)


def mail_codes_to(person: Person, pool_admin: CognitoIdentityProviderClient) -> None:
    pool_admin.set_user_mfa_preference(
        AccessToken=person.access_token, EmailMfaSettings={"Enabled": True, "PreferredMfa": True}
    )


def assert_limited(response: Response) -> None:
    assert_problem(response, 429, "too-many-requests")
    assert 0 < int(response.headers["retry-after"]) == response.json()["retry_after"] <= 15 * 60


def second_factor_mails(person: Person) -> int:
    return sum(message["purpose"] == "sign_in" for message in person.outbox.messages(person.email))


def change(person: Person, **attributes: str) -> Response:
    return person.client.patch("/api/me", json={"attributes": attributes}, headers=person.headers)


class TestRecipient:
    """Codes to an address that a user names may go to somebody else."""

    def test_several_accounts_cannot_send_codes_to_one_address(self, outside: TestClient, outbox: Outbox) -> None:
        people = [Person(outside, outbox).sign_up().confirm().sign_in().prove() for _ in range(3)]
        victim = f"{secrets.token_hex(6)}@example.com"

        answers = [change(people[number // 4], email=victim) for number in range(11)]

        assert [response.status_code for response in answers[:10]] == [200] * 10
        assert_limited(answers[10])
        assert len(outbox.messages(victim)) == 10

    def test_several_accounts_cannot_send_codes_to_one_number(self, outside: TestClient, outbox: Outbox) -> None:
        people = [Person(outside, outbox).sign_up().confirm().sign_in().prove() for _ in range(3)]
        number = f"+1555{secrets.randbelow(10**7):07}"

        answers = [change(people[turn // 4], phone_number=number) for turn in range(11)]

        assert_limited(answers[10])

    def test_sign_ups_cannot_name_one_number_again_and_again(self, outside: TestClient) -> None:
        number = f"+1555{secrets.randbelow(10**7):07}"

        def sign_up() -> Response:
            body = {"email": f"{secrets.token_hex(6)}@example.com", "password": PASSWORD}
            return outside.post("/api/auth/sign-up", json=body | {"attributes": {"phone_number": number}})

        answers = [sign_up() for _ in range(11)]

        assert [response.status_code for response in answers[:10]] == [201] * 10
        assert_limited(answers[10])


class TestAccount:
    def test_the_eleventh_code_is_not_sent(self, mailed: Person, clock: Clock) -> None:
        steps = [mailed.try_to_sign_in().json() for _ in range(10)]
        refused = mailed.try_to_sign_in()

        assert [step["kind"] for step in steps] == ["email_otp"] * 10
        assert_limited(refused)
        assert second_factor_mails(mailed) == 10
        assert answer(mailed, steps[-1], code=mailed.code).json()["status"] == "signed_in"

        clock.advance(15 * 60)
        assert mailed.try_to_sign_in().status_code == 200

    def test_sms_is_limited(
        self, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        mfa = {"MfaConfiguration": "OPTIONAL"} | SMS_ON
        pool = make_pool(pool_admin, pool={"AccountRecoverySetting": BY_EMAIL}, mfa=mfa)
        with running(settings_for(cognito_url, rate_limits="on", **pool), clock) as client:
            person = Person(client, outbox).sign_up(phone_number=PHONE).confirm()
            admin, user = pool_admin, {"UserPoolId": pool["cognito_user_pool_id"], "Username": person.email}
            admin.admin_update_user_attributes(
                **user, UserAttributes=[{"Name": "phone_number_verified", "Value": "true"}]
            )
            admin.admin_set_user_mfa_preference(**user, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})

            kinds = [person.try_to_sign_in().json()["kind"] for _ in range(10)]

            assert kinds == ["sms"] * 10
            assert_limited(person.try_to_sign_in())

    def test_the_token_endpoint_counts_too(self, mailed: Person) -> None:
        form = {"grant_type": "password", "username": mailed.email, "password": PASSWORD}

        answers = [mailed.client.post("/api/auth/token", data=form) for _ in range(11)]

        assert_limited(answers[-1])
        assert second_factor_mails(mailed) == 10
        assert_limited(mailed.try_to_sign_in())

    def test_proofs_of_identity_by_password_are_counted(self, mailed: Person) -> None:
        body = {"method": "password", "password": PASSWORD}

        answers = [mailed.client.post("/api/auth/step-up", json=body, headers=mailed.headers) for _ in range(12)]

        assert [response.status_code for response in answers[:11]] == [200] * 11  # the first made the IP address known
        assert_limited(answers[-1])
        assert second_factor_mails(mailed) == 11

    def test_a_chosen_second_factor_is_counted(
        self, mailed: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        turn_on_totp(mailed, pool_admin, clock)
        pool_admin.set_user_mfa_preference(
            AccessToken=mailed.access_token,
            SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": False},
            EmailMfaSettings={"Enabled": True, "PreferredMfa": False},
        )

        steps = [mailed.try_to_sign_in().json() for _ in range(11)]
        chosen = [answer(mailed, step, factor="email_otp") for step in steps]

        assert {step["kind"] for step in steps} == {"select_factor"}
        assert [response.json()["kind"] for response in chosen[:10]] == ["email_otp"] * 10
        assert_limited(chosen[-1])
        assert second_factor_mails(mailed) == 10

    def test_parallel_sign_ins_get_no_more_codes(self, mailed: Person) -> None:
        mailed.try_to_sign_in()

        with ThreadPoolExecutor(30) as threads:
            answers = list(threads.map(lambda _: mailed.try_to_sign_in(), range(30)))

        assert second_factor_mails(mailed) == 10
        assert [response.status_code for response in answers].count(200) == 9

    def test_somebody_elsewhere_with_the_password_does_not_lock_the_owner_out(self, mailed: Person) -> None:
        for _ in range(11):
            mailed.try_to_sign_in()

        home = TestClient(mailed.client.app, raise_server_exceptions=False, client=HOME)

        assert Person(home, mailed.outbox, mailed.email).try_to_sign_in().json()["kind"] == "email_otp"

    def test_wrong_passwords_send_and_count_nothing(self, mailed: Person) -> None:
        for number in range(4):
            assert mailed.try_to_sign_in(f"Wrong-horse-{number}").status_code == 401

        assert [mailed.try_to_sign_in().status_code for _ in range(10)] == [200] * 10

    def test_users_without_such_a_factor_sign_in_as_often_as_they_like(
        self, outside: TestClient, outbox: Outbox
    ) -> None:
        person = Person(outside, outbox).sign_up().confirm()

        assert {person.try_to_sign_in().status_code for _ in range(12)} == {200}


class TestFirstCode:
    def test_a_code_that_cognito_sends_to_whoever_is_named_is_limited(
        self, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        """It may begin with a code in place of the choice of factors."""
        sent = {"ChallengeName": "EMAIL_OTP", "Session": "x" * 32, "ChallengeParameters": {}}
        with (
            faulty(cognito_url) as proxy,
            running(settings_for(proxy.url, rate_limits="on"), clock, client=ELSEWHERE) as client,
        ):
            proxy.set(answering(200, json.dumps(sent).encode()), only="InitiateAuth")
            person = Person(client, outbox)
            answers = [begin(client, person.email) for _ in range(11)]

            assert [response.status_code for response in answers[:10]] == [200] * 10
            assert_limited(answers[-1])


def begin(client: TestClient, email: str) -> Response:
    return client.post("/api/auth/sign-in", json={"email": email})
