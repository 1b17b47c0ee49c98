"""An app client with a secret: every call includes the secret or a secret hash."""

from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.conftest import POOL
from tests.apps import Person, assert_problem

NEW = "A-new-password-1"


class TestConfidentialClient:
    def test_sign_up_sign_in_refresh_and_sign_out_work(self, confidential: Person) -> None:
        client, person = confidential.client, confidential.sign_up(agentName="Bond").confirm().sign_in()

        refreshed = client.post("/api/auth/refresh").json()
        headers = {"Authorization": f"Bearer {refreshed['access_token']}"}
        profile = client.patch("/api/me", json={"attributes": {"name": "James"}}, headers=headers)
        left = client.post("/api/auth/sign-out", headers=headers)

        assert profile.json()["attributes"] == {"agentName": "Bond", "name": "James"}
        assert left.status_code == 204
        old = {"Cookie": f"vestibule_refresh={person.refresh_token}"}
        assert_problem(client.post("/api/auth/refresh", headers=old), 401, "session-ended")

    def test_challenges_work_with_an_address_and_with_a_username(
        self, confidential: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        client, person = confidential.client, confidential
        pool_admin.admin_create_user(
            UserPoolId=POOL,
            Username=person.email,
            TemporaryPassword=person.password,
            UserAttributes=[{"Name": "email", "Value": person.email}, {"Name": "email_verified", "Value": "true"}],
        )

        step = person.try_to_sign_in().json()
        body = {"session": step["session"], "kind": step["kind"], "new_password": NEW}

        assert client.post("/api/auth/challenge", json=body).json()["status"] == "signed_in"

    def test_forgotten_password_can_be_reset(self, confidential: Person) -> None:
        client, person = confidential.client, confidential.sign_up()
        client.post("/api/auth/sign-up/resend", json={"email": person.email})
        person.confirm()

        client.post("/api/auth/password/forgot", json={"email": person.email})
        body = {"email": person.email, "code": person.code, "password": NEW}

        assert client.post("/api/auth/password/reset", json=body).status_code == 204

    def test_token_endpoint_works(self, confidential: Person) -> None:
        client, person = confidential.client, confidential.sign_up().confirm()
        form = {"grant_type": "password", "username": person.email, "password": person.password}
        first = client.post("/api/auth/token", data=form).json()

        form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

        assert client.post("/api/auth/token", data=form).status_code == 200

    def test_tokens_of_another_app_client_are_refused(self, confidential: Person, alice_signed_in: Person) -> None:
        foreign = confidential.client.get("/api/auth_test", headers=alice_signed_in.headers)

        assert_problem(foreign, 401, "token-invalid")

    def test_refresh_token_of_another_app_client_ends_no_session(
        self, confidential: Person, alice_signed_in: Person
    ) -> None:
        person = confidential.sign_up().confirm().sign_in()
        body = {"refresh_token": alice_signed_in.refresh_token}

        answer = person.client.post("/api/auth/sign-out", json=body, headers=person.headers)

        assert answer.status_code == 204
        own = {"Cookie": f"vestibule_refresh={alice_signed_in.refresh_token}"}
        assert alice_signed_in.client.post("/api/auth/refresh", headers=own).status_code == 200
