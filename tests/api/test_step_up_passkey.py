"""Step-up with a passkey."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.authenticator import Authenticator
from tests.factors import make_pool, turn_on_totp
from tests.servers import Clock

PASSKEYS_ONLY_FIRST = {
    "MfaConfiguration": "OPTIONAL",
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "WebAuthnConfiguration": {"RelyingPartyId": "localhost", "UserVerification": "required"},
}
FACTORS = {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}}


def start(person: Person) -> Any:
    return person.client.post("/api/auth/step-up/options", json={"method": "passkey"}, headers=person.headers)


def prove(person: Person, session: str, credential: object) -> Any:
    body = {"method": "passkey", "session": session, "credential": credential}
    return person.client.post("/api/auth/step-up", json=body, headers=person.headers)


def add_passkey(person: Person) -> Authenticator:
    authenticator = Authenticator()
    options = person.client.post("/api/me/passkeys/options", headers=person.headers).json()
    body = {"credential": authenticator.create(options)}
    assert person.client.post("/api/me/passkeys", json=body, headers=person.headers).status_code == 201
    return authenticator


def delete_account(person: Person) -> Any:
    return person.client.delete("/api/me", headers=person.headers)


@pytest.fixture
def passkey(alice_signed_in: Person) -> Authenticator:
    """Alice's passkey. She then signs in again, so that her session has no proof."""
    passkey = add_passkey(alice_signed_in.prove())
    alice_signed_in.sign_in()
    return passkey


class TestPasskey:
    def test_a_passkey_proves_who_the_user_is(self, alice_signed_in: Person, passkey: Authenticator) -> None:
        refused = delete_account(alice_signed_in)
        assert "passkey" in refused.json()["methods"]
        step = start(alice_signed_in).json()

        proven = prove(alice_signed_in, step["session"], passkey.get(step["options"]))

        assert (proven.status_code, proven.json()) == (200, {"expires_in": 300})
        assert delete_account(alice_signed_in).status_code == 204

    def test_the_proof_does_not_replace_the_session(self, alice_signed_in: Person, passkey: Authenticator) -> None:
        step = start(alice_signed_in).json()

        proven = prove(alice_signed_in, step["session"], passkey.get(step["options"]))

        assert "set-cookie" not in proven.headers
        assert alice_signed_in.client.get("/api/me", headers=alice_signed_in.headers).status_code == 200

    def test_another_key_is_refused(self, alice_signed_in: Person, passkey: Authenticator) -> None:
        step = start(alice_signed_in).json()
        other = Authenticator(user_handle=passkey.user_handle, credential_id=passkey.credential_id)

        refused = prove(alice_signed_in, step["session"], other.get(step["options"]))

        assert_problem(refused, 400, "passkey-rejected", "credential")
        assert delete_account(alice_signed_in).status_code == 403

    def test_an_answer_counts_once(self, alice_signed_in: Person, passkey: Authenticator) -> None:
        step = start(alice_signed_in).json()
        credential = passkey.get(step["options"])
        assert prove(alice_signed_in, step["session"], credential).status_code == 200

        assert prove(alice_signed_in, step["session"], credential).status_code in (400, 401)

    def test_an_answer_is_bound_to_the_session_that_asked(
        self, alice_signed_in: Person, passkey: Authenticator
    ) -> None:
        step = start(alice_signed_in).json()
        alice_signed_in.sign_in()

        refused = prove(alice_signed_in, step["session"], passkey.get(step["options"]))

        assert_problem(refused, 400, "session-invalid", "session")

    def test_an_answer_is_bound_to_the_user_who_asked(
        self, alice_signed_in: Person, passkey: Authenticator, outbox: Outbox
    ) -> None:
        mallory = Person(alice_signed_in.client, outbox).sign_up().confirm().sign_in()
        own = add_passkey(mallory.prove())
        step, mallorys = start(alice_signed_in).json(), start(mallory).json()

        assert_problem(prove(mallory, step["session"], passkey.get(step["options"])), 400, "session-invalid", "session")
        refused = prove(alice_signed_in, step["session"], own.get(mallorys["options"]))
        assert_problem(refused, 400, "passkey-rejected", "credential")
        assert delete_account(alice_signed_in).status_code == 403

    def test_an_answer_that_comes_late_is_refused(
        self, alice_signed_in: Person, passkey: Authenticator, clock: Clock
    ) -> None:
        step = start(alice_signed_in).json()
        clock.advance(200)

        refused = prove(alice_signed_in, step["session"], passkey.get(step["options"]))

        assert_problem(refused, 400, "session-invalid", "session")

    @pytest.mark.parametrize("credential", [{}, {"id": 1}, {"response": None}, {"id": "x" * 5000}])
    def test_garbage_is_refused(
        self, alice_signed_in: Person, passkey: Authenticator, credential: dict[str, object]
    ) -> None:
        assert passkey
        step = start(alice_signed_in).json()

        assert_problem(prove(alice_signed_in, step["session"], credential), 400, "passkey-rejected", "credential")

    def test_users_without_a_passkey_cannot_start(self, alice_signed_in: Person) -> None:
        assert_problem(start(alice_signed_in), 409, "factor-unavailable", "method")


class TestSecondFactor:
    @pytest.fixture
    def single_factor_api(
        self, cognito_url: str, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> Iterator[TestClient]:
        """An API on a pool whose passkeys are not accepted of users with a second factor."""
        pool = make_pool(pool_admin, pool=FACTORS, mfa=PASSKEYS_ONLY_FIRST)
        with running(settings_for(cognito_url, **pool), clock) as client:
            yield client

    def test_a_passkey_that_cognito_does_not_accept_now_is_refused(
        self, single_factor_api: TestClient, outbox: Outbox, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        person = Person(single_factor_api, outbox).sign_up().confirm().sign_in()
        add_passkey(person.prove())
        turn_on_totp(person, pool_admin, clock)

        assert_problem(start(person), 409, "factor-unavailable", "method")
