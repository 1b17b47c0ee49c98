"""Who proves an address owns its account: resets and changes of the address."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.api.ownership import NEW, forgot, reset
from tests.apps import Person, assert_problem
from tests.factors import answer, turn_on_totp
from tests.servers import Clock


class TestReset:
    def test_reset_ends_every_earlier_session(self, client: TestClient, alice_signed_in: Person) -> None:
        forgot(alice_signed_in)

        assert reset(alice_signed_in).status_code == 204

        refused = client.get("/api/auth_test", headers=alice_signed_in.headers)
        assert_problem(refused, 401, "token-revoked")
        assert_problem(client.post("/api/auth/refresh"), 401, "session-ended")
        alice_signed_in.password = NEW
        alice_signed_in.sign_in()
        assert client.get("/api/auth_test", headers=alice_signed_in.headers).status_code == 200
        assert client.post("/api/auth/refresh").status_code == 200

    def test_reset_keeps_the_owners_attributes(self, alice: Person) -> None:
        forgot(alice)
        reset(alice)

        assert alice.try_to_sign_in(NEW).json()["user"]["attributes"] == {"name": "Alice", "agentName": "Wonder"}

    def test_reset_ends_every_earlier_session_of_a_user_with_a_second_factor(
        self, victim: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        victim.sign_up().confirm().sign_in()
        app = turn_on_totp(victim, pool_admin, clock)
        old = dict(victim.headers)
        forgot(victim)

        assert reset(victim).status_code == 204

        assert_problem(victim.client.get("/api/auth_test", headers=old), 401, "token-revoked")
        assert_problem(victim.client.post("/api/auth/refresh"), 401, "session-ended")
        done = answer(victim, victim.try_to_sign_in(NEW).json(), code=app.code)
        fresh = {"Authorization": f"Bearer {done.json()['access_token']}"}
        assert victim.client.get("/api/auth_test", headers=fresh).status_code == 200

    def test_reset_required_by_an_administrator_ends_every_earlier_session(
        self, client: TestClient, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        old = dict(alice_signed_in.headers)
        pool_admin.admin_reset_user_password(UserPoolId=POOL, Username=alice_signed_in.email)
        step = alice_signed_in.try_to_sign_in()

        done = answer(alice_signed_in, step.json(), code=alice_signed_in.code, new_password=NEW)

        fresh = {"Authorization": f"Bearer {done.json()['access_token']}"}
        assert client.get("/api/auth_test", headers=fresh).status_code == 200
        assert client.post("/api/auth/refresh").status_code == 200
        assert_problem(client.get("/api/auth_test", headers=old), 401, "token-revoked")

    def test_reset_required_by_an_administrator_ends_every_earlier_session_before_the_second_factor(
        self, client: TestClient, alice_signed_in: Person, pool_admin: CognitoIdentityProviderClient, clock: Clock
    ) -> None:
        app = turn_on_totp(alice_signed_in, pool_admin, clock)
        old = dict(alice_signed_in.headers)
        pool_admin.admin_reset_user_password(UserPoolId=POOL, Username=alice_signed_in.email)
        step = alice_signed_in.try_to_sign_in()

        asked = answer(alice_signed_in, step.json(), code=alice_signed_in.code, new_password=NEW)

        assert asked.json()["kind"] == "totp"
        assert_problem(client.get("/api/auth_test", headers=old), 401, "token-revoked")
        assert_problem(client.post("/api/auth/refresh"), 401, "session-ended")
        done = answer(alice_signed_in, asked.json(), code=app.code)
        fresh = {"Authorization": f"Bearer {done.json()['access_token']}"}
        assert client.get("/api/auth_test", headers=fresh).status_code == 200


class TestChange:
    def change(self, person: Person, **choice: bool) -> Response:
        body = {"current_password": person.password, "new_password": NEW, **choice}
        return person.client.put("/api/me/password", json=body, headers=person.headers)

    @pytest.mark.parametrize("choice", [{}, {"sign_out_others": True}])
    def test_password_change_ends_every_other_session_and_keeps_this_one(
        self, client: TestClient, alice: Person, choice: dict[str, bool]
    ) -> None:
        alice.sign_in()
        phone, phones_cookie = dict(alice.headers), {"Cookie": f"vestibule_refresh={alice.refresh_token}"}
        client.cookies.clear()
        alice.sign_in()

        assert self.change(alice, **choice).status_code == 204

        assert client.get("/api/auth_test", headers=alice.headers).status_code == 200
        assert client.get("/api/me", headers=alice.headers).status_code == 200
        assert client.post("/api/auth/refresh").status_code == 200
        client.cookies.clear()
        assert_problem(client.get("/api/auth_test", headers=phone), 401, "token-revoked")
        assert_problem(client.post("/api/auth/refresh", headers=phones_cookie), 401, "session-ended")

    def test_password_change_keeps_other_sessions_if_the_user_wants_it(self, client: TestClient, alice: Person) -> None:
        phone = dict(alice.sign_in().headers)
        alice.sign_in()

        assert self.change(alice, sign_out_others=False).status_code == 204

        assert client.get("/api/auth_test", headers=phone).status_code == 200
