"""AWS credentials for users, from the ID token of their session, and for guests."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import boto3
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from mypy_boto3_cognito_identity import CognitoIdentityClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from local_cognito.embedded_pool import IDENTITY_POOL_ID
from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.faults import FaultyProxy, answering, cognito_error, faulty, reset_before
from tests.servers import Clock

USER_ROLE = "arn:aws:iam::000000000000:role/vestibule-user"
GUEST_ROLE = "arn:aws:iam::000000000000:role/guest"
ADMIN_ROLE = "arn:aws:iam::000000000000:role/pool/admin"
HOUR = 3600
KEYS = ("access_key_id", "secret_access_key", "session_token")


@pytest.fixture(scope="module")
def proxy(cognito_url: str) -> Iterator[FaultyProxy]:
    with faulty(cognito_url) as found:
        yield found


@pytest.fixture(scope="module")
def credentials_api(proxy: FaultyProxy, cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API with the embedded identity pool, behind a proxy that can disturb its calls to Cognito."""
    settings = settings_for(
        proxy.url,
        cognito_identity_pool_id=IDENTITY_POOL_ID,
        cognito_jwks_url=f"{cognito_url}/{POOL}/.well-known/jwks.json",
    )
    with running(settings, clock) as client:
        yield client


@pytest.fixture
def alice(credentials_api: TestClient, proxy: FaultyProxy, outbox: Outbox) -> Iterator[Person]:
    """A user who has signed in."""
    credentials_api.cookies.clear()
    proxy.heal()
    proxy.received.clear()
    yield Person(credentials_api, outbox).sign_up().confirm().sign_in()
    proxy.heal()


@pytest.fixture(scope="module")
def identity_admin(cognito_url: str) -> Iterator[CognitoIdentityClient]:
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    client = session.client("cognito-identity", endpoint_url=cognito_url)
    yield client
    client.close()


@pytest.fixture
def with_guests(identity_admin: CognitoIdentityClient) -> Iterator[None]:
    """The embedded identity pool allows guests during the test."""
    pool: dict[str, Any] = {**identity_admin.describe_identity_pool(IdentityPoolId=IDENTITY_POOL_ID)}
    roles: dict[str, Any] = {**identity_admin.get_identity_pool_roles(IdentityPoolId=IDENTITY_POOL_ID)}
    del pool["ResponseMetadata"], roles["ResponseMetadata"]
    identity_admin.update_identity_pool(**pool | {"AllowUnauthenticatedIdentities": True})
    with_guest_role = {**roles["Roles"], "unauthenticated": GUEST_ROLE}
    identity_admin.set_identity_pool_roles(**roles | {"Roles": with_guest_role})
    yield
    identity_admin.update_identity_pool(**pool)
    identity_admin.set_identity_pool_roles(**roles)


def refresh(person: Person) -> str:
    """Renew the tokens of the session; returns the ID token."""
    answer = person.client.post("/api/auth/refresh", headers={"Origin": "http://localhost:5173"})
    person.access_token = answer.json()["access_token"]
    return str(answer.json()["id_token"])


def ask(person: Person, id_token: str | None = None) -> Response:
    body = {"id_token": refresh(person) if id_token is None else id_token}
    return person.client.post("/api/me/aws-credentials", json=body, headers=person.headers)


def as_guest(client: TestClient, **body: object) -> Response:
    return client.post("/api/auth/aws-credentials", json=body or None)


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

    def test_the_bearer_token_is_required(self, alice: Person) -> None:
        answer = alice.client.post("/api/me/aws-credentials", json={"id_token": refresh(alice)})

        assert_problem(answer, 401, "token-missing")


class TestGuests:
    def test_guests_are_refused_unless_the_pool_allows_them(self, alice: Person) -> None:
        assert_problem(as_guest(alice.client), 403, "feature-unavailable")

    @pytest.mark.usefixtures("with_guests")
    def test_a_guest_gets_credentials_and_renews_them(self, alice: Person) -> None:
        first = as_guest(alice.client)
        again = as_guest(alice.client, identity_id=first.json()["identity_id"])

        assert first.status_code == again.status_code == 200
        assert "no-store" in first.headers["cache-control"]
        assert first.json().keys() == {*KEYS, "identity_id", "expires_at"}
        assert again.json()["identity_id"] == first.json()["identity_id"]
        assert again.json()["access_key_id"] != first.json()["access_key_id"]
        assert as_guest(alice.client).json()["identity_id"] != first.json()["identity_id"]

    @pytest.mark.usefixtures("with_guests")
    def test_a_guest_cannot_use_the_identity_of_a_user(self, alice: Person) -> None:
        identity = ask(alice).json()["identity_id"]

        assert_problem(as_guest(alice.client, identity_id=identity), 403, "not-allowed")

    @pytest.mark.parametrize("identity_id", ["", "x", "us-east-1:../x", "a" * 60, 7, "us-east-1:\n"])
    def test_malformed_identities_are_refused(self, alice: Person, identity_id: object) -> None:
        assert_problem(as_guest(alice.client, identity_id=identity_id), 422, "invalid-request", "identity_id")

    def test_other_websites_cannot_ask(self, alice: Person) -> None:
        answer = alice.client.post("/api/auth/aws-credentials", headers={"Origin": "https://evil.example"})

        assert_problem(answer, 403, "origin-refused")


class TestWithoutAnIdentityPool:
    def test_the_feature_is_unavailable(self, client: TestClient, outbox: Outbox) -> None:
        person = Person(client, outbox).sign_up().confirm().sign_in()

        assert_problem(ask(person), 403, "feature-unavailable")
        assert_problem(as_guest(client), 403, "feature-unavailable")
        assert client.get("/api/auth/config").json()["aws_credentials"] is False

    def test_the_configuration_tells_that_there_is_one(self, alice: Person) -> None:
        assert alice.client.get("/api/auth/config").json()["aws_credentials"] is True


class TestOutages:
    @pytest.mark.parametrize(
        ("name", "message", "status", "code"),
        [
            ("TooManyRequestsException", "Rate exceeded", 429, "too-many-requests"),
            ("LimitExceededException", "Too many identities", 429, "too-many-requests"),
            ("InternalErrorException", "arn:aws:iam::123456789012:role/x", 503, "cognito-unavailable"),
            ("ExternalServiceException", "", 503, "cognito-unavailable"),
            ("ResourceNotFoundException", "IdentityPool 'us-east-1:x' not found.", 500, "misconfigured"),
            ("InvalidIdentityPoolConfigurationException", "Check assigned IAM roles", 500, "misconfigured"),
            ("ValidationException", "1 validation error", 500, "misconfigured"),
            ("ResourceConflictException", "Logins are already linked", 500, "misconfigured"),
            ("NotAuthorizedException", "Token is not from a supported provider", 500, "misconfigured"),
            ("NotAuthorizedException", "Logins don't match. Please include", 500, "misconfigured"),
            ("NotAuthorizedException", "Invalid login token. Issuer doesn't match providerName", 500, "misconfigured"),
            ("NotAuthorizedException", "The ambiguous role mapping rules for this pool denied", 403, "not-allowed"),
            ("NotAuthorizedException", "Invalid login token. Token expired: 1 >= 2", 400, "id-token-invalid"),
        ],
    )
    @pytest.mark.parametrize("operation", ["GetId", "GetCredentialsForIdentity"])
    def test_each_error_becomes_a_problem_that_says_no_more(
        self, alice: Person, proxy: FaultyProxy, operation: str, name: str, message: str, status: int, code: str
    ) -> None:
        proxy.set(cognito_error(name, message), only=operation)

        answer = ask(alice)

        assert_problem(answer, status, code)
        assert not {"arn:", "us-east-1", "role/"} & {*answer.text.split()}
        assert ("retry-after" in answer.headers) == (status in (429, 503))

    @pytest.mark.parametrize(
        "body", [b"{}", b'{"IdentityId": 7, "Credentials": []}', b'{"Credentials": {}}', b"<html>"]
    )
    def test_an_unusable_answer_is_cognito_unavailable(self, alice: Person, proxy: FaultyProxy, body: bytes) -> None:
        proxy.set(answering(200, body), only="GetCredentialsForIdentity")

        assert_problem(ask(alice), 503, "cognito-unavailable")

    def test_present_credentials_outlast_an_outage_but_not_their_expiry(
        self, alice: Person, proxy: FaultyProxy, clock: Clock
    ) -> None:
        first = ask(alice).json()
        clock.advance(0.8 * HOUR)
        token = refresh(alice)
        proxy.set(reset_before, only="GetCredentialsForIdentity")

        assert ask(alice, token).json() == first
        clock.advance(0.21 * HOUR)
        assert_problem(ask(alice, token), 503, "cognito-unavailable")

    def test_a_lost_role_does_not_outlast_an_outage(
        self, alice: Person, proxy: FaultyProxy, pool_admin: CognitoIdentityProviderClient
    ) -> None:
        ask(alice)
        attribute = {"Name": "name", "Value": "Another"}
        pool_admin.admin_update_user_attributes(UserPoolId=POOL, Username=alice.email, UserAttributes=[attribute])  # type: ignore[list-item]
        proxy.set(reset_before, only="GetCredentialsForIdentity")

        assert_problem(ask(alice), 503, "cognito-unavailable")
        proxy.heal()
        assert ask(alice).status_code == 200

    def test_without_permission_to_read_the_roles_the_role_is_unknown(
        self, cognito_url: str, outbox: Outbox, clock: Clock
    ) -> None:
        settings = settings_for(cognito_url, cognito_identity_pool_id=IDENTITY_POOL_ID, cognito_admin="off")
        with running(settings, clock) as client:
            answer = ask(Person(client, outbox).sign_up().confirm().sign_in())

        assert (answer.status_code, answer.json()["role_arn"]) == (200, None)


class TestLimits:
    def test_a_user_and_a_guest_cannot_ask_without_end(self, cognito_url: str, clock: Clock, outbox: Outbox) -> None:
        settings = settings_for(cognito_url, cognito_identity_pool_id=IDENTITY_POOL_ID, rate_limits="on")
        with running(settings, clock) as client:
            person = Person(client, outbox).sign_up().confirm().sign_in()
            token = refresh(person)
            users = [ask(person, token).status_code for _ in range(31)]
            guests = [as_guest(client).status_code for _ in range(101)]

        assert users == [200] * 30 + [429]
        assert guests == [403] * 100 + [429]


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
