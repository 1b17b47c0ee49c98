"""AWS credentials of users, from the ID token of their session."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from local_cognito.embedded_pool import IDENTITY_POOL_ID
from tests.api.aws_credentials.conftest import ADMIN_ROLE, HOUR, KEYS, USER_ROLE, as_guest, ask, refresh
from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.faults import FaultyProxy, reset_before
from tests.servers import Clock


class TestCredentials:
    def test_a_user_gets_credentials_of_their_identity(self, alice: Person, clock: Clock) -> None:
        answer = ask(alice)

        credentials = answer.json()
        assert answer.status_code == 200
        assert "no-store" in answer.headers["cache-control"]
        assert credentials.keys() == {*KEYS, "identity_id", "expires_at", "role_arn"}
        assert credentials["identity_id"].startswith("us-east-1:")
        assert credentials["access_key_id"].startswith("ASIA")
        assert datetime.fromisoformat(credentials["expires_at"]).timestamp() == int(clock()) + HOUR
        assert credentials["role_arn"] == USER_ROLE

    def test_a_session_gets_the_same_ones_until_three_quarters_of_their_life(
        self, alice: Person, proxy: FaultyProxy, clock: Clock
    ) -> None:
        first = ask(alice).json()
        clock.advance(0.74 * HOUR)
        second = ask(alice).json()
        clock.advance(0.02 * HOUR)
        third = ask(alice).json()

        assert second == first
        assert third["access_key_id"] != first["access_key_id"]
        assert third["identity_id"] == first["identity_id"]
        assert proxy.received["GetCredentialsForIdentity"] == 2

    def test_parallel_requests_fetch_once(self, alice: Person, proxy: FaultyProxy) -> None:
        token, start = refresh(alice), threading.Barrier(8)

        def one(_: int) -> str:
            start.wait()
            return str(ask(alice, token).json()["access_key_id"])

        with ThreadPoolExecutor(8) as threads:
            keys = {*threads.map(one, range(8))}

        assert len(keys) == 1
        assert proxy.received["GetCredentialsForIdentity"] == 1

    def test_another_session_and_another_user_get_their_own(
        self, alice: Person, credentials_api: TestClient, outbox: Outbox
    ) -> None:
        first = ask(alice).json()
        second = ask(alice.sign_in()).json()
        bob = ask(Person(credentials_api, outbox).sign_up().confirm().sign_in()).json()

        assert first["identity_id"] == second["identity_id"] != bob["identity_id"]
        assert len({answer["access_key_id"] for answer in (first, second, bob)}) == 3

    def test_after_sign_out_there_are_none(self, alice: Person) -> None:
        token = refresh(alice)
        ask(alice, token)
        headers = alice.headers | {"Origin": "http://localhost:5173"}
        assert alice.client.post("/api/auth/sign-out", headers=headers).status_code == 204

        assert_problem(ask(alice, token), 401, "token-revoked")

    def test_a_change_of_role_gives_other_credentials(
        self, alice: Person, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        before = ask(alice).json()
        group = f"aws-{alice.email}"
        pool_admin.create_group(UserPoolId=POOL, GroupName=group, RoleArn=ADMIN_ROLE, Precedence=1)
        pool_admin.admin_add_user_to_group(UserPoolId=POOL, Username=alice.email, GroupName=group)

        promoted = ask(alice).json()
        pool_admin.admin_remove_user_from_group(UserPoolId=POOL, Username=alice.email, GroupName=group)
        demoted = ask(alice).json()

        assert [answer["role_arn"] for answer in (before, promoted, demoted)] == [USER_ROLE, ADMIN_ROLE, USER_ROLE]
        assert len({answer["access_key_id"] for answer in (before, promoted, demoted)}) == 3


class TestIdTokens:
    def test_the_token_must_be_of_the_same_session(self, alice: Person) -> None:
        earlier = refresh(alice)
        alice.sign_in()

        assert_problem(ask(alice, earlier), 400, "id-token-invalid", "id_token")

    def test_the_token_must_be_of_the_same_user(
        self, alice: Person, credentials_api: TestClient, outbox: Outbox
    ) -> None:
        bob = Person(credentials_api, outbox).sign_up().confirm().sign_in()

        assert_problem(ask(alice, refresh(bob)), 400, "id-token-invalid", "id_token")

    def test_an_access_token_and_what_is_no_token_are_refused(self, alice: Person) -> None:
        token = refresh(alice)
        forged = f"{token[:-8]}AAAAAAAA"

        for wrong in (alice.access_token, forged, "nonsense", "a.b.c", "é.é.é", f"{token}."):
            answer = ask(alice, wrong)
            assert_problem(answer, 400, "id-token-invalid", "id_token")
            assert wrong not in answer.text

    def test_an_expired_token_is_refused(self, alice: Person, clock: Clock) -> None:
        token = refresh(alice)
        clock.advance(HOUR + 1)
        refresh(alice)

        assert_problem(ask(alice, token), 400, "id-token-invalid", "id_token")

    @pytest.mark.parametrize("body", [{}, {"id_token": ""}, {"id_token": 7}, {"id_token": "t", "role": "admin"}, None])
    def test_malformed_requests_are_refused(self, alice: Person, body: Any) -> None:
        answer = alice.client.post("/api/me/aws-credentials", json=body, headers=alice.headers)

        assert answer.status_code == 422, answer.text
        assert len(answer.json()["errors"]) == 1

    def test_the_bearer_token_is_required(self, alice: Person) -> None:
        answer = alice.client.post("/api/me/aws-credentials", json={"id_token": refresh(alice)})

        assert_problem(answer, 401, "token-missing")


class TestSecrets:
    def test_keys_reach_no_log(
        self, proxy: FaultyProxy, outbox: Outbox, clock: Clock, capsys: pytest.CaptureFixture[str]
    ) -> None:
        proxy.heal()
        settings = settings_for(proxy.url, cognito_identity_pool_id=IDENTITY_POOL_ID, log_level="DEBUG")
        with running(settings, clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            token = refresh(person)
            credentials = ask(person, token).json()
            clock.advance(0.8 * HOUR)
            proxy.set(reset_before, only="GetCredentialsForIdentity")
            assert ask(person).json() == credentials

        logged = "".join(capsys.readouterr())
        secrets = [token, person.access_token, *(credentials[name] for name in KEYS)]
        assert "/api/me/aws-credentials" in logged
        assert not [secret for secret in secrets if secret in logged]

    def test_requests_are_audited(self, alice: Person, caplog: pytest.LogCaptureFixture) -> None:
        ask(alice)
        as_guest(alice.client)

        assert '"event": "audit.issue_aws_credentials", "outcome": "success"' in caplog.text
        assert '"event": "audit.issue_guest_credentials", "outcome": "failure"' in caplog.text
