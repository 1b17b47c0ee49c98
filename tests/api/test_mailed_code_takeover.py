"""Signing in with a mailed code gives the account to whoever reads the mailbox."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.api.ownership import ATTACKERS, NEW, assert_owned
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.authenticator import Authenticator
from tests.factors import answer
from tests.faults import faulty, reset_after
from tests.mailed_codes import have_code_sent, sign_in_by_code, wrong_code
from tests.servers import Clock


def sign_up_past_us(cognito: CognitoIdentityProviderClient, email: str) -> None:
    """The app client is public: an attacker can call Cognito without this API."""
    cognito.sign_up(
        ClientId="vestibulelocal",
        Username=email,
        Password=ATTACKERS,
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "name", "Value": "Mallory"}],
    )


def sign_in_past_us(cognito: CognitoIdentityProviderClient, email: str) -> Any:
    return cognito.initiate_auth(
        ClientId="vestibulelocal",
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": ATTACKERS},
    )


class TestPreHijacking:
    """An attacker signed up with the victim's address. The victim proves the address by a mailed code."""

    @pytest.mark.parametrize("past_us", [False, True], ids=["by this API", "past this API"])
    def test_the_attackers_password_does_not_survive(
        self, victim: Person, pool_admin: CognitoIdentityProviderClient, past_us: bool
    ) -> None:
        if past_us:
            sign_up_past_us(pool_admin, victim.email)
        else:
            attacker = Person(victim.client, victim.outbox, victim.email, ATTACKERS)
            attacker.sign_up(name="Mallory", agentName="X")

        step = sign_in_by_code(victim)
        stolen = victim.try_to_sign_in(ATTACKERS)
        done = answer(victim, step.json(), code=victim.code, new_password=NEW)

        assert step.json()["kind"] == "password_reset_required", step.text
        assert "set-cookie" not in step.headers
        assert stolen.json().get("status") != "signed_in", stolen.text
        assert "set-cookie" not in stolen.headers
        assert done.json()["status"] == "signed_in", done.text
        assert_owned(victim, NEW)
        assert sign_in_by_code(victim).json()["status"] == "signed_in"

    def test_a_session_that_the_attacker_began_meanwhile_ends(
        self, victim: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        """Without a role, the attacker's password works at Cognito itself until it is replaced."""
        sign_up_past_us(pool_admin, victim.email)
        step = sign_in_by_code(victim)
        try:
            tokens = sign_in_past_us(pool_admin, victim.email)["AuthenticationResult"]
        except pool_admin.exceptions.NotAuthorizedException:
            return

        done = answer(victim, step.json(), code=victim.code, new_password=NEW)

        assert done.json()["status"] == "signed_in"
        bearer = {"Authorization": f"Bearer {tokens['AccessToken']}"}
        assert_problem(victim.client.get("/api/auth_test", headers=bearer), 401, "token-revoked")
        with pytest.raises(pool_admin.exceptions.NotAuthorizedException):
            pool_admin.get_user(AccessToken=tokens["AccessToken"])

    def test_an_abandoned_reset_leaves_the_account_closed_to_the_attacker(self, victim: Person) -> None:
        Person(victim.client, victim.outbox, victim.email, ATTACKERS).sign_up()
        assert sign_in_by_code(victim).json()["kind"] == "password_reset_required"

        assert victim.try_to_sign_in(ATTACKERS).json().get("status") != "signed_in"
        assert sign_in_by_code(victim).json()["kind"] == "password_reset_required"

    def test_wrong_codes_of_an_attacker_do_not_affect_the_owner(self, victim: Person) -> None:
        victim.sign_up(name="Victoria").confirm()
        step = have_code_sent(victim)
        assert_problem(answer(victim, step, code=wrong_code(victim.code)), 400, "code-mismatch", "code")

        victim.sign_in()
        assert sign_in_by_code(victim).json()["status"] == "signed_in"

    def test_a_lost_answer_of_cognito_leaves_the_account_closed_to_the_attacker(
        self, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        """Cognito confirmed the account, and the API does not know it."""
        with (
            faulty(cognito_url) as proxy,
            running(settings_for(proxy.url, cognito_admin="off", log_level="ERROR"), clock) as client,
        ):
            victim = Person(client, outbox)
            Person(client, outbox, victim.email, ATTACKERS).sign_up()
            step = have_code_sent(victim)
            proxy.set(reset_after, only="RespondToAuthChallenge")
            assert answer(victim, step, code=victim.code).status_code == 503
            proxy.heal()

            assert victim.try_to_sign_in(ATTACKERS).json().get("status") != "signed_in"
            assert sign_in_by_code(victim).json()["kind"] == "password_reset_required"

    def test_passkeys_of_an_account_that_is_taken_over_are_deleted(
        self, cognito_url: str, clock: Clock, outbox: Outbox, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        with running(settings_for(cognito_url, cognito_admin="off"), clock) as client:
            mallory = Person(client, outbox, password=ATTACKERS).sign_up().confirm().sign_in().prove()
            created = client.post("/api/me/passkeys/options", headers=mallory.headers).json()
            credential = {"credential": Authenticator().create(created)}
            assert client.post("/api/me/passkeys", json=credential, headers=mallory.headers).status_code == 201
            victim = self.changed_address(mallory, pool_admin)
            step = sign_in_by_code(victim).json()

            done = answer(victim, step, code=victim.code, new_password=NEW).json()

            bearer = {"Authorization": f"Bearer {done['access_token']}"}
            assert client.get("/api/me/passkeys", headers=bearer).json() == []

    def changed_address(self, person: Person, cognito: CognitoIdentityProviderClient) -> Person:
        """Somebody whose address the person's account has now."""
        owner = Person(person.client, person.outbox)
        cognito.admin_update_user_attributes(
            UserPoolId=POOL,
            Username=person.email,
            UserAttributes=[{"Name": "email", "Value": owner.email}, {"Name": "email_verified", "Value": "true"}],
        )
        return owner

    def test_an_address_that_changed_without_a_proof_is_not_trusted_without_a_role(
        self, cognito_url: str, clock: Clock, outbox: Outbox, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        """The account may be that of an attacker, who signed in with another address."""
        with running(settings_for(cognito_url, cognito_admin="off"), clock) as client:
            mallory = Person(client, outbox, password=ATTACKERS).sign_up().confirm().sign_in()
            victim = self.changed_address(mallory, pool_admin)

            assert sign_in_by_code(victim).json()["kind"] == "password_reset_required"
            assert_problem(client.get("/api/auth_test", headers=mallory.headers), 401, "token-revoked")
