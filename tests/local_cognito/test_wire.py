import json
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.session import get_session

from local_cognito.operations.registry import OPERATIONS
from tests.cognito import create_cognito
from tests.local_cognito.people import CLIENT_ID, PASSWORD, POOL_ID, Person, StandIn, boto3_client
from tests.servers import TLS, Clock, serve

SERVICE = "AWSCognitoIdentityProviderService"
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request"}
MODEL = get_session().get_service_model("cognito-idp")


def post(stand_in: StandIn, operation: str, body: str | bytes, headers: dict[str, str] = SIGNED) -> httpx.Response:
    target = {"X-Amz-Target": f"{SERVICE}.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    return httpx.post(stand_in.url, content=body, headers=target | headers, verify=TLS)


def error(response: httpx.Response) -> str:
    """The name of the error, after checking that the response has Cognito's form."""
    answer = response.json()
    assert response.headers["content-type"] == "application/x-amz-json-1.1"
    assert response.headers["x-amzn-errortype"] == answer["__type"]
    assert response.status_code == 400
    assert answer["message"]
    return str(answer["__type"])


class TestSignatures:
    @pytest.mark.parametrize("operation", sorted(OPERATIONS))
    def test_signatures_are_required_as_the_service_model_says(self, stand_in: StandIn, operation: str) -> None:
        code = error(post(stand_in, operation, "{}", headers={}))

        unsigned = MODEL.operation_model(operation).auth_type == "none"
        assert code == ("InvalidParameterException" if unsigned else "MissingAuthenticationTokenException")

    def test_users_need_no_signature(self, stand_in: StandIn) -> None:
        client = boto3.client(
            "cognito-idp", endpoint_url=stand_in.url, region_name="us-east-1", config=Config(signature_version=UNSIGNED)
        )

        answer = client.forgot_password(ClientId=CLIENT_ID, Username="nobody@example.com")

        assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"


class TestRequests:
    @pytest.mark.parametrize(
        "body",
        [
            "{",
            "[]",
            "null",
            '"text"',
            '{"ClientId": NaN}',
            "[" * 100_000,
            f'{{"Unknown": {"[" * 500}{"]" * 500}}}',
            '{"Username": "\\ud800"}',
            b"\xff\xfe",
            '{"ClientId": 7}',
        ],
    )
    def test_malformed_bodies_are_refused(self, stand_in: StandIn, body: str | bytes) -> None:
        assert error(post(stand_in, "SignUp", body)) == "SerializationException"

    def test_all_violations_are_reported_together(self, stand_in: StandIn) -> None:
        response = post(stand_in, "SignUp", json.dumps({"ClientId": "not an id", "Password": " p", "Username": None}))

        assert response.json()["message"].startswith("3 validation errors detected: ")
        assert "Value null at 'username' failed to satisfy constraint: Member must not be null" in response.text
        assert "not an id" not in response.text  # the model marks client ids as sensitive

    @pytest.mark.parametrize(
        ("operation", "given", "constraint"),
        [
            (
                "ListUserPools",
                {"MaxResults": 61},
                "Value at 'maxResults' failed to satisfy constraint: Member must have value less",
            ),
            ("ListUserPools", {"MaxResults": 0}, "Member must have value greater than or equal to 1"),
            (
                "GetUser",
                {"AccessToken": "not a token"},
                "'accessToken' failed to satisfy constraint: Member must satisfy reg",
            ),
            ("ListUsers", {"UserPoolId": "x" * 56}, "Member must have length less than or equal to 55"),
            ("InitiateAuth", {"ClientId": "c", "AuthFlow": "NONE"}, "Member must satisfy enum value set: "),
            (
                "UpdateUserAttributes",
                {"AccessToken": "t", "UserAttributes": [{"Value": "x"}]},
                "Value null at 'userAttributes.1.member.name' failed to satisfy constraint",
            ),
        ],
    )
    def test_requests_must_match_the_service_model(
        self, stand_in: StandIn, operation: str, given: dict[str, Any], constraint: str
    ) -> None:
        response = post(stand_in, operation, json.dumps(given))

        assert error(response) == "InvalidParameterException"
        assert constraint in response.json()["message"]

    def test_null_and_unknown_members_are_ignored(self, stand_in: StandIn) -> None:
        body = json.dumps({"UserPoolId": POOL_ID, "Filter": None, "Flavour": "vanilla"})

        assert post(stand_in, "ListUsers", body).status_code == 200

    def test_usernames_may_use_any_script(self, stand_in: StandIn) -> None:
        body = json.dumps({"ClientId": CLIENT_ID, "Username": "zoë.中村@example.com"}, ensure_ascii=False)

        assert post(stand_in, "ForgotPassword", body.encode()).status_code == 200

    @pytest.mark.parametrize("name", ["DEVICE_KEY", "SECRET_HASH"])
    def test_null_in_a_map_counts_as_absent(self, alice: Person, name: str) -> None:
        parameters = {"USERNAME": alice.email, "PASSWORD": PASSWORD, name: None}
        body = {"ClientId": CLIENT_ID, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}

        response = post(alice.stand_in, "InitiateAuth", json.dumps(body))

        assert response.status_code == 200, response.text
        assert response.json()["AuthenticationResult"]["AccessToken"]

    def test_null_in_a_nested_structure_counts_as_absent(self, stand_in: StandIn) -> None:
        policy = {"PasswordPolicy": {"MinimumLength": None, "RequireSymbols": False}}

        response = post(stand_in, "CreateUserPool", json.dumps({"PoolName": "null", "Policies": policy}))

        assert response.json()["UserPool"]["Policies"]["PasswordPolicy"]["MinimumLength"] == 8

    @pytest.mark.parametrize("body", [{"UserAttributes": [None]}, {"ClientMetadata": {"a": 7}}])
    def test_null_in_a_list_and_numbers_for_strings_are_refused(self, stand_in: StandIn, body: dict[str, Any]) -> None:
        request = {"ClientId": CLIENT_ID, "Username": "a@example.com", "Password": PASSWORD} | body

        assert error(post(stand_in, "SignUp", json.dumps(request))) == "SerializationException"


class TestHeaders:
    def test_every_response_has_a_request_id_of_its_own(self, stand_in: StandIn) -> None:
        ids = [post(stand_in, "ListUserPools", body).headers["x-amzn-requestid"] for body in 2 * ['{"MaxResults": 1}']]
        ids.append(post(stand_in, "ListUserPools", "{").headers["x-amzn-requestid"])

        assert len({str(uuid.UUID(value)) for value in ids}) == 3

    def test_an_error_response_has_its_message_in_a_header(self, stand_in: StandIn) -> None:
        response = post(stand_in, "DescribeUserPool", '{"UserPoolId": "us-east-1_Nowhere"}')

        assert response.headers["x-amzn-errormessage"] == response.json()["message"]

    @pytest.mark.parametrize("name", ["\u4e2d\u6751", "nul\0", "line\nbreak", "delete\x7f", "\x85"])
    def test_a_message_that_does_not_fit_a_header_is_sent_in_the_body(self, stand_in: StandIn, name: str) -> None:
        attribute = {"Name": name, "Value": "x"}
        body = {"UserPoolId": POOL_ID, "Username": "a@example.com", "UserAttributes": [attribute]}

        response = post(stand_in, "AdminCreateUser", json.dumps(body))

        assert error(response) == "InvalidParameterException"
        assert name in response.json()["message"]
        assert response.headers["x-amzn-errormessage"].isprintable()


class TestCrossOriginRequests:
    """Browser clients call Cognito from the page's own origin."""

    PREFLIGHT = {
        "Origin": "http://localhost:5173",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-amz-target,x-amz-user-agent,cache-control",
    }

    def test_a_preflight_allows_the_operation_and_its_headers(self, stand_in: StandIn) -> None:
        response = httpx.options(stand_in.url, headers=self.PREFLIGHT)

        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == "*"
        assert "POST" in response.headers["access-control-allow-methods"]
        allowed = response.headers["access-control-allow-headers"].lower().replace(" ", "").split(",")
        assert set(self.PREFLIGHT["Access-Control-Request-Headers"].split(",")) <= set(allowed)

    @pytest.mark.parametrize("body", ['{"MaxResults": 1}', "{"])
    def test_a_response_can_be_read_from_any_origin(self, stand_in: StandIn, body: str) -> None:
        response = post(stand_in, "ListUserPools", body, SIGNED | {"Origin": "http://localhost:5173"})

        assert response.headers["access-control-allow-origin"] == "*"
        exposed = response.headers["access-control-expose-headers"].lower()
        assert "x-amzn-errortype" in exposed
        assert "x-amzn-requestid" in exposed
        assert "access-control-allow-credentials" not in response.headers

    def test_the_keys_can_be_read_from_any_origin(self, stand_in: StandIn) -> None:
        url = f"{stand_in.url}/{POOL_ID}/.well-known/jwks.json"

        assert httpx.get(url, headers={"Origin": "http://a.example"}).headers["access-control-allow-origin"] == "*"

    def test_the_outbox_cannot_be_read_by_other_websites(self, stand_in: StandIn) -> None:
        response = httpx.get(f"{stand_in.url}/outbox", headers={"Origin": "http://a.example"})

        assert "access-control-allow-origin" not in response.headers


class TestOperations:
    @pytest.mark.parametrize("operation", ["CreateUserPoolReplica", "GetDerivedToken"])
    def test_an_operation_that_is_not_implemented_is_named(self, stand_in: StandIn, operation: str) -> None:
        response = post(stand_in, operation, "{}")

        assert error(response) == "NotImplementedException"
        assert operation in response.json()["message"]

    def test_an_unknown_operation_is_refused(self, stand_in: StandIn) -> None:
        assert error(post(stand_in, "BrewCoffee", "{}")) == "UnknownOperationException"

    def test_operations_of_other_services_are_refused(self, stand_in: StandIn) -> None:
        response = httpx.post(stand_in.url, content="{}", headers={"X-Amz-Target": "DynamoDB_20120810.ListTables"})

        assert error(response) == "UnknownOperationException"

    def test_every_operation_is_in_the_service_model(self) -> None:
        assert OPERATIONS.keys() <= set(MODEL.operation_names)


class TestUnexpectedExceptions:
    def test_an_unexpected_exception_is_answered_and_logged(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        data = tmp_path / "cognito.sqlite3"
        with serve(create_cognito(data)) as url:
            with closing(sqlite3.connect(data)) as db:
                db.execute("ALTER TABLE pools RENAME TO gone")
            broken = StandIn(url, Clock(), boto3_client(url))
            response = post(broken, "ListUserPools", '{"MaxResults": 1}')

        assert response.status_code == 500
        assert response.json() == {"__type": "InternalErrorException", "message": "Internal Server Error"}
        assert "ListUserPools failed" in caplog.text


class TestOtherPaths:
    def test_the_root_and_health_pages_answer(self, stand_in: StandIn) -> None:
        assert "stand-in" in httpx.get(stand_in.url).text
        assert httpx.get(f"{stand_in.url}/health").status_code == 200

    def test_unknown_paths_are_not_found(self, stand_in: StandIn) -> None:
        assert httpx.get(f"{stand_in.url}/nothing").status_code == 404
