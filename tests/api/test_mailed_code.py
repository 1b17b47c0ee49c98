"""Signing in with a mailed code in place of the password, which gives the account to whoever reads the mailbox."""

from collections.abc import Iterator
from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.authenticator import Authenticator
from tests.factors import TOTP_ON, answer, make_pool
from tests.faults import faulty, reset_after
from tests.mailed_codes import begin, have_code_sent, sign_in_by_code, wrong_code
from tests.servers import Clock

ATTACKERS = "Attackers-horse-9"
NEW = "A-new-password-1"


@pytest.fixture(params=["with a role", "without a role"])
def victim(request: pytest.FixtureRequest, cognito_url: str, clock: Clock, outbox: Outbox) -> Iterator[Person]:
    """A user whose address an attacker uses; the API with and without AWS credentials."""
    settings = settings_for(cognito_url, cognito_admin="off" if request.param == "without a role" else "on")
    with running(settings, clock) as client:
        yield Person(client, outbox)


def sign_up_past_us(cognito: CognitoIdentityProviderClient, email: str) -> None:
    """The app client is public: an attacker can call Cognito without this API."""
    cognito.sign_up(
        ClientId="vestibulelocal",
        Username=email,
        Password=ATTACKERS,
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "name", "Value": "Mallory"}],
    )


def sign_in_past_us(cognito: CognitoIdentityProviderClient, email: str, password: str = ATTACKERS) -> Any:
    return cognito.initiate_auth(
        ClientId="vestibulelocal",
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )


class TestSignIn:
    def test_a_mailed_code_signs_in(self, alice: Person) -> None:
        alice.sign_in()
        chosen = begin(alice)
        assert (chosen["kind"], chosen["factors"]) == ("select_factor", ["password", "email_otp"])

        step = answer(alice, chosen, factor="email_otp").json()

        assert (step["kind"], step["first_factor"]) == ("email_otp", True)
        assert step["delivery"] == {"medium": "email", "destination": f"{alice.email[0]}***@e***"}
        assert len(alice.code) == 8
        signed_in = answer(alice, step, code=alice.code)
        assert signed_in.json()["status"] == "signed_in", signed_in.text
        assert signed_in.json()["user"]["attributes"] == {"name": "Alice", "agentName": "Wonder"}
        assert "vestibule_refresh" in signed_in.cookies

    def test_it_signs_in_users_who_signed_in_here_before_also_without_a_role(self, victim: Person) -> None:
        victim.sign_up(name="Victoria").confirm().sign_in()

        assert sign_in_by_code(victim).json()["status"] == "signed_in"
        victim.sign_in()

    def test_the_code_is_mailed_by_every_name_of_the_address(self, alice: Person) -> None:
        alice.sign_in()
        shouting = Person(alice.client, alice.outbox, alice.email.upper())
        step = have_code_sent(shouting)

        assert answer(alice, step, code=alice.code).json()["status"] == "signed_in"

    def test_a_wrong_code_can_be_corrected(self, alice: Person) -> None:
        alice.sign_in()
        step = have_code_sent(alice)

        assert_problem(answer(alice, step, code=wrong_code(alice.code)), 400, "code-mismatch", "code")
        assert answer(alice, step, code=alice.code).json()["status"] == "signed_in"

    def test_a_code_is_accepted_once(self, alice: Person) -> None:
        alice.sign_in()
        step = have_code_sent(alice)
        assert answer(alice, step, code=alice.code).status_code == 200

        assert_problem(answer(alice, step, code=alice.code), 400, "session-invalid", "session")

    def test_a_code_of_an_earlier_request_is_refused(self, alice: Person) -> None:
        have_code_sent(alice)
        earlier = alice.code
        step = have_code_sent(alice)

        assert_problem(answer(alice, step, code=earlier), 400, "code-mismatch", "code")

    def test_a_late_code_is_refused(self, alice: Person, clock: Clock) -> None:
        step = have_code_sent(alice)
        clock.advance(step["expires_in"] + 1)

        assert_problem(answer(alice, step, code=alice.code), 400, "session-invalid", "session")

    def test_a_recovery_code_replaces_second_factors_only(self, alice: Person) -> None:
        step = have_code_sent(alice)

        refused = answer(alice, step, recovery_code="abcd-efgh-2345-6789")

        assert_problem(refused, 422, "invalid-request", "recovery_code")

    def test_no_browser_is_trusted_without_a_second_factor(self, alice: Person) -> None:
        step = have_code_sent(alice)

        refused = answer(alice, step, code=alice.code, trust_browser=True)

        assert_problem(refused, 422, "invalid-request", "trust_browser")

    def test_the_password_still_signs_in_and_another_factor_can_be_chosen(self, alice: Person) -> None:
        have_code_sent(alice)

        done = answer(alice, begin(alice), factor="password", password=alice.password)

        assert done.json()["status"] == "signed_in"

    def test_is_not_offered_where_the_pool_does_not_allow_it(
        self, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        pool = make_pool(pool_admin, pool={}, mfa={"MfaConfiguration": "OPTIONAL"} | TOTP_ON)
        with running(settings_for(cognito_url, **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm()
            assert client.get("/api/auth/config").json()["factors"] == ["password"]
            step = begin(person)
            assert step["factors"] == ["password"]
            assert_problem(answer(person, step, factor="email_otp"), 422, "invalid-request", "factor")


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
        owned = victim.try_to_sign_in(NEW).json()
        assert owned["status"] == "signed_in"
        assert owned["user"]["attributes"] == {}
        assert_problem(victim.try_to_sign_in(ATTACKERS), 401, "invalid-credentials")
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
