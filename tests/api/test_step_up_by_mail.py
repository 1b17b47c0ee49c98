"""Step-up with mailed codes: they prove who the user is only while the address is the user's own."""

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.api.step_up import delete_account, step_up
from tests.apps import Outbox, Person, assert_problem
from tests.servers import Clock


def test_a_mailed_code_proves_it(alice_signed_in: Person) -> None:
    body = {"method": "email_otp"}
    options = alice_signed_in.client.post("/api/auth/step-up/options", json=body, headers=alice_signed_in.headers)

    assert options.json()["delivery"]["destination"] == f"{alice_signed_in.email[0]}***@e***"
    assert step_up(alice_signed_in, method="email_otp", code=alice_signed_in.code).status_code == 200
    assert delete_account(alice_signed_in).status_code == 204


@pytest.mark.parametrize("address", ["free", "taken"])
def test_mailed_codes_prove_nothing_while_a_change_of_the_address_is_pending(
    alice_signed_in: Person, client: TestClient, outbox: Outbox, clock: Clock, address: str
) -> None:
    """Cognito sends them to the new address, and changes the address when one is entered.

    Whether the new address has an account must not show either.
    """
    other = Person(client, outbox)
    if address == "taken":
        other.sign_up().confirm()
    alice_signed_in.prove()
    body = {"attributes": {"email": other.email}}
    client.patch("/api/me", json=body, headers=alice_signed_in.headers)
    clock.advance(301)

    options = client.post("/api/auth/step-up/options", json={"method": "email_otp"}, headers=alice_signed_in.headers)
    proof = step_up(alice_signed_in, method="email_otp", code=other.code if address == "free" else "123456")

    assert_problem(options, 409, "factor-unavailable", "method")
    assert_problem(proof, 409, "factor-unavailable", "method")
    assert delete_account(alice_signed_in).json()["methods"] == ["password"]
    me = client.get("/api/me", headers=alice_signed_in.headers).json()
    assert me["email"] == alice_signed_in.email


def test_a_code_that_changes_the_address_proves_nothing(
    alice_signed_in: Person, client: TestClient, outbox: Outbox, pool_admin: CognitoIdentityProviderClient
) -> None:
    """The API does not know of the change: somebody made it at Cognito, or the store was unavailable."""
    new, token = Person(client, outbox), alice_signed_in.access_token
    pool_admin.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "email", "Value": new.email}])

    proof = step_up(alice_signed_in, method="email_otp", code=new.code)

    assert_problem(proof, 400, "code-mismatch", "code")
    assert delete_account(alice_signed_in).status_code == 403


def test_mailed_codes_prove_it_again_once_the_new_address_is_verified(
    alice_signed_in: Person, client: TestClient, outbox: Outbox
) -> None:
    alice_signed_in.prove()
    new, headers = Person(client, outbox), alice_signed_in.headers
    client.patch("/api/me", json={"attributes": {"email": new.email}}, headers=headers)
    client.post("/api/me/attributes/email/verify", json={"code": new.code}, headers=headers)

    client.post("/api/auth/step-up/options", json={"method": "email_otp"}, headers=headers)

    assert step_up(alice_signed_in, method="email_otp", code=new.code).status_code == 200


def test_a_change_is_pending_for_as_long_as_its_last_code(
    alice_signed_in: Person, client: TestClient, outbox: Outbox, clock: Clock
) -> None:
    alice_signed_in.prove()
    new = Person(client, outbox)
    client.patch("/api/me", json={"attributes": {"email": new.email}}, headers=alice_signed_in.headers)
    clock.advance(13 * 3600)
    alice_signed_in.sign_in()
    client.post("/api/me/attributes/email/code", headers=alice_signed_in.headers)
    clock.advance(13 * 3600)
    alice_signed_in.sign_in()

    assert delete_account(alice_signed_in).json()["methods"] == ["password"]


def test_a_mailed_code_is_accepted_once(alice_signed_in: Person) -> None:
    body = {"method": "email_otp"}
    alice_signed_in.client.post("/api/auth/step-up/options", json=body, headers=alice_signed_in.headers)
    code = alice_signed_in.code
    assert step_up(alice_signed_in, method="email_otp", code=code).status_code == 200

    assert step_up(alice_signed_in, method="email_otp", code=code).json()["code"] in (
        "code-mismatch",
        "code-expired",
    )
