"""Passkeys: add, list and delete them, and sign in with one."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.authenticator import Authenticator
from tests.factors import TOTP_ON, App, answer, make_pool, turn_on_totp
from tests.servers import Clock


def options(person: Person) -> Any:
    return person.client.post("/api/me/passkeys/options", headers=person.headers)


def add(person: Person, credential: object, **members: str) -> Any:
    return person.client.post("/api/me/passkeys", json={"credential": credential, **members}, headers=person.headers)


def listed(person: Person) -> Any:
    return person.client.get("/api/me/passkeys", headers=person.headers).json()


def delete(person: Person, passkey_id: str) -> Any:
    return person.client.delete(f"/api/me/passkeys/{passkey_id}", headers=person.headers)


def begin(person: Person, email: str | None = None) -> Any:
    return person.client.post("/api/auth/sign-in", json={"email": email or person.email})


@pytest.fixture
def passkey(alice_signed_in: Person) -> Authenticator:
    """Alice's authenticator, with a passkey for this app."""
    authenticator = Authenticator()
    created = authenticator.create(options(alice_signed_in.prove()).json())
    assert add(alice_signed_in, created, name="Laptop").status_code == 201
    return authenticator


class TestManagement:
    def test_a_passkey_is_added_listed_and_deleted(self, alice_signed_in: Person) -> None:
        authenticator = Authenticator()
        created = authenticator.create(options(alice_signed_in.prove()).json())

        added = add(alice_signed_in, created, name="Laptop")

        assert added.status_code == 201
        assert (added.json()["name"], added.json()["id"]) == ("Laptop", created["id"])
        assert added.json()["transports"] == ["internal", "hybrid"]
        assert listed(alice_signed_in) == [added.json()]
        assert delete(alice_signed_in, created["id"]).status_code == 204
        assert listed(alice_signed_in) == []

    @pytest.mark.parametrize("call", [options, lambda person: add(person, {}), lambda person: delete(person, "abc")])
    def test_changes_need_a_proof(self, alice_signed_in: Person, call: Any) -> None:
        assert_problem(call(alice_signed_in), 403, "step-up-required")

    @pytest.mark.parametrize(
        "authenticator", [Authenticator(origin="https://evil.example"), Authenticator(rp_id="evil")]
    )
    def test_a_credential_of_another_site_is_refused(
        self, alice_signed_in: Person, authenticator: Authenticator
    ) -> None:
        created = authenticator.create(options(alice_signed_in.prove()).json())

        assert_problem(add(alice_signed_in, created), 400, "passkey-rejected", "credential")
        assert listed(alice_signed_in) == []

    @pytest.mark.parametrize("credential", [{}, {"id": 5}, {"id": "x", "response": {"clientDataJSON": "x"}}])
    def test_what_is_no_credential_is_refused(self, alice_signed_in: Person, credential: dict[str, object]) -> None:
        options(alice_signed_in.prove())

        assert_problem(add(alice_signed_in, credential), 400, "passkey-rejected", "credential")

    def test_options_are_used_once(self, alice_signed_in: Person) -> None:
        created = Authenticator().create(options(alice_signed_in.prove()).json())
        assert add(alice_signed_in, created).status_code == 201

        assert_problem(add(alice_signed_in, created), 400, "passkey-rejected", "credential")

    def test_a_passkey_of_another_user_cannot_be_deleted(
        self, passkey: Authenticator, alice_signed_in: Person, client: TestClient, outbox: Outbox
    ) -> None:
        assert passkey.sign_count == 0
        bob = Person(client, outbox).sign_up().confirm().sign_in().prove()

        assert_problem(delete(bob, listed(alice_signed_in)[0]["id"]), 404, "not-found")
        assert len(listed(alice_signed_in)) == 1


class TestSignIn:
    def test_the_address_alone_offers_what_the_user_has(self, alice_signed_in: Person, passkey: Authenticator) -> None:
        assert passkey.credential_id
        step = begin(alice_signed_in).json()

        assert (step["kind"], step["factors"]) == ("select_factor", ["passkey", "password", "email_otp"])

    def test_a_passkey_signs_in(self, alice_signed_in: Person, passkey: Authenticator) -> None:
        asked = answer(alice_signed_in, begin(alice_signed_in).json(), factor="passkey").json()
        assert asked["kind"] == "passkey"

        signed_in = answer(alice_signed_in, asked, credential=passkey.get(asked["options"])).json()

        assert signed_in["status"] == "signed_in"
        assert signed_in["user"]["email"] == alice_signed_in.email

    def test_an_answer_is_accepted_once(self, alice_signed_in: Person, passkey: Authenticator) -> None:
        asked = answer(alice_signed_in, begin(alice_signed_in).json(), factor="passkey").json()
        credential = passkey.get(asked["options"])
        assert answer(alice_signed_in, asked, credential=credential).status_code == 200

        assert_problem(answer(alice_signed_in, asked, credential=credential), 400, "session-invalid", "session")

    def test_another_passkey_is_refused(self, alice_signed_in: Person, passkey: Authenticator) -> None:
        asked = answer(alice_signed_in, begin(alice_signed_in).json(), factor="passkey").json()
        other = Authenticator(credential_id=passkey.credential_id).get(asked["options"])

        assert_problem(answer(alice_signed_in, asked, credential=other), 400, "passkey-rejected", "credential")

    @pytest.mark.parametrize("credential", [{}, {"id": 5}, {"id": "x"}])
    def test_what_is_no_credential_is_refused(
        self, alice_signed_in: Person, passkey: Authenticator, credential: dict[str, object]
    ) -> None:
        assert passkey.credential_id
        asked = answer(alice_signed_in, begin(alice_signed_in).json(), factor="passkey").json()

        assert_problem(answer(alice_signed_in, asked, credential=credential), 400, "passkey-rejected", "credential")

    def test_the_password_signs_in(self, alice: Person) -> None:
        step = begin(alice).json()

        wrong = answer(alice, step, factor="password", password="Wrong-horse-9")
        assert_problem(wrong, 401, "invalid-credentials")
        assert_problem(answer(alice, step, factor="password"), 422, "invalid-request", "password")
        assert answer(alice, step, factor="password", password=alice.password).json()["status"] == "signed_in"

    @pytest.mark.parametrize("factor", ["passkey", "sms", "totp"])
    def test_a_factor_that_was_not_offered_is_refused(self, alice: Person, factor: str) -> None:
        assert_problem(answer(alice, begin(alice).json(), factor=factor), 422, "invalid-request", "factor")

    def test_known_and_unknown_users_get_the_same_answers(
        self, client: TestClient, outbox: Outbox, disabled: Person, invited: Person
    ) -> None:
        known = Person(client, outbox).sign_up().confirm()
        unconfirmed = Person(client, outbox).sign_up()
        emails = [known.email, unconfirmed.email, disabled.email, invited.email, "nobody@example.com"]
        steps = [begin(known, email).json() for email in emails]
        answers = [answer(known, step, factor="password", password="Wrong-horse-9").json() for step in steps]

        assert {str({**step, "session": ""}) for step in steps} == {str({**steps[0], "session": ""})}
        assert steps[0]["factors"] == ["password", "email_otp"]
        assert all(one == answers[0] for one in answers)

    def test_wrong_passwords_are_limited(self, alice: Person, cognito_url: str, clock: Clock, outbox: Outbox) -> None:
        with running(settings_for(cognito_url, rate_limits="on"), clock) as limited:
            person = Person(limited, outbox, alice.email)
            step = begin(person).json()
            tried = [answer(person, step, factor="password", password=f"Wrong-horse-{n}") for n in range(11)]

        assert tried[10].status_code == 429

    def test_a_passkey_sign_in_is_unavailable_where_the_app_client_does_not_allow_it(
        self, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        pool = make_pool(pool_admin, pool={}, mfa={"MfaConfiguration": "OPTIONAL"} | TOTP_ON)
        pool_admin.update_user_pool_client(
            UserPoolId=pool["cognito_user_pool_id"],
            ClientId=pool["cognito_client_id"],
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        )
        with running(settings_for(cognito_url, **pool), clock) as client:
            assert_problem(begin(Person(client, outbox)), 403, "feature-unavailable")


def sign_in_with(person: Person, passkey: Authenticator) -> Any:
    """Choose the passkey and sign in with it; the response."""
    asked = answer(person, begin(person).json(), factor="passkey").json()
    return answer(person, asked, credential=passkey.get(asked["options"]))


def set_mfa(person: Person, **enabled: bool) -> Any:
    return person.client.put("/api/me/mfa", json={"enabled": enabled}, headers=person.headers)


def set_up_app(person: Person, clock: Clock) -> App:
    """Turn on an authenticator app by this API."""
    app = App(person.client.post("/api/me/mfa/totp", headers=person.headers).json()["secret"], clock)
    body = {"code": app.code}
    assert person.client.post("/api/me/mfa/totp/verify", json=body, headers=person.headers).status_code == 204
    return app


class TestSecondFactor:
    """A passkey that verifies its user counts as both factors, where the pool says so."""

    def test_a_user_with_an_app_adds_a_passkey_and_signs_in_with_it_alone(
        self, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        turn_on_totp(alice_signed_in, pool_admin, clock)
        passkey = Authenticator()
        created = passkey.create(options(alice_signed_in.prove()).json())
        assert add(alice_signed_in, created).status_code == 201

        assert begin(alice_signed_in).json()["factors"] == ["passkey", "password", "email_otp"]
        assert sign_in_with(alice_signed_in, passkey).json()["status"] == "signed_in"
        assert alice_signed_in.try_to_sign_in().json()["kind"] == "totp"

    def test_a_passkey_still_signs_in_after_a_second_factor_was_turned_on_and_off(
        self, alice_signed_in: Person, passkey: Authenticator, clock: Clock
    ) -> None:
        set_up_app(alice_signed_in, clock)
        assert sign_in_with(alice_signed_in, passkey).json()["status"] == "signed_in"

        assert set_mfa(alice_signed_in, email_otp=True).status_code == 200
        assert set_mfa(alice_signed_in, email_otp=False).status_code == 200
        assert sign_in_with(alice_signed_in, passkey).json()["status"] == "signed_in"

        off = alice_signed_in.client.delete("/api/me/mfa/totp", headers=alice_signed_in.headers)
        assert off.status_code == 204
        assert sign_in_with(alice_signed_in, passkey).json()["status"] == "signed_in"
        assert alice_signed_in.try_to_sign_in().json()["status"] == "signed_in"

    def test_a_passkey_that_did_not_verify_its_user_is_no_second_factor(
        self, alice_signed_in: Person, passkey: Authenticator, clock: Clock
    ) -> None:
        set_up_app(alice_signed_in, clock)
        passkey.verifies_user = False

        refused = sign_in_with(alice_signed_in, passkey)

        assert refused.json().get("status") != "signed_in"

    def test_a_lost_factor_can_be_replaced_by_a_recovery_code(
        self, alice_signed_in: Person, passkey: Authenticator
    ) -> None:
        assert set_mfa(alice_signed_in, email_otp=True).status_code == 200
        assert passkey.credential_id
        codes = alice_signed_in.client.post("/api/me/recovery-codes", headers=alice_signed_in.headers).json()["codes"]

        asked = answer(alice_signed_in, alice_signed_in.try_to_sign_in().json(), recovery_code=codes[0])

        assert asked.json()["kind"] == "password", asked.text
        done = answer(alice_signed_in, asked.json(), password=alice_signed_in.password)
        assert done.json()["status"] == "signed_in"

    def test_where_passkeys_are_single_factors_the_second_factor_still_counts(
        self, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        pool = make_pool(
            pool_admin,
            pool={"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}},
            mfa={"MfaConfiguration": "OPTIONAL", "WebAuthnConfiguration": {"RelyingPartyId": "localhost"}} | TOTP_ON,
        )
        with running(settings_for(cognito_url, **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            set_up_app(person, clock)
            created = Authenticator().create(options(person.prove()).json())

            assert add(person, created).status_code == 201

            assert begin(person).json()["factors"] == ["password"]
            assert person.client.delete("/api/me/mfa/totp", headers=person.headers).status_code == 204
