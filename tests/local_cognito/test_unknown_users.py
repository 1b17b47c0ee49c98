"""Users who do not exist: a client that may know it is told, another one sees what a user would see."""

from typing import Any

import pytest

from tests.local_cognito.factors import first_factors
from tests.local_cognito.people import PASSWORD, StandIn, refused

FLOWS: Any = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"]
NOBODY = "nobody@example.com"


@pytest.fixture(scope="module")
def clients(stand_in: StandIn) -> dict[str, str]:
    """The ids of two clients of a pool, by whether they hide who has an account."""
    client: Any = stand_in.client
    settings = {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"]}
    factors = first_factors("PASSWORD", "EMAIL_OTP")
    pool_id = client.create_user_pool(PoolName="unknown", **settings, **factors)["UserPool"]["Id"]

    def made(hides: str) -> str:
        app = client.create_user_pool_client(
            UserPoolId=pool_id, ClientName=hides, ExplicitAuthFlows=FLOWS, PreventUserExistenceErrors=hides
        )
        return str(app["UserPoolClient"]["ClientId"])

    return {hides: made(hides) for hides in ("LEGACY", "ENABLED")}


def initiate(flow: str, **parameters: str) -> dict[str, Any]:
    return {"AuthFlow": flow, "AuthParameters": {"USERNAME": NOBODY, **parameters}}


WRONG_CODE: dict[str, Any] = {"Username": NOBODY, "ConfirmationCode": "123456"}
CALLS: dict[str, tuple[str, dict[str, Any], str]] = {
    "password": ("initiate_auth", initiate("USER_PASSWORD_AUTH", PASSWORD=PASSWORD), "NotAuthorizedException"),
    "SRP": ("initiate_auth", initiate("USER_SRP_AUTH", SRP_A="2"), ""),
    "choice": ("initiate_auth", initiate("USER_AUTH"), ""),
    "code of a sign-up": ("confirm_sign_up", WRONG_CODE, "CodeMismatchException"),
    "another code": ("resend_confirmation_code", {"Username": NOBODY}, ""),
    "forgotten password": ("forgot_password", {"Username": NOBODY}, ""),
    "new password": ("confirm_forgot_password", WRONG_CODE | {"Password": PASSWORD}, "CodeMismatchException"),
}


@pytest.mark.parametrize("name", CALLS)
def test_only_a_client_that_may_know_it_is_told(stand_in: StandIn, clients: dict[str, str], name: str) -> None:
    operation, request, error = CALLS[name]
    call: Any = getattr(stand_in.client, operation)

    with refused("UserNotFoundException"):
        call(ClientId=clients["LEGACY"], **request)
    if error:
        with refused(error):
            call(ClientId=clients["ENABLED"], **request)
    else:
        assert call(ClientId=clients["ENABLED"], **request)
