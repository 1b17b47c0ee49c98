"""Signing in with a mailed code in place of the password."""

from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import TOTP_ON, answer, make_pool
from tests.mailed_codes import begin, have_code_sent, sign_in_by_code, wrong_code
from tests.servers import Clock


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

    def test_a_code_signs_in_users_who_signed_in_here_before_also_without_a_role(self, victim: Person) -> None:
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

    def test_a_code_signs_in_through_an_app_client_with_a_secret(
        self, alice: Person, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock
    ) -> None:
        made = pool_admin.create_user_pool_client(
            UserPoolId=POOL,
            ClientName="mailed-codes",
            GenerateSecret=True,
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"],
            PreventUserExistenceErrors="ENABLED",
        )["UserPoolClient"]
        secret = {"cognito_client_id": made["ClientId"], "cognito_client_secret": made["ClientSecret"]}
        with running(settings_for(cognito_url, **secret), clock) as client:
            person = Person(client, alice.outbox, alice.email)
            assert sign_in_by_code(person).json()["status"] == "signed_in"
            unknown = Person(client, alice.outbox)
            refused = answer(unknown, have_code_sent(unknown), code="00000000")

        assert_problem(refused, 400, "code-mismatch", "code")

    def test_the_password_still_signs_in_and_another_factor_can_be_chosen(self, alice: Person) -> None:
        have_code_sent(alice)

        done = answer(alice, begin(alice), factor="password", password=alice.password)

        assert done.json()["status"] == "signed_in"

    def test_a_code_is_not_offered_where_the_pool_does_not_allow_it(
        self, pool_admin: CognitoIdentityProviderClient, cognito_url: str, clock: Clock, outbox: Outbox
    ) -> None:
        pool = make_pool(pool_admin, pool={}, mfa={"MfaConfiguration": "OPTIONAL"} | TOTP_ON)
        with running(settings_for(cognito_url, **pool), clock) as client:
            person = Person(client, outbox).sign_up().confirm()
            assert client.get("/api/auth/config").json()["factors"] == ["password"]
            step = begin(person)
            assert step["factors"] == ["password"]
            assert_problem(answer(person, step, factor="email_otp"), 422, "invalid-request", "factor")
