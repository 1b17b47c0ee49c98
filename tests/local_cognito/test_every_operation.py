"""What all operations have in common: pools, clients, users and access tokens that do not exist."""

import json
import re
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape
from botocore.session import get_session

from local_cognito.operations.registry import OPERATIONS
from tests.local_cognito.people import CLIENT_ID, POOL_ID, Person, StandIn
from tests.local_cognito.test_wire import post

MODEL = get_session().get_service_model("cognito-idp")
TEXTS = (
    "a",
    "123456",
    "us-east-1_0f",
    "arn:aws:iam::000000000000:role/nobody",
    "https://app.example",
    "a.b.c",
    "import-0",
    "terms-of-use",
    "00000000-0000-4000-8000-000000000000",
    f"tkn{25 * '0'}",
)
PASSWORD = "Correct-horse-1"
# Values of members without which an operation is refused before it looks for what is missing.
VALUES: dict[str, Any] = {
    "AddUserPoolClientSecret": {"ClientSecret": "x" * 24},
    "AdminCreateUser": {"Username": "ada"},
    "AdminLinkProviderForUser": {"SourceUser": {"ProviderName": "Google"}},
    "AdminSetUserPassword": {"Password": PASSWORD},
    "ChangePassword": {"ProposedPassword": PASSWORD},
    "ConfirmDevice": {"DeviceSecretVerifierConfig": {"Salt": "AQ==", "PasswordVerifier": "AQ=="}},
    "ConfirmForgotPassword": {"Password": PASSWORD},
    "CreateIdentityProvider": {
        "ProviderType": "Google",
        "ProviderName": "Google",
        "ProviderDetails": {"client_id": "id", "client_secret": "secret", "authorize_scopes": "openid"},
    },
    "CreateTerms": {"Links": {"cognito:default": "https://app.example/"}},
    "SetLogDeliveryConfiguration": {"LogConfigurations": []},
    "UpdateManagedLoginBranding": {"UserPoolId": "us-east-1_Nowhere", "ManagedLoginBrandingId": TEXTS[8]},
    "VerifySoftwareToken": {"AccessToken": "a.b.c"},
    "AssociateSoftwareToken": {"AccessToken": "a.b.c"},
    "ForgetDevice": {"AccessToken": "a.b.c"},
    "GetDevice": {"AccessToken": "a.b.c"},
}


def operation(name: str) -> OperationModel:
    return MODEL.operation_model(name)


def members(name: str) -> set[str]:
    """The members of a request that are required, by the model or by `VALUES`."""
    shape = operation(name).input_shape
    return {*shape.required_members, *VALUES.get(name, {})} if isinstance(shape, StructureShape) else set()


def value(shape: Shape) -> Any:
    """The smallest value of a shape."""
    if isinstance(shape, StructureShape):
        return {name: value(shape.members[name]) for name in shape.required_members}
    if isinstance(shape, ListShape):
        return [value(shape.member)]
    if isinstance(shape, MapShape):
        return {}
    if shape.type_name in ("integer", "long"):
        return shape.metadata.get("min", 1)
    if shape.type_name == "boolean":
        return False
    if "enum" in shape.metadata:
        return shape.metadata["enum"][0]
    pattern = re.sub(r"\\p\{.\}", "a-z", shape.metadata.get("pattern", ".*"))
    text = next(text for text in TEXTS if re.fullmatch(pattern, text))
    return text * max(1, shape.metadata.get("min", 1) // len(text))


def request(name: str, **given: Any) -> dict[str, Any]:
    """The smallest request of an operation with these members."""
    shape: Any = operation(name).input_shape
    chosen = {**VALUES.get(name, {}), **given}
    return {member: value(shape.members[member]) for member in shape.required_members if member not in chosen} | chosen


def error(stand_in: StandIn, name: str, **given: Any) -> tuple[str, str]:
    """The error of an operation, and its message."""
    answer = post(stand_in, name, json.dumps(request(name, **given))).json()
    return answer["__type"], answer["message"]


def having(member: str) -> list[str]:
    return sorted(name for name in OPERATIONS if member in members(name))


IN_A_POOL, OF_A_CLIENT = having("UserPoolId"), having("ClientId")
NAMES_A_USER = [name for name in IN_A_POOL if "Username" in members(name) and name != "AdminCreateUser"]
WITH_A_TOKEN = having("AccessToken")
# Operations of devices know no UserNotFoundException.
OTHER_NAME = {"AdminGetDevice": "ResourceNotFoundException", "AdminListDevices": "ResourceNotFoundException"}


@pytest.mark.parametrize("name", IN_A_POOL)
def test_an_unknown_pool_is_not_found(stand_in: StandIn, name: str) -> None:
    assert error(stand_in, name, UserPoolId="us-east-1_Nowhere")[0] == "ResourceNotFoundException"


@pytest.mark.parametrize("name", OF_A_CLIENT)
def test_an_unknown_client_is_not_found(stand_in: StandIn, name: str) -> None:
    pool = {"UserPoolId": POOL_ID} if name in IN_A_POOL else {}

    code, message = error(stand_in, name, ClientId="nobodys", **pool)

    expected = "InvalidParameterException" if name == "RevokeToken" else "ResourceNotFoundException"
    assert (code, message) == (expected, "User pool client nobodys does not exist.")


@pytest.mark.parametrize("name", [name for name in OF_A_CLIENT if name in IN_A_POOL])
def test_a_client_of_another_pool_is_not_found(stand_in: StandIn, other_pool: str, name: str) -> None:
    code, message = error(stand_in, name, ClientId=CLIENT_ID, UserPoolId=other_pool)

    assert (code, message) == ("ResourceNotFoundException", f"User pool client {CLIENT_ID} does not exist.")


@pytest.mark.parametrize("name", NAMES_A_USER)
def test_an_unknown_user_is_not_found(stand_in: StandIn, name: str) -> None:
    code = error(stand_in, name, UserPoolId=POOL_ID, Username="nobody")[0]

    assert code == OTHER_NAME.get(name, "UserNotFoundException")


class TestAccessTokens:
    @pytest.mark.parametrize("name", WITH_A_TOKEN)
    def test_a_token_that_is_none_is_refused(self, stand_in: StandIn, name: str) -> None:
        assert error(stand_in, name, AccessToken="a.b.c") == ("NotAuthorizedException", "Invalid Access Token")

    @pytest.mark.parametrize("name", WITH_A_TOKEN)
    def test_a_token_of_a_session_that_has_ended_is_refused(
        self, stand_in: StandIn, signed_out: str, name: str
    ) -> None:
        found = error(stand_in, name, AccessToken=signed_out)

        assert found == ("NotAuthorizedException", "Access Token has been revoked")

    @pytest.mark.parametrize("name", WITH_A_TOKEN)
    def test_a_token_of_a_deleted_user_is_refused(self, stand_in: StandIn, deleted: str, name: str) -> None:
        errors = {shape.name for shape in operation(name).error_shapes}
        expected = "UserNotFoundException" if "UserNotFoundException" in errors else "NotAuthorizedException"

        assert error(stand_in, name, AccessToken=deleted)[0] == expected


@pytest.fixture(scope="module")
def other_pool(stand_in: StandIn) -> str:
    return stand_in.client.create_user_pool(PoolName="other")["UserPool"]["Id"]


@pytest.fixture(scope="module")
def signed_out(stand_in: StandIn) -> str:
    person = Person(stand_in).sign_up().confirm()
    token: str = person.sign_in()["AccessToken"]
    person.client.global_sign_out(AccessToken=token)
    return token


@pytest.fixture(scope="module")
def deleted(stand_in: StandIn) -> str:
    person = Person(stand_in).sign_up().confirm()
    token: str = person.sign_in()["AccessToken"]
    person.client.delete_user(AccessToken=token)
    return token
