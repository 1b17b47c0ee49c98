"""Cognito accepts a code, and its answer is lost: the account is still its owner's alone."""

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.api.ownership import ATTACKERS, NEW, VICTIMS, assert_owned, confirm, forgot, reset, sign_up
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.factors import answer
from tests.faults import Fault, FaultyProxy, cognito_error, reset_after
from tests.servers import Clock


@pytest.fixture
def victim(person: Person, outbox: Outbox) -> Person:
    """Somebody without an account."""
    return Person(person.client, outbox)


def have_answer_lost(proxy: FaultyProxy, operation: str) -> None:
    proxy.set(reset_after, only=operation)


class TestConfirmation:
    @pytest.mark.parametrize("passwords", [[ATTACKERS, VICTIMS], [VICTIMS, ATTACKERS]])
    def test_the_password_of_another_sign_up_starts_no_session(
        self, victim: Person, proxy: FaultyProxy, passwords: list[str]
    ) -> None:
        for password in passwords:
            sign_up(victim, password, name="Somebody")
        have_answer_lost(proxy, "ConfirmSignUp")
        assert_problem(confirm(victim), 503, "cognito-unavailable")
        proxy.heal()

        stolen = victim.try_to_sign_in(ATTACKERS)
        step = victim.try_to_sign_in(VICTIMS).json()
        done = answer(victim, step, code=victim.code, new_password=NEW)

        assert stolen.json().get("status") != "signed_in"
        assert done.json()["status"] == "signed_in"
        assert_owned(victim, NEW)

    def test_another_password_than_the_one_sent_with_the_code_starts_no_session(
        self, victim: Person, proxy: FaultyProxy
    ) -> None:
        sign_up(victim, ATTACKERS)
        have_answer_lost(proxy, "ConfirmSignUp")
        assert_problem(confirm(victim, password=VICTIMS), 503, "cognito-unavailable")
        proxy.heal()

        assert victim.try_to_sign_in(ATTACKERS).json().get("status") != "signed_in"

    @pytest.mark.parametrize(
        "fault",
        [
            cognito_error("NotAuthorizedException", "Password attempts exceeded"),
            cognito_error("TooManyRequestsException"),
            reset_after,
        ],
        ids=["locked out", "throttled", "lost"],
    )
    def test_a_password_that_cannot_be_checked_replaces_that_of_the_only_sign_up(
        self, victim: Person, proxy: FaultyProxy, fault: Fault
    ) -> None:
        sign_up(victim, ATTACKERS)
        proxy.set(fault, only="InitiateAuth")
        assert confirm(victim, password=VICTIMS).status_code == 204
        proxy.heal()

        assert victim.try_to_sign_in(ATTACKERS).json().get("status") != "signed_in"
        assert victim.try_to_sign_in(VICTIMS).json()["status"] == "signed_in"

    def test_a_reset_with_the_code_leaves_no_other_password(self, victim: Person, proxy: FaultyProxy) -> None:
        sign_up(victim, ATTACKERS)
        have_answer_lost(proxy, "ConfirmSignUp")
        assert_problem(reset(victim), 503, "cognito-unavailable")
        proxy.heal()

        assert victim.try_to_sign_in(ATTACKERS).json().get("status") != "signed_in"

    def test_a_single_sign_up_requires_no_new_password(self, victim: Person, proxy: FaultyProxy) -> None:
        sign_up(victim, VICTIMS)
        have_answer_lost(proxy, "ConfirmSignUp")
        assert_problem(confirm(victim), 503, "cognito-unavailable")
        proxy.heal()

        assert victim.try_to_sign_in(VICTIMS).json()["status"] == "signed_in"

    def test_nobody_can_make_the_owner_of_an_account_that_is_in_use_choose_a_new_password(
        self, alice: Person, proxy: FaultyProxy, clock: Clock
    ) -> None:
        with running(settings_for(proxy.url, rate_limits="on"), clock) as client:
            owner = Person(client, alice.outbox, alice.email).sign_in()
            sign_up(owner, ATTACKERS)
            proxy.set(cognito_error("InternalErrorException", status=500), only="ConfirmSignUp")
            assert_problem(confirm(owner, password=ATTACKERS), 503, "cognito-unavailable")
            proxy.heal()

            assert owner.try_to_sign_in().json()["status"] == "signed_in"


class TestReset:
    def test_the_next_sign_in_ends_the_earlier_sessions(self, person: Person, proxy: FaultyProxy) -> None:
        earlier = person.access_token
        forgot(person)
        have_answer_lost(proxy, "ConfirmForgotPassword")
        assert_problem(reset(person), 503, "cognito-unavailable")
        proxy.heal()

        person.password = NEW
        person.sign_in()

        bearer = {"Authorization": f"Bearer {earlier}"}
        assert_problem(person.client.get("/api/auth_test", headers=bearer), 401, "token-revoked")
        assert person.client.get("/api/auth_test", headers=person.headers).status_code == 200

    @pytest.mark.parametrize(
        "fault",
        [cognito_error("NotAuthorizedException", "Password attempts exceeded"), reset_after],
        ids=["locked out by somebody else", "lost"],
    )
    def test_a_reset_at_the_sign_in_ends_the_earlier_sessions_although_the_sign_in_fails(
        self, person: Person, proxy: FaultyProxy, pool_admin: CognitoIdentityProviderClient, fault: Fault
    ) -> None:
        earlier = dict(person.headers)
        pool_admin.admin_reset_user_password(UserPoolId=POOL, Username=person.email)
        step = person.try_to_sign_in().json()
        proxy.set(fault, only="InitiateAuth")

        done = answer(person, step, code=person.code, new_password=NEW)
        proxy.heal()

        assert done.status_code in {429, 503}, done.text
        assert_problem(person.client.get("/api/auth_test", headers=earlier), 401, "token-revoked")


class TestPasswordChange:
    def test_other_sessions_end(self, person: Person, proxy: FaultyProxy) -> None:
        other = Person(person.client, person.outbox, person.email).sign_in()
        have_answer_lost(proxy, "ChangePassword")
        body = {"current_password": person.password, "new_password": NEW}

        answer = person.client.put("/api/me/password", json=body, headers=person.headers)

        assert_problem(answer, 503, "cognito-unavailable")
        assert_problem(person.client.get("/api/auth_test", headers=other.headers), 401, "token-revoked")
        assert person.client.get("/api/auth_test", headers=person.headers).status_code == 200


class TestSignOut:
    def test_a_sign_out_by_the_cookie_alone_ends_the_session_at_cognito(
        self, person: Person, proxy: FaultyProxy
    ) -> None:
        have_answer_lost(proxy, "GetTokensFromRefreshToken")

        assert_problem(person.client.post("/api/auth/sign-out"), 503, "cognito-unavailable")

        proxy.heal()
        person.client.cookies.set("vestibule_refresh", person.refresh_token, path="/api/auth")
        assert_problem(person.client.post("/api/auth/refresh"), 401, "session-ended")
