"""What a client sees when Cognito fails, and what outlasts it."""

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from local_cognito.embedded_pool import IDENTITY_POOL_ID
from tests.api.aws_credentials.conftest import HOUR, MAPPING_KEY, ask, refresh
from tests.api.conftest import POOL
from tests.apps import Outbox, Person, assert_problem, running, settings_for
from tests.faults import FaultyProxy, answering, cognito_error, reset_before
from tests.servers import Clock


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
        pool_admin.admin_update_user_attributes(UserPoolId=POOL, Username=alice.email, UserAttributes=[attribute])
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

    @pytest.mark.parametrize(
        "body", [b'{"Roles": 7}', b'{"Roles": {"authenticated": 7}}', b'{"RoleMappings": {"%s": {"Type": "Rules"}}}']
    )
    def test_unusable_roles_leave_the_role_unknown(
        self, proxy: FaultyProxy, outbox: Outbox, clock: Clock, body: bytes
    ) -> None:
        proxy.heal()
        proxy.set(answering(200, body.replace(b"%s", MAPPING_KEY.encode())), only="GetIdentityPoolRoles")
        with running(settings_for(proxy.url, cognito_identity_pool_id=IDENTITY_POOL_ID), clock) as client:
            answer = ask(Person(client, outbox).sign_up().confirm().sign_in())

        assert (answer.status_code, answer.json()["role_arn"]) == (200, None)
