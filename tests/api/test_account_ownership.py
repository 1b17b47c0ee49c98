"""The person who proves an e-mail address owns the account; nothing that an attacker prepared survives."""

import statistics
import time

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.api.ownership import ATTACKERS, NEW, VICTIMS, assert_owned, confirm, forgot, reset, sign_up
from tests.apps import Outbox, Person, assert_problem
from tests.factors import answer

ORDERS = {
    "before": [ATTACKERS, VICTIMS],
    "after": [VICTIMS, ATTACKERS],
    "before and after": [ATTACKERS, VICTIMS, ATTACKERS],
    "twice before": [ATTACKERS, ATTACKERS, VICTIMS],
}


class TestPreHijacking:
    @pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
    def test_attackers_password_starts_no_session_and_the_owner_chooses_a_new_one(
        self, victim: Person, order: list[str]
    ) -> None:
        for password in order:
            sign_up(victim, password, name="Mallory" if password == ATTACKERS else "Victoria", agentName="X")
        assert confirm(victim).status_code == 204

        stolen = victim.try_to_sign_in(ATTACKERS)
        step = victim.try_to_sign_in(VICTIMS)
        done = answer(victim, step.json(), code=victim.code, new_password=NEW)

        assert stolen.json().get("status") != "signed_in", stolen.text
        assert "set-cookie" not in stolen.headers
        assert step.json()["kind"] == "password_reset_required"
        assert done.json()["status"] == "signed_in", done.text
        assert_owned(victim, NEW)

    @pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
    def test_password_sent_with_the_code_becomes_the_owners_password(self, victim: Person, order: list[str]) -> None:
        for password in order:
            sign_up(victim, password, name="Somebody")
        assert confirm(victim, password=VICTIMS).status_code == 204

        stolen = victim.try_to_sign_in(ATTACKERS)
        step = victim.try_to_sign_in(VICTIMS)

        assert stolen.json().get("status") != "signed_in", stolen.text
        if step.json().get("status") != "signed_in":
            done = answer(victim, step.json(), code=victim.code, new_password=NEW)
            assert done.json()["status"] == "signed_in", done.text

    def test_password_sent_with_the_code_replaces_that_of_the_only_sign_up(self, victim: Person) -> None:
        sign_up(victim, ATTACKERS, name="Mallory")
        assert confirm(victim, password=VICTIMS).status_code == 204

        stolen = victim.try_to_sign_in(ATTACKERS)
        step = victim.try_to_sign_in(VICTIMS)

        assert stolen.json().get("status") != "signed_in", stolen.text
        if step.json().get("status") != "signed_in":
            step = answer(victim, step.json(), code=victim.code, new_password=NEW)
        assert step.json()["status"] == "signed_in", step.text
        assert step.json()["user"]["attributes"] == {}

    def test_reset_of_a_forgotten_password_lets_the_owner_choose_one(self, victim: Person) -> None:
        sign_up(victim, ATTACKERS, name="Mallory")
        sign_up(victim, VICTIMS)
        confirm(victim)

        forgot(victim)
        assert reset(victim).status_code == 204

        assert_owned(victim, NEW)

    def test_reset_code_confirms_the_account_and_requires_a_new_password(self, victim: Person) -> None:
        sign_up(victim, ATTACKERS, name="Mallory")

        forgot(victim)
        first = reset(victim)
        if first.status_code != 204:
            assert_problem(first, 409, "new-code-sent")
            assert reset(victim).status_code == 204

        assert_owned(victim, NEW)

    @pytest.mark.parametrize("path", ["password/forgot", "sign-up/resend"])
    def test_code_requested_by_the_owner_does_not_validate_the_attackers_password(
        self, victim: Person, path: str
    ) -> None:
        attacker = TestClient(victim.client.app, raise_server_exceptions=False, client=("203.0.113.9", 1))
        sign_up(Person(attacker, victim.outbox, email=victim.email), ATTACKERS, name="Mallory")

        victim.client.post(f"/api/auth/{path}", json={"email": victim.email})
        assert confirm(victim).status_code == 204

        assert victim.try_to_sign_in(ATTACKERS).json().get("status") != "signed_in"

    def test_owner_who_knows_the_password_enters_the_code_in_the_same_session(self, victim: Person) -> None:
        sign_up(victim, VICTIMS, name="Victoria")
        sign_up(victim, ATTACKERS, name="Mallory")

        step = victim.try_to_sign_in(VICTIMS)
        done = answer(victim, step.json(), code=victim.code, password=VICTIMS)

        assert done.json()["status"] == "signed_in", done.text
        assert done.json()["user"]["attributes"] == {"name": "Victoria"}
        assert_problem(victim.try_to_sign_in(ATTACKERS), 401, "invalid-credentials")

    def test_single_sign_up_requires_no_new_password(self, victim: Person) -> None:
        victim.sign_up(name="Victoria").confirm().sign_in()

    def test_second_sign_up_for_a_confirmed_address_does_not_affect_its_owner(self, victim: Person) -> None:
        victim.sign_up(name="Victoria").confirm()

        sign_up(victim, ATTACKERS, name="Mallory")

        victim.sign_in()

    def test_token_endpoint_gives_the_attacker_no_tokens(self, victim: Person) -> None:
        sign_up(victim, ATTACKERS)
        sign_up(victim, VICTIMS)
        confirm(victim)

        form = {"grant_type": "password", "username": victim.email, "password": ATTACKERS}
        refused = victim.client.post("/api/auth/token", data=form)

        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")

    def test_reset_ends_sessions_at_cognito_too(
        self, victim: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        sign_up(victim, ATTACKERS)
        sign_up(victim, VICTIMS)
        confirm(victim)
        pool_admin.admin_set_user_password(UserPoolId=POOL, Username=victim.email, Password=ATTACKERS, Permanent=True)
        tokens = pool_admin.initiate_auth(
            ClientId="vestibulelocal",
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": victim.email, "PASSWORD": ATTACKERS},
        )["AuthenticationResult"]

        forgot(victim)
        assert reset(victim).status_code == 204

        bearer = {"Authorization": f"Bearer {tokens['AccessToken']}"}
        assert_problem(victim.client.get("/api/auth_test", headers=bearer), 401, "token-revoked")
        cookie = {"Cookie": f"vestibule_refresh={tokens['RefreshToken']}"}
        assert_problem(victim.client.post("/api/auth/refresh", headers=cookie), 401, "session-ended")

    def test_unknown_clients_do_not_learn_that_a_new_password_is_required(self, victim: Person) -> None:
        sign_up(victim, ATTACKERS)
        sign_up(victim, VICTIMS)
        confirm(victim)

        other_client = TestClient(victim.client.app, raise_server_exceptions=False, client=("203.0.113.9", 1))
        body = {"email": victim.email, "password": "Wrong-horse-9"}

        assert_problem(other_client.post("/api/auth/sign-in", json=body), 401, "invalid-credentials")


class TestSecrecy:
    def test_sign_up_takes_the_same_time_for_every_address(self, client: TestClient, outbox: Outbox) -> None:
        def seconds(person: Person) -> float:
            started = time.perf_counter()
            person.sign_up()
            return time.perf_counter() - started

        known = [Person(client, outbox).sign_up() for _ in range(7)]
        took = [(seconds(person), seconds(Person(client, outbox))) for person in known]

        again, new = (statistics.median(times) for times in zip(*took, strict=True))
        assert abs(again - new) < 0.8 * max(again, new)
